"""The words of a clause and the likeliest paths through them, by jieba's unigram model without its hidden Markov part.

Written for the one caller that asks about every hit of every post: flat lists, no objects for words, one table look-up for
most places. A cost is the logarithm of a word's share of the corpus; a path's score is the sum of its words' costs.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.segment.dictionary import Dictionary

__all__ = ["Lattice", "Span", "arcs_of", "best_paths", "is_cut", "spans_of", "without_covers"]

Span = tuple[int, int]
Lattice = list[list[tuple[int, float]]]
"""For each place of a text the words that begin there, as (end, cost); the character itself comes first."""


def arcs_of(dictionary: Dictionary, text: str) -> Lattice:
    r"""The words of `text` by where they begin. A character that is no word counts as seen once, as jieba has it.

    >>> from weibofilter.segment.dictionary import Dictionary
    >>> arcs = arcs_of(Dictionary("大麻 113 n\n麻烦 2059 an\n麻 1063 zg\n"), "大麻烦")
    >>> [[end for end, _ in here] for here in arcs]
    [[1, 2], [2, 3], [3]]
    """
    size, costs, alone = len(text), dictionary.costs, dictionary.alone
    arcs: Lattice = []
    for start, character in enumerate(text):
        longest = dictionary[text[start : start + 2]]
        here = [(start + 1, costs.get(character, alone))]
        for end in range(start + 2, min(start + longest, size) + 1):
            cost = costs.get(text[start:end])
            if cost is not None:
                here.append((end, cost))
        arcs.append(here)
    return arcs


def is_cut(dictionary: Dictionary, text: str, start: int, end: int) -> bool:
    r"""Whether some word of the text reaches over either end of [start, end): if none does, every path ends words at both.

    >>> from weibofilter.segment.dictionary import Dictionary
    >>> words = Dictionary("路口 416 s\n交通 10908 n\n")
    >>> is_cut(words, "路口交通", 1, 3), is_cut(words, "路口交通", 0, 2)
    (True, False)
    """
    costs, size = dictionary.costs, len(text)
    for first in range(end):
        longest = dictionary[text[first : first + 2]]
        if longest:
            bound = start if first < start else end
            for stop in range(bound + 1, min(first + longest, size) + 1):
                if text[first:stop] in costs:
                    return True
    return False


def best_paths(arcs: Lattice, start: int, end: int) -> tuple[list[float], list[int]]:
    """The score of the best path from `start` to each place up to `end`, and where the last word of that path begins.

    Both lists are indexed by places of the text; what they hold before `start` and after `end` is no part of the answer.
    """
    scores = [-inf] * (len(arcs) + 1)
    origins = [start] * (len(arcs) + 1)
    scores[start] = 0.0
    for at in range(start, end):
        base = scores[at]
        for stop, cost in arcs[at]:
            score = base + cost
            if score > scores[stop]:
                scores[stop] = score
                origins[stop] = at
    return scores, origins


def spans_of(origins: Sequence[int], start: int, end: int) -> list[Span]:
    """The words of the best path from `start` to `end`, in order."""
    spans: list[Span] = []
    while end > start:
        spans.append((origins[end], end))
        end = origins[end]
    spans.reverse()
    return spans


def without_covers(arcs: Lattice, start: int, end: int) -> Lattice:
    """The lattice without the words that hold [start, end) and more, as if no compound of the keyword were known."""
    before = [[arc for arc in here if arc[0] < end] for here in arcs[:start]]
    return [*before, [arc for arc in arcs[start] if arc[0] <= end], *arcs[start + 1 :]]
