"""Vocabulary that differs by region: 软件 is 軟體 in Taiwan, 出租车 計程車."""

from __future__ import annotations

from collections.abc import Iterator

from fold_tables.compose import Skeleton
from fold_tables.han_steps import regional, traditional
from fold_tables.sources import opencc

HEAD = """\
# Words for one thing in the vocabularies of the mainland, Taiwan and Hong Kong, in simplified characters: one set a line.
# Made by tools/build_fold_tables.py from OpenCC's TWPhrases and TWPhrasesRev (Apache License 2.0). Do not edit.
"""


def regional_table(skeleton: Skeleton) -> str:
    """The TSV file: words of two Han characters or more, a line for each mainland word and what others say."""
    sets: dict[str, set[str]] = {}
    for mainland, other in _pairs():
        if _usable(mainland) and _usable(other) and skeleton.fold(mainland) != skeleton.fold(other):
            sets.setdefault(mainland, set()).add(other)
    lines = ("\t".join([mainland, *sorted(others)]) for mainland, others in sorted(sets.items()))
    return HEAD + "".join(f"{line}\n" for line in lines)


def _pairs() -> Iterator[tuple[str, str]]:
    for mainland, others in opencc("TWPhrases").items():
        yield from ((_simplified(mainland), _simplified(other)) for other in others)
    for other, mainlands in opencc("TWPhrasesRev").items():
        yield from ((_simplified(mainland), _simplified(other)) for mainland in mainlands)


def _simplified(word: str) -> str:
    """The word in simplified characters, letters and digits as they are."""
    return "".join(traditional().get(regional().get(c, c), regional().get(c, c)) for c in word)


def _usable(word: str) -> bool:
    """One character is never replaced: 台 inside another word would be."""
    return len(word) > 1
