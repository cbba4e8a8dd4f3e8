"""How a place sounds like a keyword: for each character the best pair of readings, what it costs, and what kind of writing it is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from weibofilter.plausible.language import DIGIT, EMOJI, LATIN, RARE
from weibofilter.views.sound_join import USUAL

if TYPE_CHECKING:
    import numpy.typing as npt

    from weibofilter.arrays import Array
    from weibofilter.plausible.language import Floats, Language
    from weibofilter.views.forms import Forms
    from weibofilter.views.hearing import Heard
    from weibofilter.views.sound_tables import SoundTables
    from weibofilter.views.trie import Ints

LOOSE: Final = 1.5
"""Nats that a confusion (n for l, zh for z) costs when readings are chosen."""
IMPOSSIBLE: Final = 60.0
FEW: Final = 64
"""Rows that are compared together, however many readings one of them has."""
GLANCE: Final = (0.587, -1.264, -4.872, -0.678, 0.09, -0.24)
"""What oddness, changed, loose, cost, odds and common count at a glance."""
GLANCE_NEEDED: Final = 5.4
HOMOPHONE, PINYIN, EMOJI_SOUND, DIGIT_SOUND, LETTER_SOUND = (np.uint32(1 << bit) for bit in range(5))


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """Places that sound like a form, by columns; see `weibofilter.plausible.features.Evidence`."""

    forms: Ints
    starts: Ints
    ends: Ints
    changed: Floats
    loose: Floats
    cost: Floats
    odds: Floats
    common: Floats
    oddness: Floats
    kinds: npt.NDArray[np.uint32]
    moods: npt.NDArray[np.bool_]
    """Whether it is a row of emoji that shows a mood: one of them stands for several characters, or all do among others (🤣😆🐶)."""

    def take(self, rows: Ints) -> Self:
        """The matches in these rows."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


def worth_weighing(match: Match) -> npt.NDArray[np.bool_]:
    """Which matches of two characters may pass once they are weighed: a glance at what is known already lets four of five go.

    The sum is a logistic regression on the disguises and texts that the scorers learn from; one disguise in a hundred that would have
    passed does not.
    """
    columns = (match.oddness, match.changed, match.loose, match.cost, match.odds, match.common)
    total = sum(weight * column for weight, column in zip(GLANCE, columns, strict=True))
    return np.asarray(total > GLANCE_NEEDED)


class Matcher:
    """Compares places with forms."""

    def __init__(self, forms: Forms, tables: SoundTables, language: Language) -> None:
        self._tables = tables
        self._language = language
        self._lengths = forms.lengths
        self._units = tables.keyword_units(forms.codes)
        self._symbols = np.where(forms.codes, language.read(forms.codes.astype(np.uint32)), 0)

    @cached_property
    def _weights(self) -> Floats:
        return self._tables.syllable_weights(self._language)

    def match(self, heard: Heard, raw: Array, places: Ints, forms: Ints, oddness: Floats) -> Match:
        """The places that sound like their form to the end, and are not written like it.

        All characters of all forms are compared at once: as many array operations for a batch as for one post.
        """
        fits = np.flatnonzero(places + self._lengths[forms] <= heard.units.size)
        places, forms, oddness = places[fits], forms[fits], oddness[fits]
        lengths = self._lengths[forms]
        firsts = np.cumsum(lengths) - lengths
        row = np.repeat(np.arange(forms.size), lengths)
        column = np.arange(row.size) - firsts[row]
        at = places[row] + column
        compared, kind = self._compare(heard, raw, at, forms[row], column)
        if not row.size:
            compared, kind, firsts = np.zeros((5, 1), np.float32), np.zeros(1, np.uint32), firsts[:0]
        sums, kinds = np.add.reduceat(compared, firsts, axis=1), np.bitwise_or.reduceat(kind, firsts)
        drawn = kind[: row.size] == EMOJI_SOUND
        moods = np.bincount(row, _drawn_again(drawn, raw[heard.starts[at]], row), forms.size) > 0
        moods |= (np.bincount(row, drawn, forms.size) == lengths) & self._among_pictures(heard, raw, places, lengths)
        good = np.flatnonzero((sums[2] < IMPOSSIBLE) & (sums[0] > 0))
        first, last = places[good], places[good] + lengths[good] - 1
        changed, loose, cost, odds, common = sums[:, good]
        return Match(
            forms[good], heard.starts[first], heard.ends[last],
            changed, loose, cost, odds, common, oddness[good], kinds[good], moods[good],
        )  # fmt: skip

    def _among_pictures(self, heard: Heard, raw: Array, places: Ints, lengths: Ints) -> npt.NDArray[np.bool_]:
        """Which places have an emoji right before or behind them."""
        beside = np.zeros(places.size, dtype=np.bool_)
        for at in (places - 1, places + lengths):
            inside = np.flatnonzero((at >= 0) & (at < heard.starts.size))
            beside[inside] |= self._language.read(raw[heard.starts[at[inside]]]) == EMOJI
        return beside

    def _compare(self, heard: Heard, raw: Array, at: Ints, forms: Ints, column: Ints) -> tuple[Floats, npt.NDArray[np.uint32]]:
        """For one character of each form: changed, loose, cost, odds, common (shape (5, n)), and the kind of writing."""
        codes = raw[heard.starts[at]]
        symbols = self._language.read(codes)
        spelled = heard.ends[at] - heard.starts[at] > 1
        same = (symbols == self._symbols[forms, column]) & (symbols > RARE)
        same |= (
            (symbols <= RARE)
            & (self._tables.keyword_units(codes_lower(codes, symbols)) == self._units[forms, column])
            & ~spelled
            & (symbols != EMOJI)
        )
        cost, syllable, loose, own = self._best(heard.units[at], self._units[forms, column])
        han = symbols >= RARE
        odds = np.where(han, self._language.single[symbols] - own - self._weights[syllable], 0)
        run = self._ordinary(heard, raw, at, spelled)
        columns = np.stack([np.ones(at.size), loose, cost + run, odds, self._weights[syllable]])
        kinds = np.select(
            [han, spelled, symbols == EMOJI, symbols == DIGIT, symbols == LATIN],
            [HOMOPHONE, PINYIN, EMOJI_SOUND, DIGIT_SOUND, LETTER_SOUND],
            EMOJI_SOUND,
        )
        return np.where(same, 0, columns).astype(np.float32), np.where(same, 0, kinds).astype(np.uint32)

    def _best(self, heard: Array, meant: Array) -> tuple[Floats, Ints, Floats, Floats]:
        """The cost of the likeliest pair of readings of one class, the syllable heard, whether they differ, the cost of that reading.

        Most characters have few readings and some emoji sixteen: those are compared apart, as all rows are as wide as the widest.
        """
        best = np.zeros((4, heard.size), dtype=np.float32)
        if 0 < heard.size < FEW:
            best[:] = self._best_of(heard, meant)
        elif heard.size:
            counts = np.maximum(self._tables.counts[heard], self._tables.counts[meant])
            for some in (np.flatnonzero(counts <= USUAL), np.flatnonzero(counts > USUAL)):
                if some.size:
                    best[:, some] = self._best_of(heard[some], meant[some])
        return best[0], best[1].astype(np.int64), best[2], best[3]

    def _best_of(self, heard: Array, meant: Array) -> Floats:
        tables = self._tables
        most = max(1, int(tables.counts[heard].max())), max(1, int(tables.counts[meant].max()))
        said, own = tables.columns[: most[0], None, heard], tables.columns[None, : most[1], meant]
        differ = tables.syllables.T[: most[0], None, heard] != tables.syllables.T[None, : most[1], meant]
        cost = tables.costs.T[: most[0], None, heard] + tables.costs.T[None, : most[1], meant] + np.float32(LOOSE) * differ
        cost = np.where((said == own) & (said > 0), cost, np.float32(IMPOSSIBLE)).reshape(most[0] * most[1], -1)
        best, rows = cost.argmin(axis=0), np.arange(heard.size)
        reading = best // most[1]
        loose = differ.reshape(cost.shape)[best, rows].astype(np.float32)
        costs = cost[best, rows] - np.float32(LOOSE) * loose
        return np.stack((costs, tables.syllables[heard, reading], loose, tables.costs[heard, reading]))

    def _ordinary(self, heard: Heard, raw: Array, at: Ints, spelled: Array) -> Floats:
        """For syllables of Latin letters, how ordinary their run is in English, shared among its syllables."""
        cost = np.zeros(at.size, dtype=np.float32)
        for row in np.flatnonzero(spelled).tolist():
            first, after = _run_around(self._tables, raw, int(heard.starts[at[row]]))
            run = raw[first:after].tobytes().decode("utf-32-le", "surrogatepass")
            cost[row] = self._tables.ordinary(run)
        return cost


def _drawn_again(drawn: Array, codes: Array, rows: Ints) -> Array:
    """Which characters are written by the picture that one of the two before them in their row is written by."""
    again = np.zeros(rows.size, dtype=np.bool_)
    for back in (1, 2):
        again[back:] |= drawn[back:] & drawn[:-back] & (codes[back:] == codes[:-back]) & (rows[back:] == rows[:-back])
    return again


def codes_lower(codes: Array, symbols: Array) -> Array:
    """ASCII letters in lower case; the rest as it is, styled letters as breaks."""
    upper = (codes >= ord("A")) & (codes <= ord("Z"))
    lowered = np.where(upper, codes + 32, codes)
    strange = (symbols == LATIN) & ((lowered < ord("a")) | (lowered > ord("z")))
    return np.where(strange, 0, lowered)


def _run_around(tables: SoundTables, raw: Array, place: int) -> tuple[int, int]:
    """The run of letters that a letter stands in."""
    first = after = place
    while first and tables.unit_of[min(int(raw[first - 1]), tables.unit_of.size - 1)] == 2:
        first -= 1
    while after < raw.size and tables.unit_of[min(int(raw[after]), tables.unit_of.size - 1)] == 2:
        after += 1
    return first, after
