"""What is odd about a rule's examples: none of a kind, and misses that would be let go by any rule."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, assert_never

from weibofilter.lint.finding import Remark
from weibofilter.lint.whole_rules import place_of
from weibofilter.rules.regexes import compile_regex
from weibofilter.rules.rule import EXACT_VIEWS, Combination, Keywords, Regex, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weibofilter.lint.subject import Subject


def missing_hits(subject: Subject) -> Iterator[Remark]:
    """Rules without a ``hit``. A plain list has no place for one."""
    for rule in _with_examples(subject):
        if not rule.hit:
            yield Remark(
                place_of(rule),
                f"rule {rule.name} has no hit",
                "add a post that it must hold, better two: one plain, one disguised",
            )


def missing_misses(subject: Subject) -> Iterator[Remark]:
    """Rules without a ``miss``."""
    for rule in _with_examples(subject):
        if not rule.miss:
            yield Remark(place_of(rule), f"rule {rule.name} has no miss", "add a post that it nearly holds and must let go")


def _with_examples(subject: Subject) -> Iterator[Rule]:
    return (rule for rule in subject.rules if not place_of(rule).path.endswith(".txt"))


def far_misses(subject: Subject) -> Iterator[Remark]:
    """Misses that say nothing of their rule, since every rule lets them go (你好).

    A near miss has, in the skeleton, a keyword, member or literal of the rule or a part of one of at least half its characters, or a word
    of its ``unless`` or ``not``. Where a rule asks for wider views, one character of a keyword is near enough: what sounds like it
    (威风 for 威信) need not look like it.
    """
    for rule in subject.rules:
        if not rule.miss:
            continue
        parts = _parts(rule, subject)
        for example, skeletons in zip(rule.miss, subject.skeletons(word.text for word in rule.miss), strict=True):
            if not any(part in skeleton for skeleton in skeletons for part in parts):
                message = f"miss {example.text!r} is no near miss: nothing in it is like a keyword of rule {rule.name}"
                way_out = "write one that a keyword, or half of it, stands in"
                yield Remark(example.location or place_of(rule), message, way_out)


def _parts(rule: Rule, subject: Subject) -> set[str]:
    """What a near miss has one of."""
    exact = rule.views <= EXACT_VIEWS
    parts = {part for skeleton in _flat(subject, _sought(rule)) for part in _halves(skeleton, exact=exact)}
    return parts | set(_flat(subject, [word.text for word in (*rule.unless, *rule.forbidden)]))


def _flat(subject: Subject, texts: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(subject.skeletons(texts))


def _halves(skeleton: str, *, exact: bool) -> Iterator[str]:
    size = (len(skeleton) + 1) // 2 if exact else 1
    return (skeleton[start : start + size] for start in range(len(skeleton) - size + 1))


def _sought(rule: Rule) -> list[str]:
    match rule.pattern:
        case Keywords(words):
            return [word.text for word in words]
        case Combination(groups):
            return [word.text for group in groups for word in group]
        case Regex(source):
            return list(compile_regex(source).literals)
        case _:
            assert_never(rule.pattern)
