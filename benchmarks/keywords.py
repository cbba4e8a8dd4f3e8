"""Keywords to measure with: rare words of jieba's dictionary, which posts seldom hold."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.definitions import KeywordSource


@cache
def dictionary() -> tuple[tuple[str, int, str], ...]:
    """Each word of jieba's dictionary with its frequency and its part of speech; the file is read, jieba is not started."""
    lines = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    return tuple((word, int(frequency), tag) for word, frequency, tag in (line.split(" ") for line in lines))


def rare_words(count: int, source: KeywordSource) -> list[str]:
    """The first ``count`` keywords: fewer of them are always the beginning of more.

    Where the dictionary has not enough, two of its rare words are joined: such a keyword shares its beginning with a word, as long
    keywords of real lists do.
    """
    words = [word for word, frequency, _ in dictionary() if frequency <= source.max_frequency and len(word) >= 2]
    chosen = random.Random(source.seed)
    chosen.shuffle(words)
    picked = dict.fromkeys(words[:count])
    while len(picked) < count:
        picked[chosen.choice(words) + chosen.choice(words)] = None
    return list(picked)
