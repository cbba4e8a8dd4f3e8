"""Stands in for daachorse on a build of Python without the GIL, for which it has no wheel: the same matches by pyahocorasick.
It is imported before anything of weibofilter's can be, so it borrows nothing from there.

Put this folder on PYTHONPATH there, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Sequence


class CharwiseDoubleArrayAhoCorasick:
    """What weibofilter asks of the engine."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """The automaton of these patterns."""
        self._patterns = tuple(patterns)
        self._engine = ahocorasick.Automaton()
        for index, pattern in enumerate(self._patterns):
            self._engine.add_word(pattern, (index, len(pattern)))
        self._engine.make_automaton()

    def find_overlapping(self, text: str) -> list[tuple[int, int, int]]:
        """Every occurrence of every pattern: start, end, index."""
        return [(last + 1 - length, last + 1, index) for last, (index, length) in self._engine.iter(text)]

    def serialize(self) -> bytes:
        """The patterns."""
        return "\n".join(self._patterns).encode("utf-8")

    @classmethod
    def deserialize(cls, data: bytes) -> CharwiseDoubleArrayAhoCorasick:
        """The automaton of what ``serialize`` wrote."""
        return cls(data.decode("utf-8").split("\n"))
