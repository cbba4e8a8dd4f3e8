"""Findings and policy to a verdict: the gravest action wins, and the caps stand whatever rule or policy says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.policy import OFF
from weibofilter.rules.rule import EXACT_VIEWS, State, lineage
from weibofilter.verdict import Action, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weibofilter.policy import Policy
    from weibofilter.rules.rule import Rule
    from weibofilter.verify import Finding, Findings

SELF_HARM = "self-harm"
"""Who is in distress is never punished: the category is capped at flag."""


def in_force(rules: Iterable[Rule], policy: Policy) -> tuple[Rule, ...]:
    """The rules that the policy does not turn off."""
    return tuple(rule for rule in rules if policy.for_category(rule.category) != OFF)


def decide(post: str, findings: Findings, rules: tuple[Rule, ...], policy: Policy, digest: str) -> Verdict:
    """The verdict on a post: its live findings as reasons, those of shadow rules apart."""
    live: list[Reason] = []
    shadow: list[Reason] = []
    for finding in findings.live:
        rule = rules[finding.rule]
        reason = _reason(post, finding, rule, policy)
        (shadow if rule.state is State.SHADOW else live).append(reason)
    action = max((reason.action for reason in live), default=Action.ALLOW)
    return Verdict(action, tuple(live), findings.dismissed, tuple(shadow), digest)


def action_of(finding: Finding, rule: Rule, policy: Policy) -> Action:
    """What becomes of a post for this finding alone."""
    if finding.timed_out or SELF_HARM in lineage(rule.category):
        return Action.FLAG
    action = Action(policy.for_category(rule.category) or rule.action)
    if finding.view not in EXACT_VIEWS:
        return action if rule.wide_action is Action.DELETE else Action.FLAG
    if policy.escalate_disguised and finding.evidence.disguises:
        return Action.DELETE
    return action


def _reason(post: str, finding: Finding, rule: Rule, policy: Policy) -> Reason:
    return Reason(
        rule=rule.name,
        category=rule.category,
        action=action_of(finding, rule, policy),
        keyword=finding.keyword,
        start=finding.start,
        end=finding.end,
        text=post[finding.start : finding.end],
        view=finding.view.value,
        zone=finding.zone,
        disguises=finding.evidence.disguises,
        spellings=finding.evidence.spellings,
        parts=finding.parts,
        wordlist=rule.location.path if rule.location else None,
        line=rule.location.line if rule.location else None,
    )
