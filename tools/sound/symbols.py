"""Readings of what is no Han character: emoji by their Chinese names, digits and letters by their own."""

from __future__ import annotations

import json
import math
import unicodedata
from typing import TYPE_CHECKING

import emoji
from opencc import OpenCC

from plausibility.symbols import is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DIGITS = {
    "0": "ling", "1": "yi yao", "2": "er liang ai", "3": "san", "4": "si", "5": "wu", "6": "liu", "7": "qi", "8": "ba", "9": "jiu",
}  # fmt: skip
LETTERS = {
    "a": "ei a", "b": "bi", "c": "xi sei", "d": "di de", "e": "yi e", "g": "ji", "h": "ai", "j": "ji jie", "k": "kai", "l": "ai", "n": "en",
    "o": "ou",
    "p": "pi", "q": "qiu kou", "t": "ti", "u": "you", "v": "wei", "w": "wo", "x": "ai", "y": "wai",
}  # fmt: skip
"""A letter alone by its name as Chinese speakers say it, or the syllable that it is commonly short for (d 的, w 我)."""
LOCALES = ("zh", "zh-Hant", "zh-Hant-HK")
"""Whose words for emoji are taken: each has some that the others lack (📝 is 笔记 in Hong Kong alone)."""
MOST_EMOJI_READINGS = 16
TYPICAL_READINGS = 12
"""So many readings share what is certain of an emoji: what many words say of it beyond that takes nothing from the likelier ones."""
KEYWORD_SHARE = 0.5
"""What a keyword says of an emoji beside its name. CLDR lists them by spelling, so the first says no more than the last."""
SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""They have names of their own (浅肤色), but say nothing: a writer picks them with the emoji before."""
INSCRIBED = dict(zip("\U0001f000\U0001f001\U0001f002\U0001f003\U0001f004\U0001f005\U0001f006🔟", "东南西北中发白十", strict=True))
"""The mahjong tiles by what is carved on them, which are emoji to writers and not all of them to Unicode; and a key that has no name."""

_TO_SIMPLIFIED = OpenCC("t2s")


def emoji_characters(annotations: Path | None) -> dict[str, dict[str, float]]:
    """For each emoji of one code point, the characters of its Chinese names and keywords, with a weight.

    ``annotations`` is the folder of CLDR's annotations (the npm package cldr-annotations-full); without it only the names that the emoji
    package has are read. A name of one character (马, 拳) is nearly certain; each of a long name has its share, and more if other words
    have it too.
    """
    names = [(symbol, entry["zh"].strip(":").replace("_", "")) for symbol, entry in emoji.EMOJI_DATA.items() if "zh" in entry]
    said = [(symbol, word, 1.0) for symbol, word in names]
    if annotations:
        paths = (annotations / "annotations" / locale / "annotations.json" for locale in LOCALES)
        said += [entry for path in paths for entry in _annotations(path)]
    found: dict[str, dict[str, float]] = {}
    for symbol, word, weight in said:
        code = symbol.replace("\ufe0f", "")
        if len(code) == 1 and code not in SKIN_TONES and (emoji.is_emoji(symbol) or emoji.is_emoji(code)):
            weights = found.setdefault(code, {})
            for place, character in enumerate(_TO_SIMPLIFIED.convert(word)):
                share = weight / math.sqrt(len(word)) * (1.0 if place in {0, len(word) - 1} else 0.6)
                weights[character] = math.hypot(weights.get(character, 0.0), share)
    for symbol, character in (*INSCRIBED.items(), *_squared(found)):
        found.setdefault(symbol, {})[character] = 2.0
    return found


def _squared(symbols: Iterable[str]) -> list[tuple[str, str]]:
    """The symbols that are a character in a square or circle (🈚 無), with the character."""
    plain = ((symbol, unicodedata.normalize("NFKC", symbol)) for symbol in symbols)
    return [
        (symbol, character) for symbol, character in plain if len(character) == 1 and character != symbol and is_han(character)
    ]


def _annotations(path: Path) -> Iterator[tuple[str, str, float]]:
    """Each emoji with each of its names and keywords, and what that says of it."""
    for symbol, entry in json.loads(path.read_text(encoding="utf-8"))["annotations"]["annotations"].items():
        names = entry.get("tts", [])
        yield from ((symbol, word, 1.0) for word in names)
        yield from ((symbol, word, KEYWORD_SHARE) for word in entry.get("default", []) if word not in names)
