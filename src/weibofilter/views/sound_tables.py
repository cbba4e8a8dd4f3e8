"""How characters, emoji, digits, letters and pinyin sound: the shipped tables (`tools/build_sound_tables.py`, `data/SOUND.md`).

A *unit* is a set of readings that some characters share; a *class* holds the syllables that are confused with one another.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from weibofilter.arrays import unpack_arrays
from weibofilter.plausible.language import PER_NAT, RARE

if TYPE_CHECKING:
    from weibofilter.arrays import Array
    from weibofilter.plausible.language import Floats, Language

BREAK, DROPPED, LETTER, SPACE = range(4)
"""The units that have no reading: what ends a stretch of speech, what is invisible, a letter (read by its run), a space."""
FIRST_UNIT: Final = 4
CLASS_BITS: Final = 9
MOST_READINGS: Final = 16
LONGEST_SYLLABLE: Final = 6
LONGEST_RUN: Final = 48
"""Letters of a run that is tried as pinyin: eight syllables of six letters."""
PAUSE: Final = "·"
ORDINARY_ZIPF: Final = 2.0
"""English words less frequent than ten in a million million are as good as none."""

Spelled = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, eq=False)
class SoundTables:
    """``unit_of`` by code point; for each unit, rows of MOST_READINGS columns: classes (0 behind the last), syllables, costs in nats."""

    unit_of: npt.NDArray[np.uint16]
    counts: npt.NDArray[np.intp]
    classes: npt.NDArray[np.uint16]
    syllables: npt.NDArray[np.uint16]
    costs: Floats
    letters: npt.NDArray[np.uint16]
    names: dict[str, int]
    english: dict[str, float]

    @cached_property
    def columns(self) -> npt.NDArray[np.uint16]:
        """``classes`` by reading and then unit: the likeliest readings of all units side by side."""
        return np.ascontiguousarray(self.classes.T)

    @cached_property
    def wide_columns(self) -> npt.NDArray[np.int64]:
        """``columns`` as numbers that keys are made of without a copy."""
        return self.columns.astype(np.int64)

    def units(self, codes: Array) -> npt.NDArray[np.uint16]:
        """The unit of each code point, letters as letters."""
        return self.unit_of[np.minimum(codes, self.unit_of.size - 1)]

    def keyword_units(self, codes: Array) -> npt.NDArray[np.uint16]:
        """The unit of each character of keywords; a letter is heard by its name, a styled one (Ⅴ) as nothing."""
        units = self.units(codes)
        spelled = units == LETTER
        plain = (codes[spelled] >= ord("a")) & (codes[spelled] <= ord("z"))
        units[spelled] = np.where(plain, self.letters[np.where(plain, codes[spelled] - ord("a"), 0)], 0)
        return units

    def syllable_weights(self, language: Language) -> Floats:
        """Ln P(syllable): what share of running text sounds so, each character by its readings."""
        codes = np.flatnonzero(self.unit_of >= FIRST_UNIT)
        symbols = language.read(codes.astype(np.uint32))
        known = symbols > RARE
        # Traditional and rare forms count as their simplified character: each symbol is weighed once, by its first code point.
        _, first = np.unique(symbols[known], return_index=True)
        units = self.unit_of[codes[known][first]]
        share = np.exp(language.single[symbols[known][first]])[:, None] * np.exp(-self.costs[units])
        weights = np.bincount(self.syllables[units].ravel(), share.ravel(), len(self.names) + 1)
        weights[0] = 1
        return np.log(np.maximum(weights, 1e-7)).astype(np.float32)

    def spell(self, run: str) -> Spelled:
        """A run of Latin letters as pinyin: (unit, begin, end) for each syllable, the fewest that will do; empty if it is none.

        >>> tables = sound_tables()
        >>> [(begin, end) for _, begin, end in tables.spell("weixin")], tables.spell("hello")
        ([(0, 3), (3, 6)], ())
        """
        plain = unicodedata.normalize("NFKC", run).lower()
        if len(plain) != len(run) or len(run) > LONGEST_RUN:
            return ()
        if len(run) == 1:
            unit = int(self.letters[ord(plain) - ord("a")]) if "a" <= plain <= "z" else BREAK
            return ((unit, 0, 1),) if unit else ()
        return self._split(plain)

    def _split(self, plain: str) -> Spelled:
        best: list[Spelled | None] = [()] + [None] * len(plain)
        for end in range(1, len(plain) + 1):
            for begin in range(max(0, end - LONGEST_SYLLABLE), end):
                before, unit = best[begin], self.names.get(plain[begin:end])
                if before is not None and unit is not None and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                    best[end] = (*before, (unit, begin, end))
        return best[-1] or ()

    def read_aloud(self, text: str) -> str:
        """How a text sounds: of each character the likeliest syllable, toneless, and of pinyin what it spells.

        >>> sound_tables().read_aloud("jia薇❤xin，hello")
        'jia wei xin xin · hello'
        """
        syllables, said = ["", *self.names], list[str]()
        units = self.units(np.array([ord(character) for character in text], dtype=np.int64))
        likeliest = self.syllables[units, 0].tolist()
        for unit, run in groupby(zip(units.tolist(), likeliest, text, strict=True), key=itemgetter(0)):
            places = list(run)
            if unit == LETTER:
                letters = "".join(letter for _, _, letter in places)
                said += [letters[begin:end].lower() for _, begin, end in self.spell(letters)] or [letters]
            elif unit >= FIRST_UNIT:
                said += [syllables[syllable] for _, syllable, _ in places if syllable]
            elif unit == BREAK and said and said[-1] != PAUSE:
                said.append(PAUSE)
        return " ".join(said).removesuffix(f" {PAUSE}")

    def ordinary(self, run: str) -> float:
        """How ordinary a run of letters is as an English word, in decades of frequency above one that hardly occurs."""
        return max(0.0, self.english.get(run.lower(), 0.0) - ORDINARY_ZIPF)


@cache
def sound_tables() -> SoundTables:
    """The shipped tables, read on the first call and shared: they are read-only."""
    arrays = unpack_arrays(files("weibofilter.views").joinpath("data", "sound.tables").read_bytes())
    starts = arrays["reading_start"].astype(np.intp)
    counts = np.diff(starts)
    rows = np.repeat(np.arange(counts.size), counts)
    columns = np.arange(rows.size) - starts[rows]
    syllables = np.zeros((counts.size, MOST_READINGS), dtype=np.uint16)
    syllables[rows, columns] = arrays["reading"]
    costs = np.full(syllables.shape, 30, dtype=np.float32)
    costs[rows, columns] = arrays["reading_cost"] / PER_NAT
    # The first units are the syllables by themselves, in order.
    names = {name: FIRST_UNIT + place for place, name in enumerate(_words(arrays["syllables"]))}
    english = dict(zip(_words(arrays["english"]), (arrays["english_zipf"] / 10).tolist(), strict=True))
    classes = arrays["class_of"][syllables]
    return SoundTables(arrays["unit_of"], counts, classes, syllables, costs, arrays["letter_units"], names, english)


def _words(packed: Array) -> list[str]:
    return packed.tobytes().decode("ascii").split(" ")


@lru_cache(maxsize=1 << 16)
def spelled_run(run: str) -> Spelled:
    """A run by the shipped tables, remembered: posts repeat their Latin words."""
    return sound_tables().spell(run)
