"""The meeting of keywords and posts by sound: a join on the classes of two syllables, or of three for keywords of three and more.

A post is looked up at every place in a bitmap of 2^18 pairs of classes by its likeliest readings, and once more where a character has
others; only what is in the bitmap is joined. A place whose two characters are ordinary together is no disguise of a keyword of two,
and is let go before the join: such places are the most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.language import BREAK as CLAUSE_BREAK
from weibofilter.plausible.shipped import language
from weibofilter.views.sound_tables import CLASS_BITS, SoundTables, sound_tables
from weibofilter.views.trie import ranges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.arrays import Array
    from weibofilter.plausible.language import Floats
    from weibofilter.views.hearing import Heard
    from weibofilter.views.trie import Bools, Ints

ODD: Final = 9.0
"""Nats from which a pair of characters may stand for another: -ln P(pair | neighbours), by bigrams."""
BEYOND_DOUBT: Final = 20.0


@dataclass(frozen=True, slots=True, eq=False)
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
        at = np.minimum(np.searchsorted(self.keys, keys), max(self.keys.size - 1, 0))
        known = np.flatnonzero(self.keys[at] == keys) if self.keys.size else at[:0]
        at, places = at[known], places[known]
        counts = self.starts[at + 1] - self.starts[at]
        return np.repeat(places, counts), self.forms[ranges(self.starts[at], counts)]


@dataclass(frozen=True, eq=False)
class Join:
    """Keywords of two characters by their pair of classes, longer ones by their first three."""

    short: Keyed
    long: Keyed

    @classmethod
    def of(cls, units: Array, lengths: Ints, tables: SoundTables) -> Join:
        """The join for the forms with these units, shape (n, longest)."""
        short, long = np.flatnonzero(lengths == 2), np.flatnonzero(lengths > 2)
        return cls(Keyed.of(*_said(units, short, 2, tables)), Keyed.of(*_said(units, long, 3, tables)))

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
    def _short_bits(self) -> Bools:
        bits = np.zeros(1 << 2 * CLASS_BITS, dtype=np.bool_)
        bits[self.short.keys] = True
        return bits

    @cached_property
    def _long_bits(self) -> Bools:
        bits = np.zeros(1 << 2 * CLASS_BITS, dtype=np.bool_)
        bits[self.long.keys >> CLASS_BITS] = True
        return bits

    @cached_property
    def _bits(self) -> Bools:
        return self._short_bits | self._long_bits

    def pairs(self, heard: Heard, raw: Array) -> tuple[Ints, Ints, Floats]:
        """Each place of ``heard`` with each form that begins like it, once; and how odd its first two characters are there."""
        if heard.units.size < 2:
            return heard.starts[:0], heard.starts[:0], np.zeros(0, dtype=np.float32)
        tables = sound_tables()
        places, keys = _said_pairs(heard, tables, self._bits)
        short = np.flatnonzero(self._short_bits[keys])
        oddness = _oddness(heard, raw, places[short])
        odd = np.flatnonzero(oddness > ODD)
        short, oddness = short[odd], oddness[odd]
        long = np.flatnonzero(self._long_bits[keys] & (places + 2 < heard.units.size))
        third = heard.units[places[long] + 2]
        counts = tables.counts[third]
        longer = (np.repeat(keys[long], counts) << CLASS_BITS) | tables.classes[np.repeat(third, counts), _columns(counts)]
        rows, forms = self.short.join(np.arange(short.size), keys[short])
        others, longer_forms = self.long.join(np.repeat(places[long], counts), longer)
        every = np.concatenate((places[short][rows], others)), np.concatenate((forms, longer_forms))
        return _distinct(*every, np.concatenate((oddness[rows], np.full(others.size, BEYOND_DOUBT, dtype=np.float32))))


def _columns(counts: Ints) -> Ints:
    return ranges(np.zeros(counts.size, dtype=np.int64), counts)


def _distinct(places: Ints, forms: Ints, oddness: Floats) -> tuple[Ints, Ints, Floats]:
    both, first = np.unique(places << 32 | forms, return_index=True)
    return both >> 32, both & 0xFFFFFFFF, oddness[first]


def _said(units: Array, rows: Ints, width: int, tables: SoundTables) -> tuple[Ints, Ints]:
    """The forms in these rows, each with the keys of every way to say its first characters."""
    keys = np.zeros(rows.size, dtype=np.int64)
    for column in range(width):
        unit = units[rows, column]
        counts = tables.counts[unit]
        classes = tables.classes[np.repeat(unit, counts), _columns(counts)]
        rows, keys = np.repeat(rows, counts), np.repeat(keys, counts) << CLASS_BITS | classes
    return rows, keys


def _said_pairs(heard: Heard, tables: SoundTables, bits: Bools) -> tuple[Ints, Ints]:
    """The places whose two units can be said as a pair of the bitmap, with the pair."""
    first = tables.classes[heard.units, 0].astype(np.int64)
    keys = first[:-1] << CLASS_BITS | first[1:]
    plain = np.flatnonzero(bits[keys])
    many = np.flatnonzero(tables.counts[heard.units] > 1)
    others = tables.counts[heard.units[many]] - 1
    at = np.repeat(many, others)
    said = tables.classes[heard.units[at], 1 + _columns(others)].astype(np.int64)
    ahead, behind = np.flatnonzero(at + 1 < first.size), np.flatnonzero(at > 0)
    both = ahead[tables.counts[heard.units[at[ahead] + 1]] > 1]
    next_units = heard.units[at[both] + 1]
    next_others = tables.counts[next_units] - 1
    second = tables.classes[np.repeat(next_units, next_others), 1 + _columns(next_others)]
    places = [plain, at[ahead], at[behind] - 1, np.repeat(at[both], next_others)]
    pairs = [
        keys[plain],
        said[ahead] << CLASS_BITS | first[at[ahead] + 1],
        first[at[behind] - 1] << CLASS_BITS | said[behind],
        np.repeat(said[both], next_others) << CLASS_BITS | second,
    ]
    all_places, all_pairs = np.concatenate(places), np.concatenate(pairs)
    known = np.flatnonzero(bits[all_pairs])
    return all_places[known], all_pairs[known]


def _oddness(heard: Heard, raw: Array, places: Ints) -> Floats:
    """-ln P(two units | neighbours) at these places, by bigrams; what is spelled in letters is beyond doubt."""
    known = language()
    distinct, inverse = np.unique(places, return_inverse=True)
    around = distinct[:, None] + np.arange(-1, 3)
    inside = (around >= 0) & (around < heard.starts.size)
    at = np.where(inside, around, 0)
    codes = raw[heard.starts[at]]
    before, one, two, behind = np.where(inside, known.read(codes), CLAUSE_BREAK).astype(np.uint16).T
    odd = known.single[behind] - known.after_one(before, one) - known.after_one(one, two) - known.after_one(two, behind)
    spelled = (heard.ends[at] - heard.starts[at] > 1)[:, 1:3].any(axis=1)
    return np.where(spelled, BEYOND_DOUBT, odd).astype(np.float32)[inverse]
