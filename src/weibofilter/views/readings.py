"""What a character may be read as, in small blocks that are let go whole where none of them fits beside its neighbours.

A character that is odd where it stands has some forty look-alikes among those of a thousand keywords, and two or three of them stand beside
one of its neighbours in a keyword. So look-alikes are kept by eights, characters that share a part by the part, and for each block the bits
of what its members are, what follows them and what they follow (`weibofilter.views.trie.bits_of`): a place costs a look-up a block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from weibofilter.views.lattice import Edges
from weibofilter.views.trie import bits_of, ranges

if TYPE_CHECKING:
    from weibofilter.plausible.language import Floats
    from weibofilter.views.lattice import Neighbours
    from weibofilter.views.trie import Bits, Ints, Trie

MOST: Final = 8
"""Members of a block of look-alikes."""


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Blocks of characters that may be meant: block b has ``meant[starts[b] : starts[b + 1]]`` at their ``costs``, the first the cheapest.

    The blocks of number n (a code point written, or a part) are ``firsts[n]`` up to ``firsts[n + 1]``.
    """

    firsts: Ints
    starts: Ints
    meant: Ints
    costs: Floats
    own: Bits
    behind: Bits
    before: Bits

    @classmethod
    def of(cls, counts: Ints, sizes: Ints, meant: Ints, costs: Floats, trie: Trie) -> Self:
        """So many blocks for each number, of these sizes, filled with these characters in order."""
        starts = np.concatenate(([0], np.cumsum(sizes)))
        follow, precede = trie.neighbours
        each = (bits_of(meant), follow[meant], precede[meant])
        own, behind, before = (np.bitwise_or.reduceat(bits, starts[:-1]) if meant.size else bits for bits in each)
        return cls(np.concatenate(([0], np.cumsum(counts))), starts, meant, costs, own, behind, before)


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """Blocks that may be meant at places, and how many nats a reading may cost there."""

    blocks: Blocks
    places: Ints
    numbers: Ints
    nats: Floats

    @classmethod
    def at(cls, blocks: Blocks, places: Ints, numbers: Ints, nats: Floats) -> Self:
        """The affordable blocks of these numbers, each at its place."""
        if not places.size:
            return cls(blocks, places, numbers, nats)
        counts = blocks.firsts[numbers + 1] - blocks.firsts[numbers]
        chosen, of = ranges(blocks.firsts[numbers], counts), np.repeat(np.arange(places.size), counts)
        good = np.flatnonzero(blocks.costs[blocks.starts[chosen]] <= nats[of]) if chosen.size else chosen
        return cls(blocks, places[of[good]], chosen[good], nats[of[good]])

    @property
    def sizes(self) -> Ints:
        """How many characters each block has."""
        return self.blocks.starts[self.numbers + 1] - self.blocks.starts[self.numbers]

    def edges(self, neighbours: Neighbours, kind: int) -> Edges:
        """The readings that are affordable and may stand beside what ends before their place or begins behind it."""
        blocks, places = self.blocks, self.places
        led, followed = neighbours.met(places, places + 1, blocks.before[self.numbers], blocks.behind[self.numbers])
        left = np.flatnonzero(led | followed)
        counts = self.sizes[left]
        members, of = ranges(blocks.starts[self.numbers[left]], counts), np.repeat(left, counts)
        good = np.flatnonzero(blocks.costs[members] <= self.nats[of])
        members, starts = members[good], places[of[good]]
        return Edges.of(starts, starts + 1, blocks.meant[members], blocks.costs[members], kind)
