"""Builds `src/weibofilter/views/data/sound.tables`: how every character sounds.

    pip install pypinyin==0.55.0 emoji==2.16.0 wordfreq==3.1.1 jieba==0.42.1
    npm pack cldr-annotations-full@48.2.0 && tar xzf cldr-annotations-full-48.2.0.tgz
    python tools/build_sound_tables.py --annotations package

| source | what is taken | licence |
|---|---|---|
| pypinyin 0.55.0 | readings of characters and phrases | MIT |
| emoji 2.16.0 | Chinese names of emoji | BSD-3-Clause |
| CLDR 48.2, annotations | Chinese names and keywords of emoji, of the mainland, Taiwan and Hong Kong | Unicode-3.0 |
| OpenCC | traditional words in simplified characters | Apache-2.0 |
| wordfreq 3.1.1 | how frequent phrases are, and English words | CC BY-SA 4.0 (data) |
| jieba 0.42.1 | how frequent phrases are | MIT |
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from plausibility.sources import jieba_words, wordfreq_words
from sound.syllables import readings, sound_class
from sound.symbols import DIGITS, LETTERS, MOST_EMOJI_READINGS, SKIN_TONES, TYPICAL_READINGS, emoji_characters
from weibofilter.arrays import pack_arrays

if TYPE_CHECKING:
    from weibofilter.arrays import Array

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "views" / "data" / "sound.tables"
LIMIT = 0x32000
BREAK, DROPPED, LETTER, SPACE = range(4)
FIRST_UNIT = 4
PER_NAT = 10
LEAST_ENGLISH_ZIPF = 2.5

Readings = tuple[tuple[str, float], ...]


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotations", type=Path, help="the unpacked npm package cldr-annotations-full")
    options = parser.parse_args()
    packed = pack_arrays(build(options.annotations))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(packed)
    print(f"{TARGET}: {len(packed):,} bytes")


def build(annotations: Path | None) -> dict[str, Array]:
    """The arrays of the file."""
    frequency: Counter[str] = Counter()
    for word, share in (*jieba_words(), *wordfreq_words()):
        frequency[word] += share  # type: ignore[assignment]
    han = readings(dict(frequency))
    sounds: dict[str, Readings] = {character: tuple(shares.items()) for character, shares in han.items()}
    sounds |= _emoji(emoji_characters(annotations), han)
    sounds |= {
        digit: tuple((syllable, 0.5 if place == 0 else 0.1) for place, syllable in enumerate(said.split()))
        for digit, said in DIGITS.items()
    }
    letters = {letter: tuple((syllable, 0.5) for syllable in said.split()) for letter, said in LETTERS.items()}
    syllables = sorted({syllable for listed in (*sounds.values(), *letters.values()) for syllable, _ in listed})
    classes = sorted({sound_class(syllable) for syllable in syllables})
    alone: dict[str, Readings] = {syllable: ((syllable, 1.0),) for syllable in syllables}
    units: dict[Readings, int] = {}
    for listed in (*alone.values(), *letters.values(), *sounds.values()):
        units.setdefault(listed, FIRST_UNIT + len(units))
    return {
        "unit_of": _unit_of(sounds, units),
        **_reading_arrays(units, syllables),
        "class_of": np.array([0, *(1 + classes.index(sound_class(syllable)) for syllable in syllables)], dtype=np.uint16),
        "syllables": np.frombuffer(" ".join(syllables).encode(), dtype=np.uint8),
        "letter_units": np.array(
            [units[letters[letter]] if letter in letters else BREAK for letter in map(chr, range(97, 123))], dtype=np.uint16
        ),
        **_english(set(syllables)),
    }


def _emoji(found: dict[str, dict[str, float]], han: dict[str, dict[str, float]]) -> dict[str, Readings]:
    sounds: dict[str, Readings] = {}
    for symbol, characters in found.items():
        shares: dict[str, float] = {}
        for character, share in characters.items():
            for syllable, probability in list(han.get(character, {}).items())[:2]:
                shares[syllable] = max(shares.get(syllable, 0.0), share * probability)
        likeliest = sorted(shares.items(), key=lambda entry: -entry[1])[:MOST_EMOJI_READINGS]
        if likeliest:
            total = sum(share for _, share in likeliest[:TYPICAL_READINGS])
            sounds[symbol] = tuple((syllable, max(round(share / total, 3), 1e-3)) for syllable, share in likeliest)
    return sounds


def _unit_of(sounds: dict[str, Readings], units: dict[Readings, int]) -> Array:
    table = np.zeros(LIMIT, dtype=np.uint16)
    for code in range(LIMIT - 1):
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower()
        category = unicodedata.category(character)
        if category in {"Mn", "Me", "Cf"} or character in SKIN_TONES:
            table[code] = DROPPED
        elif character in sounds or plain in sounds:
            table[code] = units[sounds.get(character) or sounds[plain]]
        elif len(plain) == 1 and "a" <= plain <= "z":
            table[code] = LETTER
        elif category == "Zs":
            table[code] = SPACE
    return table


def _reading_arrays(units: dict[Readings, int], syllables: list[str]) -> dict[str, Array]:
    number = {syllable: 1 + place for place, syllable in enumerate(syllables)}
    listed: list[Readings] = [()] * FIRST_UNIT + list(units)
    starts = np.cumsum([0, *map(len, listed)])
    flat = [reading for entry in listed for reading in entry]
    return {
        "reading_start": starts.astype(np.uint32),
        "reading": np.array([number[syllable] for syllable, _ in flat], dtype=np.uint16),
        "reading_cost": np.array([min(255, round(-np.log(share) * PER_NAT)) for _, share in flat], dtype=np.uint8),
    }


def _english(syllables: set[str]) -> dict[str, Array]:
    """English words that are also pinyin, with their Zipf frequency in tenths: `women` is seldom 我们."""
    import wordfreq  # noqa: PLC0415 - slow to import

    words = {}
    for word, share in wordfreq.get_frequency_dict("en", "best").items():
        zipf = float(np.log10(share) + 9)
        if zipf >= LEAST_ENGLISH_ZIPF and word.isascii() and word.isalpha() and _is_pinyin(word, syllables):
            words[word] = round(zipf * 10)
    listed = sorted(words)
    return {
        "english": np.frombuffer(" ".join(listed).encode(), dtype=np.uint8),
        "english_zipf": np.array([words[word] for word in listed], dtype=np.uint8),
    }


def _is_pinyin(word: str, syllables: set[str]) -> bool:
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reached[end] = any(reached[start] and word[start:end] in syllables for start in range(max(0, end - 6), end))
    return reached[-1]


if __name__ == "__main__":
    main()
