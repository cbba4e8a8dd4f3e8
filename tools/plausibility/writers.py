"""How a keyword is written in each view's way: one class for each, which writes a word anew with a random generator.

A writer gets the word and returns what stands for it, or the word itself where it knows no way; ``sprinkle`` writes single characters of
the surroundings in the same way, as who disguises one word often disguises more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

import numpy as np

from plausibility.sources import jieba_words
from plausibility.symbols import is_han
from weibofilter.fold import skeleton_fold
from weibofilter.plausible.language import RARE
from weibofilter.plausible.shipped import language
from weibofilter.views.initials import spellings
from weibofilter.views.masked import MARKS
from weibofilter.views.shape_tables import decompositions, look_alikes, ways_to_write
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables

if TYPE_CHECKING:
    from random import Random

LEAST_SHARE = math.log(1e-6)
LOOSE = 0.06
"""How often a stand-in is only nearly alike."""
FLATTER = (0.6, 1.1)
"""Writers choose frequent stand-ins: some in proportion, some hardly minding; the exponent of a stand-in's frequency lies between."""
HEARD = {"homophone": 45, "word": 20, "picture": 18, "pinyin": 10, "sign": 7}
SEEN = {"look-alike": 70, "split": 30}
LIKER = 0.6
"""Nats of unlikeness count so much when a look-alike is chosen."""
BY_PART = 0.1
"""How often a look-alike is like only in a part."""


class Writer(Protocol):
    """Writes words anew."""

    def write(self, word: str) -> str:
        """The word in disguise."""

    def sprinkle(self, character: str) -> str:
        """A character of the surroundings in disguise."""


def writer_of(view: str, rng: Random) -> Writer:
    """The writer of a view."""
    writers: dict[str, type[Speller | Painter | Swapper | Abbreviator | Masker]] = {
        "sound": Speller, "shape": Painter, "swapped": Swapper, "initials": Abbreviator, "masked": Masker,
    }  # fmt: skip
    return writers[view](rng)


def choose(rng: Random, listed: list[tuple[str, float]], otherwise: str) -> str:
    """One of those listed, by their weights."""
    if not listed:
        return otherwise
    return rng.choices([other for other, _ in listed], [weight for _, weight in listed])[0]


def some_of(rng: Random, word: str, share: float = 0.8) -> list[bool]:
    """Which characters of a word are disguised: one at least."""
    chosen = [rng.random() < share for _ in word]
    chosen[rng.randrange(len(word))] = True
    return chosen


class Speller:
    """By sound: homophones, pictures, pinyin, digits and letters, by the shipped tables and how common a stand-in is."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._tables = sound_tables()
        self._names = {unit: name for name, unit in self._tables.names.items()}
        self._by_syllable: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self._by_class: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self._signs: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self._emoji: dict[int, list[tuple[str, float]]] = defaultdict(list)
        self._words: dict[tuple[int, ...], list[tuple[str, float]]] = defaultdict(list)
        for word, frequency in jieba_words():
            if len(word) in (2, 3) and all(map(is_han, word)):
                self._words[self._said(word)].append((word, frequency))
        for code in np.flatnonzero(self._tables.unit_of >= FIRST_UNIT).tolist():
            self._file(chr(code))
        for letter, unit in zip("abcdefghijklmnopqrstuvwxyz", self._tables.letters.tolist(), strict=True):
            if unit:
                self._signs[int(self._tables.syllables[unit, 0])].append((letter, 1.0))

    def _file(self, character: str) -> None:
        unit = int(self._tables.unit_of[ord(character)])
        readings = list(zip(self._tables.syllables[unit].tolist(), np.exp(-self._tables.costs[unit]).tolist(), strict=True))
        readings = readings[: int(self._tables.counts[unit])]
        symbol = int(language().read(np.array([ord(character)], dtype=np.uint32))[0])
        if is_han(character) and symbol > RARE and language().single[symbol] > LEAST_SHARE:
            weight = math.exp(float(language().single[symbol]))
            self._by_syllable[readings[0][0]].append((character, weight))
            self._by_class[int(self._tables.classes[unit, 0])].append((character, weight))
        elif character.isascii():
            self._signs[readings[0][0]].append((character, 1.0))
        elif not is_han(character) and ord(character) > 0x2190:
            for syllable, share in readings:
                self._emoji[syllable].append((character, share))

    def write(self, word: str) -> str:
        """By one way of ``HEARD``, most of the characters."""
        kind = self._rng.choices(list(HEARD), list(HEARD.values()))[0]
        if kind == "pinyin" and self._rng.random() < 0.6:
            return self._rng.choice(["", " ", " "]).join(self._pinyin(character) for character in word)
        if kind == "word":
            return self._as_words(word)
        ways = {"homophone": self.sprinkle, "picture": self._picture, "pinyin": self._pinyin, "sign": self._sign}
        chosen = some_of(self._rng, word)
        return "".join(ways[kind](character) if now else character for character, now in zip(word, chosen, strict=True))

    def sprinkle(self, character: str) -> str:
        """A homophone."""
        syllable, sound = self._reading(character)
        listed = self._by_class.get(sound, []) if self._rng.random() < LOOSE else self._by_syllable.get(syllable, [])
        return self._by_frequency([(other, weight) for other, weight in listed if other != character], character)

    def _by_frequency(self, listed: list[tuple[str, float]], otherwise: str) -> str:
        flatter = self._rng.uniform(*FLATTER)
        return choose(self._rng, [(other, weight**flatter) for other, weight in listed], otherwise)

    def _said(self, word: str) -> tuple[int, ...]:
        """The likeliest syllables of a word."""
        return tuple(int(self._tables.syllables[self._tables.unit_of[ord(character)], 0]) for character in word)

    def _as_words(self, word: str) -> str:
        """What an input method offers first: another word of the same syllables, for two or three characters at a time."""
        written, place = "", 0
        while place < len(word):
            size = len(word) - place if len(word) - place <= 3 else 2
            part = word[place : place + size]
            listed = [(other, weight) for other, weight in self._words.get(self._said(part), []) if other != part]
            written += self._by_frequency(listed, "".join(map(self.sprinkle, part)))
            place += size
        return written

    def _reading(self, character: str) -> tuple[int, int]:
        """One of its syllables, by their likelihood, and the class of the first; (0, 0) if it has none."""
        unit = int(self._tables.unit_of[ord(character)])
        count = int(self._tables.counts[unit])
        if not count:
            return 0, 0
        weights = np.exp(-self._tables.costs[unit, :count]).tolist()
        return self._rng.choices(self._tables.syllables[unit, :count].tolist(), weights)[0], int(self._tables.classes[unit, 0])

    def _picture(self, character: str) -> str:
        return choose(self._rng, self._emoji.get(self._reading(character)[0], []), self.sprinkle(character))

    def _sign(self, character: str) -> str:
        return choose(self._rng, self._signs.get(self._reading(character)[0], []), self.sprinkle(character))

    def _pinyin(self, character: str) -> str:
        return self._names.get(FIRST_UNIT + self._reading(character)[0] - 1, character)


class Painter:
    """By shape: look-alikes by their likeness, and characters taken apart."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        table = look_alikes()
        self._alike: dict[str, list[tuple[str, float]]] = defaultdict(list)
        written = np.repeat(table.written, table.listed)
        for one, meant, cost in zip(written.tolist(), table.meant.tolist(), table.costs.tolist(), strict=True):
            self._alike[chr(meant)].append((chr(one), math.exp(-LIKER * cost)))
        self._having: dict[str, list[str]] = defaultdict(list)
        self._parts: dict[str, list[str]] = {}
        for whole, ways in decompositions().items():
            self._parts[whole] = sorted(set("".join(ways[:2])) - {whole})
            for part in self._parts[whole]:
                self._having[part].append(whole)

    def write(self, word: str) -> str:
        """Look-alikes for most characters, or parts for some."""
        kind = self._rng.choices(list(SEEN), list(SEEN.values()))[0]
        way, share = (self.sprinkle, 0.85) if kind == "look-alike" else (self._apart, 0.6)
        chosen = some_of(self._rng, word, share)
        return "".join(way(character) if now else character for character, now in zip(word, chosen, strict=True))

    def sprinkle(self, character: str) -> str:
        """A look-alike, or any character that has a part of it, by how few have the part."""
        if self._rng.random() < BY_PART and (parts := [part for part in self._parts.get(character, []) if self._having[part]]):
            part = choose(self._rng, [(part, 1 / len(self._having[part])) for part in parts], parts[0])
            return self._rng.choice(self._having[part])
        return choose(self._rng, self._alike.get(character, []), character)

    def _apart(self, character: str) -> str:
        ways = ways_to_write(character, skeleton_fold())
        return self._rng.choice(ways[:4]) if ways else character


class Swapper:
    """Two characters of the word, next to each other or with one between, have changed places."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def write(self, word: str) -> str:
        """The word after one swap."""
        distance = min(self._rng.choice([1, 1, 1, 2]), len(word) - 1)
        place = self._rng.randrange(len(word) - distance)
        letters = list(word)
        letters[place], letters[place + distance] = letters[place + distance], letters[place]
        return "".join(letters)

    def sprinkle(self, character: str) -> str:
        """The character itself: swaps elsewhere are the text's, not the character's."""
        return character


class Abbreviator:
    """The first letters of its pinyin."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def write(self, word: str) -> str:
        """Its likeliest initials."""
        return next(iter(spellings(word)), word)

    def sprinkle(self, character: str) -> str:
        """The character itself."""
        return character


class Masker:
    """One character behind a mark, or two of a long word."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def write(self, word: str) -> str:
        """The word with a mark in it; one of two characters is left alone."""
        if len(word) < 3:
            return word
        letters, mark = list(word), self._rng.choice("***×xX○〇□_" + MARKS)
        for place in self._rng.sample(range(len(word)), 1 if len(word) < 4 else self._rng.choice([1, 1, 2])):
            letters[place] = mark
        return "".join(letters)

    def sprinkle(self, character: str) -> str:
        """The character itself."""
        return character
