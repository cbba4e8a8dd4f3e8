"""What speaks for and against a suspicion, in numbers: a row for each candidate, a column for each of ``NAMES``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from weibofilter.plausible.language import BREAK, DIGIT, EMOJI, LATIN, Floats, Symbols

if TYPE_CHECKING:
    from weibofilter.plausible.language import Language
    from weibofilter.plausible.text import Text

Places = npt.NDArray[np.intp]

LONGEST_KEYWORD: Final = 12
"""Characters of a keyword that are weighed; what is longer is beyond doubt long before."""
LONGEST_WRITTEN: Final = 24
"""Symbols of the post that are weighed: a keyword of twelve spelled out with spaces."""
LONGEST_WORD: Final = 4
BEFORE: Final = 4
"""Symbols of the surroundings that are read on each side."""

NAMES: Final = (
    "length", "changed", "loose", "cost", "odds", "common",
    "written", "meant", "gain", "gain_each", "written_each",
    "written_rarity", "meant_rarity",
    "written_left", "written_inner", "written_right", "written_least", "meant_left", "meant_inner", "meant_right",
    "word_same", "word_around", "word_across", "word_inside", "word_meant", "left", "right",
    "letters", "digits", "emoji", "breaks",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What a view knows of its candidates, as arrays of equal length.

    ``keywords`` are the symbols of the suspected keywords, shape (n, LONGEST_KEYWORD), filled up with 0, ``lengths`` how many there are.
    ``changed`` counts the characters of the keyword that are not there as such, ``loose`` those of them that are only nearly alike
    (n for l, a shared component). ``cost`` is how unlikely, in nats, the writer's choice of these stand-ins is; ``odds`` how unlikely
    each stand-in is among all that would have served; ``common`` how much ordinary text looks so in this view (a log probability).
    """

    starts: Places
    ends: Places
    keywords: Symbols
    lengths: Places
    changed: Floats
    loose: Floats
    cost: Floats
    odds: Floats
    common: Floats


def features(text: Text, evidence: Evidence) -> Floats:
    """The matrix of features, shape (n, len(NAMES))."""
    first, after = text.span(evidence.starts, evidence.ends)
    width = np.minimum(after - first, LONGEST_WRITTEN)
    around = text.window(first - BEFORE, LONGEST_WRITTEN + 2 * BEFORE)
    written = _Reading.of(text.language, around, width)
    meant = _Reading.of(text.language, _replaced(around, width, evidence), evidence.lengths)
    gain = meant.total - written.total
    changed = np.maximum(evidence.changed, 1)
    columns = (
        evidence.lengths, evidence.changed, evidence.loose, evidence.cost, evidence.odds, evidence.common,
        written.total, meant.total, gain, gain / changed, written.total / (width + 2),
        written.rarity, meant.rarity,
        written.left, written.inner, written.right, written.least, meant.left, meant.inner, meant.right,
        *_words(text.language, around, width), _own_word(text.language, evidence), *_surroundings(text.language, around, width),
        *_kinds(around, width),
    )  # fmt: skip
    return np.column_stack(columns).astype(np.float32)


def _replaced(around: Symbols, width: Places, evidence: Evidence) -> Symbols:
    """The surroundings with the keyword in place of what is written."""
    columns = np.arange(around.shape[1])
    lengths = evidence.lengths[:, None]
    inside = (columns >= BEFORE) & (columns < BEFORE + lengths)
    behind = np.minimum(columns - lengths + width[:, None], around.shape[1] - 1)
    moved = np.take_along_axis(around, np.where(columns < BEFORE, columns, behind), axis=1)
    keyword = np.zeros_like(around)
    keyword[:, BEFORE : BEFORE + LONGEST_KEYWORD] = evidence.keywords
    return np.where(inside, keyword, moved)


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """How one reading of a place sits in its surroundings: log probabilities, and how much more than by chance neighbours go together."""

    total: Floats
    rarity: Floats
    left: Floats
    inner: Floats
    right: Floats
    least: Floats

    @classmethod
    def of(cls, language: Language, around: Symbols, width: Places) -> _Reading:
        count = around.shape[0]
        total, rarity, inner = (np.zeros(count, dtype=np.float32) for _ in range(3))
        least = np.full(count, 9, dtype=np.float32)
        left, right = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        for offset in range(int(width.max(initial=0)) + 2):
            live = np.flatnonzero(offset < width + 2)
            two, one, here = (around[live, BEFORE + offset - back] for back in (2, 1, 0))
            total[live] += language.after_two(two, one, here)
            bond = language.after_one(one, here) - language.single[here]
            own = offset < width[live]
            rarity[live] += np.where(own, language.single[here], 0)
            if offset == 0:
                left[live] = bond
                continue
            inner[live] += np.where(own, bond, 0)
            least[live] = np.where(own, np.minimum(least[live], bond), least[live])
            right[live] = np.where(offset == width[live], bond, right[live])
        return cls(total, rarity, left, inner, right, least)


def _words(language: Language, around: Symbols, width: Places) -> list[Floats]:
    """The most frequent word that is just the place, that holds it, that straddles an end of it, that lies inside it."""
    count = around.shape[0]
    best = np.zeros((4, count), dtype=np.float32)
    for start in range(1 - LONGEST_WORD, int(width.max(initial=0))):
        for length in range(2, LONGEST_WORD + 1):
            live = np.flatnonzero((start + length > 0) & (start < width))
            if not live.size:
                continue
            column = BEFORE + start
            frequency = language.word(*(around[live, column + place] for place in range(length)))
            end, stop = start + length, width[live]
            kind = np.where(
                end == stop, 0 if start == 0 else 1, np.where(end > stop, 1 if start <= 0 else 2, 3 if start >= 0 else 2)
            )
            np.maximum.at(best, (kind, live), frequency)
    return list(best)


def _own_word(language: Language, evidence: Evidence) -> Floats:
    """The frequency of the keyword as a word, where it is short enough to be kept as one."""
    frequency = np.zeros(evidence.lengths.size, dtype=np.float32)
    for length in range(2, LONGEST_WORD + 1):
        live = np.flatnonzero(evidence.lengths == length)
        if live.size:
            frequency[live] = language.word(*(evidence.keywords[live, place] for place in range(length)))
    return frequency


def _surroundings(language: Language, around: Symbols, width: Places) -> list[Floats]:
    """How probable the text before the place and behind it is by itself, a symbol."""
    rows = np.arange(around.shape[0])
    before = [language.after_one(around[:, at], around[:, at + 1]) for at in range(BEFORE - 1)]
    behind = [
        language.after_one(around[rows, BEFORE + width + at], around[rows, BEFORE + width + at + 1]) for at in range(BEFORE - 1)
    ]
    return [np.mean(side, axis=0) for side in (before, behind)]


def _kinds(around: Symbols, width: Places) -> list[Floats]:
    """How many symbols of the place are letters, digits, emoji, breaks."""
    columns = np.arange(around.shape[1])
    inside = (columns >= BEFORE) & (columns < BEFORE + width[:, None])
    return [((around == kind) & inside).sum(axis=1).astype(np.float32) for kind in (LATIN, DIGIT, EMOJI, BREAK)]
