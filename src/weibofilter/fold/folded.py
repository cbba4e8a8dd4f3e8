"""A batch of posts as the ``skeleton`` view shows them, and the way back from there to the posts.

The posts are joined, folded by one table look-up, cleared of what the table drops, and every run of one character is drawn together, all
on arrays of code points. What was kept *is* the offset map, so it costs nothing until a hit asks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from operator import sub
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from weibofilter.fold.tables import DROPPED, EXPANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.fold.tables import FoldTables

CodePoints = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.intp]

SEPARATOR = 0x0A
"""Stands between two posts of a batch. The fold drops it from posts, so no keyword holds it and no hit spans two posts."""


class Run(NamedTuple):
    """One character of a folded text: where it stands in its post (half-open span), and how often in a row."""

    start: int
    end: int
    length: int


class Folded(Protocol):
    """What a scan needs of one post or many, folded together."""

    @property
    def posts(self) -> Sequence[str]:
        """The posts."""

    @property
    def text(self) -> str:
        """Their folded text."""

    def post_at(self, position: int) -> int:
        """The index of the post that this position of ``text`` belongs to."""

    def lengths(self, start: int, end: int) -> tuple[int, ...]:
        """For each character of ``text[start:end]``, how often it stands in a row."""

    def runs(self, start: int, end: int) -> tuple[int, tuple[Run, ...]]:
        """The index of the post that ``text[start:end]`` is of, and for each character the run it stands for, in that post."""

    def long_runs(self) -> list[int]:
        """The places in ``text`` of the characters that stand twice or more in a row."""

    def ambiguous_posts(self) -> list[int]:
        """The indices of the posts that hold something to be taken in several ways."""


class FoldedBatch:
    r"""Posts folded together: ``text`` is what a scan reads, the rest leads from places in it back to the posts.

    ``raw`` are the code points of the joined posts, a line feed between two; ``codes`` what the fold keeps of them, repeats and all,
    with ``SEPARATOR`` between two posts.

    >>> from weibofilter.fold import skeleton_fold
    >>> batch = skeleton_fold().batch(["加.微 信", "傻@#￥%逼逼"])
    >>> batch.text
    '加微信\n傻逼'
    >>> batch.runs(4, 6)
    (1, (Run(start=0, end=1, length=1), Run(start=5, end=7, length=2)))
    """

    def __init__(self, posts: Sequence[str], tables: FoldTables, ambiguous: npt.NDArray[np.bool_]) -> None:
        self.posts = posts
        joined = "\n".join(posts)
        self.raw: CodePoints = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._ambiguous = ambiguous[self.raw]
        folded = tables.lookup[self.raw]
        if len(posts) > 1:
            folded[self.starts[1:] - 1] = SEPARATOR
        self._kept = folded != DROPPED
        codes = folded[self._kept]
        self._widths: Positions | None = None
        expanding = np.flatnonzero(codes >= EXPANDS)
        if expanding.size:
            codes, self._widths = _expand(codes, expanding, tables)
        self.codes = codes
        self._first = _run_starts(codes)
        self.text: str = codes[self._first].tobytes().decode("utf-32-le")

    @cached_property
    def starts(self) -> Positions:
        """Where each post begins in the joined posts, in code points."""
        lengths = np.fromiter(map(len, self.posts), dtype=np.intp, count=len(self.posts))
        starts = np.zeros(len(self.posts), dtype=np.intp)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        return starts

    @cached_property
    def origins(self) -> Positions:
        """For each of ``codes``, the place in the joined posts that it comes from."""
        origins = np.flatnonzero(self._kept)
        return origins if self._widths is None else np.repeat(origins, self._widths)

    @cached_property
    def _bounds(self) -> Positions:
        """For each character of ``text``, where its run begins among ``codes``; one more for the end."""
        return np.append(np.flatnonzero(self._first), len(self.codes))

    @cached_property
    def _post_starts(self) -> list[int]:
        starts: list[int] = self.starts.tolist()
        return starts

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """The post that a span of the joined posts lies in, by its index, and the span in that post."""
        index = bisect_right(self._post_starts, start) - 1
        base = self._post_starts[index]
        return index, start - base, end - base

    def post_at(self, position: int) -> int:
        """The index of the post that this position of ``text`` belongs to."""
        return bisect_right(self._post_starts, int(self.origins[self._bounds[position]])) - 1

    def lengths(self, start: int, end: int) -> tuple[int, ...]:
        """For each character of ``text[start:end]``, how often it stands in a row."""
        bounds = self._bounds[start : end + 1].tolist()
        return tuple(map(sub, bounds[1:], bounds))

    def runs(self, start: int, end: int) -> tuple[int, tuple[Run, ...]]:
        """The index of the post that ``text[start:end]`` is of, and for each character the run it stands for, in that post.

        A character that folds to several (㍿) lends its whole place to each of them.
        """
        bounds = self._bounds[start : end + 1].tolist()
        places = self.origins[bounds[0] : bounds[-1]].tolist()
        index = bisect_right(self._post_starts, places[0]) - 1
        base, zero = self._post_starts[index], bounds[0]
        runs = (
            Run(places[first - zero] - base, places[after - zero - 1] - base + 1, after - first)
            for first, after in pairwise(bounds)
        )
        return index, tuple(runs)

    def long_runs(self) -> list[int]:
        """The places in ``text`` of the characters that stand twice or more in a row."""
        places: list[int] = np.flatnonzero(np.diff(self._bounds) > 1).tolist()
        return places

    def ambiguous_posts(self) -> list[int]:
        """The indices of the posts that hold something to be taken in several ways."""
        places = np.flatnonzero(self._ambiguous)
        if not places.size:
            return []
        owners: list[int] = np.unique(np.searchsorted(self.starts, places, side="right") - 1).tolist()
        return owners

    def texts(self) -> list[str]:
        """The folded text of each post."""
        return self.text.split("\n")

    def kept_texts(self) -> list[str]:
        """The folded text of each post, repeats kept."""
        kept: str = self.codes.tobytes().decode("utf-32-le")
        return kept.split("\n")


def _expand(codes: CodePoints, expanding: Positions, tables: FoldTables) -> tuple[CodePoints, Positions]:
    """The codes with each one that stands for several written out, and how many codes each has become."""
    widths = np.ones(codes.size, dtype=np.intp)
    pieces: list[CodePoints] = []
    after = 0
    for place in expanding.tolist():
        index = int(codes[place]) - EXPANDS
        target = tables.expansion_flat[tables.expansion_start[index] : tables.expansion_start[index + 1]]
        widths[place] = target.size
        pieces += [codes[after:place], target]
        after = place + 1
    return np.concatenate([*pieces, codes[after:]]), widths


def _run_starts(codes: CodePoints) -> npt.NDArray[np.bool_]:
    """Which codes begin a run; two separators in a row (an empty post) stay two."""
    first = np.empty(codes.size, dtype=np.bool_)
    first[:1] = True
    np.not_equal(codes[1:], codes[:-1], out=first[1:])
    np.logical_or(first, codes == SEPARATOR, out=first)
    return first
