"""The fold of the ``skeleton`` view: one for keywords, exceptions and posts."""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from weibofilter.fold.characters import Characters
from weibofilter.fold.folded import FoldedBatch
from weibofilter.fold.folded_post import FoldedPost
from weibofilter.fold.spelled import Spelled, spell
from weibofilter.fold.tables import DROPPED, EXPANDS, load_tables
from weibofilter.fold.variants import readings, variants, ways_of_symbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from weibofilter.fold.tables import FoldTables

QUICK_PLANES = 0x20000
"""Code points that ``quick`` covers: the two planes that posts are written in. A post with a rarer one is folded the long way."""


class Fold:
    """Folds posts and keywords by one set of tables; read-only, safe to share between threads."""

    def __init__(self, tables: FoldTables) -> None:
        self.tables = tables
        self.characters = Characters(tables)

    @property
    def digest(self) -> str:
        """SHA-256 of the tables."""
        return self.tables.digest

    @property
    def spelling_steps(self) -> frozenset[str]:
        """The names of the steps that are ways of spelling, not disguises."""
        return self.tables.spelling_steps

    @cached_property
    def ambiguous(self) -> npt.NDArray[np.bool_]:
        """For each code point, whether a post that holds it may be taken in several ways."""
        ambiguous = self.tables.kana | self.tables.bopomofo
        ambiguous[[ord(symbol) for symbol in self.tables.alternatives]] = True
        return ambiguous

    def batch(self, posts: Sequence[str]) -> FoldedBatch:
        """The posts folded together, with the way back."""
        return FoldedBatch(posts, self.tables, self.ambiguous)

    @cached_property
    def symbols(self) -> frozenset[str]:
        """The characters that ``ambiguous`` flags."""
        return frozenset(map(chr, np.flatnonzero(self.ambiguous).tolist()))

    def post(self, post: str) -> FoldedPost:
        """One post folded, with the way back; for a post of some hundred characters or fewer quicker than a batch of one."""
        return FoldedPost(post, self.characters, self.symbols)

    def quick(self, post: str) -> tuple[str, str] | None:
        """The skeleton of one post without the way back, and with its repeats; None where only ``batch`` can tell.

        >>> skeleton_fold().quick("加.微 信信!!"), skeleton_fold().quick("加❤微信")
        (('加微信', '加微信信'), None)
        """
        folded = post.translate(self._quick_table)
        care = _CARE(folded)
        if care is None:
            return folded, folded
        if care.lastgroup or _UNSURE(folded):
            return None
        return "".join([character for character, _ in groupby(folded)]), folded

    @cached_property
    def _quick_table(self) -> list[str]:
        """For ``str.translate``: what each code point becomes; an ambiguous one becomes a mark that no fold leaves."""
        folded = self.tables.lookup[:QUICK_PLANES]
        one_to_one = folded < EXPANDS
        several = np.flatnonzero(~one_to_one & (folded != DROPPED))
        table = list(np.where(one_to_one, folded, 0).tobytes().decode("utf-32-le"))
        for code in np.flatnonzero(folded == DROPPED).tolist():
            table[code] = ""
        for code in several.tolist():
            table[code] = self.tables.fold_char(chr(code))
        for code in np.flatnonzero(self.ambiguous[:QUICK_PLANES]).tolist():
            table[code] = AMBIGUOUS
        return table

    def spell(self, text: str) -> Spelled:
        """The text with its spellings folded and nothing dropped."""
        return spell(text, self.characters)

    def variants(self, post: str) -> Iterator[str]:
        """The other ways to take the ambiguous symbols of a post."""
        return variants(post, self._ways)

    @cached_property
    def _ways(self) -> dict[str, tuple[str, ...]]:
        return ways_of_symbols(self.tables)

    def readings(self, keyword: str) -> Iterator[str]:
        """The ways to read a keyword."""
        return readings(keyword, self.tables)

    def skeleton(self, text: str) -> str:
        """The skeleton of one text, its repeats drawn together.

        >>> skeleton_fold().skeleton("ⒻⓤC⒦ 嘻嘻哈哈")
        'fuck嘻哈'
        """
        return self.post(text).text


AMBIGUOUS = "\ue000"
_CARE = re.compile(rf"(?P<unsure>[{AMBIGUOUS}\U00020000-\U0010ffff])|(.)\2").search
_UNSURE = re.compile(rf"[{AMBIGUOUS}\U00020000-\U0010ffff]").search


@cache
def skeleton_fold() -> Fold:
    """The fold by the shipped tables, read on the first call."""
    return Fold(load_tables())


def fold_keyword(text: str) -> tuple[str, ...]:
    """The skeletons that a keyword has by its readings; empty if nothing but punctuation or symbols is left by any.

    >>> fold_keyword("加V信"), fold_keyword("❤"), fold_keyword("——")
    (('加v信',), ('心', '爱'), ())
    """
    fold = skeleton_fold()
    skeletons = (fold.skeleton(reading) for reading in fold.readings(text))
    return tuple(skeleton for skeleton in dict.fromkeys(skeletons) if skeleton)
