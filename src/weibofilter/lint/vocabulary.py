"""What jieba's dictionary says of keywords, asked of all of them at once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from weibofilter.automaton import build_automaton
from weibofilter.segment.dictionary import jieba_text

if TYPE_CHECKING:
    from collections.abc import Sequence

SELDOM = 10
"""Longer words that are counted less often are passed over: two in three of the dictionary, one in 200,000 of a text."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The dictionary's words as one text, a line each: where each begins, and its count."""

    words: Sequence[str]
    counts: Sequence[int]
    starts: Sequence[int]
    text: str


@cache
def _vocabulary() -> _Vocabulary:
    cells = jieba_text().split()
    words, counts = cells[0::3], list(map(int, cells[1::3]))
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    return _Vocabulary(words, counts, starts, "\n".join(words))


@dataclass(frozen=True, slots=True)
class Standing:
    """How often a text is a word by itself, and the longer words that hold it: count, word, and its place there; commonest first."""

    own: int
    longer: tuple[tuple[int, str, int], ...]

    @property
    def all_longer(self) -> int:
        """How often the longer words are counted together."""
        return sum(count for count, _, _ in self.longer)


def standings(texts: Sequence[str]) -> dict[str, Standing]:
    """What the dictionary says of each of these distinct texts, in one scan of all of its words.

    >>> standing = standings(["大麻"])["大麻"]
    >>> standing.own, standing.longer[:2]
    (113, ((53, '大麻子', 0), (20, '大麻哈鱼', 0)))
    """
    known = _vocabulary()
    own = [0] * len(texts)
    longer: list[list[tuple[int, str, int]]] = [[] for _ in texts]
    for start, end, found in build_automaton(texts).find(known.text):
        line = bisect_right(known.starts, start) - 1
        word, count = known.words[line], known.counts[line]
        if end - start == len(word):
            own[found] += count
        elif count >= SELDOM:
            longer[found].append((count, word, start - known.starts[line]))
    ordered = (tuple(sorted(some, reverse=True)) for some in longer)
    return {text: Standing(count, some) for text, count, some in zip(texts, own, ordered, strict=True) if count or some}
