"""How often a text stands in posts, roughly: enough to tell which of two texts a scan should look for first."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ASCII_RANK = 30
"""A digit or letter counts as often as the 30th commonest Han character: each of them stands in one post of ten or so."""

LEAST_COMMON = 3000
"""The rank of a character that is not among the common ones."""

LONGER = 0.05
"""How much rarer each further character makes a text than its rarest one. Of the characters that follow a given one some twenty are
common."""

ACROSS = 0.005
"""The same where Han characters and Latin letters or digits meet: a given digit stands behind one character of 200."""


def share(skeleton: str) -> float:
    """About how often a folded text begins at a given character of a post.

    By Zipf's law from the order of the commonest characters; good for comparing, not for counting.

    >>> share("你") > share("微") > share("微信") > share("加微信")
    True
    """
    ranks = _ranks()
    rarest, was_ascii, found = -1, False, 1.0
    for character in skeleton:
        rank, is_ascii = ranks[character], character < "\x80"
        if rarest >= 0:
            found *= LONGER if is_ascii == was_ascii else ACROSS
        was_ascii = is_ascii
        rarest = max(rarest, rank)
    return found / (10 + rarest)


def share_of_any(skeletons: Iterable[str]) -> float:
    """About how often any of these folded texts begins at a given character of a post."""
    return sum(map(share, skeletons))


class _Ranks(dict[str, int]):
    """The rank of every character."""

    def __missing__(self, character: str) -> int:
        return ASCII_RANK if character.isascii() else LEAST_COMMON


@cache
def _ranks() -> _Ranks:
    text = (files("weibofilter.rules") / "data" / "common_characters.txt").read_text(encoding="utf-8")
    characters = "".join(line for line in text.splitlines() if not line.startswith("#"))
    return _Ranks({character: rank for rank, character in enumerate(characters)})
