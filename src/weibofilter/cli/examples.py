"""``weibofilter test``: each rule against the examples that stand beside it in its file."""

# ruff: noqa: TC001, TC003 - typer reads the annotations of a command when it runs

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.options import Lists, PolicyFile, WithShipped
from weibofilter.explain import Language, describe, describe_dismissal
from weibofilter.rules.rule import Keyword, Rule, State
from weibofilter.verdict import Verdict
from weibofilter.visible import visible

if TYPE_CHECKING:
    from weibofilter.filter import Filter


@dataclass(frozen=True, slots=True)
class Example:
    """A post that stands in a word list: one that its rule must hold (``hit``), or must let go."""

    rule: Rule
    post: Keyword
    hit: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example; ``fault`` is empty where that is what its rule promises."""

    example: Example
    fault: str

    def __str__(self) -> str:
        place = self.example.post.location
        where = f"{place.path}:{place.line}: " if place else ""
        kind = "hit" if self.example.hit else "miss"
        return f"{where}{self.example.rule.name}: {kind} {self.example.post.text!r}: {self.fault}"


def judge_examples(paths: Lists = None, with_shipped: WithShipped = False, policy: PolicyFile = None) -> None:
    """Runs each rule's examples: every hit must be held by that very rule, no miss may be.

    Exit code: 0, or 1 if an example fails.
    """
    if not paths and not with_shipped:
        raise typer.BadParameter("name the word lists to test, or say --with-shipped", param_hint="PATH...")
    outcomes = list(run_examples(chosen_filter(paths, with_shipped=with_shipped, policy=policy)))
    failed = [outcome for outcome in outcomes if outcome.fault]
    for outcome in failed:
        typer.echo(visible(str(outcome)))
    rules = len({outcome.example.rule.name for outcome in outcomes})
    typer.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed; {len(outcomes)} examples of {rules} rules")
    if failed:
        raise typer.Exit(1)


def run_examples(chosen: Filter) -> Iterator[Outcome]:
    """What becomes of each example of each rule of the filter, in the order of the rules."""
    examples = list(_examples(chosen.rules))
    verdicts = chosen.check_many(example.post.text for example in examples)
    for example, verdict in zip(examples, verdicts, strict=True):
        yield Outcome(example, fault(example, verdict))


def _examples(rules: Iterable[Rule]) -> Iterator[Example]:
    for rule in rules:
        yield from (Example(rule, post, hit=True) for post in rule.hit)
        yield from (Example(rule, post, hit=False) for post in rule.miss)


def fault(example: Example, verdict: Verdict) -> str:
    """What is wrong with this verdict for this example, or nothing. A shadow rule is asked for what it would have held."""
    reasons = verdict.shadow if example.rule.state is State.SHADOW else verdict.reasons
    own = [reason for reason in reasons if reason.rule == example.rule.name]
    if example.hit:
        return "" if own else f"not held: {_what_happened(example.rule, verdict)}"
    return f"held: {describe(own[0], Language.EN)}" if own else ""


def _what_happened(rule: Rule, verdict: Verdict) -> str:
    """Why the rule does not hold a post, as far as its verdict tells."""
    dismissed = [dismissal for dismissal in verdict.dismissed if dismissal.rule == rule.name]
    told = [f"dismissed by {dismissal.check}: {describe_dismissal(dismissal, Language.EN)}" for dismissal in dismissed]
    others = _distinct(reason.rule for reason in (*verdict.reasons, *verdict.shadow) if reason.rule != rule.name)
    if not told:
        told.append("no hit")
    if others:
        told.append(f"held by {', '.join(others)}")
    return "; ".join(told)


def _distinct(names: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(names))
