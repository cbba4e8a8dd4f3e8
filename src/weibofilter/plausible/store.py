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
_CHECK_SHIFT, _CHECK = np.uint64(48), np.uint16(0xFF00)
_WORD = (1 << 64) - 1


def cells_of(keys: Keys, seed: int, bits: int) -> tuple[list[npt.NDArray[np.int64]], Cells]:
    """The cell of each key in each of three segments of 2 ** ``bits``; and its check byte, in the upper half of a cell."""
    mixed = keys + np.uint64(seed)
    mixed *= _MIX_1
    mixed ^= mixed >> _HALF
    mixed *= _MIX_2
    mixed ^= mixed >> _SHIFT
    check = (mixed >> _CHECK_SHIFT).astype(np.uint16)
    check &= _CHECK
    # Three times the bits stay below the sign: seen as signed, which places are, nothing changes.
    place, mask = mixed.view(np.int64), (1 << bits) - 1
    return [place >> row * bits & mask for row in range(3)], check


@dataclass(frozen=True, slots=True)
class Store:
    """The cells, three segments of equal size, a power of two so that a place costs a mask; and the seed that its generator found."""

    cells: Cells
    seed: int

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        """Whether each key is stored (wrongly yes for one stranger in 256), and its value; the value of a stranger means nothing."""
        segments = self.cells.reshape(3, -1)
        places, found = cells_of(keys, self.seed, segments.shape[1].bit_length() - 1)
        for segment, place in zip(segments, places, strict=True):
            found ^= segment.take(place, mode="clip")  # no place is out of bounds, and not to check is quicker
        return found < np.uint16(256), found.astype(np.uint8)

    def get(self, key: int) -> int | None:
        """The value of one key, None if it is not stored: what ``find`` says, without arrays.

        >>> store = Store(np.zeros(12, np.uint16), seed=7)
        >>> found, values = store.find(np.arange(9, dtype=np.uint64))
        >>> [store.get(key) for key in range(9)] == [value if is_stored else None for is_stored, value in zip(found, values.tolist())]
        True
        """
        size = self.cells.size // 3
        bits, cell = size.bit_length() - 1, self.cells.item
        mixed = (key + self.seed) * int(_MIX_1) & _WORD
        mixed = (mixed ^ mixed >> int(_HALF)) * int(_MIX_2) & _WORD
        mixed ^= mixed >> int(_SHIFT)
        found = mixed >> int(_CHECK_SHIFT) & int(_CHECK)
        for row in range(3):
            found ^= cell(row * size + (mixed >> row * bits & size - 1))
        return found if found < 256 else None
