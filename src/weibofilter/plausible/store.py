"""A read-only map from 64-bit keys to small numbers that keeps no keys: a few bytes an entry, looked up by the array.

Each key owns three cells; their exclusive or is its value and a check. This is a Bloomier filter (Chazelle and others 2004), as used
for language models by Talbot and Brants (2008, "Randomized language models via perfect hash functions"): 2.5 bytes an n-gram where a
sorted array takes ten and a dict a hundred, three array reads a look-up, and no branch. The price is that a key that was never
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
_MIX_3 = np.uint64(0x94D049BB133111EB)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_SHIFT = np.uint64(29)
_TOP = np.uint64(56)


def cells_of(keys: Keys, seed: int, segment: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint16]]:
    """The three cells of each key, shape (3, n), and its check byte, moved to the upper half of a cell."""
    mixed = (keys + np.uint64(seed)) * _MIX_1
    mixed ^= mixed >> _HALF
    mixed *= _MIX_2
    mixed ^= mixed >> _SHIFT
    third = mixed * _MIX_3
    size = np.uint64(segment)
    places = np.empty((3, keys.size), dtype=np.intp)
    places[0] = ((mixed & _LOW) * size) >> _HALF
    places[1] = (((mixed >> _HALF) * size) >> _HALF) + size
    places[2] = (((third >> _HALF) * size) >> _HALF) + size + size
    check = (((third & _LOW) >> np.uint64(8)) & np.uint64(0xFF)).astype(np.uint16) << np.uint16(8)
    return places, check


@dataclass(frozen=True, slots=True)
class Store:
    """The cells, three segments of equal size, and the seed that its generator found to work."""

    cells: Cells
    seed: int

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        """Whether each key is stored (wrongly yes for one stranger in 256), and its value; the value of a stranger means nothing."""
        places, check = cells_of(keys, self.seed, self.cells.size // 3)
        found = self.cells[places[0]] ^ self.cells[places[1]] ^ self.cells[places[2]] ^ check
        return found < np.uint16(256), found.astype(np.uint8)
