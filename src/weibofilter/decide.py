"""Findings and policy to a verdict: the gravest action wins, and the caps stand whatever rule or policy says."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.policy import OFF
from weibofilter.rules.rule import EXACT_VIEWS, Keywords, State, lineage
from weibofilter.verdict import Action, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from weibofilter.policy import Policy
    from weibofilter.rules.compile import Ruleset
    from weibofilter.rules.rule import Keyword, Rule
    from weibofilter.verify import Finding, Findings

SELF_HARM = "self-harm"
"""Who is in distress is never punished: the category is capped at flag."""


def in_force(rules: Iterable[Rule], policy: Policy) -> tuple[Rule, ...]:
    """The rules that the policy does not turn off."""
    return tuple(rule for rule in rules if policy.for_category(rule.category) != OFF)


class Consequence(NamedTuple):
    """What a policy makes of the findings of one rule: of plain ones, of disguised ones, and of those of wider views; and what of the
    rule stands in their reasons.
    """

    name: str
    category: str
    is_shadow: bool
    plain: Action
    disguised: Action
    wide: Action
    wordlist: str | None = None
    line: int | None = None
    words: Sequence[Keyword] = ()
    first_term: int = 0

    def line_of(self, finding: Finding) -> int | None:
        """The line that the rule is written on, or its keyword where the rule is a plain list."""
        place = self.words[finding.term - self.first_term].location if self.words else None
        return self.line if place is None else place.line


def consequences(ruleset: Ruleset, policy: Policy) -> tuple[Consequence, ...]:
    """What follows from each rule, worked out once and not for every post."""
    return tuple(
        _consequence(rule, bisect_left(ruleset.terms.rules, number), policy) for number, rule in enumerate(ruleset.rules)
    )


def _consequence(rule: Rule, first_term: int, policy: Policy) -> Consequence:
    wordlist, line = (rule.location.path, rule.location.line) if rule.location else (None, None)
    words = rule.pattern.words if isinstance(rule.pattern, Keywords) and rule.is_plain_list else ()
    actions = _actions(rule, policy)
    return Consequence(rule.name, rule.category, rule.state is State.SHADOW, *actions, wordlist, line, words, first_term)


def _actions(rule: Rule, policy: Policy) -> tuple[Action, Action, Action]:
    """What becomes of plain findings, of disguised ones, and of those of wider views."""
    if SELF_HARM in lineage(rule.category):
        return Action.FLAG, Action.FLAG, Action.FLAG
    plain = Action(policy.for_category(rule.category) or rule.action)
    disguised = Action.DELETE if policy.escalate_disguised else plain
    return plain, disguised, plain if rule.wide_action is Action.DELETE else Action.FLAG


def decide(post: str, findings: Findings, consequences: Sequence[Consequence], digest: str) -> Verdict:
    """The verdict on a post: its live findings as reasons, those of shadow rules apart."""
    live: list[Reason] = []
    shadow: list[Reason] = []
    for finding in findings.live:
        consequence = consequences[finding.rule]
        reason = _reason(post, finding, consequence)
        (shadow if consequence.is_shadow else live).append(reason)
    return Verdict(_gravest([reason.action for reason in live]), tuple(live), findings.dismissed, tuple(shadow), digest)


def _gravest(actions: Sequence[Action]) -> Action:
    # Most verdicts have one reason or none, and to compare actions takes as long as to make a reason.
    return actions[0] if len(actions) == 1 else max(actions, default=Action.ALLOW)


def action_of(finding: Finding, consequence: Consequence) -> Action:
    """What becomes of a post for this finding alone."""
    if finding.timed_out:
        return Action.FLAG
    if finding.view not in EXACT_VIEWS:
        return consequence.wide
    return consequence.disguised if finding.evidence.disguises else consequence.plain


def _reason(post: str, finding: Finding, consequence: Consequence) -> Reason:
    return Reason(
        rule=consequence.name,
        category=consequence.category,
        action=action_of(finding, consequence),
        keyword=finding.keyword,
        start=finding.start,
        end=finding.end,
        text=post[finding.start : finding.end],
        view=str(finding.view),
        zone=finding.zone,
        disguises=finding.evidence.disguises,
        spellings=finding.evidence.spellings,
        parts=finding.parts,
        wordlist=consequence.wordlist,
        line=consequence.line_of(finding),
    )
