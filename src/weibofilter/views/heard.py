"""Latin letters by their sound, where the rest of a keyword is disguised by its shape (加v亻言 and 加wei亻言, 薇❤xin).

A keyword that is disguised by sound throughout is the ``sound`` view's; this lends the lattice of shapes the edges for those in between.
Han characters by sound are left out: with look-alikes beside them, any two characters are some keyword of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.views.lattice import Edges
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables, spelled_run
from weibofilter.views.trie import consecutive, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.views.trie import Ints

COST: Final = 3.0
"""Nats: a sound has some ten or twenty characters."""
LONGEST_RUN: Final = 24
RARE_READING: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Homophones:
    """The characters of keywords by the class of their sound: those of class c are ``characters[starts[c] : starts[c + 1]]``."""

    characters: Ints
    starts: Ints

    @classmethod
    def among(cls, codes: Ints) -> Homophones:
        """These characters, by each class of syllables that one of their usual readings has."""
        rows, classes = _sounds(sound_tables().units(codes).astype(np.int64))
        order = np.argsort(classes, kind="stable")
        counts = np.bincount(classes, minlength=int(sound_tables().classes.max()) + 1)
        return cls(codes[rows][order], np.concatenate(([0], np.cumsum(counts))))

    def edges(self, codes: Ints, letters: Ints, kind: int) -> Edges:
        """What the codes at these places, all of them Latin letters, spell: syllables of pinyin, or the name of a single letter."""
        spelled = np.array([*_syllables(codes, letters)], np.int64).reshape(-1, 3)
        starts, ends, units = spelled.T
        rows, classes = _sounds(units)
        firsts = self.starts[classes]
        counts = self.starts[classes + 1] - firsts
        meant, of = self.characters[ranges(firsts, counts)], np.repeat(rows, counts)
        return Edges.of(starts[of], ends[of], meant, COST, kind)


def _sounds(units: Ints) -> tuple[Ints, Ints]:
    """The classes of sound of these units by their usual readings, and whose each is (the place among the units)."""
    tables = sound_tables()
    heard = (tables.classes[units] > 0) & (tables.costs[units] < RARE_READING) & (units >= FIRST_UNIT)[:, None]
    rows, columns = np.nonzero(heard)
    return rows, tables.classes[units[rows], columns].astype(np.int64)


def _syllables(codes: Ints, letters: Ints) -> Iterator[tuple[int, int, int]]:
    """Each syllable that a run of letters spells: where it begins, where it ends, its unit."""
    text = codes[letters].astype(np.uint8).tobytes().decode("ascii")
    for first, after in consecutive(letters):
        if after - first <= LONGEST_RUN:
            start = int(letters[first])
            for unit, begin, end in spelled_run(text[first:after]):
                yield start + begin, start + end, unit
