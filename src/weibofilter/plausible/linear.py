"""The margin of a suspicion in the views of shape, initials, order and masks: a sum of three terms, each argued.

The channel of these views is narrow: a look-alike has a score, a part is a part, two characters were swapped or were not. So the gain
of the language model (how much likelier the clause is with the keyword in the place) less the cost of the disguise says nearly all,
and a sum that can be read is preferred to a learned one. Thresholds rise as keywords get shorter: any two characters look like those of
some keyword, hardly any four like those of a given one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from weibofilter.plausible.features import BEFORE, LONGEST_WORD, LONGEST_WRITTEN
from weibofilter.plausible.language import MARGIN_DECIMALS

if TYPE_CHECKING:
    from weibofilter.plausible.features import Places
    from weibofilter.plausible.language import Floats, Language, Symbols
    from weibofilter.plausible.text import Text


@dataclass(frozen=True, slots=True)
class Weights:
    """What a view demands, in nats.

    ``words`` is taken off for each unit of ln(1 + 10 f) of the most frequent dictionary word (f in a million) that covers the place or
    straddles an end of it: what ordinary words cover is no disguise. ``is_word`` is taken off besides where the place is just a word:
    海上 is not 上海 out of order. ``needed`` are the thresholds for keywords of up to two, of three,
    and of more characters.
    """

    words: float
    needed: tuple[float, float, float]
    is_word: float = 0.0


SHAPE: Final = Weights(words=1.0, needed=(0.5, -4.5, -8.0))
PARTS: Final = Weights(words=1.0, needed=(-2.0, -4.0, -6.0))
INITIALS: Final = Weights(words=0.0, needed=(-6.5, -11.5, -20.0))
SWAPPED: Final = Weights(words=0.75, needed=(-5.5, -13.0, -13.0), is_word=2.5)
DISPLACED: Final = Weights(words=0.75, needed=(-3.1, -7.0, -7.0))
MASKED: Final = Weights(words=0.0, needed=(0.0, -13.5, -16.0))


@dataclass(frozen=True, slots=True, eq=False)
class Suspicions:
    """Keywords that may be meant at places of a text, as arrays of equal length.

    ``keywords`` are what is meant there, symbols of the model filled up with 0, and ``widths`` how many there are; ``lengths`` how many
    of them are the keyword's own. ``costs`` says how unlikely, in nats, it is that who means the keyword writes this.
    """

    starts: Places
    ends: Places
    keywords: Symbols
    widths: Places
    lengths: Places
    costs: Floats


def margins(text: Text, suspicions: Suspicions, weights: tuple[Weights, ...], kinds: Places) -> Floats:
    """By how many nats each suspicion passes its threshold, below 0 it does not; ``kinds`` says whose weights it is judged by."""
    if not suspicions.starts.size:
        return suspicions.costs
    first, after = text.span(suspicions.starts, suspicions.ends)
    widths = np.minimum(after - first, LONGEST_WRITTEN)
    around = text.window(first - BEFORE, LONGEST_WRITTEN + 2 * BEFORE)
    gain = _log_probability(text.language, _replaced(around, widths, suspicions), suspicions.widths)
    gain -= _log_probability(text.language, around, widths)
    needed = np.array([each.needed for each in weights], np.float32)[kinds, np.clip(suspicions.lengths - 2, 0, 2)]
    per_word = np.array([each.words for each in weights], np.float32)[kinds]
    is_word = np.array([each.is_word for each in weights], np.float32)[kinds]
    covering, just = _words(text.language, around, widths)
    margin = gain - suspicions.costs - per_word * covering - is_word * just - needed
    return np.asarray(np.round(margin, MARGIN_DECIMALS), dtype=np.float32)


def _log_probability(language: Language, around: Symbols, widths: Places) -> npt.NDArray[np.float64]:
    """The log probability of the place and the two symbols behind it, given the two before it."""
    columns = np.arange(int(widths.max(initial=0)) + 2)
    symbols = around[:, BEFORE - 2 : BEFORE + columns.size]
    each = language.after_two(*(part.ravel() for part in (symbols[:, :-2], symbols[:, 1:-1], symbols[:, 2:])))
    each = each.reshape(-1, columns.size)
    total: npt.NDArray[np.float64] = np.where(columns < widths[:, None] + 2, each, 0).sum(axis=1, dtype=np.float64)
    return total


def _replaced(around: Symbols, widths: Places, suspicions: Suspicions) -> Symbols:
    """The surroundings with the keyword in place of what is written."""
    columns, lengths = np.arange(around.shape[1]), suspicions.widths[:, None]
    behind = np.minimum(columns - lengths + widths[:, None], around.shape[1] - 1)
    moved = np.take_along_axis(around, np.where(columns < BEFORE, columns, behind), axis=1)
    keyword = np.zeros_like(around)
    keyword[:, BEFORE : BEFORE + suspicions.keywords.shape[1]] = suspicions.keywords
    return np.where((columns >= BEFORE) & (columns < BEFORE + lengths), keyword, moved)


def _words(language: Language, around: Symbols, widths: Places) -> tuple[Floats, Floats]:
    """The frequency of the most frequent word that reaches into the place and is not inside it, and of the word that is just it."""
    best, just = np.zeros((2, widths.size), np.float32)
    for length in range(2, LONGEST_WORD + 1):
        starts = np.arange(BEFORE + 1 - length, min(BEFORE + int(widths.max(initial=0)), around.shape[1] - length + 1))
        frequency = language.word(*(around[:, starts + place].ravel() for place in range(length))).reshape(-1, starts.size)
        offsets = starts - BEFORE
        reaches = (offsets < widths[:, None]) & ((offsets <= 0) | (offsets + length > widths[:, None]))
        np.maximum(best, np.where(reaches, frequency, 0).max(axis=1, initial=0), out=best)
        just += np.where(widths == length, frequency[:, length - 1], 0)
    return best, just
