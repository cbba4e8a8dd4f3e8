"""Disguises of ordinary words, made as writers make them, in posts that hold the words."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plausibility.sources import jieba_words
from plausibility.symbols import is_han
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables

if TYPE_CHECKING:
    from random import Random

    from plausibility.writers import Writer

KEYWORDS = 1400
"""Keywords of two characters, and as many longer ones, in a round."""
BESIDE = 0.15
"""How often a word's edge character changes places with the one beside it, where order is the disguise."""


@dataclass(frozen=True, slots=True)
class Disguised:
    """A post in which one keyword is disguised, and where."""

    text: str
    keyword: str
    start: int
    end: int


def choose_keywords(texts: list[str], rng: Random) -> list[str]:
    """Words of the texts, and pairs of neighbouring words, that few of the posts hold."""
    lexicon = {word for word, _ in jieba_words() if len(word) > 1}
    cut = [words_of(text, lexicon) for text in texts]
    held = Counter(word for words in cut for word in set(words))
    rare = sorted(word for word, count in held.items() if count <= max(2, len(texts) // 2000) and sayable(word))
    pairs = sorted({one + two for words in cut for one, two in itertools.pairwise(words) if sayable(one + two)})
    rng.shuffle(rare)
    rng.shuffle(pairs)
    short = [word for word in rare if len(word) == 2][: KEYWORDS * 4 // 5] + [pair for pair in pairs if len(pair) == 2][
        : KEYWORDS // 5
    ]
    long = [word for word in rare if len(word) > 2][: KEYWORDS // 2] + [pair for pair in pairs if 3 <= len(pair) <= 6][
        : KEYWORDS // 2
    ]
    return short + long


def words_of(text: str, lexicon: set[str]) -> list[str]:
    """The text cut into the longest words of the lexicon, from the front."""
    words, place = [], 0
    while place < len(text):
        length = next((length for length in (4, 3, 2) if text[place : place + length] in lexicon), 1)
        words.append(text[place : place + length])
        place += length
    return words


def sayable(word: str) -> bool:
    """Whether it is all Han characters that have a reading."""
    codes = np.array([ord(character) for character in word], dtype=np.uint32)
    return all(map(is_han, word)) and bool((sound_tables().units(codes) >= FIRST_UNIT).all())


def disguise(text: str, keywords: list[str], writer: Writer, rng: Random, *, by_order: bool = False) -> Disguised | None:
    """The text with one of the keywords in it disguised, and sometimes other characters too; None if it holds none."""
    held = [keyword for keyword in keywords if keyword in text]
    if not held:
        return None
    keyword = rng.choice(held)
    start = text.index(keyword)
    before, behind = text[:start], text[start + len(keyword) :]
    if by_order and rng.random() < BESIDE and behind and is_han(behind[0]):
        written, behind = keyword[:-1] + behind[0] + keyword[-1], behind[1:]
    else:
        written = writer.write(keyword)
    if written == keyword:
        return None
    if rng.random() < 0.6:
        share = rng.random() * (1.0 if rng.random() < 0.3 else 0.25)  # some write a whole post so
        before, behind = (_sprinkled(part, share, writer, rng) for part in (before, behind))
    return Disguised(before + written + behind, keyword, len(before), len(before) + len(written))


def _sprinkled(text: str, share: float, writer: Writer, rng: Random) -> str:
    return "".join(writer.sprinkle(c) if rng.random() < share and sayable(c) else c for c in text)
