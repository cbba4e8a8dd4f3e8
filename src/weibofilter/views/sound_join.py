"""The meeting of keywords and posts by sound: a join on the classes of two syllables, or of three for keywords of three and more.

Most places of a post are let go by a gate of a few look-ups: a table of 2^18 pairs of classes says whether two syllables begin a keyword of
two, begin a longer one, or follow its first. A place whose two characters are ordinary together is no disguise of a keyword of two, and
is let go as well. Only what is left is joined, reading by reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from weibofilter.plausible.language import BREAK as CLAUSE_BREAK
from weibofilter.plausible.shipped import language
from weibofilter.views.pairs import hashed
from weibofilter.views.sound_tables import CLASS_BITS, SoundTables, sound_tables
from weibofilter.views.trie import ranges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from weibofilter.arrays import Array
    from weibofilter.plausible.language import Floats
    from weibofilter.views.hearing import Heard
    from weibofilter.views.trie import Ints

ODD: Final = 11.5
"""Nats from which a pair of characters may stand for another: -ln P(pair | neighbours), by bigrams. Of disguises that are held, one in two
hundred is below; of ordinary places that sound like a keyword, three in four."""
BEYOND_DOUBT: Final = 20.0
SHORT, FIRST, SECOND = (np.uint8(1 << bit) for bit in range(3))
"""What a pair of classes may be: a keyword of two, the first two syllables of a longer one, its second and third."""
HASH_BITS: Final = 18
STRETCH: Final = 1 << 12
"""Places whose readings are multiplied out together: three emoji in a row may be said in four thousand ways."""
USUAL: Final = 3
"""Readings of a character that the gate looks at side by side; the few units that have more (emoji) are looked at one by one."""


@dataclass(frozen=True, eq=False)
class Keyed:
    """Keys in ascending order and, for each, the forms that begin so: ``forms[starts[i] : starts[i + 1]]``."""

    keys: Ints
    starts: Ints
    forms: Ints

    @classmethod
    def of(cls, forms: Ints, keys: Ints) -> Keyed:
        """The forms by their keys, each pair once."""
        order = np.lexsort((forms, keys))
        forms, keys = forms[order], keys[order]
        new = np.ones(keys.size, dtype=np.bool_)
        new[1:] = (keys[1:] != keys[:-1]) | (forms[1:] != forms[:-1])
        distinct, starts = np.unique(keys[new], return_index=True)
        return cls(distinct, np.append(starts, np.count_nonzero(new)), forms[new])

    def join(self, places: Ints, keys: Ints) -> tuple[Ints, Ints]:
        """Each place with each form that has its key."""
        likely = np.flatnonzero(self._hashes[hashed(keys, HASH_BITS)])
        places, keys = places[likely], keys[likely]
        at = np.minimum(np.searchsorted(self.keys, keys), max(self.keys.size - 1, 0))
        known = np.flatnonzero(self.keys[at] == keys) if self.keys.size else at[:0]
        at, places = at[known], places[known]
        counts = self.starts[at + 1] - self.starts[at]
        return np.repeat(places, counts), self.forms[ranges(self.starts[at], counts)]

    @cached_property
    def _hashes(self) -> npt.NDArray[np.bool_]:
        """Which hashes of keys there are: a look-up that spares nearly all of the searches."""
        hashes = np.zeros(1 << HASH_BITS, dtype=np.bool_)
        hashes[hashed(self.keys, HASH_BITS)] = True
        return hashes


class Said(NamedTuple):
    """The classes that a unit may be said in, and those that may follow it in a keyword of two, and as the second and third syllable of a
    longer one: sets, a bit a class.
    """

    classes: int
    short: int
    first: int
    second: int


_SILENCE: Final = Said(0, 0, 0, 0)


class _Units(dict[int, Said]):
    """What units are said like, worked out when one is first heard; there are some eleven thousand."""

    __slots__ = ("_pairs", "_tables")

    def __init__(self, pairs: npt.NDArray[np.uint8], tables: SoundTables) -> None:
        super().__init__()
        self._pairs = pairs.reshape(1 << CLASS_BITS, -1)
        self._tables = tables

    def __missing__(self, unit: int) -> Said:
        classes = self._tables.classes[unit, : self._tables.counts.item(unit)]
        follow = np.bitwise_or.reduce(self._pairs[classes], axis=0)
        followed = (_set_of((follow & kind).nonzero()[0]) for kind in (SHORT, FIRST, SECOND))
        self[unit] = Said(_set_of(classes), *followed)
        return self[unit]


def _set_of(classes: Array) -> int:
    return sum(1 << one for one in set(classes.tolist()))


@dataclass(frozen=True, eq=False)
class Join:
    """Keywords of two characters by their pair of classes, longer ones by their first three."""

    short: Keyed
    long: Keyed

    @classmethod
    def of(cls, units: Array, lengths: Ints, tables: SoundTables) -> Join:
        """The join for the forms with these units, shape (n, longest)."""
        short, long = np.flatnonzero(lengths == 2), np.flatnonzero(lengths > 2)
        return cls(_keyed(units, short, 2, tables), _keyed(units, long, 3, tables))

    @classmethod
    def load(cls, arrays: Mapping[str, Array]) -> Join:
        """The join that ``arrays`` gave."""
        return cls(*(Keyed(*(arrays[f"{name}.{part}"] for part in ("keys", "starts", "forms"))) for name in ("short", "long")))

    @property
    def arrays(self) -> dict[str, Array]:
        """What the join is made of, to be stored."""
        named = {"short": self.short, "long": self.long}
        return {f"{name}.{part}": getattr(keyed, part) for name, keyed in named.items() for part in ("keys", "starts", "forms")}

    @property
    def size(self) -> int:
        """Pairs of a form and a way to say its beginning."""
        return int(self.short.forms.size + self.long.forms.size)

    @cached_property
    def _pairs(self) -> npt.NDArray[np.uint8]:
        """By pair of classes, what it may be."""
        pairs = np.zeros(1 << 2 * CLASS_BITS, dtype=np.uint8)
        pairs[self.short.keys] |= SHORT
        pairs[self.long.keys >> CLASS_BITS] |= FIRST
        pairs[self.long.keys & ((1 << 2 * CLASS_BITS) - 1)] |= SECOND
        return pairs

    def may_begin(self, heard: Sequence[int]) -> bool:
        """Whether a keyword begins like something that is heard: what ``pairs`` looks at first, without arrays."""
        said = list(map(self._said.__getitem__, heard))
        return any(
            one.short & two.classes or (one.first & two.classes and two.second & three.classes)
            for one, two, three in zip(said, said[1:], [*said[2:], _SILENCE], strict=False)
        )

    @cached_property
    def _said(self) -> dict[int, Said]:
        return _Units(self._pairs, sound_tables())

    def pairs(self, heard: Heard, raw: Array) -> tuple[Ints, Ints, Floats]:
        """Each place of ``heard`` with each form that begins like it, once; and how odd its first two characters are there."""
        if heard.units.size < 2:
            return heard.starts[:0], heard.starts[:0], np.zeros(0, dtype=np.float32)
        tables = sound_tables()
        gate = _gate(heard.units, tables, self._pairs)
        short = (gate & SHORT).nonzero()[0]
        oddness = _oddness(heard, raw, short)
        odd = np.flatnonzero(oddness > ODD)
        short, oddness = short[odd], oddness[odd]
        long = (gate[:-1] & FIRST & gate[1:] >> 1).nonzero()[0]
        if not short.size and not long.size:
            return long, long, oddness
        rows, forms = _joined(self.short, heard.units, short, 2)
        others, longer_forms = _joined(self.long, heard.units, long, 3)
        places = np.concatenate((short[rows], long[others]))
        doubts = np.concatenate((oddness[rows], np.full(others.size, BEYOND_DOUBT, dtype=np.float32)))
        return _distinct(places, np.concatenate((forms, longer_forms)), doubts)


def _gate(units: Array, tables: SoundTables, pairs: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """For each unit but the last, what it and the next may be by any of their readings."""
    said = [column.take(units) for column in tables.wide_columns[:USUAL]]
    gate = np.zeros(units.size - 1, dtype=np.uint8)
    for one in said:
        first = one[:-1] << CLASS_BITS
        for other in said:
            gate |= pairs.take(first | other[1:])
    many = np.flatnonzero(tables.counts[units] > USUAL)
    starts = np.unique(np.concatenate((many, many - 1)))
    starts = starts[(starts >= 0) & (starts < gate.size)]
    for begin in range(0, starts.size, STRETCH):
        some = starts[begin : begin + STRETCH]
        rows, keys = _spoken(units, some, 2, tables)
        np.bitwise_or.at(gate, some[rows], pairs[keys])
    return gate


def _spoken(units: Array, starts: Ints, width: int, tables: SoundTables) -> tuple[Ints, Ints]:
    """Every way to say so many units from each of these places on: the row of the place, and the key of the classes."""
    rows, keys = np.arange(starts.size), np.zeros(starts.size, dtype=np.int64)
    for column in range(width):
        unit = units[starts[rows] + column]
        counts = tables.counts[unit]
        rows, keys = np.repeat(rows, counts), np.repeat(keys, counts)
        said = tables.classes[np.repeat(unit, counts), ranges(np.zeros(counts.size, dtype=np.int64), counts)]
        keys = keys << CLASS_BITS | said
    return rows, keys


def _distinct(places: Ints, forms: Ints, oddness: Floats) -> tuple[Ints, Ints, Floats]:
    both, first = np.unique(places << 32 | forms, return_index=True)
    return both >> 32, both & 0xFFFFFFFF, oddness[first]


def _joined(keyed: Keyed, units: Array, starts: Ints, width: int) -> tuple[Ints, Ints]:
    """The rows of ``starts``, each with each form that begins as is said there."""
    found = [
        keyed.join(*_spoken(units, starts[begin : begin + STRETCH], width, sound_tables()))
        for begin in range(0, starts.size, STRETCH)
    ]
    rows = [some + STRETCH * number for number, (some, _) in enumerate(found)]
    empty = starts[:0]
    return np.concatenate([empty, *rows]), np.concatenate([empty, *(forms for _, forms in found)])


def _keyed(units: Array, forms: Ints, width: int, tables: SoundTables) -> Keyed:
    """These forms by every way to say their first units."""
    longest = units.shape[1]
    rows, keys = _spoken(units.ravel(), forms * longest, width, tables)
    return Keyed.of(forms[rows], keys)


def _oddness(heard: Heard, raw: Array, places: Ints) -> Floats:
    """-ln P(two units | neighbours) at these places, by bigrams; what is spelled in letters is beyond doubt."""
    if not places.size:
        return np.zeros(0, np.float32)
    known = language()
    around = places[:, None] + np.arange(-1, 3)
    inside = (around >= 0) & (around < heard.starts.size)
    at = np.where(inside, around, 0)
    symbols = np.where(inside, known.read(raw[heard.starts[at]]), np.uint16(CLAUSE_BREAK)).T
    odd = known.single[symbols[3]] - known.after_one(symbols[:-1].ravel(), symbols[1:].ravel()).reshape(3, -1).sum(axis=0)
    spelled = (heard.ends[at] - heard.starts[at] > 1)[:, 1:3].any(axis=1)
    return np.where(spelled, BEYOND_DOUBT, odd).astype(np.float32)
