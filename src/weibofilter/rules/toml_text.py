"""Texts as TOML writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def toml_string(text: str) -> str:
    r"""The text as a TOML string, what cannot be seen escaped; a lone surrogate, which TOML cannot hold, as U+FFFD.

    >>> print(toml_string('加"微\u200b信'))
    "加\"微\U0000200B信"
    """
    return f'"{"".join(map(_escape, text))}"'


def toml_list(texts: Iterable[str]) -> str:
    """The texts as a TOML array on one line.

    >>> toml_list(["加微信", "返利"])
    '["加微信", "返利"]'
    """
    return f"[{', '.join(map(toml_string, texts))}]"


def _escape(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    if "\ud800" <= character <= "\udfff":
        return "\\uFFFD"
    return f"\\U{ord(character):08X}"
