"""Which code point is which symbol of the language model."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from weibofilter.fold import skeleton_fold
from weibofilter.plausible.language import BREAK, DIGIT, DROPPED, EMOJI, LATIN, RARE

LIMIT = 0x32000
"""Code points from here on are breaks: beyond the Han extensions there is nothing to read."""
MOST = 1 << 14


def is_han(character: str) -> bool:
    """Whether it is a Han character, of the planes that text is written in."""
    code = ord(character)
    return 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or 0x20000 <= code < LIMIT


@cache
def kind_of(character: str) -> int | str:
    """The symbol that a character is, or, for a Han character, the simplified character that it counts as."""
    import emoji  # noqa: PLC0415 - a tool's dependency

    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return DROPPED
    if is_han(character):
        return skeleton_fold().tables.spelling_of(character)[:1]
    if emoji.is_emoji(character) or 0x1F1E6 <= ord(character) <= 0x1F1FF:
        return EMOJI
    if unicodedata.decimal(character, None) is not None:
        return DIGIT
    return LATIN if category[0] == "L" and "LATIN" in unicodedata.name(character, "") else BREAK


def symbol_table(characters: list[str]) -> npt.NDArray[np.uint16]:
    """The symbol of each code point below LIMIT; ``characters`` are the known ones, the first being symbol RARE + 1."""
    number = {character: RARE + 1 + place for place, character in enumerate(characters)}
    table = np.full(LIMIT, BREAK, dtype=np.uint16)
    for code in range(LIMIT - 1):
        kind = kind_of(chr(code))
        table[code] = number.get(kind, RARE) if isinstance(kind, str) else kind
    return table
