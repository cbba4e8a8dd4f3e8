"""How ordinary words cover a place: what is tiled by words as it is written is no disguise, whatever it sounds like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.language import RARE, ngram_keys

if TYPE_CHECKING:
    import numpy.typing as npt

    from weibofilter.plausible.language import Floats, Language, Symbols

LONGEST_WORD: Final = 4
"""Symbols of a word that the language model keeps as one."""
BEFORE: Final = 4
"""Symbols that stand before the place in its surroundings."""
_LENGTHS: Final = np.arange(2, LONGEST_WORD + 1)[:, None, None]
_UNCOVERED: Final = np.float32(16)
"""More than any word's frequency."""


def cover(language: Language, around: Symbols, width: npt.NDArray[np.intp]) -> list[Floats]:
    """Seven columns: the most frequent word that is just the place, that holds it, that is cut by its beginning, by its end, that lies
    inside it; and by how frequent a word its characters are covered, at the least and on average.

    增加威信, suspected of 加微信: 增加 is cut by the beginning, 威信 lies inside, and the least covered character has a frequent word.
    """
    longest = int(width.max(initial=1))
    starts = np.arange(1 - LONGEST_WORD, longest)[:, None]
    frequency = _words(language, around, width, starts)
    ends = starts + _LENGTHS
    early, late, behind_all = starts < 0, ends > width, ends == width
    from_start, before_end = starts == 0, ends < width
    kinds = (
        from_start & behind_all,
        (early & (late | behind_all)) | (from_start & late),
        early & before_end,
        (starts > 0) & late,
        (from_start & before_end) | ((starts > 0) & ~late),
    )
    best = [np.where(kind, frequency, 0).max(axis=(0, 1)) for kind in kinds]
    return [*best, *_least_and_mean(frequency, longest, width)]


def _words(language: Language, around: Symbols, width: npt.NDArray[np.intp], starts: npt.NDArray[np.intp]) -> Floats:
    """By length, beginning (counted from the place's) and row, the frequency of the word there, as ln(1 + 10 per million).

    Words of two to four characters share their beginnings, so the keys of all three are made of one window.
    """
    size = starts.size
    symbols = [around[:, 1 + place : 1 + place + size].T for place in range(LONGEST_WORD)]
    there = (symbols[0] > RARE) & (starts < width)
    places, keys = [], []
    for length in range(2, LONGEST_WORD + 1):
        there = there & (symbols[length - 1] > RARE)
        likely = np.nonzero(there & (starts + length > 0))
        places.append(likely)
        keys.append(ngram_keys(*(part[likely] for part in symbols[:length])))
    frequency = np.zeros((LONGEST_WORD - 1, size, width.size), dtype=np.float32)
    said = np.split(language.words_of(np.concatenate(keys)), np.cumsum([part.size for part in keys])[:-1])
    for table, likely, values in zip(frequency, places, said, strict=True):
        table[likely] = values
    return frequency


def _least_and_mean(frequency: Floats, longest: int, width: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    covered = np.zeros((longest, width.size), dtype=np.float32)
    for length in range(2, LONGEST_WORD + 1):
        for back in range(length):
            first = LONGEST_WORD - 1 - back
            np.maximum(covered, frequency[length - 2, first : first + longest], out=covered)
    inside = np.arange(longest)[:, None] < width
    total = np.add.reduce(np.where(inside, covered, 0), axis=0, dtype=np.float64)
    return np.where(inside, covered, _UNCOVERED).min(axis=0), (total / width).astype(np.float32)
