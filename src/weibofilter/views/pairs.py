"""Pairs of characters in a bit each: whether two that stand side by side may be two of a keyword, at the cost of a look-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from weibofilter.views.trie import Bools, Ints

SPARE: Final = 16
"""Bits for each pair: a stranger is taken for one of them once in so many times."""
FEWEST_BITS: Final = 16
MOST_BITS: Final = 25
GOLDEN: Final = np.uint32(0x9E3779B1)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The bits, by a hash of the pair: no pair of them is missed, and a few others are taken for one."""

    bits: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, first: Ints, second: Ints) -> Self:
        """These pairs."""
        size = min(max((first.size * SPARE).bit_length(), FEWEST_BITS), MOST_BITS)
        marked = np.zeros(1 << size, np.bool_)
        marked[_hash(first, second, size)] = True
        return cls(np.packbits(marked, bitorder="little"))

    def hold(self, first: Ints, second: Ints) -> Bools:
        """Whether each of these pairs may be one of them."""
        places = _hash(first, second, self.bits.size.bit_length() + 2)
        marked: Bools = (self.bits.take(places >> np.uint32(3)) >> (places & np.uint32(7)).astype(np.uint8) & 1).astype(np.bool_)
        return marked


def hashed(numbers: Ints, bits: int) -> npt.NDArray[np.uint32]:
    """A number of so many bits for each of these; the multiplier is the golden ratio's, as Knuth has it."""
    mixed = numbers.astype(np.uint32)
    mixed *= GOLDEN
    mixed >>= np.uint32(32 - bits)
    return mixed


def _hash(first: Ints, second: Ints, bits: int) -> npt.NDArray[np.uint32]:
    """A number of so many bits for two code points."""
    mixed = first.astype(np.uint32)
    mixed *= GOLDEN
    mixed += second.astype(np.uint32) * np.uint32(0x85EBCA77)
    mixed >>= np.uint32(32 - bits)
    return mixed
