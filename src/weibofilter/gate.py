"""Where in a text a pattern may begin, told by its first two or three codes: table look-ups over all of the text at once.

An automaton takes some 15 ns for each character of a batch, whatever it finds. The look-ups take 2 to 4 ns, and of ordinary posts
leave it one character in a hundred (10,000 of a dictionary's rarest words), one in ten (100,000 of them). What is found is the same:
the automaton scans a *window* at every place where a pattern may begin, as far as the longest pattern that begins so.

Codes are whatever numbers below 2,097,152 patterns and texts are made of: code points here, and just as well classes of syllables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weibofilter.automaton import Match

Codes = npt.NDArray[np.uint32]
Heads = npt.NDArray[np.uint64]
Lengths = npt.NDArray[np.uint16]
Positions = npt.NDArray[np.intp]

NONE: Final = 0
"""No code: it stands behind texts and windows. The fold drops NUL from posts and keywords."""

CODE_BITS: Final = 21
"""A head is the first three codes of a pattern, so many bits each; ``NONE`` stands where it has fewer."""

_FIRST, _SECOND, _THIRD, _ROUND = map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0x27D4EB2F, 0xC2B2AE3D))
"""Odd multipliers (of the xxHash family); the upper bits of what they make are the place in a table."""

_END: Final = np.array((NONE, NONE), np.uint32)

_LEAST_BITS, _MOST_BITS = 12, 22
"""Tables have from 4,096 to 4,194,304 entries: larger ones miss the cache more than they tell."""

_OPENING_SHARE, _SHARE = 16, 64
"""Entries to a pattern at the least: fewer in the table that is asked at every place, so that it stays in the cache meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """The beginnings of patterns, in tables that are read by a hash.

    ``heads`` and ``lengths`` are what it was made of. ``opening`` says whether a pattern begins with two codes; ``one`` and ``two``
    whether one or two codes are a pattern (``one`` is None where no pattern is so short); ``three`` how long the longest pattern is that
    begins with three.
    """

    heads: Heads
    lengths: Lengths
    opening: npt.NDArray[np.bool_]
    one: npt.NDArray[np.bool_] | None
    two: npt.NDArray[np.bool_]
    three: Lengths

    @classmethod
    def of(cls, heads: Heads, lengths: Lengths) -> Gate:
        """The gate of patterns with these heads and lengths.

        >>> gate = Gate.of(*heads_of(["加微信", "微信", "六合彩"]))
        >>> text = np.array([ord(character) for character in "快加微信吧六合"], dtype=np.uint32)
        >>> [column.tolist() for column in gate.openings(text)]
        [[1, 2], [3, 2]]
        """
        size = _size(_SHARE * heads.size)
        opening, two = np.zeros(_size(_OPENING_SHARE * heads.size), np.bool_), np.zeros(size, np.bool_)
        three = np.zeros(size, np.uint16)
        pairs, triples = _keys(heads)
        opening[_places(pairs[lengths > 1], opening.size)] = True
        two[_places(pairs[lengths == 2], size)] = True
        longer = lengths > 2
        np.maximum.at(three, _places(triples[longer], size), lengths[longer])
        return cls(heads, lengths, opening, _one(heads[lengths == 1], size), two, three)

    def openings(self, codes: Codes) -> tuple[Positions, Positions]:
        """The places in a text where a pattern may begin, in order, and how many codes the longest that may begin there has."""
        size = self.two.size
        padded = np.concatenate((codes, _END))
        pairs = padded[:-2] * _FIRST
        alone = None if self.one is None else self.one.take(_places(pairs, size))
        pairs ^= padded[1:-1] * _SECOND
        may_begin = self.opening.take(_places(pairs, self.opening.size))
        if alone is not None:
            may_begin |= alone
        places = may_begin.nonzero()[0]
        pairs = pairs.take(places)
        reaches = self.three.take(_places(pairs * _ROUND ^ padded.take(places + 2) * _THIRD, size)).astype(np.intp)
        np.maximum(reaches, self.two.take(_places(pairs, size)) * 2, out=reaches)
        if alone is not None:
            np.maximum(reaches, alone.take(places), out=reaches)
        left = reaches.nonzero()[0]
        return places.take(left), reaches.take(left)

    def find(self, codes: Codes, find: Callable[[str], list[Match]]) -> list[Match]:
        """What ``find`` finds in a text of code points, looking only where a pattern may begin; in no order that means anything.

        >>> from weibofilter.automaton import build_automaton
        >>> words = ["加微信", "微信"]
        >>> text = np.frombuffer("你快加微信吧，我的微信号".encode("utf-32-le"), dtype=np.uint32)
        >>> Gate.of(*heads_of(words)).find(text, build_automaton(words).find)
        [(2, 5, 0), (3, 5, 1), (9, 11, 1)]
        """
        places, reaches = self.openings(codes)
        if not places.size:
            return []
        ends = np.cumsum(reaches + 1)
        if ends[-1] > codes.size:
            return find(text_of(codes))
        starts = ends - reaches - 1
        windows = codes.take(np.arange(ends[-1]) + np.repeat(places - starts, reaches + 1), mode="clip")
        windows[ends - 1] = NONE
        # A window is for the patterns that begin where it does: what else is found in it begins a window of its own.
        place_of = dict(zip(starts.tolist(), places.tolist(), strict=True))
        found = find(text_of(windows))
        return [(place_of[start], place_of[start] + end - start, name) for start, end, name in found if start in place_of]


def heads_of(patterns: Sequence[str]) -> tuple[Heads, Lengths]:
    """The heads and the lengths of patterns that are texts, none of them empty."""
    lengths = np.fromiter(map(len, patterns), np.int64, len(patterns))
    codes = np.frombuffer(("".join(patterns) + "\0\0").encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    heads: Heads = codes.take(starts) << np.uint64(2 * CODE_BITS)
    for place, bits in ((1, CODE_BITS), (2, 0)):
        heads |= np.where(lengths > place, codes.take(starts + place), np.uint64(NONE)) << np.uint64(bits)
    return heads, lengths.astype(np.uint16)


def text_of(codes: Codes) -> str:
    """The text that these code points are."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _keys(heads: Heads) -> tuple[Codes, Codes]:
    """What the tables of two and of three codes are read by."""
    first, second, third = (
        ((heads >> np.uint64(bits)) & np.uint64((1 << CODE_BITS) - 1)).astype(np.uint32) for bits in (2 * CODE_BITS, CODE_BITS, 0)
    )
    pairs = first * _FIRST ^ second * _SECOND
    return pairs, pairs * _ROUND ^ third * _THIRD


def _one(heads: Heads, size: int) -> npt.NDArray[np.bool_] | None:
    if not heads.size:
        return None
    one = np.zeros(size, np.bool_)
    one[_places((heads >> np.uint64(2 * CODE_BITS)).astype(np.uint32) * _FIRST, size)] = True
    return one


def _size(entries: int) -> int:
    """The size of a table of so many entries or more: a power of two within the bounds."""
    return 1 << min(max(entries.bit_length(), _LEAST_BITS), _MOST_BITS)


def _places(keys: Codes, size: int) -> Codes:
    """Where in a table of this size each key is looked up."""
    return keys >> np.uint32(33 - size.bit_length())
