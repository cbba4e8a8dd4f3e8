"""What sounds like a character, where the rest of a keyword is disguised by its shape (加v亻言 and 加wei亻言, 威亻言, 楠汝).

A keyword that is disguised by sound throughout is the ``sound`` view's; this lends the lattice of shapes the edges for those in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.views.lattice import Edges
from weibofilter.views.readings import Blocks, Wanted
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables, spelled_run
from weibofilter.views.trie import consecutive, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.plausible.language import Floats
    from weibofilter.views.trie import Bools, Ints, Trie

COST: Final = 3.0
"""Nats that letters cost: a sound has some ten or twenty characters."""
SPOKEN_COST: Final = 5.0
"""Nats that a character costs that sounds like another: it may as well be meant."""
LEAST_ODD: Final = SPOKEN_COST + 2.0
"""Nats: how odd it must be where it stands."""
LONGEST_RUN: Final = 24
RARE_READING: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Homophones:
    """The characters of keywords by the class of their sound: those of class c are ``characters[starts[c] : starts[c + 1]]``."""

    characters: Ints
    starts: Ints
    blocks: Blocks

    @classmethod
    def among(cls, trie: Trie) -> Homophones:
        """The characters of these keywords, by each class of syllables that one of their usual readings has."""
        codes = trie.alphabet
        rows, classes = _sounds(sound_tables().units(codes).astype(np.int64))
        characters = codes[rows][np.argsort(classes, kind="stable")]
        sizes = np.bincount(classes, minlength=int(sound_tables().classes.max()) + 1)
        costs = np.full(characters.size, SPOKEN_COST, np.float32)
        blocks = Blocks.of((sizes > 0).astype(np.int64), sizes[sizes > 0], characters, costs, trie)
        return cls(characters, np.concatenate(([0], np.cumsum(sizes))), blocks)

    def wanted(self, codes: Ints, places: Ints, odd: Floats) -> Wanted:
        """What the characters at these places, which are so odd, sound like."""
        places = places[odd[places] >= LEAST_ODD]
        rows, classes = _sounds(sound_tables().units(codes[places]).astype(np.int64))
        return Wanted.at(self.blocks, places[rows], classes, np.full(rows.size, SPOKEN_COST, np.float32))

    def like(self, character: str) -> list[str]:
        """What a character sounds like, however odd it is: what ``wanted`` looks up for many."""
        _, classes = _sounds(sound_tables().units(np.array([ord(character)])).astype(np.int64))
        pieces = [self.characters[self.starts[one] : self.starts[one + 1]] for one in classes.tolist()]
        return [chr(code) for piece in pieces for code in piece.tolist()]

    def spelled(self, codes: Ints, letters: Ints, apart: Bools, kind: int) -> Edges:
        """What the codes at these places, all of them Latin letters, spell: syllables of pinyin, or the name of a single letter. ``apart``
        are codes that do not stand beside the one before in the post.
        """
        spelled = np.array([*dict.fromkeys(_syllables(codes, letters, apart))], np.int64).reshape(-1, 3)
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


def _syllables(codes: Ints, letters: Ints, apart: Bools) -> Iterator[tuple[int, int, int]]:
    """Each syllable that a run of letters spells, or what of it stands together: where it begins, where it ends, its unit."""
    text = codes[letters].astype(np.uint8).tobytes().decode("ascii")
    for first, after in _runs(letters, apart):
        if after - first <= LONGEST_RUN:
            start = int(letters[first])
            for unit, begin, end in spelled_run(text[first:after]):
                yield start + begin, start + end, unit


def _runs(letters: Ints, apart: Bools) -> Iterator[tuple[int, int]]:
    """The runs of consecutive places, and of those with gaps in the post each part."""
    for first, after in consecutive(letters):
        yield first, after
        cuts = np.flatnonzero(apart[letters[first + 1 : after]]) + first + 1
        if cuts.size:
            yield from pairwise((first, *cuts.tolist(), after))
