"""Emoticon codes: [doge] is a picture to its readers and four letters to a scan, and between 加[doge]微信 filler as an emoji is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from weibofilter.fold.tables import FILLER

if TYPE_CHECKING:
    from collections.abc import Sequence

# Begins with one bracket, so that it is searched for as quickly as that; which names there are is looked up.
_CODES = re.compile(r"\[(?:[Ee][Mm]\][Ee]\d{1,9}\[/[Ee][Mm]|[^\[\]\n\uffff]{1,12})\]")


Emoticon = tuple[int, int, str]
"""Where an emoticon code starts and ends in a text, and the code, brackets and all."""


def emoticons_in(text: str) -> list[Emoticon]:
    """The emoticon codes of a text.

    >>> emoticons_in("加[doge]微信[1]")
    [(1, 7, '[doge]')]
    """
    if "[" not in text:
        return []
    usual = _usual_codes()
    return [(*found.span(), code) for found in _CODES.finditer(text) if (code := found[0]) in usual or is_emoticon(code)]


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


def is_emoticon(code: str) -> bool:
    """Whether something in brackets is a code that people know."""
    return code in _usual_codes() or code[-5:].lower() == "[/em]" or code[1:-1].lower() in known_emoticons()


@cache
def _usual_codes() -> frozenset[str]:
    """The codes as nearly all are written."""
    return frozenset(f"[{name}]" for name in known_emoticons())


@cache
def known_emoticons() -> frozenset[str]:
    """The names of the emoticon codes of Weibo, lower-case, without their brackets."""
    lines = (files("weibofilter") / "data" / "emoticons.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name.lower() for line in lines if not line.startswith("#") for name in line.split())
