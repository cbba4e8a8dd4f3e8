"""All readings of a text at once: a lattice whose edges are the characters that a place may stand for.

A keyword of four characters with forty look-alikes each can be written in two million ways; the post that holds one of them has a
few dozen edges. So the post is expanded and not the keyword: nothing is multiplied out when rules are compiled, any number of
characters may be disguised, each in its own way, and a batch costs a few array operations a character of the keyword.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from weibofilter.views.trie import Ints, bits_of, ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from weibofilter.views.trie import Bits, Bools, Trie

Floats = npt.NDArray[np.float32]
Kinds = npt.NDArray[np.uint8]

AS_IT_IS = 0
"""The kind of an edge that reads a character as itself; other kinds are bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Readings: ``codes[starts[i]:ends[i]]`` may stand for the character ``symbols[i]``, at ``costs[i]`` nats, in a disguise of
    ``kinds[i]``.
    """

    starts: Ints
    ends: Ints
    symbols: Ints
    costs: Floats
    kinds: Kinds

    @classmethod
    def of(cls, starts: Ints, ends: Ints, symbols: Ints, costs: Floats | float, kind: int) -> Edges:
        """Edges of one kind."""
        return cls(
            starts,
            ends,
            symbols,
            np.broadcast_to(np.asarray(costs, np.float32), starts.shape),
            np.full(starts.shape, kind, np.uint8),
        )

    @classmethod
    def join(cls, several: Iterable[Edges]) -> Edges:
        """All of them."""
        columns = zip(*((e.starts, e.ends, e.symbols, e.costs, e.kinds) for e in several), strict=True)
        return cls(*map(np.concatenate, columns))

    def take(self, places: Ints) -> Edges:
        """The edges at these places."""
        return Edges(self.starts[places], self.ends[places], self.symbols[places], self.costs[places], self.kinds[places])


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """For each place of a lattice, the bits of the symbols that end there, and of those that begin there."""

    ending: Bits
    beginning: Bits

    @classmethod
    def of(cls, edges: Edges, length: int) -> Neighbours:
        """The neighbours that these edges make, for a lattice over ``length`` codes."""
        neighbours = cls(np.zeros(length + 1, np.uint64), np.zeros(length + 1, np.uint64))
        neighbours.add(edges.starts, edges.ends, bits_of(edges.symbols))
        return neighbours

    def add(self, starts: Ints, ends: Ints, bits: Bits) -> None:
        """Adds edges between these places."""
        np.bitwise_or.at(self.ending, ends, bits)
        np.bitwise_or.at(self.beginning, starts, bits)

    def met(self, starts: Ints, ends: Ints, before: Bits, behind: Bits) -> tuple[Bools, Bools]:
        """Whether one of these bits ends where an edge starts, and whether one begins where it ends."""
        return (before & self.ending[starts]) != 0, (behind & self.beginning[ends]) != 0


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Readings of a text, and the bits of what they are beside each other."""

    edges: Edges
    neighbours: Neighbours

    @classmethod
    def of(cls, edges: Edges, length: int) -> Lattice:
        """The lattice of these edges over ``length`` codes."""
        return cls(edges, Neighbours.of(edges, length))

    def meeting(self, trie: Trie) -> tuple[Edges, Edges]:
        """The edges that may begin a word, and those that may go on with one in the order of their starts.

        Of forty look-alikes of a character two or three are left: each is held against the bits of what its neighbours may be, which
        costs two look-ups, where following up all pairs of readings would cost hundreds.
        """
        edges = self.edges
        follow, precede = trie.neighbours
        led, followed = self.neighbours.met(edges.starts, edges.ends, precede[edges.symbols], follow[edges.symbols])
        first = np.flatnonzero(followed & (trie.roots[edges.symbols] > 0))
        later = np.flatnonzero(led)
        return edges.take(first), edges.take(later[np.argsort(edges.starts[later], kind="stable")])


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Words found: which word, where, at what cost, with how many characters disguised and how (the kinds' bits together)."""

    words: Ints
    starts: Ints
    ends: Ints
    costs: Floats
    changed: Ints
    kinds: Kinds

    @classmethod
    def none(cls) -> Paths:
        """No word found."""
        empty = np.zeros(0, np.int64)
        return cls(empty, empty, empty, np.zeros(0, np.float32), empty, np.zeros(0, np.uint8))

    def take(self, places: Ints) -> Paths:
        """The paths at these places."""
        return Paths(*(column[places] for column in self.columns))

    def then(self, edges: Edges, places: Ints) -> Paths:
        """Each path with an edge of ``edges`` after it; ``words`` is left as it is."""
        kinds = edges.kinds[places]
        return Paths(
            self.words,
            self.starts,
            edges.ends[places],
            self.costs + edges.costs[places],
            self.changed + (kinds != AS_IT_IS),
            self.kinds | kinds,
        )

    def moved(self, places: int) -> Paths:
        """The same paths so many codes further on."""
        return Paths(self.words, self.starts + places, self.ends + places, self.costs, self.changed, self.kinds)

    def reading(self, words: Ints) -> Paths:
        """The same paths with these words."""
        return Paths(words, *self.columns[1:])

    @property
    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        """All of it, in the order of the fields."""
        return self.words, self.starts, self.ends, self.costs, self.changed, self.kinds

    @classmethod
    def join(cls, several: list[Paths]) -> Paths:
        """All of them; of the ways to read one word at one place, the cheapest."""
        if not several:
            return cls.none()
        joined = cls(*(np.concatenate(column) for column in zip(*(paths.columns for paths in several), strict=True)))
        order = np.lexsort((joined.costs, joined.ends, joined.starts, joined.words))
        joined = joined.take(order)
        same = (np.diff(joined.words) == 0) & (np.diff(joined.starts) == 0) & (np.diff(joined.ends) == 0)
        return joined.take(np.flatnonzero(np.concatenate(([True], ~same)))) if joined.words.size else joined


def _disguises(paths: Paths) -> Bools:
    """Which paths disguise something."""
    return paths.changed > 0


def find_disguised(trie: Trie, lattice: Lattice, count: Callable[[Paths], Bools] = _disguises) -> Paths:
    """The words of two characters and more that the lattice spells in a way that counts: with at least one character disguised."""
    first, later = lattice.meeting(trie)
    length = lattice.neighbours.ending.size - 1
    firsts = np.zeros(length + 2, np.int64)
    np.cumsum(np.bincount(later.starts, minlength=length + 1), out=firsts[1:])
    alive = _first_two(trie, first, later, firsts)
    found = [_ending(trie, alive, count)]
    while alive.words.size:
        before, after = _followed(alive.ends, firsts)
        states = trie.step(alive.words[before], later.symbols[after])
        going = np.flatnonzero(states)
        alive = alive.take(before[going]).then(later, after[going]).reading(states[going])
        found.append(_ending(trie, alive, count))
    return Paths.join(found)


def _first_two(trie: Trie, first: Edges, later: Edges, firsts: Ints) -> Paths:
    """The paths of two edges that begin a word; ``words`` holds the state of the trie while a path is under way.

    Nearly all pairs end here, so they are nothing but two numbers until they have passed.
    """
    before, after = _followed(first.ends, firsts)
    likely = np.flatnonzero(trie.may_begin(first.symbols[before], later.symbols[after]))
    before, after = before[likely], after[likely]
    states = trie.step(trie.roots[first.symbols[before]], later.symbols[after])
    going = np.flatnonzero(states)
    before = before[going]
    kinds = first.kinds[before]
    begun = Paths(
        states[going], first.starts[before], first.ends[before], first.costs[before], (kinds != AS_IT_IS).astype(np.int64), kinds
    )
    return begun.then(later, after[going])


def _followed(ends: Ints, firsts: Ints) -> tuple[Ints, Ints]:
    """For each edge that begins where one of these ends: the place among the ends, and the edge."""
    counts = firsts[ends + 1] - firsts[ends]
    return np.repeat(np.arange(counts.size), counts), ranges(firsts[ends], counts)


def _ending(trie: Trie, alive: Paths, count: Callable[[Paths], Bools]) -> Paths:
    """The words that end where these paths are, of those that count."""
    words, counts = trie.ending(alive.words)
    ended = alive.take(np.repeat(np.arange(counts.size), counts)).reading(words)
    return ended.take(np.flatnonzero(count(ended)))
