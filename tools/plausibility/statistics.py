"""Counts to probabilities: an interpolated trigram whose word-internal part comes from word lists and the rest from running text.

A word list knows what follows inside a word and nothing of what follows its end. So each word's last character passes its count on to
the way that words begin, and what running text says of word ends is added to that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from plausibility.peel import build_store
from plausibility.symbols import MOST, kind_of, symbol_table
from weibofilter.plausible.language import (
    BREAK,
    DROPPED,
    FREQUENCY_STEP,
    PER_NAT,
    RARE,
    UNSEEN_TRIGRAM,
    Language,
    ngram_keys,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plausibility.open_gram import OpenGram
    from weibofilter.arrays import Array
    from weibofilter.plausible.store import Store

Units = list[int | str]

PRIOR_ONE, PRIOR_TWO = 20.0, 6.0
"""Pseudo-counts that a context of one, of two symbols gives to the shorter context; a tenth more for each successor seen."""
LEAST_GAIN_TWO, LEAST_GAIN_THREE = 0.3, 0.6
"""A bigram (trigram) is stored if it differs by so many nats from what would be said without it."""
LEAST_COUNT_ONE = 20.0
"""A character counts in a model of running text if words of two and more, and texts, have it once in a million.

As a word by itself a list may have it that was counted on the web: 岀 stands there as advertisers write it, and in no other word.
"""
LEAST_COUNT_THREE = 5.0
"""A trigram is stored if it was seen once, or stands in a word of at least five in ten million."""


@dataclass(slots=True)
class Counts:
    """Weighted counts of characters, pairs, triples and words, in occurrences in some millions."""

    one: Counter[int | str] = field(default_factory=Counter)
    two: Counter[tuple[int | str, ...]] = field(default_factory=Counter)
    three: Counter[tuple[int | str, ...]] = field(default_factory=Counter)
    words: Counter[tuple[int | str, ...]] = field(default_factory=Counter)
    ends: Counter[tuple[int | str, ...]] = field(default_factory=Counter)
    """How often one or two characters end a word of which nobody said what follows."""

    def add_texts(self, texts: Iterable[str], weight: float) -> None:
        """Counts running text."""
        for text in texts:
            units: Units = [BREAK, *units_of(text), BREAK]
            for place in range(1, len(units)):
                self.one[units[place]] += weight  # type: ignore[assignment]
                self.two[tuple(units[place - 1 : place + 1])] += weight  # type: ignore[assignment]
                if place > 1:
                    self.three[tuple(units[place - 2 : place + 1])] += weight  # type: ignore[assignment]

    def add_words(self, words: Iterable[tuple[str, float]], weight: float, least: float = 0.0) -> None:
        """Counts a word list whose numbers are occurrences in a million; no word counts less than ``least``."""
        for word, frequency in words:
            units = units_of(word)
            if units and all(isinstance(unit, str) for unit in units):
                self.words[tuple(units)] += weight * frequency + least  # type: ignore[assignment]

    def spread_words(self) -> None:
        """Adds the insides of the words to the counts."""
        for word, count in self.words.items():
            self._add_inside(word, count)

    def add_sequences(self, model: OpenGram, weight: float) -> None:
        """Counts a model of word sequences: each word, its border with the next, and what a word of one character stands between."""
        units = [self._trusted(units_of(word)) for word in model.words]
        for (one,), count in _weighted(model, 0, weight):
            self._add_inside(units[one], count)
        for (one, two), count in _weighted(model, 1, weight):
            self._add_border(units[one], units[two], count)
        for (one, two, three), count in _weighted(model, 2, weight):
            if len(units[two]) == 1 and units[one] and units[three]:
                self._add_three((units[one][-1], *units[two], units[three][0]), count)
                self._add_end((units[one][-1], *units[two]), -count)

    def _trusted(self, units: Units) -> tuple[int | str, ...]:
        """The units of a word, or none if one of them is too rare in what was counted before: a forum's advertisers write 岀租."""
        in_use = (isinstance(unit, int) or self.one[unit] - self.words[unit,] >= LEAST_COUNT_ONE for unit in units)
        return tuple(units) if all(in_use) else ()

    def _add_inside(self, word: tuple[int | str, ...], count: float) -> None:
        for place, unit in enumerate(word):
            self.one[unit] += count  # type: ignore[assignment]
            if place:
                self.two[word[place - 1 : place + 1]] += count  # type: ignore[assignment]
            if place > 1:
                self._add_three(word[place - 2 : place + 1], count)
        self._add_end(word, count)

    def _add_border(self, one: tuple[int | str, ...], two: tuple[int | str, ...], count: float) -> None:
        if not one or not two or (one[-1] == two[0] and isinstance(two[0], int)):
            return
        self.two[one[-1], two[0]] += count  # type: ignore[assignment]
        self._add_end(one, -count)
        if len(one) > 1:
            self._add_three((*one[-2:], two[0]), count)
        if len(two) > 1:
            self._add_three((one[-1], *two[:2]), count)
        else:
            self.ends[one[-1], two[0]] += count  # type: ignore[assignment]

    def _add_three(self, units: tuple[int | str, ...], count: float) -> None:
        self.three[units] += count  # type: ignore[assignment]

    def _add_end(self, word: tuple[int | str, ...], count: float) -> None:
        """Nothing said of what follows this word; a negative count takes back what was said meanwhile."""
        for width in (1, 2):
            if len(word) >= width:
                self.ends[word[-width:]] += count  # type: ignore[assignment]


def _weighted(model: OpenGram, order: int, weight: float) -> Iterable[tuple[list[int], float]]:
    return zip(model.sequences[order].tolist(), (model.shares[order] * weight).tolist(), strict=True)


def units_of(text: str) -> Units:
    """The characters of a text as the model counts them; runs of letters, digits, emoji and breaks are one each."""
    units: Units = []
    for character in text:
        kind = kind_of(character)
        if kind != DROPPED and not (isinstance(kind, int) and units and units[-1] == kind):
            units.append(kind)
    return units


def arrays_of(counts: Counts) -> dict[str, Array]:
    """The statistics as ``Language.of`` reads them."""
    known = [unit for unit, _ in counts.one.most_common() if isinstance(unit, str)][: MOST - RARE - 1]
    number: dict[int | str, int] = {unit: RARE + 1 + place for place, unit in enumerate(known)}
    number |= {kind: kind for kind in range(RARE + 1)}
    size = len(known) + RARE + 1
    two, two_counts = _columns(counts.two, number, 2)
    three, three_counts = _columns(counts.three, number, 3)
    single = _single(counts, number, size)
    ends = np.zeros(size)
    for end, count in counts.ends.items():
        if len(end) == 1:
            ends[number.get(end[0], RARE)] += count
    ends = np.maximum(ends, 0)
    back, lp_two = _interpolate(two[0], two_counts, ends, np.log(single)[two[1]], size, PRIOR_ONE)
    keep = lp_two - (back[two[0]] + np.log(single)[two[1]]) > LEAST_GAIN_TWO
    bigrams = _store(two[:, keep], -lp_two[keep] * PER_NAT)
    so_far = Language(
        np.zeros(1, np.uint16), np.log(single).astype(np.float32), back.astype(np.float32), bigrams, bigrams, bigrams
    )
    trigrams = _trigrams(counts, number, three, three_counts, so_far)
    words, frequency = _words(counts, number)
    stores = (bigrams, trigrams, words)
    print(f"symbols {size:,} bigrams {int(keep.sum()):,} of {keep.size:,} words {frequency:,}")
    return {
        "symbol_of": symbol_table(known),
        "single": so_far.single,
        "backoff": so_far.backoff,
        **{name: store.cells for name, store in zip(("bigrams", "trigrams", "words"), stores, strict=True)},
        "seeds": np.array([store.seed for store in stores], dtype=np.int64),
    }


def _columns(
    counted: Counter[tuple[int | str, ...]], number: dict[int | str, int], width: int
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.float64]]:
    flat = np.fromiter((number.get(unit, RARE) for key in counted for unit in key), dtype=np.uint16, count=width * len(counted))
    return flat.reshape(-1, width).T, np.fromiter(counted.values(), dtype=np.float64, count=len(counted))


def _single(counts: Counts, number: dict[int | str, int], size: int) -> npt.NDArray[np.float64]:
    """How probable each symbol is behind an unknown one: half by its count, half by how often words begin with it."""
    by_count, by_start = np.zeros(size), np.zeros(size)
    for unit, count in counts.one.items():
        by_count[number.get(unit, RARE)] += count + 0.5
    for word, count in counts.words.items():
        by_start[number.get(word[0], RARE)] += count
    by_count /= by_count.sum()
    by_start /= by_start.sum()
    mixed: npt.NDArray[np.float64] = np.maximum(0.5 * by_count + 0.5 * np.maximum(by_start, 0.05 * by_count), 1e-9)
    return mixed


def _interpolate(
    context: npt.NDArray[np.intp] | npt.NDArray[np.uint16],
    seen: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
    shorter: npt.NDArray[np.float64],
    size: int,
    prior: float,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What each context leaves to the shorter one, and each n-gram's own probability; both as logarithms."""
    total, kinds = np.bincount(context, seen, size), np.bincount(context, minlength=size)
    left = ends + prior + 0.1 * kinds
    whole = total + left
    return np.log(left / whole), np.log((seen + left[context] * np.exp(shorter)) / whole[context])


def _trigrams(
    counts: Counts, number: dict[int | str, int], three: npt.NDArray[np.uint16], seen: npt.NDArray[np.float64], so_far: Language
) -> Store:
    keys = three[0].astype(np.int64) << 16 | three[1]
    contexts, context = np.unique(keys, return_inverse=True)
    pairs = [
        (number.get(end[0], RARE) << 16 | number.get(end[1], RARE), count) for end, count in counts.ends.items() if len(end) == 2
    ]
    ended, left = (np.array(column) for column in zip(*pairs, strict=True))
    place = np.minimum(np.searchsorted(contexts, ended), contexts.size - 1)
    known = contexts[place] == ended
    ends = np.maximum(np.bincount(place[known], left[known], contexts.size), 0)
    shorter = so_far.after_one(three[1], three[2]).astype(np.float64)
    _, own = _interpolate(context, seen, ends, shorter, contexts.size, PRIOR_TWO)
    keep = (np.abs(own - shorter - UNSEEN_TRIGRAM) > LEAST_GAIN_THREE) & (seen > LEAST_COUNT_THREE)
    print(f"trigrams {int(keep.sum()):,} of {keep.size:,}")
    return _store(three[:, keep], -own[keep] * PER_NAT)


def _words(counts: Counts, number: dict[int | str, int]) -> tuple[Store, int]:
    keys, values = [], []
    for word, count in counts.words.items():
        frequency = np.log1p(count)
        if 2 <= len(word) <= 4 and frequency * FREQUENCY_STEP >= 3:
            columns = [np.array([number.get(unit, RARE)], dtype=np.uint16) for unit in word]
            keys.append(ngram_keys(*columns)[0])
            values.append(frequency * FREQUENCY_STEP)
    return _packed(np.array(keys, dtype=np.uint64), np.array(values)), len(keys)


def _store(columns: npt.NDArray[np.uint16], values: npt.NDArray[np.float64]) -> Store:
    return _packed(ngram_keys(*columns), values)


def _packed(keys: npt.NDArray[np.uint64], values: npt.NDArray[np.float64]) -> Store:
    """Characters that are folded together make equal keys: the likelier, being first, stays."""
    unique, first = np.unique(keys, return_index=True)
    return build_store(unique, np.clip(np.rint(values[first]), 0, 255).astype(np.uint8))
