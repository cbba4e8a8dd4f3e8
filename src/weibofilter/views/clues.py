"""Which characters of a batch may stand for others by their shape: few of the odd ones, and nothing else is looked at.

In a thousand keywords nearly any character is some look-alike, and one in thirteen of an ordinary post is odd enough to be one. But what it
stands for has a neighbour in the keyword, and that is there as well: written as it is (two characters in a hundred are such a pair), or
disguised in turn, so as odd, in parts or in letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.shipped import language
from weibofilter.views.glimpse import ROUNDING, Remembered, symbol_of
from weibofilter.views.kindred import EXCESS, LEAST_ODD, akin, blocks_by_part, wanted_by_part
from weibofilter.views.pairs import Pairs
from weibofilter.views.readings import Wanted
from weibofilter.views.trie import PLANES, ranges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weibofilter.plausible.language import Floats
    from weibofilter.views.glimpse import Glimpse
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
MOST_LIKES: Final = 1 << 12
"""Characters of which single posts remember what they look like, at most ten kilobytes each; 10,000 ordinary posts ask for 2,400."""


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

    def has_clue(self, glimpse: Glimpse) -> bool:
        """Whether there is one to follow up in a post that holds no parts of characters: no only where no path leads through ``clues``."""
        bonds, kept = glimpse.bonds, glimpse.kept
        sides = zip(bonds, bonds[1:], map(self._loosest.__getitem__, kept), strict=False)
        odd = [place for place, (before, behind, bound) in enumerate(sides) if before + behind < bound]
        meant = {place: self._meant(kept[place], glimpse.oddness(place)) for place in odd}
        return any(self._may_have_company(glimpse, place, meant) for place in odd)

    def _meant(self, written: str, odd: float) -> list[str]:
        """What a character that is so odd may stand for."""
        return [like for like, cost in self._likes[written].items() if cost <= odd - LEAST_EXCESS]

    def _may_have_company(self, glimpse: Glimpse, place: int, meant: Mapping[int, Sequence[str]]) -> bool:
        """Whether what this place may stand for stands in a keyword beside what is written or meant there, or there are letters."""
        before, behind = glimpse.pairs[place][0], glimpse.pairs[place + 1][1]
        if "a" <= before <= "z" or "a" <= behind <= "z":
            return True
        follow, bits = self._follow, self._bits
        beside = follow.get(before, 0)
        after = bits.get(behind, 0) | sum(bits[like] for like in meant.get(place + 1, ()))
        return any(bits[like] & beside or follow.get(like, 0) & after for like in meant[place])

    @cached_property
    def _bits(self) -> dict[str, int]:
        """A bit for each character of a keyword."""
        return {chr(code): 1 << place for place, code in enumerate(self.trie.alphabet.tolist())}

    @cached_property
    def _follow(self) -> dict[str, int]:
        """By character of a keyword, the bits of those that follow it in one."""
        follow: dict[str, int] = {}
        for one, other in zip(*(map(chr, side.tolist()) for side in self.trie.adjacent), strict=True):
            follow[one] = follow.get(one, 0) | self._bits[other]
        return follow

    @cached_property
    def _likes(self) -> Remembered[dict[str, float]]:
        """By character, those of keywords that it looks like or shares a part with, and what each costs."""
        looks, ends = self.looks, np.cumsum(self.looks.listed)

        def likes_of(character: str) -> dict[str, float]:
            likes = akin(self._kindred, character)
            number = int(looks.written.searchsorted(ord(character)))
            if number < looks.written.size and looks.written[number] == ord(character):
                listed = slice(ends[number] - looks.listed[number], ends[number])
                for like, cost in zip(map(chr, looks.meant[listed].tolist()), looks.costs[listed].tolist(), strict=True):
                    likes[like] = min(cost, likes.get(like, inf))
            return likes

        return Remembered(likes_of, MOST_LIKES)

    @cached_property
    def _loosest(self) -> Remembered[float]:
        """By character, the nats of its bonds with both neighbours below which it may stand for another."""
        return Remembered(self._loosest_of)

    def _loosest_of(self, character: str) -> float:
        if ord(character) >= PLANES:
            return -inf
        kindred = min(akin(self._kindred, character).values(), default=inf) + EXCESS
        needed = min(self._needed.item(ord(character)), max(kindred, LEAST_ODD))
        return ROUNDING - language().single.item(symbol_of(character, language())) - needed

    def clues(self, codes: Ints, odd: Floats, parts: Edges) -> Clues:
        """The clues in these codes, which are so odd, and some of which are the parts of a character."""
        kindred = wanted_by_part(self._kindred, codes, odd)
        places = np.flatnonzero(odd > self._needed.take(codes))
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
    def _needed(self) -> Floats:
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
    def _kindred(self) -> Blocks:
        return blocks_by_part(self.trie.alphabet, self.trie)


def _is_letter(codes: Ints) -> Bools:
    letters: Bools = (codes >= ord("a")) & (codes <= ord("z"))
    return letters


def _near(clear: Ints, codes: Ints, reach: int) -> Bools:
    """Which codes are at most ``reach`` characters away from one of these places. Letters count for none: a run of them is one or two."""
    if not clear.size:
        return np.zeros(codes.size, np.bool_)
    steps = np.cumsum(~_is_letter(codes))
    borders = np.zeros(int(steps[-1]) + 2, np.int64)
    np.add.at(borders, np.maximum(steps[clear] - reach, 0), 1)
    np.subtract.at(borders, np.minimum(steps[clear] + reach, steps[-1]) + 1, 1)
    near: Bools = (np.cumsum(borders) > 0)[steps]
    return near
