"""Emoticon codes: [doge] is a picture to its readers and four letters to a scan, and between 加[doge]微信 filler as an emoji is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from weibofilter.fold.tables import FILLER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.fold.folded import CodePoints, Positions

# Begins with one bracket, so that it is searched for as quickly as that; which names there are is looked up.
_CODES = re.compile(r"\[(?:[Ee][Mm]\][Ee]\d{1,9}\[/[Ee][Mm]|[^\[\]\n\uffff]{1,12})\]")
_NUMBERED = re.compile(r"\[[Ee][Mm]\]").search
MOST_REMEMBERED = 1 << 14
"""Codes whose answers are kept."""
FEW = 150
"""Brackets of a text up to which to look for each is quicker than to look at all of the text."""
LONGEST_CODE = 14
"""Characters of a code with its brackets."""


Emoticon = tuple[int, int, str]
"""Where an emoticon code starts and ends in a text, and the code, brackets and all."""


def emoticons_in(text: str) -> list[Emoticon]:
    """The emoticon codes of a text.

    >>> emoticons_in("加[doge]微信[1]")
    [(1, 7, '[doge]')]
    """
    if "[" not in text:
        return []
    return [(*found.span(), found[0]) for found in _CODES.finditer(text) if is_emoticon(found[0])]


class Codes(NamedTuple):
    """The emoticon codes of a text: where each starts and ends, and what it is. Of the posts of a batch every third has one."""

    starts: Positions
    ends: Positions
    names: list[str]

    @classmethod
    def among(cls, text: str, codes: CodePoints) -> Codes:
        """Those of a text whose code points are these.

        >>> text = "加[doge]微信[1]"
        >>> found = Codes.among(text, np.array([ord(character) for character in text], np.uint32))
        >>> found.starts.tolist(), found.ends.tolist(), found.names
        ([1], [7], ['[doge]'])
        """
        count = text.count("[")
        if not count:
            return NO_CODES
        if count < FEW or _NUMBERED(text) is not None:
            found = emoticons_in(text)
            starts, ends, names = zip(*found, strict=True) if found else ((), (), ())
            return cls(np.array(starts, np.intp), np.array(ends, np.intp), list(names))
        brackets = ((codes == ord("[")) | (codes == ord("]"))).nonzero()[0]
        opens = codes.take(brackets) == ord("[")
        paired = (opens[:-1] & ~opens[1:]).nonzero()[0]
        firsts, afters = brackets.take(paired), brackets.take(paired + 1) + 1
        near = afters - firsts <= LONGEST_CODE
        firsts, afters = firsts.compress(near), afters.compress(near)
        inside = list(map(text.__getitem__, map(slice, firsts.tolist(), afters.tolist())))
        known = list(map(is_emoticon, inside))
        return cls(firsts.compress(known), afters.compress(known), list(compress(inside, known)))

    def places(self) -> Positions:
        """The places of all their characters."""
        widths = self.ends - self.starts
        after = widths.cumsum()
        places: Positions = np.arange(after[-1] if after.size else 0) + (self.starts - after + widths).repeat(widths)
        return places


NO_CODES = Codes(np.zeros(0, np.intp), np.zeros(0, np.intp), [])


def without_emoticons(text: str, emoticons: Sequence[Emoticon]) -> str:
    """The text with filler in the place of each of its emoticon codes, so that every position stays what it is.

    >>> without_emoticons("加[doge]微信", emoticons_in("加[doge]微信")) == "加" + FILLER * 6 + "微信"
    True
    """
    if not emoticons:
        return text
    pieces: list[str] = []
    after = 0
    for start, end, _ in emoticons:
        pieces += (text[after:start], FILLER * (end - start))
        after = end
    return "".join((*pieces, text[after:]))


@lru_cache(MOST_REMEMBERED)
def is_emoticon(code: str) -> bool:
    """Whether something in brackets is a code that people know."""
    return code[-5:].lower() == "[/em]" or code[1:-1].lower() in known_emoticons()


@cache
def known_emoticons() -> frozenset[str]:
    """The names of the emoticon codes of Weibo, lower-case, without their brackets."""
    lines = (files("weibofilter") / "data" / "emoticons.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name.lower() for line in lines if not line.startswith("#") for name in line.split())
