"""Vocabulary that differs by region: 软件 is 軟體 in Taiwan, 出租车 計程車."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fold_tables.han_steps import regional, traditional
from fold_tables.sources import curated, mainland_frequency, opencc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fold_tables.compose import Skeleton

# jieba counts 软体 30 times, 讯号 32, 网路 73 (words of other regions) and 区域性 200, 指标 2,466: at 100 the two kinds part.
EVERYDAY = 100

HEAD = """\
# Words for one thing in the vocabularies of the mainland, Taiwan and Hong Kong, in simplified characters: one set a line.
# Made by tools/build_fold_tables.py from OpenCC's TWPhrases and TWPhrasesRev (Apache License 2.0). Do not edit.
"""


def regional_table(skeleton: Skeleton) -> str:
    """The TSV file: words of two Han characters or more, a line for each mainland word and what others say."""
    sets: dict[str, set[str]] = {}
    for mainland, other in _pairs():
        if _usable(mainland, other) and skeleton.fold(mainland) != skeleton.fold(other):
            sets.setdefault(mainland, set()).add(other)
    lines = ("\t".join([mainland, *sorted(others)]) for mainland, others in sorted(sets.items()))
    return HEAD + "".join(f"{line}\n" for line in lines)


def _pairs() -> Iterator[tuple[str, str]]:
    for mainland, others in opencc("TWPhrases").items():
        yield from ((_simplified(mainland), _simplified(other)) for other in others)
    for other, mainlands in opencc("TWPhrasesRev").items():
        yield from ((_simplified(mainland), _simplified(other)) for mainland in mainlands)


def _simplified(word: str) -> str:
    """The word in simplified characters and lower case, its numerals as they are."""
    return "".join(traditional().get(character, regional().get(character, character)) for character in word.lower())


def _usable(mainland: str, other: str) -> bool:
    """Whether a pair is two regions' words for one thing.

    One character is never replaced: it would be inside other words. Where the other region's word is an everyday word of the
    mainland with a sense of its own (指针 / 指标, 对象 / 物件, 通过 / 透过), a keyword would gain a different word, so it is left
    out unless the curated file says that the senses agree (信息 / 资讯).
    """
    if min(len(mainland), len(other)) < 2 or [mainland, other] in list(curated("regional_not.tsv")):
        return False
    return mainland_frequency().get(other, 0) < EVERYDAY or [mainland, other] in list(curated("regional.tsv"))
