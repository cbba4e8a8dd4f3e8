"""What a scan counts: a few numbers for every rule, however many posts there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from weibofilter.verdict import Action, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weibofilter.cli.formats.records import Judged, Record

_NAMED = 10
"""Bad lines that are named; the output carries the number of every one."""


@dataclass(slots=True)
class Tally:
    """Counts of a scan. Every counter counts posts: a rule that hits a post twice counts once.

    ``only_shadow`` counts allowed posts that a shadow rule would hold: what would change if it acted.
    """

    actions: Counter[Action] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    dismissed: Counter[str] = field(default_factory=Counter)
    shadow: Counter[str] = field(default_factory=Counter)
    only_shadow: int = 0
    bad: int = 0
    first_bad: list[tuple[int, str]] = field(default_factory=list)

    @property
    def judged(self) -> int:
        """Posts that got a verdict."""
        return self.actions.total()

    @property
    def seen(self) -> int:
        """Records of either kind."""
        return self.judged + self.bad

    @property
    def held(self) -> int:
        """Posts that got another verdict than allow."""
        return self.judged - self.actions[Action.ALLOW]

    def to_json(self) -> dict[str, Any]:
        """The counts as ``from_json`` reads them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Tally:
        """The counts that ``to_json`` gave, after a way through JSON."""
        actions = Counter({Action(name): count for name, count in said["actions"].items()})
        return cls(
            actions=actions,
            rules=Counter(said["rules"]),
            categories=Counter(said["categories"]),
            dismissed=Counter(said["dismissed"]),
            shadow=Counter(said["shadow"]),
            only_shadow=said["only_shadow"],
            bad=said["bad"],
            first_bad=[(line, told) for line, told in said["first_bad"]],
        )

    def add(self, judged: Iterable[Judged]) -> None:
        """Counts these."""
        for record, verdict in judged:
            if verdict is None:
                self._add_bad(record)
            else:
                self._add_verdict(verdict)

    def _add_verdict(self, verdict: Verdict) -> None:
        self.actions[verdict.action] += 1
        if not verdict.reasons and not verdict.dismissed and not verdict.shadow:  # as most are
            return
        self.rules.update({reason.rule for reason in verdict.reasons})
        self.categories.update({reason.category for reason in verdict.reasons})
        self.dismissed.update({dismissal.check for dismissal in verdict.dismissed})
        self.shadow.update({reason.rule for reason in verdict.shadow})
        self.only_shadow += bool(verdict.shadow) and verdict.action is Action.ALLOW

    def _add_bad(self, record: Record) -> None:
        self.bad += 1
        if len(self.first_bad) < _NAMED:
            self.first_bad.append((record.number, record.error))
