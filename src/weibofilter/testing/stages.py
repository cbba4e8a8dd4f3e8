"""What each stage saw of a post, line by line, for the failure of a test: from the folded text to why a rule did not hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from weibofilter.explain import Language, describe, describe_dismissal
from weibofilter.nearest import UnknownRuleError, near_misses
from weibofilter.post import TEXT
from weibofilter.rules.rule import Regex, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.filter import Filter
    from weibofilter.verdict import Reason, Verdict

OF_THE_TEXT = frozenset({*View, "repeats", "zones", "verdict"})
"""Stages that tell of the text; the others tell of rules."""

_NAMED = 5
"""Near misses and reasons that are told; a post of a thousand hits needs no more to be understood."""


class Stage(NamedTuple):
    """What one stage saw, in words."""

    name: str
    told: str


def stages(judge: Filter, post: str, rule: str | None = None) -> tuple[Stage, ...]:
    """What each stage saw of the post; with ``rule``, as that rule sees it.

    >>> from weibofilter import Filter
    >>> for stage in stages(Filter.from_words(["大麻"]), "我惹了大麻煩", "custom/words"):
    ...     print(f"{stage.name:10}{stage.told}")
    skeleton  我惹了大麻烦
    boundary  “大麻”: the characters only meet by chance: this reads “麻烦” (margin 7.7 nats).
    verdict   allow
    """
    trace = judge.trace(post)
    views = [Stage(name, text) for name, text in trace.views]
    if rule is not None and _is_regex(judge, rule):
        views.append(Stage("repeats", judge.fold.post(post).kept_text))  # what a regex sees
    zones = [Stage("zones", f"{name}: {post[start:end]}") for name, start, end in trace.zones if name != TEXT]
    return (*views, *zones, *_judged(judge, post, trace.verdict, rule), Stage("verdict", _outcome(trace.verdict, rule)))


def _is_regex(judge: Filter, rule: str) -> bool:
    return any(one.name == rule and isinstance(one.pattern, Regex) for one in judge.rules)


def _judged(judge: Filter, post: str, verdict: Verdict, rule: str | None) -> Iterator[Stage]:
    held = [reason for reason in (*verdict.reasons, *verdict.shadow) if rule in (None, reason.rule)]
    for reason in held[:_NAMED]:
        yield Stage("held", f"{reason.rule}: {describe(reason, Language.EN)}{_place(reason)}")
    dismissed = list(verdict.dismissed)
    if rule is not None and not held:
        try:
            dismissed = list(near_misses(judge, post, rule))
        except UnknownRuleError:
            yield Stage("rules", f"no rule in force is called {rule!r}")
            return
    for let_go in dismissed[:_NAMED]:
        if rule in (None, let_go.rule):
            yield Stage(let_go.check, describe_dismissal(let_go, Language.EN))


def _place(reason: Reason) -> str:
    return f" {reason.wordlist}:{reason.line}" if reason.wordlist is not None else ""


def _outcome(verdict: Verdict, rule: str | None) -> str:
    others = dict.fromkeys(reason.rule for reason in verdict.reasons if reason.rule != rule)
    by = f", by {', '.join(others)}" if others and rule is not None else ""
    return f"{verdict.action}{by}"
