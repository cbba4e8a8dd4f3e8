"""Disguises of ordinary words, made as writers make them: by homophones, pinyin, emoji, digits and letters."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plausibility.sources import jieba_words
from plausibility.symbols import is_han
from weibofilter.plausible.language import RARE
from weibofilter.plausible.shipped import language
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables

if TYPE_CHECKING:
    from random import Random

KEYWORDS = 1400
"""Keywords of two characters, and as many longer ones, in a round."""
KINDS = {"homophone": 60, "emoji": 20, "pinyin": 12, "sign": 8}
LEAST_SHARE = math.log(1e-6)
LOOSE = 0.06
"""How often a stand-in is only nearly alike."""
FLATTER = 0.7
"""Writers choose frequent stand-ins, though not in proportion."""


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


class Disguiser:
    """Makes disguises, with the shipped tables for readings and the shipped statistics for how common a stand-in is."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._tables = sound_tables()
        self._names = {unit: name for name, unit in self._tables.names.items()}
        self._by_syllable: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self._by_class: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self._signs: dict[int, list[str]] = defaultdict(list)
        self._emoji: dict[int, list[tuple[str, float]]] = defaultdict(list)
        for code in np.flatnonzero(self._tables.unit_of >= FIRST_UNIT).tolist():
            self._file(chr(code))
        for letter, unit in zip("abcdefghijklmnopqrstuvwxyz", self._tables.letters.tolist(), strict=True):
            if unit:
                self._signs[int(self._tables.syllables[unit, 0])].append(letter)

    def _file(self, character: str) -> None:
        unit = int(self._tables.unit_of[ord(character)])
        readings = list(zip(self._tables.syllables[unit].tolist(), np.exp(-self._tables.costs[unit]).tolist(), strict=True))
        readings = readings[: int(self._tables.counts[unit])]
        symbol = int(language().read(np.array([ord(character)], dtype=np.uint32))[0])
        if is_han(character) and symbol > RARE and language().single[symbol] > LEAST_SHARE:
            weight = math.exp(float(language().single[symbol]) * FLATTER)
            self._by_syllable[readings[0][0]].append((character, weight))
            self._by_class[int(self._tables.classes[unit, 0])].append((character, weight))
        elif character.isascii():
            self._signs[readings[0][0]].append(character)
        elif not is_han(character) and ord(character) > 0x2190:
            for syllable, share in readings:
                self._emoji[syllable].append((character, share))

    def disguise(self, text: str, keywords: list[str]) -> Disguised | None:
        """The text with one of the keywords in it disguised, and sometimes other characters too; None if it holds none."""
        held = [keyword for keyword in keywords if keyword in text]
        if not held:
            return None
        keyword = self._rng.choice(held)
        kind = self._rng.choices(list(KINDS), list(KINDS.values()))[0]
        written = self._write(keyword, kind)
        if written == keyword:
            return None
        start = text.index(keyword)
        before, behind = text[:start], text[start + len(keyword) :]
        if self._rng.random() < 0.5:
            share = self._rng.random() * 0.25
            before, behind = (self._sprinkle(part, share) for part in (before, behind))
        return Disguised(before + written + behind, keyword, len(before), len(before) + len(written))

    def _sprinkle(self, text: str, share: float) -> str:
        return "".join(self._homophone(c) if self._rng.random() < share and sayable(c) else c for c in text)

    def _write(self, keyword: str, kind: str) -> str:
        if kind == "pinyin" and self._rng.random() < 0.6:
            gap = self._rng.choice(["", " ", " "])
            return gap.join(self._pinyin(character) for character in keyword)
        chosen = [self._rng.random() < 0.8 for _ in keyword]
        chosen[self._rng.randrange(len(keyword))] = True
        ways = {"homophone": self._homophone, "emoji": self._picture, "pinyin": self._pinyin, "sign": self._sign}
        return "".join(ways[kind](character) if now else character for character, now in zip(keyword, chosen, strict=True))

    def _reading(self, character: str) -> tuple[int, int]:
        """One of its syllables, by their likelihood, and the class of the first; (0, 0) if it has none."""
        unit = int(self._tables.unit_of[ord(character)])
        count = int(self._tables.counts[unit])
        if not count:
            return 0, 0
        weights = np.exp(-self._tables.costs[unit, :count]).tolist()
        return self._rng.choices(self._tables.syllables[unit, :count].tolist(), weights)[0], int(self._tables.classes[unit, 0])

    def _homophone(self, character: str) -> str:
        syllable, sound = self._reading(character)
        listed = self._by_class.get(sound, []) if self._rng.random() < LOOSE else self._by_syllable.get(syllable, [])
        return self._choose([(other, weight) for other, weight in listed if other != character], character)

    def _picture(self, character: str) -> str:
        syllable, _ = self._reading(character)
        return self._choose(self._emoji.get(syllable, []), self._homophone(character))

    def _sign(self, character: str) -> str:
        syllable, _ = self._reading(character)
        return self._choose([(sign, 1.0) for sign in self._signs.get(syllable, [])], self._homophone(character))

    def _pinyin(self, character: str) -> str:
        syllable, _ = self._reading(character)
        return self._names.get(FIRST_UNIT + syllable - 1, character)

    def _choose(self, listed: list[tuple[str, float]], otherwise: str) -> str:
        if not listed:
            return otherwise
        return self._rng.choices([other for other, _ in listed], [weight for _, weight in listed])[0]
