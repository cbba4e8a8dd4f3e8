"""Posts as a terminal or a page may show them: what would act on it, or hide, stands as an escape; and which parts were hit."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weibofilter.verdict import Action, Reason

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, format characters (bidi, zero width, tags), surrogates, private use, unassigned, line and paragraph separators.

The first could drive the terminal, the others could reorder, hide or tear what is shown. Joiners inside emoji fall under
it too: in a post that is under suspicion an invisible character is evidence."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xE0100, 0xE01F0)))
)
"""Marks, letters and symbols that show nothing: joiners, Hangul fillers, the empty Braille cell, selectors of variants. Those of
emoji (U+FE00 to U+FE0F) are left: they stand in every second ❤️, and hide nothing."""

_PLAIN = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]*")


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
    return character if _is_seen(character) else character.encode("unicode_escape").decode("ascii")


@lru_cache(maxsize=4096)
def _shown_in_json(character: str) -> str:
    """As JSON escapes it, so that JSON lines shown on a terminal are still JSON lines."""
    if _is_seen(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _HIDDEN and character not in _BLANK


class Piece(NamedTuple):
    """A part of a post as it may be shown: ``text`` has nothing hidden, ``action`` is that of the hit it lies in, None outside of any.

    ``escaped`` says that ``text`` stands for a character that would not be seen.
    """

    text: str
    action: Action | None = None
    escaped: bool = False


def pieces(post: str, spans: Iterable[tuple[int, int, Action]]) -> list[Piece]:
    r"""The whole post, in order, cut where a hit begins or ends and around what is hidden; hits that overlap are one.

    >>> from weibofilter.verdict import Action
    >>> [tuple(piece) for piece in pieces("有\u202e人种植大麻", [(5, 7, Action.FLAG)])]
    [('有', None, False), ('\\u202e', None, True), ('人种植', None, False), ('大麻', <Action.FLAG: 'flag'>, False)]
    """
    found: list[Piece] = []
    after = 0
    for start, end, action in joined(spans):
        found += _cut(post[after:start], None)
        found += _cut(post[start:end], action)
        after = end
    return [*found, *_cut(post[after:], None)]


def _cut(text: str, action: Action | None) -> Iterator[Piece]:
    start = 0
    for place, character in enumerate(text):
        if not _is_seen(character):
            if start < place:
                yield Piece(text[start:place], action)
            yield Piece(_shown(character), action, escaped=True)
            start = place + 1
    if start < len(text):
        yield Piece(text[start:], action)


def joined(spans: Iterable[tuple[int, int, Action]]) -> list[tuple[int, int, Action]]:
    """The spans in order, those that overlap as one with the gravest of their actions."""
    found: list[tuple[int, int, Action]] = []
    for start, end, action in sorted(spans, key=lambda span: span[:2]):
        if found and start < found[-1][1]:
            first, last, before = found.pop()
            found.append((first, max(last, end), max(before, action)))
        else:
            found.append((start, end, action))
    return found


def spans_of(reasons: Iterable[Reason]) -> list[tuple[int, int, Action]]:
    """Where these reasons lie, with their actions; of a combination, its members."""
    return [(start, end, reason.action) for reason in reasons for start, end in reason.parts or ((reason.start, reason.end),)]
