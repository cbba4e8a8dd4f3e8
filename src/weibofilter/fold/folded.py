"""A batch of posts as the ``skeleton`` view shows them, and the way back from there to the posts.

The posts are joined, folded by one table look-up, cleared of what the table drops, and every run of one character is drawn together, all
on arrays of code points. What was kept *is* the offset map, so it costs nothing until a hit asks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from weibofilter.fold.emoticons import NO_CODES, Codes
from weibofilter.fold.tables import DROPPED, EXPANDS, FILLER
from weibofilter.gate import text_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from weibofilter.automaton import Automaton, Match
    from weibofilter.fold.emoticons import Emoticon
    from weibofilter.fold.tables import FoldTables
    from weibofilter.gate import Gate

CodePoints = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.intp]

SEPARATOR = 0x0A
"""Stands between two posts of a batch. The fold drops it from posts, so no keyword holds it and no hit spans two posts."""


_SEPARATOR = chr(SEPARATOR)
_BETWEEN = "\uffff"
"""Joins posts until their borders are found: it is no character, so hardly a post holds it, and none is measured to know where it ends."""

_FIRST = np.zeros(1, dtype=np.intp)


class Run(NamedTuple):
    """One character of a folded text: where it stands in its post (half-open span), and how often in a row."""

    start: int
    end: int
    length: int


class Place(NamedTuple):
    """The index of a post, and a half-open span in it."""

    post: int
    start: int
    end: int


class Folded(Protocol):
    """What a scan needs of one post or many, folded together. The places of a match are those in ``text``."""

    @property
    def posts(self) -> Sequence[str]:
        """The posts."""

    @property
    def text(self) -> str:
        """Their folded text."""

    def find(self, automaton: Automaton, gate: Gate) -> list[Match]:
        """The matches of an automaton in ``text``; the gate says where its patterns may begin."""

    def places(self, matches: Sequence[Match]) -> list[Place]:
        """Where each match stands. It takes runs of a repeated character whole."""

    def emoticons_of(self, wanted: Container[str]) -> Iterable[Emoticon]:
        """The emoticons whose codes are wanted in lower case; they are no part of the text, and where they stand, ``place`` tells."""

    def place(self, start: int, end: int) -> Place:
        """The post that a place as ``emoticons_of`` has it lies in, and the span in that post."""

    def written(self, match: Match) -> str:
        """What was matched in ``text``."""

    def around(self, match: Match, most: int) -> str | None:
        """The folded text of the post that a match is in; None if it goes on for more than ``most`` characters to either side."""

    def runs(self, matches: Sequence[Match], starts: Sequence[int]) -> list[tuple[Run, ...]]:
        """For each character of each match the run that it stands for, in the post where the match starts as ``starts`` says."""

    def long_runs(self, characters: AbstractSet[str]) -> list[tuple[int, str, int]]:
        """Each place in ``text`` where one of these characters stands for two or more of it, the character, and how many they are."""


class FoldedBatch:
    r"""Posts folded together: ``text`` is what a scan reads, the rest leads from places in it back to the posts.

    ``raw`` are the code points of the joined posts, a line feed between two, and ``starts`` where in it each begins; ``codes`` what the
    fold keeps of them, repeats and all, with ``SEPARATOR`` between two posts; ``origins`` the place in ``raw`` that each of these comes
    from; ``repeats`` the places in ``codes`` that repeat the one before, and ``drawn`` the codes without them.

    >>> from weibofilter.fold import skeleton_fold
    >>> batch = skeleton_fold().batch(["加.微 信", "傻@#￥%逼逼"])
    >>> batch.text
    '加微信\n傻逼'
    >>> batch.places([(4, 6, 0)]), batch.runs([(4, 6, 0)], [0])
    ([Place(post=1, start=0, end=7)], [(Run(start=0, end=1, length=1), Run(start=5, end=7, length=2))])
    """

    def __init__(self, posts: Sequence[str], joined: Joined, tables: FoldTables) -> None:
        self.posts = posts
        self.raw, self.starts, self._emoticons = raw, starts, _ = joined
        # Methods of arrays: ``take`` has half the cost of indexing by an array, and the functions of numpy that call a method add a µs.
        folded = tables.lookup.take(raw)
        folded[starts[1:] - 1] = SEPARATOR
        self.origins: Positions = (folded != DROPPED).nonzero()[0]
        self.codes: CodePoints = folded.take(self.origins)
        expanding = (self.codes >= EXPANDS).nonzero()[0]
        if expanding.size:
            self.codes, widths = _expand(self.codes, expanding, tables)
            self.origins = np.repeat(self.origins, widths)
        self.repeats: Positions = _repeats(self.codes)
        self.drawn: CodePoints = np.delete(self.codes, self.repeats) if self.repeats.size else self.codes

    @cached_property
    def text(self) -> str:
        """The folded text of all posts."""
        return text_of(self.drawn)

    @cached_property
    def _repeated(self) -> Positions:
        """For each repeat the place in ``text`` that it belongs to: its own less the repeats up to it, the same for all of a run."""
        places: Positions = self.repeats - np.arange(1, self.repeats.size + 1)
        return places

    def _bounds(self, places: Positions) -> Positions:
        """The places in ``codes`` where the runs of these characters of ``text`` begin; for its end that of ``codes``."""
        return places + self._repeated.searchsorted(places)

    def written(self, match: Match) -> str:
        """What was matched in ``text``."""
        return text_of(self.drawn[match[0] : match[1]])

    def around(self, match: Match, most: int) -> str | None:
        """The folded text of the post that a match is in; None if it goes on for more than ``most`` characters to either side."""
        start, end, _ = match
        first = self.text.rfind(_SEPARATOR, max(0, start - most - 1), start) + 1
        after = self.text.find(_SEPARATOR, end, end + most + 1)
        if (first == 0 and start > most) or (after < 0 and end + most < len(self.text)):
            return None
        return self.text[first : after if after >= 0 else len(self.text)]

    def find(self, automaton: Automaton, gate: Gate) -> list[Match]:
        """The matches of an automaton in ``text``; the gate says where its patterns may begin."""
        return gate.find(self.drawn, automaton.find)

    def emoticons_of(self, wanted: Container[str]) -> Iterable[Emoticon]:
        """The emoticons whose codes are wanted in lower case, with their places among the joined posts."""
        starts, ends, names = self._emoticons
        chosen = {name for name in set(names) if name.lower() in wanted}
        if not chosen:
            return ()
        return [one for one in zip(starts.tolist(), ends.tolist(), names, strict=True) if one[2] in chosen]

    @cached_property
    def _post_starts(self) -> list[int]:
        starts: list[int] = self.starts.tolist()
        return starts

    def place(self, start: int, end: int) -> Place:
        """The post that a span of the joined posts lies in, and the span in that post."""
        index = bisect_right(self._post_starts, start) - 1
        base = self._post_starts[index]
        return Place(index, start - base, end - base)

    def places(self, matches: Sequence[Match]) -> list[Place]:
        """Where each match stands. It takes runs of a repeated character whole."""
        first, after, _ = _columns(matches)
        begins, ends = self._bounds(first), self._bounds(after)
        starts, afters = self.origins.take(begins), self.origins.take(ends - 1) + 1
        posts = self.starts.searchsorted(starts, side="right") - 1
        bases = self.starts.take(posts)
        return list(map(Place, posts.tolist(), (starts - bases).tolist(), (afters - bases).tolist()))

    def runs(self, matches: Sequence[Match], starts: Sequence[int]) -> list[tuple[Run, ...]]:
        """For each character of each match the run that it stands for, in the post where the match starts as ``starts`` says.

        A character that folds to several (㍿) lends its whole place to each of them.
        """
        first, after, _ = _columns(matches)
        sizes = after - first
        ends = np.cumsum(sizes)
        flat = np.arange(sizes.sum()) + np.repeat(after - ends, sizes)
        begins, afters = self._bounds(flat), self._bounds(flat + 1)
        bases = np.repeat(self.origins.take(self._bounds(first)) - np.array(starts, dtype=np.intp), sizes)
        columns = self.origins.take(begins) - bases, self.origins.take(afters - 1) + 1 - bases, afters - begins
        runs = list(map(Run, *(column.tolist() for column in columns)))
        return [tuple(runs[end - size : end]) for end, size in zip(ends.tolist(), sizes.tolist(), strict=True)]

    def long_runs(self, characters: AbstractSet[str]) -> list[tuple[int, str, int]]:
        """Each place in ``text`` where one of these characters stands for two or more of it, the character, and how many they are."""
        written = self.codes.take(self.repeats)
        runs: list[tuple[int, str, int]] = []
        for character in sorted(characters & set(text_of(written))):
            places = self._repeated.compress(written == ord(character))
            runs += [(place, character, count + 1) for place, count in Counter(places.tolist()).items()]
        return sorted(runs)

    def texts(self) -> list[str]:
        """The folded text of each post."""
        return self.text.split("\n")

    def kept_texts(self) -> list[str]:
        """The folded text of each post, repeats kept."""
        return text_of(self.codes).split("\n")


class Joined(NamedTuple):
    """The code points of posts, a line feed between two and filler for emoticon codes; where among them each post begins; the codes."""

    raw: CodePoints
    starts: Positions
    emoticons: Codes = NO_CODES


def join(posts: Sequence[str], *, emoticons: bool = False) -> Joined:
    """The posts joined; of posts ``emoticons`` are looked for, keywords have none."""
    joined = _BETWEEN.join(posts)
    raw = np.array((joined,)).view(np.uint32) if joined else np.zeros(0, np.uint32)
    found = Codes.among(joined, raw) if emoticons else NO_CODES
    if found.names:
        raw[found.places()] = ord(FILLER)
    borders = (raw == ord(_BETWEEN)).nonzero()[0]
    if borders.size != len(posts) - 1:
        borders = np.cumsum([len(post) + 1 for post in posts[:-1]], dtype=np.intp) - 1
    raw[borders] = SEPARATOR
    return Joined(raw, np.concatenate((_FIRST, borders + 1)), found)


def _columns(matches: Sequence[Match]) -> Positions:
    """The starts, the ends and the patterns of matches."""
    return np.array(matches, dtype=np.intp).reshape(-1, 3).T


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


def _repeats(codes: CodePoints) -> Positions:
    """The places of codes that repeat the one before; two separators in a row (an empty post) stay two."""
    places: Positions = (codes[1:] == codes[:-1]).nonzero()[0] + 1
    return places.compress(codes.take(places) != SEPARATOR)
