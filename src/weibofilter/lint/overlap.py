"""Keywords that other keywords make idle: the same one twice, one that holds a shorter one, one with two actions.

The same keyword in two rules is fine where the two say different things of a post: rules of unrelated categories (a policy may turn
one off), and rules of which neither reaches as far as the other (a flag in wide views beside a delete in the plain one is a
graded answer, not a contradiction). It is idle where one rule holds it wherever the other would (``Subject.reaches``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.automaton import build_automaton
from weibofilter.lint.everyday import stands
from weibofilter.lint.finding import Remark, Remove
from weibofilter.rules.rule import EXACT_VIEWS, Rule, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.lint.subject import Subject, Word


def duplicates(subject: Subject) -> Iterator[Remark]:
    """Keywords of one rule that find the same."""
    first: dict[tuple[int, str], Word] = {}
    for word in subject.keywords:
        before = first.setdefault((word.rule, subject.key(word)), word)
        if before is not word:
            message = f"{word.text!r} finds what {before.text!r} finds, which stands in this rule at {_line(before)}"
            # The wider views begin from the spelling, by which 一道 and 1道 differ.
            is_safe = before.spelled == word.spelled or subject.rule_of(word).views <= EXACT_VIEWS
            yield Remark(word.place, message, "remove one of them", Remove() if is_safe else None)


def duplicates_elsewhere(subject: Subject) -> Iterator[Remark]:
    """Keywords that a rule of the same action and a related category holds wherever this one would."""
    for words in subject.by_key.values():
        for word in words if len(words) > 1 else ():
            idle = next((other for other in words if _is_same_elsewhere(other, word, subject)), None)
            if idle is not None:
                name = subject.rule_of(idle).name
                message = f"{word.text!r} is a keyword of rule {name} too ({idle.place}), which holds it wherever this rule would"
                yield Remark(word.place, message, "keep it in one of them")


def conflicts(subject: Subject) -> Iterator[Remark]:
    """Keywords that a graver rule holds wherever this one would: their milder action never comes to anything."""
    for words in subject.by_key.values():
        for word in words if len(words) > 1 else ():
            graver = next((other for other in words if _overrules(other, word, subject)), None)
            if graver is not None:
                own, other = subject.rule_of(word), subject.rule_of(graver)
                message = f"{word.text!r} is to {own.action} here, but rule {other.name} ({graver.place}) is to {other.action} it"
                yield Remark(word.place, message, "keep it where its action is right")


def _is_same_elsewhere(other: Word, word: Word, subject: Subject) -> bool:
    """Whether the other one makes this one idle; of two that make each other idle, the first stays."""
    if other.rule == word.rule or subject.rule_of(other).action != subject.rule_of(word).action:
        return False
    if not subject.related(other.rule, word.rule) or not subject.reaches(other.rule, word.rule):
        return False
    return other.rule < word.rule or not subject.reaches(word.rule, other.rule)


def _overrules(other: Word, word: Word, subject: Subject) -> bool:
    return subject.rule_of(other).action > subject.rule_of(word).action and subject.reaches(other.rule, word.rule)


def covered(subject: Subject) -> Iterator[Remark]:
    """Keywords that hold a shorter one, which would be held there: of the same rule, or of one as grave in a related category.

    Not in the wider views, where a longer keyword is the surer find.
    """
    owners: dict[str, list[Word]] = {}
    for word in subject.keywords:
        if subject.rule_of(word).views != {View.PLAIN}:
            for skeleton in word.skeletons:
                owners.setdefault(skeleton, []).append(word)
    shorter = list(owners)
    find = build_automaton(shorter).find
    for word in subject.keywords:
        if not subject.rule_of(word).views <= EXACT_VIEWS or len(word.skeletons) != 1:
            continue
        text = word.skeletons[0]
        inside = (
            (start, end, other) for start, end, found in find(text) if end - start < len(text) for other in owners[shorter[found]]
        )
        cover = next((other for start, end, other in inside if _covers(other, start, end, word, subject)), None)
        if cover is not None:
            where = "" if cover.rule == word.rule else f" of rule {subject.rule_of(cover).name}"
            message = f"{word.text!r} holds the keyword {cover.text!r}{where} ({_line(cover)}), which is found there already"
            yield Remark(word.place, message, f"remove it, or say in a comment what it adds to {cover.text!r}")


def _covers(other: Word, start: int, end: int, word: Word, subject: Subject) -> bool:
    rule = subject.rule_of(other)
    if other.rule != word.rule and not _as_grave(rule, subject.rule_of(word), other, word, subject):
        return False
    text = word.spelled if len(word.spelled) == len(word.skeletons[0]) else word.skeletons[0]
    return stands(text, start, end, rule)


def _as_grave(rule: Rule, own: Rule, other: Word, word: Word, subject: Subject) -> bool:
    return rule.action >= own.action and subject.related(other.rule, word.rule) and subject.reaches(other.rule, word.rule)


def _line(word: Word) -> str:
    return f"line {word.place.line}"
