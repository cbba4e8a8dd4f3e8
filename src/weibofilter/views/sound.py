"""The ``sound`` view: keywords written as they sound (嗨客, jia微信, e xin, 🐴, 4了), whatever each character is replaced by.

Keywords and posts are sequences of units of sound, each with up to sixteen readings; they meet in a join on the classes of two
syllables, or of three where the keyword has as many. What meets is weighed by the language model before it costs a Python object.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import pack_arrays, unpack_arrays
from weibofilter.plausible.features import LONGEST_KEYWORD, Evidence
from weibofilter.plausible.language import EMOJI
from weibofilter.plausible.learned import NEEDED, scorer
from weibofilter.plausible.shipped import language
from weibofilter.plausible.text import Text
from weibofilter.views.forms import Forms, folded_forms, no_candidates, unbroken
from weibofilter.views.hearing import hear
from weibofilter.views.sound_join import Join
from weibofilter.views.sound_match import DIGIT_SOUND, EMOJI_SOUND, LETTER_SOUND, PINYIN, Match, Matcher, worth_weighing
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables
from weibofilter.views.view import Candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.fold import Fold
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.plausible.language import Floats
    from weibofilter.views.view import Term

DISGUISES: Final = ("homophone", "pinyin", "emoji", "digit", "letter")
LAST_LETTER: Final = 0x1EFFF
"""Code points after this one are pictures, whether or not they are emoji (mahjong tiles); of those before, emoji are (⁉, ❤)."""
NEARLY: Final = -6.0
"""Nats below the threshold down to which a candidate is reported as dismissed."""


@dataclass(frozen=True, eq=False)
class SoundIndex:
    """The keywords of two to twelve characters of the rules that ask for the view, by how they sound."""

    forms: Forms
    join: Join

    @property
    def size(self) -> int:
        """Ways to say the beginnings of the keywords."""
        return self.join.size

    def to_bytes(self) -> bytes:
        """The index as ``load`` reads it."""
        return pack_arrays({**self.forms.arrays, **self.join.arrays})

    def candidates(self, batch: FoldedBatch) -> Candidates:
        """Where keywords may be meant that are written by their sound."""
        found = self.suspicions(batch)
        if found is None:
            return no_candidates(DISGUISES)
        match, text, evidence = found
        margins = scorer("sound").margins(text, evidence) - self._needed(match, batch)
        near = np.flatnonzero(margins >= NEARLY)
        return Candidates(
            terms=self.forms.terms[match.forms[near]],
            starts=match.starts[near],
            ends=match.ends[near],
            margins=margins[near],
            disguises=match.kinds[near],
            disguise_names=DISGUISES,
        )

    def suspicions(self, batch: FoldedBatch, *, all_of_them: bool = False) -> tuple[Match, Text, Evidence] | None:
        """What sounds like a keyword and is not ordinary at first sight, with what there is to be weighed; None if nothing does."""
        heard = hear(batch.raw, sound_tables())
        places, forms, oddness = self.join.pairs(heard, batch.raw)
        if not places.size:
            return None
        match = self._matcher.match(heard, batch.raw, places, forms, oddness)
        lengths = self.forms.lengths[match.forms]
        spelled = (match.kinds & PINYIN) > 0
        good = unbroken(batch.raw, match.starts, match.ends, lengths + spelled)
        if not all_of_them:
            good &= worth_weighing(match) | (lengths > 2)
        kept = np.flatnonzero(good)
        if not kept.size:
            return None
        match = match.take(kept)
        return match, Text(language(), batch.raw), self._evidence(match)

    def _needed(self, match: Match, batch: FoldedBatch) -> Floats:
        """What each suspicion must reach, by its kind of writing and its length."""
        short = self.forms.lengths[match.forms] <= 2
        picture, sign = (match.kinds & EMOJI_SOUND) > 0, (match.kinds & (DIGIT_SOUND | LETTER_SOUND)) > 0
        repeated = np.zeros_like(picture)
        for row in np.flatnonzero(picture).tolist():
            written = batch.raw[match.starts[row] : match.ends[row]]
            symbols = written[(language().read(written) == EMOJI) | (written > LAST_LETTER)]
            repeated[row] = np.unique(symbols).size < symbols.size
        kinds = np.select([repeated, picture, sign], [3, 2, 1], 0)
        table = np.array([NEEDED[kind] for kind in ("sound", "sign", "picture", "repeated picture")], dtype=np.float32)
        return np.asarray(np.where(short, table[kinds, 0], table[kinds, 1]), dtype=np.float32)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.forms, sound_tables(), language())

    def _evidence(self, match: Match) -> Evidence:
        return Evidence(
            starts=match.starts,
            ends=match.ends,
            keywords=self.forms.symbols(language(), match.forms),
            lengths=self.forms.lengths[match.forms],
            changed=match.changed,
            loose=match.loose,
            cost=match.cost,
            odds=match.odds,
            common=match.common,
        )


def build(terms: Sequence[Term], fold: Fold) -> SoundIndex:
    """The index of the terms of two to twelve characters that can be said."""
    texts, places = folded_forms(terms, fold)
    forms = Forms.of(terms, texts, places)
    units = sound_tables().keyword_units(forms.codes)
    inside = np.arange(LONGEST_KEYWORD) < forms.lengths[:, None]
    sayable = ((units >= FIRST_UNIT) | ~inside).all(axis=1) & (forms.lengths > 1) & (forms.lengths <= LONGEST_KEYWORD)
    kept = Forms(forms.terms[sayable], forms.codes[sayable], forms.lengths[sayable])
    return SoundIndex(kept, Join.of(units[sayable], kept.lengths, sound_tables()))


def load(data: bytes, fold: Fold) -> SoundIndex:  # noqa: ARG001 - every view's loader is given the fold
    """The index that ``to_bytes`` wrote."""
    arrays = unpack_arrays(data)
    return SoundIndex(Forms.load(arrays), Join.load(arrays))
