"""The one door to the scan engines: where in a text stands which pattern.

Both engines report every occurrence of every pattern, overlapping ones too, in one order: by end, longer first. daachorse (a
double-array Aho-Corasick) is the default; pyahocorasick is the second opinion that the tests hold it to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import ahocorasick
from daachorse import CharwiseDoubleArrayAhoCorasick

from weibofilter.errors import CompiledFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

Match = tuple[int, int, int]
"""Start, end (half-open) and the index of the pattern."""

EngineName = Literal["daachorse", "pyahocorasick"]


class Automaton(Protocol):
    """Finds patterns in texts; built once, read-only afterwards, safe to share between threads."""

    def find(self, text: str) -> list[Match]:
        """Every occurrence of every pattern in ``text``, ordered by end, the longer first."""

    def to_bytes(self) -> bytes:
        """The automaton in a form that ``load_automaton`` of the same engine reads back."""


class DaachorseAutomaton:
    """The default engine: characters as symbols, about a microsecond for a short post whatever the number of patterns."""

    __slots__ = ("_engine", "find")

    def __init__(self, engine: CharwiseDoubleArrayAhoCorasick) -> None:
        self._engine = engine
        self.find = engine.find_overlapping

    @classmethod
    def build(cls, patterns: Sequence[str]) -> DaachorseAutomaton:
        """The automaton of these patterns, which must be distinct and not empty."""
        return cls(CharwiseDoubleArrayAhoCorasick(list(patterns)))

    def to_bytes(self) -> bytes:
        """The double array as the engine writes it."""
        return self._engine.serialize()


class PyahocorasickAutomaton:
    """The second engine. Its ``iter`` is used, since ``iter_long`` loses matches at the end of a text (2.2.0 to 2.3.1)."""

    __slots__ = ("_engine", "_patterns")

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        self._engine = ahocorasick.Automaton()
        for index, pattern in enumerate(self._patterns):
            self._engine.add_word(pattern, (index, len(pattern)))
        self._engine.make_automaton()

    def find(self, text: str) -> list[Match]:
        """Every occurrence of every pattern in ``text``, ordered by end, the longer first."""
        return [(last + 1 - length, last + 1, index) for last, (index, length) in self._engine.iter(text)]

    def to_bytes(self) -> bytes:
        """The patterns: this engine stores its trie only as a pickle, which is never read here."""
        return "\n".join(self._patterns).encode("utf-8")


class EmptyAutomaton:
    """Finds nothing: the automaton of no patterns, which neither engine can build."""

    __slots__ = ()

    def find(self, text: str) -> list[Match]:  # noqa: ARG002 - the signature of an automaton
        """Nothing."""
        return []

    def to_bytes(self) -> bytes:
        """Nothing."""
        return b""


def build_automaton(patterns: Sequence[str], engine: EngineName = "daachorse") -> Automaton:
    """The automaton of distinct, non-empty ``patterns``; matches name them by their index.

    >>> build_automaton(["加微信", "微信"]).find("快加微信号")
    [(1, 4, 0), (2, 4, 1)]
    """
    if not patterns:
        return EmptyAutomaton()
    if engine == "pyahocorasick":
        return PyahocorasickAutomaton(patterns)
    return DaachorseAutomaton.build(patterns)


def load_automaton(data: bytes, engine: EngineName = "daachorse") -> Automaton:
    """The automaton that ``to_bytes`` wrote; CompiledFileError if the engine cannot read it."""
    if not data:
        return EmptyAutomaton()
    if engine == "pyahocorasick":
        return PyahocorasickAutomaton(data.decode("utf-8").split("\n"))
    try:
        return DaachorseAutomaton(CharwiseDoubleArrayAhoCorasick.deserialize(data))
    except ValueError as error:
        raise CompiledFileError(f"the scan engine cannot read its part of the compiled rule set: {error}") from error
