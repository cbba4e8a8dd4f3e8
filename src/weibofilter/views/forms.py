"""Keywords as views look for them, and what is common to finding them in a batch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from weibofilter.fold.tables import CODE_POINTS
from weibofilter.plausible.features import LONGEST_KEYWORD
from weibofilter.views.trie import ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from weibofilter.arrays import Array
    from weibofilter.fold import Fold
    from weibofilter.plausible.features import Places
    from weibofilter.plausible.language import Language, Symbols
    from weibofilter.views.trie import Bools, Ints
    from weibofilter.views.view import Term

SENTENCE_ENDS: Final = "\n\r。！!？?…"
SENTENCE_END, CLAUSE_MARK = 1, 2
CLAUSE_MARKS: Final = "，,；;．.、:： \u3000"
"""One of these inside a keyword of two characters parts two clauses, in a longer one it is filler."""


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Folded keywords, repeats kept: the term that each is a form of, its characters (n, LONGEST_KEYWORD) and its length."""

    terms: Ints
    codes: npt.NDArray[np.uint32]
    lengths: Ints

    @classmethod
    def of(cls, terms: Sequence[Term], texts: Sequence[str], places: Iterable[int]) -> Forms:
        """The forms ``texts`` of the terms at ``places``."""
        codes = np.zeros((len(texts), LONGEST_KEYWORD), np.uint32)
        for row, text in zip(codes, texts, strict=True):
            row[: len(text)] = [ord(character) for character in text[:LONGEST_KEYWORD]]
        numbers = np.array([terms[place].number for place in places], np.int64)
        return cls(numbers, codes, np.array(list(map(len, texts)), np.int64))

    @classmethod
    def load(cls, arrays: Mapping[str, Array]) -> Forms:
        """The forms that ``arrays`` gave."""
        return cls(arrays["terms"], arrays["codes"], arrays["lengths"])

    @property
    def arrays(self) -> dict[str, Array]:
        """What the forms are made of, to be stored."""
        return {"terms": self.terms, "codes": self.codes, "lengths": self.lengths}

    def symbols(self, language: Language, rows: Ints) -> Symbols:
        """The keywords of these forms as the language model reads them, filled up with 0."""
        codes = self.codes[rows]
        return np.where(codes, language.read(codes), 0).astype(np.uint16)


def folded_forms(terms: Sequence[Term], fold: Fold) -> tuple[list[str], list[int]]:
    """Each distinct form of each term as the fold has it, repeats kept, and the place of its term."""
    spelled = [(reading, place) for place, term in enumerate(terms) for reading in fold.readings(term.text)]
    kept = fold.batch([text for text, _ in spelled]).kept_texts() if spelled else []
    pairs = dict.fromkeys((text, place) for text, (_, place) in zip(kept, spelled, strict=True) if text)
    return [text for text, _ in pairs], [place for _, place in pairs]


def unbroken(raw: Array, starts: Places, ends: Places, lengths: Ints) -> Bools:
    """Which places hold no end of a sentence, nor, for a keyword of two characters, a mark or space between clauses.

    A run of other symbols inside is filler, and disguise enough.
    """
    widths = ends - starts
    inside = _mark_kinds()[raw[ranges(starts, widths)]]
    owners = np.repeat(np.arange(widths.size), widths)
    ended, parted = (np.bincount(owners[inside == kind], minlength=widths.size) > 0 for kind in (SENTENCE_END, CLAUSE_MARK))
    whole: Bools = ~ended & (~parted | (lengths > 2))
    return whole


@cache
def _mark_kinds() -> npt.NDArray[np.uint8]:
    """By code point, whether it ends a sentence or parts clauses."""
    kinds = np.zeros(CODE_POINTS, np.uint8)
    kinds[[ord(mark) for mark in CLAUSE_MARKS]] = CLAUSE_MARK
    kinds[[ord(mark) for mark in SENTENCE_ENDS]] = SENTENCE_END
    return kinds
