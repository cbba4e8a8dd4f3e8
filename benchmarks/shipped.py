"""The shipped lists on labelled posts: held and deleted by category and source, beside what is to be reached.

Rows are judged once; every table is counted from those verdicts. ``held`` is the share of posts that are not allowed, ``deleted`` the
share that is deleted. Below them: what the rules against abuse reach together, rule by rule from the most precise, and the rules that
hold most ordinary posts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from weibofilter import Action, Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from weibofilter import Verdict

Row = dict[str, Any]
Kind = tuple[str, ...]

AT_LEAST, AT_MOST = "at least", "at most"

TARGETS: dict[Kind, str] = {
    ("chineseharm_bench", "harmful", "gambling"): f"held {AT_LEAST} .65",
    ("chineseharm_bench", "harmful", "sexual"): f"held {AT_LEAST} .65",
    ("chineseharm_bench", "harmful", "fraud"): f"held {AT_LEAST} .65",
    ("chineseharm_bench", "harmful", "black-market"): f"held {AT_LEAST} .65",
    ("chineseharm_bench", "harmful", "abuse"): f"held {AT_LEAST} .50",
    ("livechat_spam", "harmful", "sexual-or-fraud"): f"held {AT_LEAST} .65",
    ("livechat_spam", "ordinary", ""): f"held {AT_MOST} .01",
    ("telecom_fraud5", "harmful", "fraud"): f"held {AT_LEAST} .70",
    ("telecom_fraud5", "ordinary", ""): f"held {AT_MOST} .03",
    ("benign", "tier A"): f"held {AT_MOST} .003, deleted {AT_MOST} .0002",
    ("benign", "tier B"): f"held {AT_MOST} .015, deleted {AT_MOST} .001",
}
"""What the lists are to reach, by the kind of rows; kinds without a line are only reported."""

MOST = 10
"""Rules named for each tier of ordinary posts."""

STEPS = 10
"""Points of the curve of the rules against abuse."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and the verdict on it."""

    row: Row
    verdict: Verdict

    @property
    def is_harmful(self) -> bool:
        """Whether its label says so."""
        return bool(self.row.get("label"))

    @property
    def rules(self) -> frozenset[str]:
        """The rules that hold it."""
        return frozenset(reason.rule for reason in self.verdict.reasons)


def judged(judge: Filter, rows: Sequence[Row]) -> list[Judged]:
    """The rows, each with its verdict."""
    verdicts = judge.check_many(row["text"] for row in rows)
    return [Judged(row, verdict) for row, verdict in zip(rows, verdicts, strict=True)]


def report(read: Callable[[str], list[Row]]) -> Iterator[str]:
    """The lines of the report; ``read`` gives the rows of a data set by its name."""
    judge = Filter.default()
    yield f"\nShipped lists: {len(judge.rules)} rules"
    yield f"{'':46}{'posts':>8}{'held':>8}{'deleted':>9}   to reach"
    for name in ("harm", "spam"):
        yield from shares(judged(judge, read(name)), _labelled)
    abuse = judged(judge, read("abuse"))
    yield from shares(abuse, _labelled)
    benign = judged(judge, read("benign"))
    yield from shares(benign, lambda one: ("benign", f"tier {one.row['tier']}"))
    yield from shares(benign, lambda one: ("benign", f"tier {one.row['tier']}", one.row["source"]))
    yield "\nRules against abuse on the rows of abuse, the most precise first (to reach: recall .40 at precision .85)"
    yield from curve(abuse)
    yield "\nRules that hold most ordinary posts"
    yield from busiest(benign)


def _labelled(one: Judged) -> Kind:
    return (one.row["source"], "harmful" if one.is_harmful else "ordinary", one.row["category"] or "")


def shares(rows: Iterable[Judged], kind_of: Callable[[Judged], Kind]) -> Iterator[str]:
    """A line for each kind of rows: how many, and which share is held and deleted."""
    for kind, group in groupby(sorted(rows, key=kind_of), key=kind_of):
        actions = Counter(one.verdict.action for one in group)
        posts = actions.total()
        held, deleted = (posts - actions[Action.ALLOW]) / posts, actions[Action.DELETE] / posts
        yield f"{' '.join(kind):46}{posts:8,}{held:8.4f}{deleted:9.4f}   {TARGETS.get(kind, '')}".rstrip()


def curve(rows: Sequence[Judged]) -> Iterator[str]:
    """Recall and precision as rules are added from the most precise; the last points count the shadow rules as if they acted."""
    held: dict[str, set[int]] = {}
    for number, one in enumerate(rows):
        for rule in one.rules:
            held.setdefault(rule, set()).add(number)
    harmful = {number for number, one in enumerate(rows) if one.is_harmful}
    order = sorted(held, key=lambda rule: (-len(held[rule] & harmful) / len(held[rule]), -len(held[rule])))
    every = max(1, len(order) // STEPS)
    found: set[int] = set()
    for count, rule in enumerate(order, start=1):
        found |= held[rule]
        if count % every == 0 or count == len(order):
            yield _point(f"{count} rules", found, harmful)
    for rule in sorted({reason.rule for one in rows for reason in one.verdict.shadow}):
        watched = {number for number, one in enumerate(rows) if any(reason.rule == rule for reason in one.verdict.shadow)}
        yield _point(f"and, in shadow, {rule}", found | watched, harmful)


def _point(name: str, found: set[int], harmful: set[int]) -> str:
    return f"{name:46}  recall {len(found & harmful) / len(harmful):.3f}  precision {len(found & harmful) / len(found):.3f}"


def busiest(rows: Iterable[Judged]) -> Iterator[str]:
    """For each tier, the rules that hold most of its posts."""
    tiers: dict[str, Counter[str]] = {}
    for one in rows:
        tiers.setdefault(one.row["tier"], Counter()).update(one.rules)
    for tier, counts in sorted(tiers.items()):
        yield f"tier {tier}: " + ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items(), key=_most_first)[:MOST])


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
