"""Keywords as a trie in two arrays, walked by many readers at once.

An automaton walks one text; a lattice of readings (`weibofilter.views.lattice`) is many texts at once, which only arrays can walk
without a Python object for each. A hundred thousand keywords are built in a third of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from weibofilter.views.pairs import Pairs, hashed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.arrays import Array

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]

SYMBOL_BITS: Final = 21
"""Enough for any code point; the rest of a key is the state."""
PLANES: Final = 0x40000
"""Code points below this may stand in a keyword: the planes of Han characters. Rarer ones have no look-alike and no sound."""
SYMBOLS: Final = (1 << SYMBOL_BITS) - 1


def ranges(starts: Ints, counts: Ints) -> Ints:
    """The numbers ``starts[i]`` up to ``starts[i] + counts[i]``, one range after another.

    >>> ranges(np.array([5, 9]), np.array([2, 3])).tolist()
    [5, 6, 9, 10, 11]
    """
    places = np.cumsum(counts)
    return np.arange(places[-1] if counts.size else 0) + np.repeat(starts - places + counts, counts)


def consecutive(places: Ints) -> Iterator[tuple[int, int]]:
    """Where among ascending places each stretch of neighbours begins and ends.

    >>> list(consecutive(np.array([3, 4, 5, 9]))), list(consecutive(np.array([], dtype=np.int64)))
    ([(0, 3), (3, 4)], [])
    """
    breaks = (np.flatnonzero(np.diff(places) != 1) + 1).tolist()
    return pairwise([0, *breaks, places.size] if places.size else [])


@dataclass(frozen=True, eq=False)
class Trie:
    """Words by their characters.

    ``keys`` are (state, character) pairs in ascending order, and the state that ``keys[i]`` leads to is i + 1, so that no target is
    stored. The words that end in a state are ``words[word_starts[state] : word_starts[state + 1]]``.
    """

    keys: Ints
    word_starts: Ints
    words: Ints

    @classmethod
    def of(cls, words: Sequence[str]) -> Trie:
        """The trie of these words, each known by its place; none may be empty."""
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
        firsts = np.cumsum(lengths) - lengths
        states, levels, size = np.zeros(len(words), np.int64), [np.zeros(0, np.int64)], 0
        for depth in range(int(lengths.max(initial=0))):
            live = np.flatnonzero(lengths > depth)
            keys, place = np.unique(states[live] << SYMBOL_BITS | codes[firsts[live] + depth], return_inverse=True)
            states[live] = size + 1 + place
            size += keys.size
            levels.append(keys)
        counts = np.bincount(states, minlength=size + 1)
        return cls(np.concatenate(levels), np.concatenate(([0], np.cumsum(counts))), np.argsort(states, kind="stable"))

    @classmethod
    def load(cls, arrays: Mapping[str, Array]) -> Trie:
        """The trie that ``arrays`` gave."""
        return cls(arrays["keys"], arrays["word_starts"], arrays["words"])

    @property
    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What the trie is made of, to be stored."""
        return {"keys": self.keys, "word_starts": self.word_starts, "words": self.words}

    @cached_property
    def roots(self) -> Ints:
        """For each code point, the state after it at the beginning of a word; 0 where no word begins so."""
        first = self.keys[self.keys < PLANES]
        roots = np.zeros(PLANES, np.int64)
        roots[first] = np.arange(1, first.size + 1)
        return roots

    @cached_property
    def _beginnings(self) -> Pairs:
        """Which two characters begin a word: it spares most of the searches."""
        first = int(np.searchsorted(self.keys, 1 << SYMBOL_BITS))
        after = int(np.searchsorted(self.keys, (first + 1) << SYMBOL_BITS))
        second = self.keys[first:after]
        return Pairs.of(self.keys[(second >> SYMBOL_BITS) - 1], second & SYMBOLS)

    @cached_property
    def adjacent(self) -> tuple[Ints, Ints]:
        """Each two characters that stand side by side in a word."""
        second = self.keys[self.keys >> SYMBOL_BITS > 0]
        return self.keys[(second >> SYMBOL_BITS) - 1] & SYMBOLS, second & SYMBOLS

    def texts(self) -> tuple[list[str], list[str]]:
        """What leads to each state, and the words.

        >>> Trie.of(["约炮", "加微信"]).texts()
        (['', '加', '约', '加微', '约炮', '加微信'], ['约炮', '加微信'])
        """
        texts = [""]
        for parent, symbol in zip((self.keys >> SYMBOL_BITS).tolist(), (self.keys & SYMBOLS).tolist(), strict=True):
            texts.append(texts[parent] + chr(symbol))
        return texts, [texts[state] for state in np.flatnonzero(np.diff(self.word_starts)).tolist()]

    @cached_property
    def neighbours(self) -> tuple[Bits, Bits]:
        """For each code point, the bits of those that follow it in a word, and of those that it follows."""
        one, two = self.adjacent
        behind, before = np.zeros(PLANES, np.uint64), np.zeros(PLANES, np.uint64)
        np.bitwise_or.at(behind, one, bits_of(two))
        np.bitwise_or.at(before, two, bits_of(one))
        return behind, before

    @cached_property
    def alphabet(self) -> Ints:
        """The characters of the words, in order."""
        return np.unique(self.keys & SYMBOLS)

    def may_begin(self, first: Ints, second: Ints) -> Bools:
        """Whether some word begins with these two characters; wrongly yes for a few in a hundred."""
        return self._beginnings.hold(first, second)

    def step(self, states: Ints, symbols: Ints) -> Ints:
        """The states that these symbols lead to from these states; 0 where no word goes on so."""
        wanted = states << SYMBOL_BITS | symbols
        place = np.searchsorted(self.keys, wanted)
        place[place == self.keys.size] = 0
        return np.where(self.keys[place] == wanted, place + 1, 0)

    def ending(self, states: Ints) -> tuple[Ints, Ints]:
        """The words that end in these states, one after another, and how many end in each."""
        starts = self.word_starts[states]
        counts = self.word_starts[states + 1] - starts
        return self.words[ranges(starts, counts)], counts


def bits_of(symbols: Ints) -> Bits:
    """One bit of 64 for each symbol."""
    bits: Bits = np.uint64(1) << hashed(symbols, 6).astype(np.uint64)
    return bits
