"""What characters look like and what they are made of: the shipped tables (`data/shape.tables`, provenance in `data/SHAPE.md`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import unpack_arrays
from weibofilter.views.readings import MOST, Blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from weibofilter.arrays import Array
    from weibofilter.fold import Fold
    from weibofilter.plausible.language import Floats
    from weibofilter.views.trie import Ints, Trie

PER_SCORE: Final = 100
LIKE: Final = 2.5
"""The score of two characters that differ in next to nothing (苟 and 荀); 0.45 is the least that is listed."""
COST_OF_UNLIKENESS: Final = 4.0
"""Nats for each unit that a score is short of LIKE: who picks a look-alike picks a good one."""
MOST_WAYS: Final = 48
"""Ways to write one character in parts, the usual ones first. Ten characters in a thousand have more: 赢 of five parts."""
CODES: Final = 0x40000


@dataclass(frozen=True, eq=False)
class LookAlikes:
    """By the character written, which may be meant and at what cost.

    Of ``written[i]`` these are the next ``listed[i]`` of ``meant``, the cheapest first.
    """

    written: Ints
    listed: Ints
    meant: Ints
    costs: Floats

    @classmethod
    def load(cls, arrays: Mapping[str, Array]) -> LookAlikes:
        """The table that ``arrays`` gave."""
        return cls(arrays["written"], arrays["listed"], arrays["meant"].astype(np.int64), arrays["costs"])

    @property
    def arrays(self) -> dict[str, Array]:
        """What the table is made of, to be stored."""
        return {"written": self.written, "listed": self.listed, "meant": self.meant.astype(np.uint32), "costs": self.costs}

    def blocks(self, trie: Trie) -> Blocks:
        """The table in blocks, by the character written."""
        counts, sizes = np.zeros(CODES, np.int64), np.full(int((-(-self.listed // MOST)).sum()), MOST, np.int64)
        counts[self.written] = -(-self.listed // MOST)
        last = np.cumsum(counts[self.written]) - 1
        sizes[last] = self.listed - MOST * (counts[self.written] - 1)
        return Blocks.of(counts, sizes, self.meant, self.costs, trie)

    def among(self, characters: AbstractSet[str]) -> LookAlikes:
        """The part of the table where one of these characters is meant."""
        wanted = np.zeros(CODES, np.bool_)
        wanted[[ord(character) for character in characters if ord(character) < CODES]] = True
        kept = wanted[self.meant]
        written, listed = np.unique(np.repeat(self.written, self.listed)[kept], return_counts=True)
        return LookAlikes(written, listed, self.meant[kept], self.costs[kept])


@cache
def look_alikes() -> LookAlikes:
    """The shipped table."""
    arrays = _shipped()
    short = np.float32(LIKE) - arrays["scores"].astype(np.float32) / np.float32(PER_SCORE)
    costs = np.float32(COST_OF_UNLIKENESS) * np.maximum(short, np.float32(0))
    return LookAlikes(
        arrays["written"].astype(np.int64), arrays["counts"].astype(np.int64), arrays["meant"].astype(np.int64), costs
    )


def ways_to_write(character: str, fold: Fold) -> list[str]:
    """The ways to write a character in parts, folded as posts are: as it comes apart, with the stand-ins of parts that keyboards
    do not have, and with one part taken apart in turn.

    >>> from weibofilter.fold import skeleton_fold
    >>> ways = ways_to_write("法", skeleton_fold())
    >>> "氵去" in ways, "水去" in ways, "氵土厶" in ways
    (True, True, True)
    """
    ways = dict.fromkeys(_folded(way, fold) for way in islice(_ways(character), MOST_WAYS))
    return [way for way in ways if len(way) > 1 and way != character]


def _ways(character: str) -> Iterator[Iterable[str]]:
    apart = decompositions().get(character, ())
    yield from apart
    for parts in apart:
        yield from product(*((part, *stand_ins().get(part, ())) for part in parts))
    for parts in apart:
        for place, part in enumerate(parts):
            for inner in decompositions().get(part, ())[:2]:
                yield (*parts[:place], *inner, *parts[place + 1 :])


def _folded(parts: Iterable[str], fold: Fold) -> str:
    return "".join(fold.tables.fold_char(part) or part for part in parts)


@cache
def decompositions() -> dict[str, tuple[str, ...]]:
    """The ways that each character comes apart, the usual one first."""
    rows = (line.split("\t") for line in _text("decompositions").splitlines())
    return {whole: tuple(ways) for whole, *ways in rows}


@cache
def stand_ins() -> dict[str, tuple[str, ...]]:
    """What is typed for a part that is no character of its own."""
    rows = (line.split("\t") for line in _text("stand_ins").splitlines())
    return {part: tuple(others) for part, *others in rows}


def _text(name: str) -> str:
    return _shipped()[name].tobytes().decode()


def direct_parts() -> tuple[Ints, Ints]:
    """Each character with each of its direct parts, as code points, in the order of the characters."""
    arrays = _shipped()
    return arrays["wholes"].astype(np.int64), arrays["parts"].astype(np.int64)


@cache
def _shipped() -> dict[str, Array]:
    return unpack_arrays(files("weibofilter.views").joinpath("data", "shape.tables").read_bytes())
