"""Emoticon codes: [doge] is a picture to its readers and four letters to a scan, and between 加[doge]微信 filler as an emoji is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from weibofilter.fold.tables import FILLER

if TYPE_CHECKING:
    from collections.abc import Iterator

# Begins with one bracket, so that it is searched for as quickly as that; which names there are is looked up.
_CODES = re.compile(r"\[(?:[Ee][Mm]\][Ee]\d{1,9}\[/[Ee][Mm]|[^\[\]\n\uffff]{1,12})\]")


def without_codes(post: str) -> str:
    """The post with filler in the place of each emoticon code, so that every position stays what it is.

    >>> without_codes("加[doge]微信[1]") == "加" + FILLER * 6 + "微信[1]"
    True
    """
    if "[" not in post:
        return post
    return _CODES.sub(lambda found: FILLER * len(found[0]) if is_emoticon(found[0]) else found[0], post)


def codes_in(text: str) -> Iterator[tuple[int, int]]:
    """Where emoticon codes stand in a text.

    >>> list(codes_in("加[doge]微信[1]"))
    [(1, 7)]
    """
    return (found.span() for found in _CODES.finditer(text) if is_emoticon(found[0]))


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
