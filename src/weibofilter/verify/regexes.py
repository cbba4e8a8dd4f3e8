"""Regex rules: run on the skeleton with repeats kept, around the literals that the scan found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from weibofilter.rules.regexes import WINDOW, compiled_pattern, looks_around, looks_at_letters
from weibofilter.rules.rule import Boundary
from weibofilter.verify.checks import Objection, common_run, excuse_objection, run_objection, zone_objection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold.folded_post import FoldedPost
    from weibofilter.post import Zones
    from weibofilter.scan import Hit
    from weibofilter.verify.context import Context

TIMEOUT = 0.1
"""Seconds for one window. The last resort: nested quantifiers are refused when rules are loaded."""
MOST_BORDERS = 3
"""Borders on either side of a literal: those of a telephone number in groups."""
MOST_TRIES = 8
"""Matches one behind the other that do not count, after which the search goes on behind the last."""


@dataclass(frozen=True, slots=True)
class RegexMatch:
    """A place that a regex matched, or (``timed_out``) the window that it could not be run over in time."""

    start: int
    end: int
    timed_out: bool = False


Window = tuple[int, int]
"""A half-open part of a folded post."""

Told = tuple[RegexMatch, Objection | None]
"""A match, and why it does not count."""


def regex_matches(number: int, source: str, hits: Sequence[Hit], context: Context) -> list[Told]:
    """The places in the post that the regex of a rule (by its number) matches near its literals, each once, in order."""
    found: dict[tuple[int, int], Told] = {}
    by_variant: dict[str, list[Hit]] = {}
    for hit in hits:
        by_variant.setdefault(hit.taken, []).append(hit)
    for taken, own in by_variant.items():
        folded, starts = context.folded(taken), sorted([hit.start for hit in own])
        for window in _windows_of(own, folded):
            told = list(_run(number, source, folded, window, context))
            for part in _parts(source, told, window, starts, folded, context):
                told += _run(number, source, folded, part, context, alone=True)
            for match, objection in told:
                found.setdefault((match.start, match.end), (match, objection))
    return sorted(found.values(), key=lambda told: (told[0].start, -told[0].end))


def _parts(
    source: str, told: Sequence[Told], window: Window, starts: Sequence[int], folded: FoldedPost, context: Context
) -> Iterator[Window]:
    """The parts of a window to be read by themselves, given what the whole told: a shorter match may stand in one of the zones that the
    longest bridges, or where a zone, number or word ends as the regex asks. ``starts`` says where in the post each literal begins.
    """
    looks = looks_around(source)
    if any(objection is not None and objection.check == "zone" for _, objection in told) or (looks and not told):
        yield from _within_zones(window, starts, folded, context.zones)
    if looks and all(objection is not None for _, objection in told):
        borders = context.borders(folded, letters=looks_at_letters(source))
        if borders:
            yield from dict.fromkeys(_between_borders(window, starts, folded, borders))


def _within_zones(window: Window, starts: Sequence[int], folded: FoldedPost, zones: Zones) -> Iterator[Window]:
    """The parts of the window that bridge no two zones, as no match may, and hold a literal, as every match does."""
    first, after = window
    if len(zones.spans) == 1:
        return
    for zone in zones.joined_in(folded.origins[first], folded.origins[after - 1] + 1):
        literal = bisect_left(starts, zone.start)
        if literal < len(starts) and starts[literal] < zone.end:
            begin, end = (bisect_left(folded.origins, place) for place in (zone.start, zone.end))
            yield max(first, begin), min(after, end)


def _between_borders(window: Window, starts: Sequence[int], folded: FoldedPost, borders: Sequence[int]) -> Iterator[Window]:
    """The parts of the window around each literal that begin or end at one of these borders between numbers or words of the post: of
    QQ 12345，100元 what stands before the comma.
    """
    origins, (first, after) = folded.origins, window
    for number in range(bisect_left(starts, origins[first]), bisect_right(starts, origins[after - 1])):
        literal = bisect_left(origins, starts[number])
        at = bisect_right(borders, literal)
        before, behind = borders[max(0, at - MOST_BORDERS) : at], borders[at : at + MOST_BORDERS]
        whole = max(first, literal - WINDOW), min(after, literal + WINDOW)
        for begin, end in product((whole[0], *before), (*behind, whole[1])):
            if (begin, end) != whole and whole[0] <= begin and end <= whole[1]:
                yield begin, end


def _windows_of(hits: Sequence[Hit], folded: FoldedPost) -> Iterable[Window]:
    """The windows around these hits; a short post is one, whatever stands where in it."""
    if len(folded.kept_text) <= WINDOW:
        return ((0, len(folded.kept_text)),)
    places = folded.origins
    starts = [bisect_left(places, hit.start) for hit in hits]
    ends = [bisect_right(places, hit.end - 1) for hit in hits]
    return _windows(starts, ends, len(places))


def _windows(starts: Sequence[int], ends: Sequence[int], length: int) -> Iterator[Window]:
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


def _run(
    number: int, source: str, folded: FoldedPost, window: Window, context: Context, *, alone: bool = False
) -> Iterator[Told]:
    """The matches in a part of the folded post, ``alone`` if it is read as a text of its own. Where one does not count, a shorter one may,
    or another that begins inside it; if none does, the first is told.
    """
    search, origins, (first, after) = compiled_pattern(source).search, folded.origins, window
    base = first if alone else 0
    text = folded.kept_text[base:after] if alone else folded.kept_text
    place, tries, told_until = first, 0, first
    try:
        while place < after and (found := search(text, place - base, after - base, timeout=TIMEOUT)) is not None:
            start, end = found.start() + base, found.end() + base
            match = RegexMatch(origins[start], origins[end - 1] + 1)
            objection = regex_objection(match, number, context)
            if objection is not None and objection.check == "run":
                shorter = _shorter(number, source, folded, (start, end), context)
                match, objection = (match, objection) if shorter is None else (shorter, None)
            tries = 0 if objection is None else tries + 1
            if objection is None or start >= told_until:
                yield match, objection
                told_until = end
            place = bisect_left(origins, match.end)
            if objection is not None and objection.check == "run" and _is_cut(start, folded, context):
                place = next((later for later in range(start + 1, place) if not _is_cut(later, folded, context)), place)
            elif 0 < tries <= MOST_TRIES:
                place = start + 1
    except TimeoutError:
        yield RegexMatch(origins[first], origins[after - 1] + 1, timed_out=True), None


def _shorter(number: int, source: str, folded: FoldedPost, span: Window, context: Context) -> RegexMatch | None:
    """The longest match that counts, begins where one does that cuts a number or a word, and ends before that: the greedy match of
    qq 12345678 2024 goes on into the year.
    """
    match, text, origins = compiled_pattern(source).match, folded.kept_text, folded.origins
    first, after = span
    for _ in range(MOST_TRIES):
        if not _is_cut(after, folded, context):
            return None
        after = next((place for place in range(after - 1, first, -1) if not _is_cut(place, folded, context)), first)
        if after == first or (found := match(text, first, after, timeout=TIMEOUT)) is None:
            return None
        shorter = RegexMatch(origins[first], origins[found.end() - 1] + 1)
        if regex_objection(shorter, number, context) is None:
            return shorter
        after = found.end()
    return None


def _is_cut(place: int, folded: FoldedPost, context: Context) -> bool:
    """Whether a number or a word of the post goes on at this place of its folded text."""
    origins = folded.origins
    if not 0 < place < len(origins) or origins[place] > origins[place - 1] + 1:
        return False
    return bool(common_run(origins[place - 1], origins[place], context))


def regex_objection(match: RegexMatch, number: int, context: Context) -> Objection | None:
    """Why this match of the rule (by its number) does not count: its zone, a run that it cuts, or an exception."""
    rule = context.ruleset.rules[number]
    found = zone_objection(match.start, match.end, rule, context)
    if found is None and rule.boundary is not Boundary.OFF:
        found = run_objection(match.start, match.end, context)
    return found or excuse_objection(match.start, match.end, number, context)
