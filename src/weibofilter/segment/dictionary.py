"""The word facts of jieba's dictionary, loaded in milliseconds and parsed only where a post asks.

The dictionary is `dict.txt` of the installed jieba package: 349,046 lines `word frequency tag`, counted by its author over a
corpus of 60 million words. jieba itself takes 0.6 to 1 s and some 90 MB to turn it into a table, because it enters every
prefix of every word too, and then writes the table into the shared temporary folder. Here the file is kept as one string
and indexed by the first character of its lines, which numpy does in one pass; the words that begin with a character become
entries when that character is first met in a clause. jieba is not imported: importing it installs a log handler.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec, module_from_spec
from itertools import pairwise
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

    from numpy.typing import NDArray

__all__ = ["Dictionary", "jieba_text"]

MOST_REMEMBERED = 1 << 17
"""Pairs up to which those are kept that begin no word. The words begin with 178,229; what posts are made of is far less."""

_NEWLINE = ord("\n")
_SPACE = ord(" ")
_ZERO = ord("0")


def jieba_text() -> str:
    r"""The text of jieba's `dict.txt`, in lower case, without running any of jieba's code.

    Raises `ModuleNotFoundError` where jieba is not installed.

    >>> "\n大麻 113 n\n" in jieba_text()
    True
    """
    spec = find_spec("jieba")
    if spec is None:
        raise ModuleNotFoundError("jieba is not installed: its dict.txt is the segmenter's dictionary", name="jieba")
    return _read(spec).lower().decode()  # its only capitals are ASCII, and bytes lower in half the time


def _read(spec: ModuleSpec) -> bytes:
    return files(module_from_spec(spec)).joinpath("dict.txt").read_bytes()


class Dictionary(dict[str, int]):
    r"""For each two characters how long the longest word is that begins with them, worked out when it is first asked for.

    So most places of a clause are done with after one look-up: few pairs of neighbours begin a word. Where one does, `costs` has the
    words that begin with its first character: the logarithm of each one's share of the corpus. `alone` is what a character costs that is
    no word: as if it had been counted once.

    Making entries is a pure function of the text, and they are put in place words first, pairs after: two threads that ask for the same
    character at once do the same twice.

    >>> dictionary = Dictionary("大麻 113 n\n麻烦 2059 an\n麻 1063 zg\n")
    >>> dictionary["麻烦"], dictionary["麻利"], sorted(dictionary.costs)
    (2, 0, ['麻', '麻烦'])
    >>> dictionary.frequency("大麻"), dictionary.frequency("麻利"), dictionary.total
    (113, 0, 3235)
    """

    __slots__ = ("_known", "_runs", "_shares", "_text", "alone", "costs", "total")

    def __init__(self, text: str) -> None:
        super().__init__()
        text = text.strip() + "\n"
        codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        self._text = text
        self._runs = _runs(text, codes)
        self._known: set[str] = set()
        self._shares: dict[int, float] = {}
        self.total = _total(codes)
        self.alone = -log(self.total)
        self.costs: dict[str, float] = {}

    def __missing__(self, pair: str) -> int:
        """The entry of a pair; of those that begin no word so many are kept, so that no post can grow this without end."""
        first = pair[:1]
        if first in self._runs and first not in self._known:
            self._read(first)
        longest = self.get(pair, 0)
        if len(self) < MOST_REMEMBERED:
            self[pair] = longest
        return longest

    def _read(self, first: str) -> None:
        """Makes entries of the words that begin with a character."""
        counts: dict[str, int] = {}
        longest: dict[str, int] = {}
        for line in "".join(self._text[start:end] for start, end in self._runs[first]).splitlines():
            word, count, _ = line.split(" ", 2)
            counts[word] = counts.get(word, 0) + int(count)
            if len(word) > longest.get(word[:2], 1):
                longest[word[:2]] = len(word)
        self.costs.update({word: self.cost(count) for word, count in counts.items()})
        self.update(longest)
        self._known.add(first)

    def cost_of(self, word: str) -> float | None:
        """What a word costs; None for what is no word of the dictionary."""
        if word[:1] in self._runs and word[:1] not in self._known:
            self._read(word[:1])
        return self.costs.get(word)

    def cost(self, frequency: int) -> float:
        """The logarithm of a frequency's share of the corpus; a frequency of 0 counts as 1, as jieba has it.

        One number object a frequency: 46 % of the words are counted 3 times, and share theirs.
        """
        cost = self._shares.get(frequency)
        if cost is None:
            cost = self._shares[frequency] = log((frequency or 1) / self.total)
        return cost

    def frequency(self, word: str) -> int:
        """How often the corpus has `word`; 0 for what is no word of the dictionary."""
        cost = self.cost_of(word)
        return 0 if cost is None else round(exp(cost) * self.total)

    def lines_with(self, part: str) -> list[tuple[str, int]]:
        r"""Every word that contains `part`, with its frequency, in the order of the file: a search of all of the text.

        >>> Dictionary("大麻 113 n\n麻烦 2059 an\n").lines_with("麻烦")
        [('麻烦', 2059)]
        """
        found: list[tuple[str, int]] = []
        at = self._text.find(part)
        while 0 <= at < len(self._text):
            start = self._text.rfind("\n", 0, at) + 1
            end = self._text.index("\n", at)
            word, frequency, *_ = self._text[start:end].split(" ")
            if part in word:
                found.append((word, int(frequency)))
            at = self._text.find(part, end + 1)
        return found


def _runs(text: str, codes: NDArray[np.uint32]) -> dict[str, list[tuple[int, int]]]:
    """The stretches of the text whose lines begin with a character; one stretch each but for a dozen stray lines."""
    starts = np.concatenate(([0], np.flatnonzero(codes == _NEWLINE) + 1))[:-1]
    changes = np.flatnonzero(np.diff(codes[starts])) + 1
    bounds = [0, *starts[changes].tolist(), len(text)]
    runs: dict[str, list[tuple[int, int]]] = {}
    for start, end in pairwise(bounds):
        runs.setdefault(text[start], []).append((start, end))
    return runs


def _total(codes: NDArray[np.uint32]) -> int:
    """The sum of all frequencies: the digits between the two spaces of each line, added up place by place.

    In numpy it takes a few ms; reading the numbers of 349,046 lines in Python takes 150.
    """
    spaces = np.flatnonzero(codes == _SPACE)
    before, after = spaces[0::2], spaces[1::2]
    total, place = 0, 1
    at = after - 1
    while at.size:
        total += place * int((codes[at] - _ZERO).sum(dtype=np.int64))
        place *= 10
        more = at - 1 > before
        at, before = at[more] - 1, before[more]
    return total
