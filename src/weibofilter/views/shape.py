"""The ``shape`` view: keywords written in look-alikes (薇信, 籹孩) or taken apart (亻言, 氵去), each character in its own way.

Every character of a batch reads as itself; where it is odd between its neighbours, as the characters that it looks like; and several
together as the character that they are the parts of. The keywords are found in that lattice (`weibofilter.views.lattice`), and a find
counts if the text as written is implausible beside it. Tables: `data/SHAPE.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import pack_arrays, unpack_arrays
from weibofilter.fold.folded import SEPARATOR
from weibofilter.fold.tables import CODE_POINTS
from weibofilter.views.bystander import Bystander
from weibofilter.views.clues import Detective
from weibofilter.views.forms import Forms, folded_forms, unbroken
from weibofilter.views.heard import Homophones
from weibofilter.views.lattice import Edges, Lattice, Neighbours, Paths, find_disguised
from weibofilter.views.seen import bonds_of, oddness_of
from weibofilter.views.shape_tables import LookAlikes, look_alikes, ways_to_write
from weibofilter.views.trie import PLANES, Trie
from weibofilter.views.weigh import Suspicions, no_suspicions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.arrays import Array
    from weibofilter.fold import Fold
    from weibofilter.plausible.language import Floats
    from weibofilter.views.clues import Clues
    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.seen import Seen
    from weibofilter.views.trie import Bools, Ints
    from weibofilter.views.view import Term

LOOK_ALIKE, SPLIT, PINYIN, HOMOPHONE = 1, 2, 4, 8
DISGUISES: Final = ("look-alike", "split", "pinyin", "homophone")

MIXED: Final = 2
"""The manner of what is disguised by its shape and, elsewhere, as a homophone."""
PART_COST: Final = 1.0
MOST_READINGS: Final = 1 << 22
"""Pairs of neighbouring edges looked at in one go. Posts have some ten a character; a hostile one may have 6,400."""
MOST_IN_A_POST: Final = 1 << 22
"""Pairs of readings after which a post's further look-alikes are passed over: 600 rare characters in a row, or a hundred thousand of
ordinary text."""
OVERLAP: Final = 64
"""Codes that two stretches of a batch share: a keyword of eight taken apart, and more."""


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

    @property
    def disguise_names(self) -> tuple[str, ...]:
        """What the view sees through."""
        return DISGUISES

    def may_suspect(self, glimpse: Glimpse) -> bool:
        """Whether characters of the post may be the parts of one, or stand for others: strokes that the fold drops, what some character
        comes apart into, or a clue.
        """
        return (
            not self._stroke_characters.isdisjoint(glimpse.post)
            or self._holds_parts(glimpse)
            or self._bystander.sees_clue(glimpse)
        )

    def suspicions(self, seen: Seen) -> Suspicions:
        """What can be read as a keyword and is odd as it is written."""
        batch = seen.batch
        codes, origins, odd = self._with_strokes(seen)
        paths = self._find(codes, _apart(origins), odd) if codes.size > 1 else Paths.none()
        if not paths.words.size:
            return no_suspicions()
        starts, ends = origins[paths.starts], origins[paths.ends - 1] + 1
        whole = np.flatnonzero(unbroken(batch.raw, starts, ends, self.forms.lengths[paths.words]))
        paths = paths.take(whole)
        split, mixed = paths.kinds == SPLIT, (paths.kinds & HOMOPHONE) > 0
        manners = np.where(mixed, MIXED, split)
        found = Suspicions.plain(paths.words, starts[whole], ends[whole], paths.kinds, manners, paths.changed, paths.costs)
        return replace(found, loose=split.astype(np.float32))

    def _with_strokes(self, seen: Seen) -> tuple[Ints, Ints, Floats]:
        """The codes, where they come from and how odd they are, with the strokes that the fold takes for filler and some character comes
        apart into.
        """
        batch = seen.batch
        strokes = np.flatnonzero(self._strokes.take(batch.raw))
        if not strokes.size:
            return seen.codes, batch.origins, seen.oddness
        codes, origins = (
            np.concatenate((seen.codes, batch.raw[strokes].astype(np.int64))),
            np.concatenate((batch.origins, strokes)),
        )
        order = np.argsort(origins, kind="stable")
        codes = codes[order]
        return codes, origins[order], oddness_of(codes, bonds_of(codes))

    def _find(self, codes: Ints, apart: Bools, odd: Floats) -> Paths:
        """The keywords in the batch, looked for in stretches whose lattices are of bounded size; mostly there is one."""
        parts = self._part_edges(codes)
        clues = self._detective.clues(codes, odd, parts)
        if not clues.near.any():
            return Paths.none()
        pairs = _pairs(clues.readings)
        if int(pairs.sum()) <= MOST_READINGS:
            return self._find_in(codes, apart, odd, clues, parts)
        spent = np.append(_since_post(pairs, codes) > MOST_IN_A_POST, False)
        odd, pairs = np.where(spent, 0, odd), np.where(spent[:-1], 1, pairs)
        found = []
        for first, after in _stretches(pairs):
            stretch = codes[first:after]
            parts = self._part_edges(stretch)
            clues = self._detective.clues(stretch, odd[first:after], parts)
            found.append(self._find_in(stretch, apart[first:after], odd[first:after], clues, parts).moved(first))
        return Paths.join(found)

    def _find_in(self, codes: Ints, apart: Bools, odd: Floats, clues: Clues, parts: Edges) -> Paths:
        return find_disguised(self.trie, self._lattice(codes, apart, odd, clues, parts), self._counts)

    def _counts(self, paths: Paths) -> Bools:
        """Which paths disguise something by its shape: what is only heard is the ``sound`` view's. A look-alike beside a homophone is no
        keyword of two: any two characters are some.
        """
        by_shape, spoken = (paths.kinds & (LOOK_ALIKE | SPLIT)) > 0, (paths.kinds & HOMOPHONE) > 0
        return by_shape & (~spoken | ((paths.kinds & SPLIT) > 0) | (self.forms.lengths[paths.words] > 2))

    def _lattice(self, codes: Ints, apart: Bools, odd: Floats, clues: Clues, parts: Edges) -> Lattice:
        """Every reading of these codes that may stand beside its neighbours, near what may be disguised; by their sound too."""
        near = np.flatnonzero(clues.near)
        here = codes[near]
        own, letters = near[self._alphabet.take(here)], near[(here >= ord("a")) & (here <= ord("z"))]
        spelled = self._homophones.spelled(codes, letters, apart, PINYIN)
        plain = Edges.join((Edges.of(own, own + 1, codes[own], 0, 0), spelled, parts))
        neighbours = Neighbours.of(plain, codes.size)
        wanted = (
            (clues.looks, LOOK_ALIKE),
            (clues.kindred, LOOK_ALIKE),
            (self._homophones.wanted(codes, near[here > ord("z")], odd), HOMOPHONE),
        )
        for some, _ in wanted:
            neighbours.add(some.places, some.places + 1, some.blocks.own[some.numbers])
        others = Edges.join(some.edges(neighbours, kind) for some, kind in wanted)
        others = others.take(np.flatnonzero(others.symbols != codes[others.starts]))
        return Lattice(Edges.join((plain, others)), neighbours)

    def _part_edges(self, codes: Ints) -> Edges:
        """Where several characters are the parts of one."""
        states = self.parts.roots.take(codes[:-1])
        begins = states.nonzero()[0]
        if begins.size:
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
    def _detective(self) -> Detective:
        return Detective(self.looks, self.trie, int(self.forms.lengths.max(initial=1)))

    @cached_property
    def _bystander(self) -> Bystander:
        return Bystander(self._detective, self._homophones)

    @cached_property
    def _homophones(self) -> Homophones:
        return Homophones.among(self.trie)

    @cached_property
    def _strokes(self) -> Bools:
        """Which code points the fold drops though characters come apart into them (丿 丨)."""
        dropped = np.zeros(CODE_POINTS, np.bool_)
        dropped[self.strokes] = True
        return dropped

    @cached_property
    def _stroke_characters(self) -> frozenset[str]:
        return frozenset(map(chr, self.strokes.tolist()))

    def _holds_parts(self, glimpse: Glimpse) -> bool:
        """Whether all that some character comes apart into stands in a row."""
        ways = self._ways
        return not ways.keys().isdisjoint(glimpse.pairs) and any(
            glimpse.kept.startswith(ways[pair], place - 1) for place, pair in enumerate(glimpse.pairs) if pair in ways
        )

    @cached_property
    def _ways(self) -> dict[str, tuple[str, ...]]:
        """What characters come apart into, by the first two parts."""
        ways: dict[str, tuple[str, ...]] = {}
        for parts in self.parts.texts()[1]:
            ways[parts[:2]] = (*ways.get(parts[:2], ()), parts)
        return ways

    @cached_property
    def _alphabet(self) -> Bools:
        """Which code points stand in a keyword."""
        known = np.zeros(PLANES, np.bool_)
        known[self.trie.alphabet] = True
        return known


def _apart(origins: Ints) -> Bools:
    """Which codes do not stand beside the one before in the post."""
    apart: Bools = np.diff(origins, prepend=origins[:1]) > 1
    return apart


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
