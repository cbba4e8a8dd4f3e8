"""Regex rules: run on the skeleton with repeats kept, around the literals that the scan found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.rules.regexes import WINDOW, compiled_pattern
from weibofilter.rules.rule import Boundary
from weibofilter.verify.checks import Objection, excuse_objection, run_objection, zone_objection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold.folded_post import FoldedPost
    from weibofilter.scan import Hit
    from weibofilter.verify.context import Context

TIMEOUT = 0.1
"""Seconds for one window. The last resort: nested quantifiers are refused when rules are loaded."""


@dataclass(frozen=True, slots=True)
class RegexMatch:
    """A place that a regex matched, or (``timed_out``) the window that it could not be run over in time."""

    start: int
    end: int
    timed_out: bool = False


def regex_matches(source: str, hits: Sequence[Hit], context: Context) -> list[RegexMatch]:
    """The places in the post that the regex matches near its literals, each once, in order."""
    found: dict[tuple[int, int], RegexMatch] = {}
    by_variant: dict[str, list[Hit]] = {}
    for hit in hits:
        by_variant.setdefault(hit.taken, []).append(hit)
    for taken, own in by_variant.items():
        folded = context.folded(taken)
        for first, after in _windows_of(own, folded):
            for match in _run(source, folded, first, after):
                found.setdefault((match.start, match.end), match)
    return sorted(found.values(), key=lambda match: (match.start, -match.end))


def _windows_of(hits: Sequence[Hit], folded: FoldedPost) -> Iterable[tuple[int, int]]:
    """The windows around these hits; a short post is one, whatever stands where in it."""
    if len(folded.kept_text) <= WINDOW:
        return ((0, len(folded.kept_text)),)
    places = folded.origins
    starts = [bisect_left(places, hit.start) for hit in hits]
    ends = [bisect_right(places, hit.end - 1) for hit in hits]
    return _windows(starts, ends, len(places))


def _windows(starts: Sequence[int], ends: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """The windows around these places, those that overlap joined."""
    first = after = -1
    for start, end in sorted(zip(starts, ends, strict=True)):
        if start - WINDOW > after or after < 0:
            if after >= 0:
                yield first, after
            first = max(0, start - WINDOW)
        after = max(after, min(length, end + WINDOW))
    if after >= 0:
        yield first, after


def _run(source: str, folded: FoldedPost, first: int, after: int) -> Iterator[RegexMatch]:
    try:
        for match in compiled_pattern(source).finditer(folded.kept_text, first, after, timeout=TIMEOUT):
            yield RegexMatch(folded.origins[match.start()], folded.origins[match.end() - 1] + 1)
    except TimeoutError:
        yield RegexMatch(folded.origins[first], folded.origins[after - 1] + 1, timed_out=True)


def regex_objection(match: RegexMatch, number: int, context: Context) -> Objection | None:
    """Why this match of the rule (by its number) does not count: its zone, a run that it cuts, or an exception."""
    if match.timed_out:
        return None
    rule = context.ruleset.rules[number]
    found = zone_objection(match.start, match.end, rule, context)
    if found is None and rule.boundary is not Boundary.OFF:
        found = run_objection(match.start, match.end, context)
    return found or excuse_objection(match.start, match.end, number, context)
