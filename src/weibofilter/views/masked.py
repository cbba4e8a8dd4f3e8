"""The ``masked`` view: one character of a keyword is hidden behind a mark (六合*, 裸×视频, ○博网站).

A mark stands for exactly one character, so each keyword is looked for with a mark in each of its places, and longer ones with two. Keywords
of two characters are left to combinations: a character and a mark are found in any post.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import pack_arrays, unpack_arrays
from weibofilter.fold.folded import SEPARATOR
from weibofilter.fold.tables import CODE_POINTS
from weibofilter.views.forms import Forms, folded_forms
from weibofilter.views.lattice import Edges, Lattice, find_disguised
from weibofilter.views.trie import PLANES, Trie
from weibofilter.views.weigh import Suspicions, no_suspicions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.fold import Fold
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.seen import Seen
    from weibofilter.views.trie import Bools, Ints
    from weibofilter.views.view import Term

DISGUISES: Final = ("masked",)
MARKS: Final = "*＊∗×✕✖╳❌xXＸ○〇◯⭕□■▢囗●▓█░_＿"
"""What people put in place of a character. An x or X only where no Latin letter is beside it."""
_MARKS: Final = frozenset(MARKS)
MARK: Final = "\ue0ff"
"""Stands for any of them."""
COST: Final = 4.0
"""Nats for each mark: a character is rarely hidden, and which one is anyone's guess."""
FEWEST_SEEN: Final = 2
"""Characters of a keyword that must be in sight."""
LONG: Final = 4
"""Characters from which a keyword may have two marks."""


@dataclass(frozen=True, eq=False)
class MaskedIndex:
    """The keywords of the rules that ask for the view, each with marks in its places: ``rows[i]`` is the form of the trie's word i."""

    forms: Forms
    trie: Trie
    rows: Ints

    @property
    def size(self) -> int:
        """Ways to mask the keywords."""
        return int(self.rows.size)

    def to_bytes(self) -> bytes:
        """The index as ``load`` reads it."""
        return pack_arrays({**self.forms.arrays, **self.trie.arrays, "rows": self.rows})

    @property
    def disguise_names(self) -> tuple[str, ...]:
        """What the view sees through."""
        return DISGUISES

    def may_suspect(self, glimpse: Glimpse) -> bool:
        """Whether the post holds a mark."""
        return not _MARKS.isdisjoint(glimpse.post)

    def suspicions(self, seen: Seen) -> Suspicions:
        """Where what is in sight is that of a keyword."""
        codes, origins = _with_marks(seen.batch)
        marks = np.flatnonzero(codes == ord(MARK))
        if not marks.size:
            return no_suspicions()
        near = np.flatnonzero(_around(marks, int(self.forms.lengths.max(initial=0)), codes.size))
        masked = (codes[near] == ord(MARK)).astype(np.uint8)
        edges = Edges(near, near + 1, codes[near], masked * np.float32(COST), masked)
        paths = find_disguised(self.trie, Lattice.of(edges, codes.size))
        if not paths.words.size:
            return no_suspicions()
        rows, starts, ends = self.rows[paths.words], origins[paths.starts], origins[paths.ends - 1] + 1
        whole = np.flatnonzero(ends - starts == self.forms.lengths[rows])
        found = Suspicions.plain(rows, starts, ends, np.ones_like(rows), np.zeros_like(rows), paths.changed, paths.costs)
        return found.take(whole)


def _with_marks(batch: FoldedBatch) -> tuple[Ints, Ints]:
    """The codes and where they come from, with the marks, which the fold mostly drops, as MARK."""
    places = np.flatnonzero(_is_mark()[batch.raw])
    places = places[~_beside_latin(batch, places)]
    origins = np.concatenate((batch.origins, places))
    codes = np.concatenate((np.where(batch.codes < PLANES, batch.codes, 0), np.full(places.size, ord(MARK))))
    kept = np.concatenate((~np.isin(batch.origins, places), np.ones(places.size, np.bool_)))
    order = np.argsort(origins[kept], kind="stable")
    return codes[kept][order].astype(np.int64), origins[kept][order].astype(np.int64)


@cache
def _is_mark() -> Bools:
    marks = np.zeros(CODE_POINTS, np.bool_)
    marks[[ord(mark) for mark in MARKS]] = True
    return marks


def _beside_latin(batch: FoldedBatch, places: Ints) -> Bools:
    """Which of these places have a letter or digit on a side."""
    padded = np.pad(batch.raw, 1, constant_values=SEPARATOR)
    latin: Bools = _is_latin()[padded[places]] | _is_latin()[padded[places + 2]]
    return latin


@cache
def _is_latin() -> Bools:
    latin = np.zeros(CODE_POINTS, np.bool_)
    latin[[ord(character) for character in ascii_letters + digits]] = True
    return latin


def _around(places: Ints, reach: int, size: int) -> Bools:
    borders = np.bincount(np.maximum(places - reach, 0), minlength=size + 1)
    borders -= np.bincount(np.minimum(places + reach, size), minlength=size + 1)
    return np.cumsum(borders)[:size] > 0


def ways_to_mask(text: str, *, is_member: bool) -> Iterator[str]:
    """The keyword with one mark in each place, and with two where it is long.

    >>> [way.replace(MARK, "*") for way in ways_to_mask("六合彩", is_member=False)]
    ['*合彩', '六*彩', '六合*']
    """
    if len(text) <= FEWEST_SEEN and not is_member:
        return
    for count in (1, 2) if len(text) >= LONG else (1,):
        for places in combinations(range(len(text)), count):
            yield "".join(MARK if place in places else character for place, character in enumerate(text))


def build(terms: Sequence[Term], fold: Fold) -> MaskedIndex:
    """The index of the terms of three characters and more, and of two where they are members of a combination."""
    texts, places = folded_forms(terms, fold)
    kept = [(text, place) for text, place in zip(texts, places, strict=True) if len(text) > 1 and max(text) < MARK]
    ways = [(way, row) for row, (text, place) in enumerate(kept) for way in ways_to_mask(text, is_member=terms[place].is_member)]
    return MaskedIndex(
        forms=Forms.of(terms, [text for text, _ in kept], [place for _, place in kept]),
        trie=Trie.of([way for way, _ in ways]),
        rows=np.array([row for _, row in ways], np.int64),
    )


def load(data: bytes, fold: Fold) -> MaskedIndex:  # noqa: ARG001 - every view's loader is given the fold
    """The index that ``to_bytes`` wrote."""
    arrays = unpack_arrays(data)
    return MaskedIndex(Forms.load(arrays), Trie.load(arrays), arrays["rows"])
