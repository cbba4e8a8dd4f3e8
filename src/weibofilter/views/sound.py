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
from weibofilter.plausible.features import LONGEST_KEYWORD
from weibofilter.plausible.shipped import language
from weibofilter.views.forms import Forms, folded_forms, unbroken
from weibofilter.views.hearing import JOINER, hear, hear_at_a_glimpse
from weibofilter.views.sound_join import Join
from weibofilter.views.sound_match import DIGIT_SOUND, EMOJI_SOUND, LETTER_SOUND, PINYIN, Match, Matcher, worth_weighing
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables
from weibofilter.views.weigh import Suspicions, no_suspicions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.fold import Fold
    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.seen import Seen
    from weibofilter.views.trie import Ints
    from weibofilter.views.view import Term

DISGUISES: Final = ("homophone", "pinyin", "emoji", "digit", "letter")


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

    @property
    def disguise_names(self) -> tuple[str, ...]:
        """What the view sees through."""
        return DISGUISES

    def may_suspect(self, glimpse: Glimpse) -> bool:
        """Whether a keyword begins as something in the post sounds."""
        return JOINER in glimpse.post or self.join.may_begin(hear_at_a_glimpse(glimpse.post))

    def suspicions(self, seen: Seen, *, all_of_them: bool = False) -> Suspicions:
        """What sounds like a keyword, and unless ``all_of_them`` are asked for, is not ordinary at a glance."""
        batch = seen.batch
        heard = hear(batch.raw, sound_tables())
        places, forms, oddness = self.join.pairs(heard, batch.raw)
        if not places.size:
            return no_suspicions()
        match = self._matcher.match(heard, batch.raw, places, forms, oddness)
        lengths = self.forms.lengths[match.forms]
        spelled = (match.kinds & PINYIN) > 0
        good = unbroken(batch.raw, match.starts, match.ends, lengths + spelled)
        if not all_of_them:
            good &= worth_weighing(match) | (lengths > 2)
        kept = np.flatnonzero(good)
        match = match.take(kept)
        return Suspicions(
            forms=match.forms,
            starts=match.starts,
            ends=match.ends,
            kinds=match.kinds,
            manners=_manners(match),
            changed=match.changed,
            loose=match.loose,
            cost=match.cost,
            odds=match.odds,
            common=match.common,
        )

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.forms, sound_tables(), language())


def _manners(match: Match) -> Ints:
    """How each is written: by homophones or pinyin, with a digit or letter, with an emoji, with an emoji and more, as a row of emoji."""
    picture, sign = (match.kinds & EMOJI_SOUND) > 0, (match.kinds & (DIGIT_SOUND | LETTER_SOUND)) > 0
    return np.select([match.moods, picture & (match.kinds != EMOJI_SOUND), picture, sign], [4, 3, 2, 1], 0)


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
