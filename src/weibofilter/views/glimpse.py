"""One post at a glimpse, without arrays: whether a view may suspect anything in it.

An operation on the characters of one post costs an array as much as one on those of a thousand, and a view takes a hundred of them. Seven
posts in ten have nothing for any view of the shipped lists to look at, and that can be told character by character.
"""

from __future__ import annotations

from functools import cache, cached_property
from operator import add
from typing import TYPE_CHECKING, Final, TypeVar

from weibofilter.plausible.shipped import language
from weibofilter.views.trie import PLANES

if TYPE_CHECKING:
    from collections.abc import Callable


Known = TypeVar("Known")

MOST_REMEMBERED: Final = 1 << 15
"""Characters, or pairs of them, of which is kept what was worked out: no post makes a table grow without end."""
ROUNDING: Final = 1e-3
"""Nats by which sums may differ that arrays of single precision add up, and Python in double."""
BORDER: Final = "\n"


class Remembered(dict[str, Known]):
    """What is worked out of a character or two when it is first asked for.

    >>> known = Remembered(ord)
    >>> known["信"], dict(known)
    (20449, {'信': 20449})
    """

    __slots__ = ("_most", "_work_out")

    def __init__(self, work_out: Callable[[str], Known], most: int = MOST_REMEMBERED) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, text: str) -> Known:
        known = self._work_out(text)
        if len(self) < self._most:
            self[text] = known
        return known


class Glimpse:
    """One post, and what the fold keeps of it, repeats and all."""

    def __init__(self, post: str, kept: str) -> None:
        self.post = post
        self.kept = kept

    @cached_property
    def pairs(self) -> list[str]:
        """Each two characters that stand side by side among the kept ones, the first and last with a border."""
        return list(map(add, BORDER + self.kept, self.kept + BORDER))

    @cached_property
    def bonds(self) -> list[float]:
        """By how many nats each of them is likelier behind the one before it than anywhere (`weibofilter.views.seen.Seen.bonds`)."""
        return list(map(_bonds().__getitem__, self.pairs))

    def oddness(self, place: int) -> float:
        """How odd a kept character is between its neighbours (`weibofilter.views.seen.Seen.oddness`), and a little more for rounding."""
        return ROUNDING - alone(self.kept[place]) - self.bonds[place] - self.bonds[place + 1]


def alone(character: str) -> float:
    """Ln P of a character, whatever stands beside it."""
    return language().single.item(_symbol_of(character))


def _symbol_of(character: str) -> int:
    """The symbol that the language model reads a character as; what no keyword holds as a break."""
    symbols, code = language().symbol_of, ord(character)
    return int(symbols.item(min(code, symbols.size - 1) if code < PLANES else 0))


@cache
def _bonds() -> Remembered[float]:
    return Remembered(lambda pair: language().bond(_symbol_of(pair[0]), _symbol_of(pair[1])))
