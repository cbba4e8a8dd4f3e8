"""Which characters of a batch may stand for others by their shape: few of the odd ones, and nothing else is looked at.

In a thousand keywords nearly any character is some look-alike, and one in thirteen of an ordinary post is odd enough to be one. But what it
stands for has a neighbour in the keyword, and that is there as well: written as it is (two characters in a hundred are such a pair), or
disguised in turn, so as odd, in parts or in letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.fold.folded import SEPARATOR
from weibofilter.views.kindred import blocks_by_part, wanted_by_part
from weibofilter.views.pairs import Pairs
from weibofilter.views.readings import Wanted
from weibofilter.views.trie import PLANES, ranges

if TYPE_CHECKING:
    from weibofilter.plausible.language import Floats
    from weibofilter.views.lattice import Edges
    from weibofilter.views.readings import Blocks
    from weibofilter.views.shape_tables import LookAlikes
    from weibofilter.views.trie import Bools, Ints, Trie

ODD: Final = 8.5
"""Nats from which a character may be a look-alike of another (`weibofilter.views.seen.Seen.oddness`): 98 in 100 of those that are, 15 of
those of ordinary posts."""
LEAST_EXCESS: Final = 2.0
"""Nats that must be left of them after paying for the look-alike: it keeps 93 of those 98 and two fifths of the readings to follow up."""
MOST_PAIRS: Final = 1 << 23
"""Pairs of a look-alike and a neighbour that are kept; more keywords than that, some fifty thousand, have each place followed up."""


@dataclass(frozen=True, slots=True, eq=False)
class Clues:
    """What may be meant at some places: listed look-alikes, and characters of the same parts; and which places these are, and their
    surroundings as far as a keyword reaches.
    """

    looks: Wanted
    kindred: Wanted
    near: Bools

    @property
    def readings(self) -> Ints:
        """How many there are at each place."""
        looks, kindred = (np.bincount(some.places, some.sizes, self.near.size) for some in (self.looks, self.kindred))
        return (looks + kindred).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Detective:
    """Finds them, for the keywords of a trie."""

    looks: LookAlikes
    trie: Trie
    longest: int

    def clues(self, codes: Ints, odd: Floats, parts: Edges) -> Clues:
        """The clues in these codes, which are so odd, and some of which are the parts of a character."""
        kindred = wanted_by_part(self.kindred, codes, odd)
        places = np.flatnonzero(odd > self.needed.take(codes))
        places = places[self._has_company(codes, places, kindred.places, parts)]
        looks = Wanted.at(self._alike, places, codes[places], odd[places] - np.float32(LEAST_EXCESS))
        clear = np.concatenate((places, kindred.places, parts.starts, parts.ends - 1))
        return Clues(looks, kindred, _near(clear, codes, self.longest - 1))

    def _has_company(self, codes: Ints, places: Ints, kindred: Ints, parts: Edges) -> Bools:
        """Which places stand beside something that may be the next or last character of a keyword that they are one of."""
        if not places.size:
            return np.zeros(0, np.bool_)
        disguised = np.zeros(codes.size + 2, np.bool_)  # by place, one further on
        for some in (places, kindred, parts.starts, parts.ends - 1):
            disguised[some + 1] = True
        around = np.concatenate(([0], codes, [0]))
        company = disguised[places] | disguised[places + 2] | _is_letter(around[places]) | _is_letter(around[places + 2])
        if self._pairs is None:
            return np.ones(places.size, np.bool_)
        rest = np.flatnonzero(~company)
        here, at = codes[places[rest]], places[rest]
        company[rest] = self._pairs.hold(around[at], here) | self._pairs.hold(here, around[at + 2])
        return company

    @cached_property
    def needed(self) -> Floats:
        """By code point, how odd it must be for its likeliest look-alike; infinite where it has none."""
        needed = np.full(PLANES, np.inf, np.float32)
        firsts = np.cumsum(self.looks.listed) - self.looks.listed
        needed[self.looks.written] = np.maximum(self.looks.costs[firsts] + np.float32(LEAST_EXCESS), np.float32(ODD))
        return needed

    @cached_property
    def _pairs(self) -> Pairs | None:
        """Each look-alike of a character of a keyword with its neighbour in the keyword; None if they are too many."""
        one, other = self.trie.adjacent
        written = np.repeat(self.looks.written, self.looks.listed)[np.argsort(self.looks.meant, kind="stable")]
        counts = np.bincount(self.looks.meant, minlength=PLANES)
        if int(counts[one].sum() + counts[other].sum()) > MOST_PAIRS:
            return None
        starts = np.cumsum(counts) - counts
        alike = [written[ranges(starts[meant], counts[meant])] for meant in (one, other)]
        beside = [np.repeat(other, counts[one]), np.repeat(one, counts[other])]
        return Pairs.of(np.concatenate((alike[0], beside[1])), np.concatenate((beside[0], alike[1])))

    @cached_property
    def _alike(self) -> Blocks:
        return self.looks.blocks(self.trie)

    @cached_property
    def kindred(self) -> Blocks:
        """The characters of keywords by the parts that they have or are."""
        return blocks_by_part(self.trie.alphabet, self.trie)


def _is_letter(codes: Ints) -> Bools:
    letters: Bools = (codes >= ord("a")) & (codes <= ord("z"))
    return letters


def _near(clear: Ints, codes: Ints, reach: int) -> Bools:
    """Which codes are at most ``reach`` characters of their post away from one of these places. Letters count for none: a run of them is
    one or two.
    """
    if not clear.size:
        return np.zeros(codes.size, np.bool_)
    steps = np.cumsum(np.where(codes == SEPARATOR, reach + 1, ~_is_letter(codes)))
    borders = np.zeros(int(steps[-1]) + 2, np.int64)
    np.add.at(borders, np.maximum(steps[clear] - reach, 0), 1)
    np.subtract.at(borders, np.minimum(steps[clear] + reach, steps[-1]) + 1, 1)
    near: Bools = (np.cumsum(borders) > 0)[steps]
    return near
