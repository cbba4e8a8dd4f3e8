"""The ``shape`` view: keywords written in look-alikes (薇信, 籹孩) or taken apart (亻言, 氵去), each character in its own way.

Every character of a batch reads as itself; where it is odd between its neighbours, as the characters that it looks like; and several
together as the character that they are the parts of. The keywords are found in that lattice (`weibofilter.views.lattice`), and a find
counts if the text as written is implausible beside it. Tables: `data/SHAPE.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import pack_arrays, unpack_arrays
from weibofilter.fold.folded import SEPARATOR
from weibofilter.fold.tables import CODE_POINTS
from weibofilter.plausible.features import LONGEST_KEYWORD
from weibofilter.plausible.linear import PARTS, SHAPE, Suspicions, margins
from weibofilter.plausible.shipped import language
from weibofilter.plausible.text import Text
from weibofilter.views.forms import Forms, excerpts, folded_forms, no_candidates, oddness, unbroken
from weibofilter.views.heard import Homophones
from weibofilter.views.kindred import Kindred
from weibofilter.views.lattice import Edges, Paths, find_disguised
from weibofilter.views.shape_tables import LookAlikes, look_alikes, ways_to_write
from weibofilter.views.trie import PLANES, Trie, ranges
from weibofilter.views.view import Candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from weibofilter.arrays import Array
    from weibofilter.fold import Fold
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.plausible.language import Floats
    from weibofilter.views.trie import Bools, Ints
    from weibofilter.views.view import Term

LOOK_ALIKE, SPLIT, HEARD = 1, 2, 4
DISGUISES: Final = ("look-alike", "split", "pinyin")

ODD: Final = 6.0
"""Nats from which a character may be a look-alike of another (`weibofilter.views.forms.oddness`): 98 in 100 of those that are, 15 of
those of ordinary posts."""
LEAST_EXCESS: Final = 3.0
"""Nats that must be left of them after paying for the look-alike: it keeps 93 of those 98 and two fifths of the readings to follow up."""
PART_COST: Final = 1.0
MOST_READINGS: Final = 1 << 22
"""Pairs of neighbouring edges looked at in one go. Posts have some ten a character; a hostile one may have 6,400."""
MOST_IN_A_POST: Final = 1 << 22
"""Pairs of readings after which a post's further look-alikes are passed over: 600 rare characters in a row, or a hundred thousand of
ordinary text."""
OVERLAP: Final = 64
"""Codes that two stretches of a batch share: a keyword of eight taken apart, and more."""
NEARLY: Final = -8.0
"""Nats below the threshold down to which a candidate is reported as dismissed."""


@dataclass(frozen=True, eq=False)
class ShapeIndex:
    """The keywords of the rules that ask for the view, with what their characters look like and are made of."""

    forms: Forms
    trie: Trie
    looks: LookAlikes
    parts: Trie
    wholes: Ints
    strokes: Ints

    @property
    def size(self) -> int:
        """Forms of keywords, look-alikes and ways to take a character apart."""
        return int(self.forms.terms.size + self.looks.meant.size + self.wholes.size)

    def to_bytes(self) -> bytes:
        """The index as ``load`` reads it."""
        groups = {"form": self.forms.arrays, "trie": self.trie.arrays, "look": self.looks.arrays, "part": self.parts.arrays}
        arrays = {f"{group}.{name}": array for group, named in groups.items() for name, array in named.items()}
        return pack_arrays({**arrays, "wholes": self.wholes, "strokes": self.strokes})

    def candidates(self, batch: FoldedBatch) -> Candidates:
        """Where keywords may be meant that are written in another shape, best way first for each place."""
        codes, origins = self._with_strokes(batch)
        paths = self._find(codes) if codes.size > 1 else Paths.none()
        if not paths.words.size:
            return no_candidates(DISGUISES)
        starts, ends = origins[paths.starts], origins[paths.ends - 1] + 1
        whole = np.flatnonzero(unbroken(batch.raw, starts, ends, self.forms.lengths[paths.words]))
        return self._weighed(batch, paths.take(whole), starts[whole], ends[whole])

    def _weighed(self, batch: FoldedBatch, paths: Paths, starts: Ints, ends: Ints) -> Candidates:
        """The candidates with their margins, without those that are far below."""
        excerpt, begins = excerpts(batch.raw, starts, ends)
        lengths = np.minimum(self.forms.lengths[paths.words], LONGEST_KEYWORD)
        suspicions = Suspicions(
            starts=begins,
            ends=begins + ends - starts,
            keywords=self.forms.symbols(language(), paths.words),
            widths=lengths,
            lengths=lengths,
            costs=paths.costs,
        )
        margin = margins(Text(language(), excerpt), suspicions, (SHAPE, PARTS), (paths.kinds == SPLIT).astype(np.int64))
        near = np.flatnonzero(margin >= NEARLY)
        return Candidates(
            terms=self.forms.terms[paths.words[near]],
            starts=starts[near],
            ends=ends[near],
            margins=margin[near],
            disguises=paths.kinds[near].astype(np.uint32),
            disguise_names=DISGUISES,
        )

    def _with_strokes(self, batch: FoldedBatch) -> tuple[Ints, Ints]:
        """The codes and where they come from, with the strokes that the fold takes for filler and some character comes apart into."""
        strokes = np.flatnonzero(self._strokes[batch.raw])
        codes, origins = np.where(batch.codes < PLANES, batch.codes, 0), batch.origins
        if strokes.size:
            codes, origins = np.concatenate((codes, batch.raw[strokes])), np.concatenate((origins, strokes))
            order = np.argsort(origins, kind="stable")
            codes, origins = codes[order], origins[order]
        return codes.astype(np.int64), origins.astype(np.int64, copy=False)

    def _find(self, codes: Ints) -> Paths:
        """The keywords in the batch, looked for in stretches whose lattices are of bounded size; mostly there is one."""
        odd = oddness(language(), codes)
        counts = self._look_alike_counts(codes, odd)
        pairs = _pairs(counts + self._kindred.counts(codes, odd))
        spent = np.append(_since_post(pairs, codes) > MOST_IN_A_POST, False)
        odd[spent], counts[spent], pairs[spent[:-1]] = 0, 0, 1
        found = []
        for first, after in _stretches(pairs):
            stretch = slice(first, after)
            paths = find_disguised(self.trie, self._edges(codes[stretch], odd[stretch], counts[stretch]), after - first)
            found.append(paths.moved(first).take(np.flatnonzero(paths.kinds != HEARD)))
        return Paths.join(found)

    def _look_alike_counts(self, codes: Ints, odd: Floats) -> Ints:
        """How many of its look-alikes each code may be meant for: the dearer one is, the odder must be what is written."""
        nats = np.where(odd > ODD, odd - LEAST_EXCESS, -1)
        counts = np.zeros(codes.size, np.int64)
        places = np.flatnonzero((nats >= 0) & (self.looks.counts[codes] > 0))
        counts[places] = self.looks.affordable(codes[places], nats[places])
        return counts

    def _edges(self, codes: Ints, odd: Floats, counts: Ints) -> Edges:
        """Every reading of these codes; characters as they are only where a keyword may reach one that is disguised."""
        seen = np.flatnonzero(counts)
        looks, places = ranges(self.looks.starts[codes[seen]], counts[seen]), np.repeat(seen, counts[seen])
        alike = Edges.of(places, places + 1, self.looks.meant[looks], self.looks.costs[looks], LOOK_ALIKE)
        disguised = [alike, self._kindred.edges(codes, odd, LOOK_ALIKE), self._part_edges(codes)]
        near = _near(disguised, self._reach, _units(codes))
        own = np.flatnonzero(self._alphabet[codes] & near)
        heard = self._homophones.edges(codes, near, HEARD)
        return Edges.join((Edges.of(own, own + 1, codes[own], 0, 0), heard, *disguised))

    def _part_edges(self, codes: Ints) -> Edges:
        """Where several characters are the parts of one."""
        states = self.parts.roots[codes[:-1]]
        begins = np.flatnonzero(states)
        begins = begins[self.parts.may_begin(codes[begins], codes[begins + 1])]
        states, ends = states[begins], begins + 1
        found = [Edges.of(begins[:0], begins[:0], begins[:0], 0, SPLIT)]
        while begins.size:
            inside = np.flatnonzero(ends < codes.size)
            states = self.parts.step(states[inside], codes[ends[inside]])
            alive = inside[states > 0]
            begins, ends, states = begins[alive], ends[alive] + 1, states[states > 0]
            words, counts = self.parts.ending(states)
            found.append(Edges.of(np.repeat(begins, counts), np.repeat(ends, counts), self.wholes[words], PART_COST, SPLIT))
        return Edges.join(found)

    @cached_property
    def _kindred(self) -> Kindred:
        return Kindred.among(np.flatnonzero(self._alphabet))

    @cached_property
    def _homophones(self) -> Homophones:
        return Homophones.among(np.flatnonzero(self._alphabet))

    @cached_property
    def _reach(self) -> int:
        """How many codes the rest of a keyword may be away from one that is disguised, unless it is taken apart throughout."""
        return int(self.forms.lengths.max(initial=1)) - 1

    @cached_property
    def _strokes(self) -> Bools:
        """Which code points the fold drops though characters come apart into them (丿 丨)."""
        dropped = np.zeros(CODE_POINTS, np.bool_)
        dropped[self.strokes] = True
        return dropped

    @cached_property
    def _alphabet(self) -> Bools:
        """Which code points stand in a keyword."""
        known = np.zeros(PLANES, np.bool_)
        known[self.trie.keys & 0x1FFFFF] = True
        return known


def _pairs(counts: Ints) -> Ints:
    """How many pairs of readings each code has with the next."""
    return (counts[:-1] + 1) * (counts[1:] + 1)


def _since_post(pairs: Ints, codes: Ints) -> Ints:
    """How many pairs there are from the beginning of its post up to each code but the last."""
    total = np.cumsum(pairs)
    return total - np.maximum.accumulate(np.where(codes[:-1] == SEPARATOR, total, 0)) if pairs.size else total


def _stretches(pairs: Ints) -> Iterator[tuple[int, int]]:
    """The batch in stretches of bounded numbers of pairs of readings, each overlapping the next."""
    total = np.cumsum(pairs)
    cuts = np.searchsorted(total, np.arange(MOST_READINGS, total[-1], MOST_READINGS)).tolist() if total.size else []
    for first, after in zip([0, *cuts], [*cuts, pairs.size + 1], strict=True):
        if first < after:
            yield first, min(after + OVERLAP, pairs.size + 1)


def _units(codes: Ints) -> Ints:
    """The number of each code and of the end, a run of Latin letters counting as one."""
    latin = (codes >= ord("a")) & (codes <= ord("z"))
    begins = np.ones(codes.size + 1, np.int64)
    begins[1:-1] = ~(latin[1:] & latin[:-1])
    return np.cumsum(begins) - 1


def _near(several: Iterable[Edges], reach: int, units: Ints) -> Bools:
    """Which codes are at most ``reach`` units away from one of these edges."""
    size = int(units[-1])
    borders = np.zeros(size + 1, np.int64)
    for edges in several:
        borders += np.bincount(np.maximum(units[edges.starts] - reach, 0), minlength=size + 1)
        borders -= np.bincount(np.minimum(units[edges.ends] + reach, size), minlength=size + 1)
    return (np.cumsum(borders) > 0)[units[:-1]]


def build(terms: Sequence[Term], fold: Fold) -> ShapeIndex:
    """The index of the terms of two characters and more: a single character has a look-alike in every post."""
    texts, places = folded_forms(terms, fold)
    kept = [(text, place) for text, place in zip(texts, places, strict=True) if len(text) > 1 and max(text) < chr(PLANES)]
    texts = [text for text, _ in kept]
    alphabet = frozenset().union(*texts)
    ways = sorted({(parts, whole) for whole in alphabet for parts in ways_to_write(whole, fold) if max(parts) < chr(PLANES)})
    return ShapeIndex(
        forms=Forms.of(terms, texts, [place for _, place in kept]),
        trie=Trie.of(texts),
        looks=look_alikes().among(alphabet),
        parts=Trie.of([parts for parts, _ in ways]),
        wholes=np.array([ord(whole) for _, whole in ways], np.int64),
        strokes=np.array(sorted({ord(part) for parts, _ in ways for part in parts if not fold.tables.fold_char(part)}), np.int64),
    )


def load(data: bytes, fold: Fold) -> ShapeIndex:  # noqa: ARG001 - every view's loader is given the fold
    """The index that ``to_bytes`` wrote."""
    arrays = unpack_arrays(data)
    return ShapeIndex(
        forms=Forms.load(_group(arrays, "form")),
        trie=Trie.load(_group(arrays, "trie")),
        looks=LookAlikes.load(_group(arrays, "look")),
        parts=Trie.load(_group(arrays, "part")),
        wholes=arrays["wholes"],
        strokes=arrays["strokes"],
    )


def _group(arrays: Mapping[str, Array], group: str) -> dict[str, Array]:
    return {name.removeprefix(f"{group}."): array for name, array in arrays.items() if name.startswith(f"{group}.")}
