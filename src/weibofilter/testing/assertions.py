"""Assertions about posts, whose failures say at which stage the post went another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.testing.stages import stages
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from weibofilter.filter import Filter
    from weibofilter.verdict import Verdict


def assert_flags(judge: Filter, text: str, *, rule: str | None = None, action: str | None = None) -> Verdict:
    """The verdict, after asserting that the post is held: by ``rule`` if one is named, with exactly ``action`` if one is given.

    A shadow rule holds nothing, but asked for by name it is asserted that it would.

    >>> from weibofilter import Filter
    >>> assert_flags(Filter.from_words(["大麻"]), "我惹了大麻烦", rule="custom/words")
    Traceback (most recent call last):
    ...
    AssertionError: not held by custom/words: '我惹了大麻烦'
      skeleton  我惹了大麻烦
      boundary  “大麻”: the characters only meet by chance: this reads “麻烦” (margin 7.7 nats).
      verdict   allow
    """
    __tracebackhide__ = True
    verdict = judge.check(text)
    if rule is not None and rule not in {reason.rule for reason in (*verdict.reasons, *verdict.shadow)}:
        raise AssertionError(_told(f"not held by {rule}: {text!r}", judge, text, rule))
    if rule is None and verdict.action == Action.ALLOW:
        raise AssertionError(_told(f"not held: {text!r}", judge, text))
    if action is not None and verdict.action != action:
        raise AssertionError(_told(f"{verdict.action} and not {action}: {text!r}", judge, text))
    return verdict


def assert_allows(judge: Filter, text: str, *, rule: str | None = None) -> Verdict:
    """The verdict, after asserting that the post is allowed; with ``rule``, that this one does not hold it (nor would, in shadow).

    >>> from weibofilter import Filter
    >>> assert_allows(Filter.from_words(["大麻"]), "有人種植大❤麻")
    Traceback (most recent call last):
    ...
    AssertionError: not allowed: '有人種植大❤麻'
      skeleton  有人种植大麻
      skeleton  有人种植大心麻
      skeleton  有人种植大爱麻
      held      custom/words: “大❤麻” reads “大麻” (filler between the characters): custom, flag for review.
      verdict   flag
    """
    __tracebackhide__ = True
    verdict = judge.check(text)
    if rule is None and verdict.action != Action.ALLOW:
        raise AssertionError(_told(f"not allowed: {text!r}", judge, text))
    if rule is not None and rule in {reason.rule for reason in (*verdict.reasons, *verdict.shadow)}:
        raise AssertionError(_told(f"held by {rule}: {text!r}", judge, text, rule))
    return verdict


def _told(heading: str, judge: Filter, text: str, rule: str | None = None) -> str:
    seen = stages(judge, text, rule)
    width = max(len(stage.name) for stage in seen)
    return "\n".join([heading, *(f"  {stage.name:{width}}  {stage.told}" for stage in seen)])
