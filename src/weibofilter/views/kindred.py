"""Rare characters as any that they share a part with: what the table of look-alikes has no room for.

Who disguises by shape takes a character that nobody uses (髢 for 地, 坓 for 基). Of those a reader sees the familiar part, however
unlike the whole. Some hundred characters share a part with each, too many for a table and for ordinary text, so they are worked out
where a character is rare and stands where hardly anything would.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.shipped import language
from weibofilter.views.lattice import Edges
from weibofilter.views.shape_tables import CODES, decompositions
from weibofilter.views.trie import ranges

if TYPE_CHECKING:
    from weibofilter.plausible.language import Floats
    from weibofilter.views.trie import Ints

COST: Final = 7.5
"""Nats: as dear as the least of the listed look-alikes."""
ODD: Final = 12.0
"""Nats of oddness from which a rare character is looked at so."""
RARE: Final = -11.5
"""Log probability below which a character is rare: one in a hundred thousand. From -10 on a twentieth more is found in keywords of
three characters, at a third more time."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Lists by number: ``members[starts[n] : starts[n + 1]]``."""

    members: Ints
    starts: Ints

    @classmethod
    def of(cls, numbers: Ints, members: Ints, size: int) -> Groups:
        """Each member in the list of its number, for numbers below ``size``."""
        order = np.argsort(numbers, kind="stable")
        return cls(members[order], np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=size)))))

    def expand(self, numbers: Ints) -> tuple[Ints, Ints]:
        """The members of these lists, one list after another, and the place of the list that each is from."""
        counts = self.starts[numbers + 1] - self.starts[numbers]
        return self.members[ranges(self.starts[numbers], counts)], np.repeat(np.arange(numbers.size), counts)


@dataclass(frozen=True, slots=True, eq=False)
class Kindred:
    """The characters of keywords by the parts that they have or are."""

    having: Groups

    @classmethod
    def among(cls, codes: Ints) -> Kindred:
        """These characters."""
        wanted = np.zeros(CODES, np.bool_)
        wanted[codes] = True
        wholes, parts = _parts()
        own = np.flatnonzero(wanted[wholes])
        numbers, members = np.concatenate((parts[own], codes)), np.concatenate((wholes[own], codes))
        return cls(Groups.of(numbers, members, CODES))

    def counts(self, codes: Ints, odd: Floats) -> Ints:
        """How many edges begin at each of these codes."""
        places = _rare_and_odd(codes, odd)
        parts, of = _parts_of().expand(codes[places])
        counts = np.zeros(codes.size, np.int64)
        np.add.at(counts, places[of], np.diff(self.having.starts)[parts])
        return counts

    def edges(self, codes: Ints, odd: Floats, kind: int) -> Edges:
        """The rare and odd ones among these codes as the characters that they share a part with."""
        places = _rare_and_odd(codes, odd)
        parts, of = _parts_of().expand(codes[places])
        meant, through = self.having.expand(parts)
        starts = places[of[through]]
        other = meant != codes[starts]
        return Edges.of(starts[other], starts[other] + 1, meant[other], COST, kind)


def _rare_and_odd(codes: Ints, odd: Floats) -> Ints:
    """The places of the codes that are looked at so."""
    places = np.flatnonzero((odd > ODD) & (codes > ord("z")))
    return places[language().single[language().read(codes[places].astype(np.uint32))] < RARE]


@cache
def _parts() -> tuple[Ints, Ints]:
    """Each character with each of its direct parts, as code points."""
    rows = sorted({(whole, part) for whole, ways in decompositions().items() for part in chain(*ways)})
    pairs = np.array([(ord(whole), ord(part)) for whole, part in rows], np.int64)
    return tuple(pairs[(pairs < CODES).all(axis=1)].T)


@cache
def _parts_of() -> Groups:
    """By character, its direct parts."""
    wholes, parts = _parts()
    return Groups.of(wholes, parts, CODES)
