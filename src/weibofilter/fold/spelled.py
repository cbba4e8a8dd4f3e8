"""A post with its spellings folded and nothing dropped: how it reads to somebody who sees through no disguise.

Exceptions, ``not`` words and the clause around a hit are read here, so that 大麻煩 is excused by 大麻烦 and 大@麻烦 is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weibofilter.fold.characters import Characters


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelled text and, where one character has become several, the place in the post of each of its characters."""

    text: str
    origins: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the post of ``text[start:end]``, half-open, in code points."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def spell(post: str, characters: Characters) -> Spelled:
    """The post in simplified characters, lower case and half width, where these are all that the fold would change.

    >>> from weibofilter.fold.tables import load_tables
    >>> from weibofilter.fold.characters import Characters
    >>> spell("我有一個大麻煩，ＯＫ①", Characters(load_tables())).text
    '我有一个大麻烦，ok①'
    """
    pieces = [characters[character].spelled for character in post]
    text = "".join(pieces)
    if len(text) == len(post):
        return Spelled(text)
    return Spelled(text, tuple(place for place, piece in enumerate(pieces) for _ in piece))
