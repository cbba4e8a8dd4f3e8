"""The ``swapped`` view: two characters of a keyword, or one of it and one beside it, have changed places (炮约, 追者随).

Each swap of two characters at a distance of one or two that would mend an odd place is a detour in the lattice: the edges of 炮约 read
as 约炮 run through a node of their own. A keyword may begin or end on the detour, where a neighbour was swapped into it
(鸟的人 for 的鸟人). The post with the swap undone must be likelier than as it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import pack_arrays, unpack_arrays
from weibofilter.plausible.features import LONGEST_KEYWORD
from weibofilter.plausible.shipped import language
from weibofilter.views.forms import Forms, folded_forms, unbroken
from weibofilter.views.lattice import Edges, Lattice, Paths, find_disguised
from weibofilter.views.trie import PLANES, Trie
from weibofilter.views.weigh import Suspicions, no_suspicions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.fold import Fold
    from weibofilter.plausible.language import Floats
    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.seen import Seen
    from weibofilter.views.trie import Ints
    from weibofilter.views.view import Term

DISGUISES: Final = ("swapped", "displaced")
"""Two characters of the keyword have changed places; one has with a neighbour."""
SWAP: Final = 1
LOOSE: Final = (7.0, 7.0)
"""Bonds (nats by which neighbours attract each other) below which, summed over a swap's borders, it is worth undoing, by distance.
Of swaps 99 in 100 are below, of ordinary places 68 and 58."""
CHUNK: Final = 1 << 19
"""Codes whose detours are looked at together: five edges each at most."""
OVERLAP: Final = 32


@dataclass(frozen=True, slots=True, eq=False)
class Detours:
    """The swaps of a stretch of codes: each begins at ``places[i]`` and is over at ``places[i] + distances[i]``.

    A swap at distance d has d nodes of its own, ``nodes[i]`` and the next.
    """

    places: Ints
    distances: Ints
    nodes: Ints

    @classmethod
    def among(cls, codes: Ints, bonds: Floats) -> Detours:
        """The swaps that are worth undoing, of codes that go together so well (`weibofilter.views.seen.Seen.bonds`)."""
        found = []
        for distance, loose in enumerate(LOOSE, start=1):
            tension = sum(bonds[start : bonds.size - distance - 1 + start] for start in range(distance + 2))
            changes = codes[:-distance] != codes[distance:]
            found.append(np.flatnonzero(changes & (tension < loose)))
        places = np.concatenate(found)
        distances = np.repeat(np.arange(1, len(found) + 1), [each.size for each in found])
        return cls(places, distances, codes.size + 1 + np.cumsum(distances) - distances)

    def edges(self, codes: Ints) -> Edges:
        """The two or three readings of each swap, through its own nodes."""
        several = []
        for distance in (1, 2):
            of = self.distances == distance
            places, nodes = self.places[of], self.nodes[of]
            way = [places, *(nodes + step for step in range(distance)), places + distance + 1]
            read = [places + distance, *(places + step for step in range(1, distance)), places]
            several += [Edges.of(way[step], way[step + 1], codes[read[step]], 0, SWAP) for step in range(distance + 1)]
        return Edges.join(several)

    def swap_at(self, nodes: Ints, codes: Ints) -> tuple[Ints, Ints, Ints]:
        """The place and distance of the swap that each node belongs to, and its rank among the nodes; distance 0 for codes' own."""
        of = np.searchsorted(self.nodes, nodes, side="right") - 1
        own = nodes > codes.size
        of = np.where(own, of, 0)
        if not self.nodes.size:
            nothing = np.zeros_like(nodes)
            return nodes, nothing, nothing
        return (
            np.where(own, self.places[of], nodes),
            np.where(own, self.distances[of], 0),
            np.where(own, nodes - self.nodes[of], 0),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Undone:
    """Keywords that stand where a swap is undone: the form, its place among the codes, and the whole place as it reads then."""

    words: Ints
    starts: Ints
    ends: Ints
    meant: Ints
    """Code points, shape (n, LONGEST_KEYWORD + 4), filled up with 0."""

    def moved(self, places: int) -> Undone:
        """The same so many codes further on."""
        return Undone(self.words, self.starts + places, self.ends + places, self.meant)

    def innermost(self) -> Undone:
        """Those that hold no other of the same keyword: 炮约吗 is 约炮 by one swap, and not the 吗约炮 that another makes of it."""
        kept: list[int] = []
        ends_of: dict[tuple[int, int], list[int]] = {}
        spans = list(zip(self.words.tolist(), self.starts.tolist(), self.ends.tolist(), strict=True))
        for place in np.argsort(self.widths, kind="stable").tolist():
            word, start, end = spans[place]
            inside = ((first, after) for first in range(start, end) for after in ends_of.get((word, first), ()) if after <= end)
            if all(span == (start, end) for span in inside):
                ends_of.setdefault((word, start), []).append(end)
                kept.append(place)
        return self.take(np.array(kept, np.int64))

    def take(self, rows: Ints) -> Undone:
        """Those in these rows."""
        return Undone(self.words[rows], self.starts[rows], self.ends[rows], self.meant[rows])

    @property
    def widths(self) -> Ints:
        """How many characters the places have."""
        return self.ends - self.starts


@dataclass(frozen=True, eq=False)
class SwappedIndex:
    """The keywords of the rules that ask for the view."""

    forms: Forms
    trie: Trie

    @property
    def size(self) -> int:
        """Forms of keywords."""
        return int(self.forms.terms.size)

    def to_bytes(self) -> bytes:
        """The index as ``load`` reads it."""
        return pack_arrays({**self.forms.arrays, **self.trie.arrays})

    @property
    def disguise_names(self) -> tuple[str, ...]:
        """What the view sees through."""
        return DISGUISES

    def may_suspect(self, glimpse: Glimpse) -> bool:
        """Whether the post has two characters of keywords."""
        return len(self._alphabet.intersection(glimpse.kept)) > 1

    @cached_property
    def _alphabet(self) -> frozenset[str]:
        """The characters of the keywords."""
        return frozenset(map(chr, self.trie.alphabet.tolist()))

    def suspicions(self, seen: Seen) -> Suspicions:
        """The places where undoing one swap that is worth it gives a keyword."""
        batch, codes = seen.batch, seen.codes
        found = [self._find(seen, first) for first in range(0, max(codes.size - 1, 0), CHUNK)]
        found = [undone for undone in found if undone.words.size]
        if not found:
            return no_suspicions()
        undone = Undone(*(np.concatenate([getattr(each, name) for each in found]) for name in Undone.__slots__)).innermost()
        starts, ends = batch.origins[undone.starts], batch.origins[undone.ends - 1] + 1
        lengths = self.forms.lengths[undone.words]
        displaced = (undone.widths > lengths).astype(np.int64)
        changed = np.full(starts.size, 2)
        plain = Suspicions.plain(undone.words, starts, ends, 1 + displaced, displaced, changed, displaced)
        read = language().read(undone.meant.astype(np.uint32).ravel()).reshape(undone.meant.shape)
        meant = np.where(undone.meant, read, 0).astype(np.uint16)
        whole = np.flatnonzero(unbroken(batch.raw, starts, ends, lengths))
        return replace(plain, meant=meant, widths=undone.widths).take(whole)

    def _find(self, seen: Seen, first: int) -> Undone:
        """The keywords that begin in one stretch of the batch, which is read with its surroundings."""
        begin = max(0, first - OVERLAP)
        stretch = seen.codes[begin : first + CHUNK + OVERLAP]
        detours = Detours.among(stretch, seen.bonds[begin : begin + stretch.size + 1])
        own = np.arange(stretch.size)
        edges = Edges.join((Edges.of(own, own + 1, stretch, 0, 0), detours.edges(stretch)))
        paths = find_disguised(self.trie, Lattice.of(edges, stretch.size + 1 + int(detours.distances.sum())))
        undone = self._undone(paths, detours, stretch).moved(begin)
        return undone.take(np.flatnonzero((undone.starts >= first) & (undone.starts < first + CHUNK)))

    def _undone(self, paths: Paths, detours: Detours, codes: Ints) -> Undone:
        """Each keyword with what the swap that begins or ends it has put before or behind it."""
        start, start_distance, start_rank = detours.swap_at(paths.starts, codes)
        end, end_distance, end_rank = detours.swap_at(paths.ends, codes)
        after = np.where(end_distance > 0, end + end_distance + 1, end)
        lengths = np.minimum(self.forms.lengths[paths.words], LONGEST_KEYWORD)
        lead = np.where(start_distance > 0, start_rank + 1, 0)
        rows = np.arange(paths.words.size)
        meant = np.zeros((rows.size, LONGEST_KEYWORD + 4), np.int64)
        np.put_along_axis(
            meant, lead[:, None] + np.arange(LONGEST_KEYWORD), self.forms.codes[paths.words].astype(np.int64), axis=1
        )
        for place in (0, 1):  # a swap at distance two that a keyword begins on leaves one or two characters before it
            some = np.flatnonzero(place < lead)
            meant[some, place] = codes[start[some] + start_distance[some] - place]
        for place in (0, 1):  # and one that it ends on, one or two behind
            some = np.flatnonzero((end_distance > 0) & (place < end_distance - end_rank))
            meant[some, lead[some] + lengths[some] + place] = codes[end[some] + end_distance[some] - end_rank[some] - 1 - place]
        whole = np.flatnonzero(after - start == lead + lengths + np.where(end_distance > 0, end_distance - end_rank, 0))
        return Undone(paths.words[whole], start[whole], after[whole], meant[whole])


def _is_doubled(text: str) -> bool:
    """Whether it is one character twice or more: 色色 is 色X色 with nothing to show that a swap was meant."""
    return len(set(text)) == 1


def build(terms: Sequence[Term], fold: Fold) -> SwappedIndex:
    """The index of the terms of two characters and more."""
    texts, places = folded_forms(terms, fold)
    kept = [(text, place) for text, place in zip(texts, places, strict=True) if not _is_doubled(text) and max(text) < chr(PLANES)]
    texts = [text for text, _ in kept]
    return SwappedIndex(Forms.of(terms, texts, [place for _, place in kept]), Trie.of(texts))


def load(data: bytes, fold: Fold) -> SwappedIndex:  # noqa: ARG001 - every view's loader is given the fold
    """The index that ``to_bytes`` wrote."""
    arrays = unpack_arrays(data)
    return SwappedIndex(Forms.load(arrays), Trie.load(arrays))
