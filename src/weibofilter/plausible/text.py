"""A batch of posts as the language model reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from weibofilter.fold.folded import SEPARATOR
from weibofilter.plausible.language import BREAK, DROPPED, RARE

if TYPE_CHECKING:
    from weibofilter.plausible.language import Language, Symbols

MARGIN = 8
"""Breaks put before and behind, so that the surroundings of every place exist, and in place of a line feed, so that they end there: a
post reads the same alone and between the other posts of a batch."""


class Text:
    """Symbols without what is invisible, each run of breaks, letters, digits or emoji as one; and the way to them from the posts.

    A line feed, which also stands between two posts, is ``MARGIN`` breaks of its own.
    """

    __slots__ = ("_origins", "language", "symbols")

    def __init__(self, language: Language, raw: npt.NDArray[np.uint32]) -> None:
        symbols = language.read(raw)
        seen = np.flatnonzero(symbols != DROPPED)
        symbols, walls = symbols[seen], raw[seen] == SEPARATOR
        begins = np.ones(symbols.size, dtype=np.bool_)
        begins[1:] = (symbols[1:] != symbols[:-1]) | (symbols[1:] >= RARE) | walls[1:] | walls[:-1]
        widths = np.where(walls[begins], MARGIN, 1)
        self.language = language
        self._origins = np.repeat(seen[begins], widths)
        self.symbols = np.pad(np.repeat(symbols[begins], widths), MARGIN, constant_values=BREAK)

    def span(self, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Spans of the joined posts as spans of ``symbols``, none of them empty.

        A span that begins inside a run of letters begins with the run: its symbol stands where the run begins.
        """
        first = np.searchsorted(self._origins, starts, side="right") - 1
        after = np.searchsorted(self._origins, ends, side="left")
        return first + MARGIN, np.maximum(after, first + 1) + MARGIN

    def window(self, first: npt.NDArray[np.intp], width: int) -> Symbols:
        """The symbols from each place on, shape (n, width); what lies behind the end reads as breaks."""
        places = first[:, None] + np.arange(width)
        symbols: Symbols = self.symbols[np.minimum(places, self.symbols.size - 1)]
        return symbols
