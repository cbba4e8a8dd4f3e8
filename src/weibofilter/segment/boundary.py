"""Is the keyword a word where it was found, or do its characters only happen to stand side by side?"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Literal

from weibofilter.segment.dictionary import Dictionary
from weibofilter.segment.lattice import Lattice, Span, best_paths, lattice, spans_of, without_cover

__all__ = ["Boundary", "Mode", "judge"]

Mode = Literal["soft", "strict"]

UNKNOWN_FREQUENCY = 100
"""What a keyword that the dictionary lacks counts as, in its own path only."""

REACH = 14
"""How many characters either side of a hit are looked at."""

SLIGHT = 1.5
CLEAN = 4.0
RARER = 8
NAMING = frozenset("座峰岭岛江湖县镇乡村州郡")
PARTICLES = frozenset("的了们吗吧啊呢着过地得")


@dataclass(frozen=True, slots=True)
class Boundary:
    margin: float
    words: tuple[str, ...]
    stands: bool


_STANDS = Boundary(0.0, (), True)


@dataclass(frozen=True, slots=True)
class _Reading:
    score: float
    spans: list[Span]

    def torn(self, start: int, end: int) -> list[Span]:
        """The words that reach over an end of the hit."""
        return [(a, b) for a, b in self.spans if a < start < b or a < end < b]


@dataclass(frozen=True, slots=True)
class _Place:
    """A window of the clause around the hit, and where the hit is in it."""

    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        return self.text[self.start : self.end]


def _window(clause: str, start: int, end: int) -> _Place:
    low = start
    while low > max(0, start - REACH) and clause[low - 1].isalnum():
        low -= 1
    high = end
    while high < min(len(clause), end + REACH) and clause[high].isalnum():
        high += 1
    return _Place(clause[low:high], start - low, end - low)


def _readings(dictionary: Dictionary, place: _Place, words: Lattice) -> tuple[_Reading, _Reading]:
    """The best reading of all, and the best one that begins and ends a word where the hit does."""
    start, end, size = place.start, place.end, len(place.text)
    scores, origins = best_paths(words, 0, size)
    inside, _ = best_paths(words, start, end)
    after, after_origins = best_paths(words, end, size)
    frequency = dictionary[place.keyword[0]].words.get(place.keyword) or UNKNOWN_FREQUENCY
    as_word = log(frequency) - log(dictionary.total)
    held = _Reading(
        scores[start] + max(as_word, inside[end]) + after[size],
        [*spans_of(origins, 0, start), (start, end), *spans_of(after_origins, end, size)],
    )
    return _Reading(scores[size], spans_of(origins, 0, size)), held


def judge(dictionary: Dictionary, clause: str, start: int, end: int, mode: Mode) -> Boundary:
    if clause[start:end].isascii():
        return _STANDS
    place = _window(clause, start, end)
    words = lattice(dictionary, place.text)
    best, held = _readings(dictionary, place, words)
    torn = best.torn(place.start, place.end)
    if not torn:
        return _STANDS
    margin = max(0.0, best.score - held.score)
    instead = tuple(place.text[a:b] for a, b in torn)
    stands = mode == "soft" and _stands(dictionary, place, words, margin, torn, held)
    return Boundary(margin, instead, stands)


def _stands(
    dictionary: Dictionary, place: _Place, words: Lattice, margin: float, torn: list[Span], held: _Reading
) -> bool:
    start, end = place.start, place.end
    (low, high) = torn[0]
    if low <= start and end <= high:
        if end - start == 1:
            return False
        return _compound_stands(dictionary, place, words, (low, high))
    return _overlap_stands(margin, torn, held)


def _overlap_stands(margin: float, torn: list[Span], held: _Reading) -> bool:
    if margin <= SLIGHT:
        return True
    low, high = torn[0][0], torn[-1][1]
    clean = all(b - a > 1 for a, b in held.spans if low < b and a < high)
    return clean and margin <= CLEAN


def _compound_stands(dictionary: Dictionary, place: _Place, words: Lattice, cover: Span) -> bool:
    start, end = place.start, place.end
    best, held = _readings(dictionary, place, without_cover(words, start, end))
    torn = best.torn(start, end)
    if torn:
        return _overlap_stands(max(0.0, best.score - held.score), torn, held)
    left, right = place.text[cover[0] : start], place.text[end : cover[1]]
    if len(left) + len(right) > 1:
        return all(b - a > 1 for a, b in held.spans if cover[0] < b and a < cover[1])
    rest = left or right
    if rest in PARTICLES:
        return True
    compound = dictionary[place.text[cover[0]]].words[place.text[cover[0] : cover[1]]]
    known = dictionary[place.keyword[0]].words.get(place.keyword) or UNKNOWN_FREQUENCY
    return right not in NAMING and compound <= RARER * known
