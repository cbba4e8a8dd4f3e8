"""Posts as a terminal may show them: what would act on it, or hide, stands as an escape."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, format characters (bidi, zero width, tags), surrogates, private use, unassigned, line and paragraph separators.

The first could drive the terminal, the others could reorder, hide or tear what is shown. Joiners inside emoji fall under
it too: in a post that is under suspicion an invisible character is evidence."""

_PLAIN = re.compile(r"[\x20-\x7e\u3000-\u9fff\uff01-\uff5e]*")


def visible(text: str) -> str:
    r"""The text with every control and invisible character as a Python escape, on one line.

    >>> print(visible("加\u200b微\x1b[31m信\n"))
    加\u200b微\x1b[31m信\n
    """
    return text if _PLAIN.fullmatch(text) else "".join(map(_shown, text))


def visible_lines(text: str) -> str:
    r"""The same for a whole block of lines, the line ends kept.

    >>> visible_lines("加\x9b微\n信")
    '加\\u009b微\n信'
    """
    return "\n".join("".join(map(_shown_in_json, line)) if not _PLAIN.fullmatch(line) else line for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    return character.encode("unicode_escape").decode("ascii") if character != "\\" else character


@lru_cache(maxsize=4096)
def _shown_in_json(character: str) -> str:
    """As JSON escapes it, so that JSON lines shown on a terminal are still JSON lines."""
    if unicodedata.category(character) not in _HIDDEN:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
