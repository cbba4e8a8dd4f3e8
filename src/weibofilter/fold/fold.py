"""The fold of the ``skeleton`` view: one for keywords, exceptions and posts."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from weibofilter.fold.characters import Characters, ClauseTable
from weibofilter.fold.closed_up import closed_up, may_stand_apart
from weibofilter.fold.folded import FoldedBatch, Joined, join
from weibofilter.fold.folded_post import FoldedPost, drawn
from weibofilter.fold.spelled import Spelled, spell
from weibofilter.fold.tables import EXPANDS, load_tables
from weibofilter.fold.variants import KEYCAPS, Symbols, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from weibofilter.fold.tables import FoldTables

QUICK_PLANES = 0x20000
"""Code points that the table of single posts covers: the two planes that posts are written in."""


class Fold:
    """Folds posts and keywords by one set of tables; read-only, safe to share between threads."""

    def __init__(self, tables: FoldTables) -> None:
        self.tables = tables
        self.characters = Characters(tables)
        self.clauses = ClauseTable(self.characters)

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
        ambiguous[[ord(symbol) for symbol in (*self.tables.alternatives, *KEYCAPS)]] = True
        return ambiguous

    def batch(self, posts: Sequence[str]) -> FoldedBatch:
        """The posts folded together, with the way back."""
        return FoldedBatch(posts, join(posts), self.tables)

    def batch_with_variants(self, posts: Sequence[str], *, close_up: bool = False) -> tuple[FoldedBatch, list[int]]:
        """The posts folded together with their variants behind them, and for each of both the index of the post that it is of; the variants
        are with ``close_up`` those of posts whose characters stand apart, too.

        >>> batch, owners = skeleton_fold().batch_with_variants(["做❤", "刷单"])
        >>> batch.texts(), owners
        (['做', '刷单', '做心', '做爱'], [0, 1, 0, 0])
        """
        joined = raw, starts, emoticons = join(posts, emoticons=True)
        owners = list(range(len(posts)))
        places = self.ambiguous.take(raw).nonzero()[0]
        if close_up:
            places = np.concatenate((places, may_stand_apart(raw, self.tables)))
        if not places.size:
            return FoldedBatch(posts, joined, self.tables), owners
        others: list[str] = []
        for index in dict.fromkeys((starts.searchsorted(places, side="right") - 1).tolist()):
            ways = list(self.variants(posts[index], close_up=close_up))
            others += ways
            owners += [index] * len(ways)
        # An empty text in front, for the line feed between the posts and their variants.
        raw_others, starts_others, _ = join(["", *others], emoticons=True)
        both = Joined(np.concatenate((raw, raw_others)), np.concatenate((starts, starts_others[1:] + raw.size)), emoticons)
        return FoldedBatch([*posts, *others], both, self.tables), owners

    def post(self, post: str) -> FoldedPost:
        """One post folded, with the way back; for a post of some hundred characters or fewer quicker than a batch of one."""
        return FoldedPost(post, self)

    def is_ambiguous(self, post: str) -> bool:
        """Whether the post holds something to be taken in several ways."""
        return self._needs_care(post) is not None and not self._ambiguous_characters.isdisjoint(post)

    @cached_property
    def _ambiguous_characters(self) -> frozenset[str]:
        """The characters that ``ambiguous`` flags."""
        return frozenset(map(chr, np.flatnonzero(self.ambiguous).tolist()))

    @cached_property
    def _needs_care(self) -> Callable[[str], re.Match[str] | None]:
        """Finds an ambiguous character of the first plane, or any character of another: such a class is searched at 7 ns a character."""
        symbols = "".join(sorted(symbol for symbol in self._ambiguous_characters if symbol < "\U00010000"))
        return re.compile(f"[{re.escape(symbols)}\U00010000-\U0010ffff]").search

    def quick(self, post: str) -> tuple[str, Sequence[str]] | None:
        """The skeleton of one post without emoticons, and the characters that stand in a row in it; None if more than a look-up tells.

        >>> skeleton_fold().quick("加.微 信信!!"), skeleton_fold().quick("加❤微信")
        (('加微信', ['信']), None)
        """
        if self._needs_care(post) is not None and (not self._ambiguous_characters.isdisjoint(post) or _RARE(post) is not None):
            return None
        kept = post.translate(self._pieces)
        return (kept, ()) if _REPEAT(kept) is None else drawn(kept)

    def kept(self, post: str) -> str:
        """The skeleton of one post with its repeats."""
        if _RARE(post) is None:
            return post.translate(self._pieces)
        return "".join(self.pieces(post))

    def pieces(self, post: str) -> list[str]:
        """What each character of a post becomes."""
        if _RARE(post) is None:
            return list(map(self._pieces.__getitem__, map(ord, post)))
        return [self.characters[character].skeleton for character in post]

    def side_by_side(self, text: str) -> str:
        """The skeleton of a text each of whose characters folds to one; "" for any other.

        >>> skeleton_fold().side_by_side("微ＸⅩ"), skeleton_fold().side_by_side("微.信"), skeleton_fold().side_by_side("㏄")
        ('微xx', '', '')
        """
        pieces = self.pieces(text)
        skeleton = "".join(pieces)
        return skeleton if len(skeleton) == len(text) and "" not in pieces else ""

    @cached_property
    def _pieces(self) -> list[str]:
        """What each code point of the first planes becomes, in the form that ``str.translate`` is quickest with."""
        folded = self.tables.lookup[:QUICK_PLANES]
        pieces = list(np.where(folded < EXPANDS, folded, 0).astype("<u4").tobytes().decode("utf-32-le"))
        for code in np.flatnonzero(folded >= EXPANDS).tolist():
            pieces[code] = self.tables.fold_char(chr(code))
        return pieces

    def spell(self, text: str) -> Spelled:
        """The text with its spellings folded and nothing dropped."""
        return spell(text, self.characters)

    def variants(self, post: str, *, close_up: bool = False) -> Iterator[str]:
        """The other ways to take the ambiguous symbols of a post; with ``close_up`` also the post closed up."""
        yield from self._symbols.variants(post)
        if close_up and (closed := closed_up(post)) != post:
            yield closed

    @cached_property
    def _symbols(self) -> Symbols:
        return Symbols(self.tables)

    def readings(self, keyword: str) -> Iterator[str]:
        """The ways to read a keyword."""
        return readings(keyword, self.tables)

    def skeleton(self, text: str) -> str:
        """The skeleton of one text, its repeats drawn together.

        >>> skeleton_fold().skeleton("ⒻⓤC⒦ 嘻嘻哈哈")
        'fuck嘻哈'
        """
        return drawn(self.kept(text))[0]


_RARE = re.compile("[\U00020000-\U0010ffff]").search
_REPEAT = re.compile(r"(.)\1").search


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
