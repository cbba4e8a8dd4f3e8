"""Which rules of two filters differ.

No rule has a say in what another one holds, so only these can change a verdict, and a corpus need be searched for nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.filter import Filter
from weibofilter.rules.compile import compile_rules
from weibofilter.rules.json_form import meaning

if TYPE_CHECKING:
    from weibofilter.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """The names of the rules that one filter has and another has not, and of those that mean something else in it."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def of(self, rule: str) -> str:
        """``added``, ``removed`` or ``changed``; "" for a rule that is the same in both."""
        for kind in ("added", "removed", "changed"):
            if rule in getattr(self, kind):
                return kind
        return ""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changed_rules(old: Filter, new: Filter) -> RuleChanges:
    """Which rules in force differ, by what they decide under the filters' policies: their places, notes and examples do not count.

    >>> changed_rules(Filter.from_words(["大麻"]), Filter.from_words(["大麻", "麻古"]))
    RuleChanges(added=(), removed=(), changed=('custom/words',))
    """
    before, after = _meanings(old), _meanings(new)
    return RuleChanges(
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        changed=tuple(name for name in before if name in after and before[name] != after[name]),
    )


def _meanings(judge: Filter) -> dict[str, str]:
    """What each rule decides, by its name."""
    return {rule.name: _meaning(rule, judge) for rule in judge.rules}


def _meaning(rule: Rule, judge: Filter) -> str:
    policy = judge.policy
    said = {**meaning(rule), "policy": [policy.for_category(rule.category), policy.escalate_disguised]}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def narrowed(judge: Filter, names: frozenset[str]) -> Filter | None:
    """The filter with the rules of these names alone; None if it has none of them."""
    rules = [rule for rule in judge.rules if rule.name in names]
    if not rules:
        return None
    if len(rules) == len(judge.rules):
        return judge
    return Filter(compile_rules(rules, judge.fold), judge.policy, judge.categories)
