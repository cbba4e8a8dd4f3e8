"""Whether a single post holds a clue of a look-alike (`weibofilter.views.clues`), told character by character.

Asked for company alone, one ordinary post in seven has some: 呲 looks like 口, and 口牙 stands in a keyword. So company must go on to a
third character, or be the whole of a keyword, which leaves one in fifty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.views import heard
from weibofilter.views.clues import LEAST_EXCESS, Detective
from weibofilter.views.glimpse import BORDER, ROUNDING, Remembered, alone
from weibofilter.views.kindred import EXCESS, LEAST_ODD, akin
from weibofilter.views.trie import PLANES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.heard import Homophones

MOST_LIKES: Final = 1 << 12
"""Characters of which is remembered what they look like, at most ten kilobytes each; 10,000 ordinary posts ask for 2,400."""
MOST_TRIED: Final = 1 << 10
"""Ways to read two neighbours that are tried one by one; where both are rare characters there may be ten thousand."""
MOST_THREES: Final = 1 << 17
"""States of a trie up to which threes are told: some twelve megabytes of strings."""
LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, eq=False)
class Bystander:
    """Looks at single posts for a detective."""

    detective: Detective
    homophones: Homophones

    def sees_clue(self, glimpse: Glimpse) -> bool:
        """Whether there is one to follow up in a post that holds no parts of characters: no only where no path leads through the clues."""
        bonds, kept = glimpse.bonds, glimpse.kept
        sides = zip(bonds, bonds[1:], map(self._loosest.__getitem__, kept), strict=False)
        odd = [place for place, (before, behind, bound) in enumerate(sides) if before + behind < bound]
        meant = {place: self._meant(kept[place], glimpse.oddness(place)) for place in odd}
        return any(self._may_be_meant(glimpse, place, meant) for place in odd)

    def _meant(self, written: str, odd: float) -> list[str]:
        """What a character that is so odd may stand for by its shape."""
        return [like for like, cost in self._likes[written].items() if cost <= odd - LEAST_EXCESS]

    def _may_be_meant(self, glimpse: Glimpse, place: int, meant: Mapping[int, Sequence[str]]) -> bool:
        """Whether something that this place may stand for stands in a keyword between what is written or meant around it."""
        around = [self._read(glimpse, place + step, meant) for step in (-2, -1, 1, 2)]
        before, after = around[1], around[2]
        if not (LETTERS.isdisjoint(before) and LETTERS.isdisjoint(after)):
            return True  # letters are syllables, which may be any
        bits, follow = self._bits, self._follow
        behind = _union([follow.get(one, 0) for one in before])
        ahead = _union([bits.get(one, 0) for one in after])
        likes = [like for like in meant[place] if bits[like] & behind or follow.get(like, 0) & ahead]
        if not likes or self._threes is None or len(likes) * (len(before) + len(after)) > MOST_TRIED:
            return bool(likes)
        return any(_goes_on(like, around, self._threes) for like in likes)

    def _read(self, glimpse: Glimpse, place: int, meant: Mapping[int, Sequence[str]]) -> Sequence[str]:
        """What may be read at a place: what stands there, and what it may stand for."""
        if not 0 <= place < len(glimpse.kept):
            return (BORDER,)
        written = glimpse.kept[place]
        alike = self._heard[written] if glimpse.oddness(place) >= heard.LEAST_ODD else ()
        return (written, *meant.get(place, ()), *alike)

    @cached_property
    def _heard(self) -> Remembered[Sequence[str]]:
        """By character, those of keywords that it sounds like."""
        return Remembered(self.homophones.like, MOST_LIKES)

    @cached_property
    def _bits(self) -> dict[str, int]:
        """A bit for each character of a keyword."""
        return {chr(code): 1 << place for place, code in enumerate(self.detective.trie.alphabet.tolist())}

    @cached_property
    def _follow(self) -> dict[str, int]:
        """By character of a keyword, the bits of those that follow it in one."""
        follow: dict[str, int] = {}
        for one, other in zip(*(map(chr, side.tolist()) for side in self.detective.trie.adjacent), strict=True):
            follow[one] = follow.get(one, 0) | self._bits[other]
        return follow

    @cached_property
    def _threes(self) -> frozenset[str] | None:
        """Each three characters that stand side by side in a keyword, and the keywords of two; None where they would be too many."""
        trie = self.detective.trie
        if trie.keys.size > MOST_THREES:
            return None
        texts, words = trie.texts()
        return frozenset({text[-3:] for text in texts if len(text) > 2} | {word for word in words if len(word) == 2})

    @cached_property
    def _likes(self) -> Remembered[dict[str, float]]:
        """By character, those of keywords that it looks like or shares a part with, and what each costs."""
        looks = self.detective.looks
        ends = np.cumsum(looks.listed)

        def likes_of(character: str) -> dict[str, float]:
            likes = akin(self.detective.kindred, character)
            number = int(looks.written.searchsorted(ord(character)))
            if number < looks.written.size and looks.written[number] == ord(character):
                listed = slice(ends[number] - looks.listed[number], ends[number])
                for like, cost in zip(map(chr, looks.meant[listed].tolist()), looks.costs[listed].tolist(), strict=True):
                    likes[like] = min(cost, likes.get(like, inf))
            likes.pop(character, None)
            return likes

        return Remembered(likes_of, MOST_LIKES)

    @cached_property
    def _loosest(self) -> Remembered[float]:
        """By character, the nats of its bonds with both neighbours below which it may stand for another."""
        return Remembered(self._loosest_of)

    def _loosest_of(self, character: str) -> float:
        if ord(character) >= PLANES:
            return -inf
        kindred = min(akin(self.detective.kindred, character).values(), default=inf) + EXCESS
        needed = min(self.detective.needed.item(ord(character)), max(kindred, LEAST_ODD))
        return ROUNDING - alone(character) - needed


def _union(bits: Collection[int]) -> int:
    found = 0
    for some in bits:
        found |= some
    return found


def _goes_on(like: str, around: Sequence[Sequence[str]], threes: AbstractSet[str]) -> bool:
    """Whether a character and its neighbours are three of a keyword, or a keyword of two; a letter further on may be any character."""
    two_before, before, after, two_after = around
    for one in before:
        pair = one + like
        if pair in threes or any(pair + two in threes for two in after) or any(two + pair in threes for two in two_before):
            return True
    for one in after:
        pair = like + one
        if pair in threes or any(pair + two in threes for two in two_after):
            return True
    return not (LETTERS.isdisjoint(two_before) and LETTERS.isdisjoint(two_after))
