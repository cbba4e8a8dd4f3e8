"""Why a rule does not hold a post: the check that let its hit go, or else what in the post comes nearest to a hit.

A verdict tells of hits alone. A rule that was never hit is asked here for more: would a view that it does not ask for see something, which
member of its combination is missing, which of its keywords stands there in part? All of it is told as dismissals, by these checks:

- ``unasked-view``: a view that the rule does not ask for sees a keyword (``view`` says which);
- ``missing-member``: the other groups of the combination were found; ``detail`` has the words of the group that was not;
- ``no-match``: a literal of the regex stands there, and what is around it does not match;
- ``in-part``: this is the place most like a keyword, and it is not the keyword;
- ``nothing-like-it``: nothing in the post is like a keyword of the rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

import regex

from weibofilter.errors import WeiboFilterError
from weibofilter.filter import Filter
from weibofilter.policy import Policy
from weibofilter.rules.compile import compile_rules
from weibofilter.rules.regexes import compile_regex
from weibofilter.rules.rule import Combination, Keyword, Keywords, Regex, Rule, View
from weibofilter.verdict import Dismissal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold import Fold
    from weibofilter.verdict import Reason, Verdict

UNASKED_VIEW, MISSING_MEMBER, NO_MATCH, IN_PART, NOTHING = (
    "unasked-view",
    "missing-member",
    "no-match",
    "in-part",
    "nothing-like-it",
)

LATER = ("zone", "gap", "run", "view", "exception", "not", "distance", "plausibility", "torn", "boundary", "written")
"""The checks of a hit; one that a later check let go came further."""

_MOST_COMPARED = 200
"""Keywords that are laid against the post, those that share most characters with it first."""

_READ = 1000
"""Characters of the post that they are laid against: nobody asks this of a longer one, and the work is bounded."""

_SECONDS = 0.2
_NAMED = 5


class UnknownRuleError(WeiboFilterError, LookupError):
    """The filter has no rule of this name in force."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"no rule in force is called {rule!r}")


def near_misses(judge: Filter, post: str, rule: str) -> tuple[Dismissal, ...]:
    """Why this rule, by its name, does not hold the post: the nearest first; empty if it does hold it.

    What was hit and let go comes first, then what other views or parts of keywords come near. ``UnknownRuleError`` if no rule of
    that name is in force.

    >>> f = Filter.from_words(["大麻", "加微信"])
    >>> [(found.check, found.text, found.detail) for found in near_misses(f, "我有一个大麻烦", "custom/words")]
    [('boundary', '大麻', '麻烦')]
    >>> [(found.check, found.text, found.keyword) for found in near_misses(f, "快加v信", "custom/words")][-1]
    ('in-part', '加v信', '加微信')
    """
    asked = next((one for one in judge.rules if one.name == rule), None)
    if asked is None:
        raise UnknownRuleError(rule)
    verdict = judge.check(post)
    if any(reason.rule == rule for reason in _held(verdict)):
        return ()
    let_go = [dismissal for dismissal in verdict.dismissed if dismissal.rule == rule]
    if let_go:
        return tuple(sorted(let_go, key=_how_near))
    found = _unhit(asked, post, judge)
    return tuple(found) or (_dismissal(asked, NOTHING, detail=_named(_words(asked.pattern))),)


def _how_near(let_go: Dismissal) -> tuple[float, ...]:
    """The later the check the nearer; of the same one, the smaller margin. Plausibility counts from below 0."""
    later = LATER.index(let_go.check) if let_go.check in LATER else -1
    return (-later, abs(let_go.margin or 0.0), let_go.start)


def _unhit(rule: Rule, post: str, judge: Filter) -> list[Dismissal]:
    """What comes near of a rule that was not hit at all."""
    match rule.pattern:
        case Keywords(words):
            return [*_unasked(rule, post, judge), *_in_part(rule, [word.text for word in words], post, judge.fold)]
        case Combination(groups):
            return list(_members(rule, groups, post, judge))
        case Regex(source):
            return list(_literals(rule, source, post, judge.fold))
        case _:
            assert_never(rule.pattern)


def _unasked(rule: Rule, post: str, judge: Filter) -> Iterator[Dismissal]:
    """What the views see that the rule does not ask for."""
    for reason in _held(_alone(replace(rule, views=frozenset(View)), judge).check(post)):
        if View(reason.view) not in rule.views:
            yield _dismissal(rule, UNASKED_VIEW, reason.keyword, (reason.start, reason.end), post, reason.view, reason.view)


def _alone(rule: Rule, judge: Filter) -> Filter:
    return Filter(compile_rules([rule], judge.fold), Policy(), judge.categories)


def _held(verdict: Verdict) -> tuple[Reason, ...]:
    return (*verdict.reasons, *verdict.shadow)


def _members(rule: Rule, groups: Sequence[Sequence[Keyword]], post: str, judge: Filter) -> Iterator[Dismissal]:
    """The groups of a combination that are missing, each with what comes nearest to it; nothing if none was found."""
    parts = [
        replace(rule, id=f"{rule.id}.{number}", pattern=Keywords(group), forbidden=()) for number, group in enumerate(groups)
    ]
    alone = [_alone(part, judge) for part in parts]
    held = [_held(one.check(post)) for one in alone]
    if not any(held):
        yield from _in_part(rule, _words(rule.pattern), post, judge.fold)
        return
    for part, one, own in zip(parts, alone, held, strict=True):
        if not own:
            yield _dismissal(
                rule, MISSING_MEMBER, " + ".join(_found(held)), _span(held), post, detail=_named(_words(part.pattern))
            )
            yield from (replace(near, rule=rule.name) for near in near_misses(one, post, part.name) if near.check != NOTHING)


def _found(held: Iterable[Sequence[Reason]]) -> Iterator[str]:
    return (own[0].keyword for own in held if own)


def _span(held: Iterable[Sequence[Reason]]) -> tuple[int, int]:
    first = [own[0] for own in held if own]
    return min(reason.start for reason in first), max(reason.end for reason in first)


def _literals(rule: Rule, source: str, post: str, fold: Fold) -> Iterator[Dismissal]:
    """The first place of each literal of a regex that the post holds."""
    folded = fold.post(post)
    text, places = folded.kept_text, folded.origins
    for literal in compile_regex(source).literals:
        at = text.find(literal)
        if at >= 0:
            span = (places[at], places[at + len(literal) - 1] + 1)
            yield _dismissal(rule, NO_MATCH, source, span, post, detail=literal)


def _in_part(rule: Rule, words: Sequence[str], post: str, fold: Fold) -> Iterator[Dismissal]:
    """The place that is most like a keyword, by the fewest characters that are wrong, missing or too many; at most half of them."""
    folded = fold.post(post)
    text, places = folded.kept_text, folded.origins
    text = text[:_READ]
    best: tuple[float, str, int, int] | None = None
    for keyword, skeleton in _alike(words, text, fold)[:_MOST_COMPARED]:
        found = _nearest_place(skeleton, text)
        if found is not None and (best is None or found[0] < best[0]):
            best = (found[0], keyword, *found[1:])
    if best is not None:
        _, keyword, start, end = best
        yield _dismissal(rule, IN_PART, keyword, (places[start], places[end - 1] + 1), post)


def _alike(words: Sequence[str], text: str, fold: Fold) -> list[tuple[str, str]]:
    """The keywords, with their skeletons, that share half of their characters with the text; those that share most first."""
    there = set(text)
    shared: list[tuple[float, str, str]] = []
    for word in words:
        for reading in fold.readings(word):
            skeleton = fold.kept(reading)
            share = sum(character in there for character in skeleton) / max(1, len(skeleton))
            if len(skeleton) > 1 and share >= 0.5:
                shared.append((-share, word, skeleton))
    return [(word, skeleton) for _, word, skeleton in sorted(shared)]


def _nearest_place(skeleton: str, text: str) -> tuple[float, int, int] | None:
    """Where the text is most like the skeleton, and how unlike it still is; None if more than half of the skeleton is missing there.

    All of its characters with others between them is nearer than some of them side by side.
    """
    size = len(skeleton)
    for allowed, weight in ((f"i<={size}", 0.5), (f"e<={size // 2}", 1.0)):
        pattern = regex.compile(f"(?b)(?:{regex.escape(skeleton)}){{{allowed}}}")
        try:
            found = pattern.search(text, timeout=_SECONDS)
        except TimeoutError:
            return None
        if found is not None and found.end() > found.start():
            return weight * sum(found.fuzzy_counts) / size, found.start(), found.end()
    return None


def _words(pattern: Keywords | Combination | Regex) -> list[str]:
    match pattern:
        case Keywords(words):
            return [word.text for word in words]
        case Combination(groups):
            return [word.text for group in groups for word in group]
        case Regex(source):
            return list(compile_regex(source).literals)
        case _:
            assert_never(pattern)


def _named(words: Sequence[str]) -> str:
    return "、".join(words[:_NAMED]) + ("…" if len(words) > _NAMED else "")


def _dismissal(
    rule: Rule,
    check: str,
    keyword: str = "",
    span: tuple[int, int] = (0, 0),
    post: str = "",
    view: str = View.SKELETON.value,
    detail: str = "",
) -> Dismissal:
    return Dismissal(rule.name, keyword, *span, post[slice(*span)], view, check, None, detail)
