"""A read-only map from 64-bit keys to small numbers that keeps no keys: a few bytes an entry, looked up by the array.

Each key owns three cells; their exclusive or is its value and a check. This is a Bloomier filter (Chazelle and others 2004), as used
for language models by Talbot and Brants (2008, "Randomized language models via perfect hash functions"): three to five bytes an n-gram
where a sorted array takes ten and a dict a hundred, three array reads a look-up, and no branch. The price is that a key that was never
stored is taken for a stored one with probability 1/256, which for a probability that is averaged over a clause is noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Cells = npt.NDArray[np.uint16]

_MIX_1 = np.uint64(0x9E3779B97F4A7C15)
_MIX_2 = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)
_SHIFT = np.uint64(29)
_TOP = np.uint64(56)


def cells_of(keys: Keys, seed: int, bits: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint16]]:
    """The three cells of each key, shape (3, ...), one in each segment of 2 ** ``bits``; and its check byte, in a cell's upper half."""
    mixed = keys + np.uint64(seed)
    mixed *= _MIX_1
    mixed ^= mixed >> _HALF
    mixed *= _MIX_2
    mixed ^= mixed >> _SHIFT
    places = np.empty((3, *keys.shape), dtype=np.uint64)
    mask, width = np.uint64((1 << bits) - 1), np.uint64(bits)
    np.bitwise_and(mixed, mask, out=places[0])
    for row in (1, 2):
        np.right_shift(mixed, np.uint64(row) * width, out=places[row])
        places[row] &= mask
        places[row] += np.uint64(row << bits)
    check = (mixed >> _TOP).astype(np.uint16)
    check <<= np.uint16(8)
    return places.view(np.int64), check


@dataclass(frozen=True, slots=True)
class Store:
    """The cells, three segments of equal size, a power of two so that a place costs a mask; and the seed that its generator found."""

    cells: Cells
    seed: int

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        """Whether each key is stored (wrongly yes for one stranger in 256), and its value; the value of a stranger means nothing."""
        places, found = cells_of(keys, self.seed, (self.cells.size // 3).bit_length() - 1)
        for row in places:
            found ^= self.cells[row]
        return found < np.uint16(256), found.astype(np.uint8)
