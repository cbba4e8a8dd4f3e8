"""Posts whose characters stand apart (加 薇 信, cao.ni.ma), closed up.

The fold drops what stands between, so the `skeleton` view needs none of this. The views that weigh how a place reads do: between two
spaces a character is a sentence of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import regex

from weibofilter.fold.clauses import LISTING
from weibofilter.fold.tables import DROPPED, FILLER

if TYPE_CHECKING:
    from weibofilter.fold.folded import CodePoints, Positions
    from weibofilter.fold.tables import FoldTables

# Three or more single characters with the same between every two; and syllables, for which a space is none.
_KEPT: Final = r"\p{Han}A-Za-z0-9"
_ONE, _SYLLABLE = r"[\p{Han}A-Za-z]", r"(?:\p{Han}|[A-Za-z]{1,6})"
_LISTING: Final = regex.escape(LISTING)
_APART: Final = regex.compile(
    rf"(?<![A-Za-z0-9])(?:{_ONE}(?P<gap>[^{_KEPT}{_LISTING}\r\n]{{1,2}}){_ONE}(?:(?P=gap){_ONE})+"
    rf"|{_SYLLABLE}(?P<joint>[^{_KEPT}{_LISTING}\s]){_SYLLABLE}(?:(?P=joint){_SYLLABLE})+)(?![A-Za-z0-9])"
)
_BETWEEN: Final = regex.compile(rf"[^{_KEPT}]")

LEAST: Final = 5
"""Characters of the shortest text that has three apart."""
LETTERS: Final = 26
LAST_SPACE: Final = 0x3000
"""The ideographic space: no space of Unicode has a higher code point."""


def closed_up(post: str) -> str:
    """The post with filler, place for place, between characters that stand apart alike.

    >>> closed_up("快 加.薇.信.吧").replace(FILLER, "")
    '快 加薇信吧'
    """
    return _APART.sub(lambda found: _BETWEEN.sub(FILLER, found[0]), post)


def may_stand_apart(raw: CodePoints, tables: FoldTables) -> Positions:
    """The places in joined posts where characters may stand apart: one that is kept between two that are dropped and alike, or a letter
    beside what may join it to another that is kept.
    """
    if raw.size < LEAST:
        return np.zeros(0, np.intp)
    dropped = tables.lookup.take(raw) == DROPPED
    kept, letters = ~dropped, ((raw | 0x20) - ord("a")) < LETTERS
    places = kept[:-2] & kept[2:] & (letters[:-2] | letters[2:]) & _joints(tables).take(raw[1:-1])
    places |= dropped[:-2] & kept[1:-1] & (raw[:-2] == raw[2:])
    places[:-1] |= dropped[:-3] & dropped[1:-2] & kept[2:-1] & (raw[:-3] == raw[3:])
    found: Positions = places.nonzero()[0]
    return found


@cache
def _joints(tables: FoldTables) -> npt.NDArray[np.bool_]:
    """For each code point whether it may stand between two syllables."""
    joints: npt.NDArray[np.bool_] = tables.lookup == DROPPED
    joints[[*map(ord, LISTING), *(code for code in range(LAST_SPACE + 1) if chr(code).isspace())]] = False
    return joints
