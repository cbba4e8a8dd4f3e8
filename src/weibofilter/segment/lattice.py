"""The words of a clause and the likeliest paths through them, by jieba's unigram model without its hidden Markov part.

Written for the one caller that asks about every hit of every post: flat lists, no objects for words, one table look-up for
most places. A cost is the logarithm of a word's share of the corpus; a path's score is the sum of its words' costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log

from weibofilter.segment.dictionary import Dictionary

__all__ = ["Lattice", "Span", "best_paths", "lattice", "spans_of", "without_cover"]

Span = tuple[int, int]
Lattice = list[list[tuple[int, float]]]
"""For each place of a text the words that begin there, as (end, cost); the character itself comes first."""


def lattice(dictionary: Dictionary, text: str) -> Lattice:
    """The words of `text` by where they begin. A character that is no word counts as seen once, as jieba has it."""
    log_total = log(dictionary.total)
    size = len(text)
    found: Lattice = []
    for start, first in enumerate(text):
        entries = dictionary[first]
        words = entries.words
        here = [(start + 1, log(words.get(first) or 1) - log_total)]
        stop = start + entries.reach.get(text[start : start + 2], 1)
        for end in range(start + 2, min(stop, size) + 1):
            frequency = words.get(text[start:end])
            if frequency:
                here.append((end, log(frequency) - log_total))
        found.append(here)
    return found


def best_paths(words: Lattice, start: int, end: int) -> tuple[list[float], list[int]]:
    """The score of the best path from `start` to each place up to `end`, and where the last word of that path begins."""
    scores = [-inf] * (end + 1)
    origins = [start] * (end + 1)
    scores[start] = 0.0
    for at in range(start, end):
        base = scores[at]
        for stop, cost in words[at]:
            if stop <= end and base + cost > scores[stop]:
                scores[stop] = base + cost
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


def without_cover(words: Lattice, start: int, end: int) -> Lattice:
    """The lattice without the words that hold [start, end) and more: what is there if no compound of the keyword were known."""
    open_lattice = list(words)
    for at in range(start + 1):
        open_lattice[at] = [arc for arc in words[at] if arc[0] < end or (at == start and arc[0] == end)]
    return open_lattice
