"""Readings of characters as toneless syllables, and the classes of syllables that writers and speakers confuse."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

MOST_READINGS = 4
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([aeiouv][a-z]*|m|n|ng)")
_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "h": "f"}
_GLIDES = {"u": "u", "ui": "ei", "un": "en", "uo": "o", "ong": "eng"}


def toneless(reading: str) -> str:
    """A reading with tone marks as a plain syllable: lǜ → lv."""
    decomposed = unicodedata.normalize("NFD", reading)
    kept = "".join(mark for mark in decomposed if mark == "\u0308" or not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", kept).replace("ü", "v").replace("ê", "e")


def sound_class(syllable: str) -> str:
    """The syllable with its confusions folded: n l r, h f, zh z, ch c, sh s, -ng -n; hu- counts as f-, so that 灰 is 飞.

    >>> [sound_class(s) for s in ("nan", "lang", "hui", "fei", "shi", "si", "hei", "ren", "leng", "xue")]
    ['lan', 'lan', 'fei', 'fei', 'si', 'si', 'fei', 'len', 'len', 'xve']
    """
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return syllable
    initial, final = match.groups()
    if initial == "h" and (final.startswith("u") or final == "ong"):
        final = _GLIDES.get(final, final[1:])
    if initial in {"j", "q", "x", "y"} and final.startswith("u"):
        final = "v" + final[1:]
    if final.endswith("ng") and final != "ong":
        final = final[:-1]
    final = {"uo": "o", "ue": "ve"}.get(final, final)
    return _INITIALS.get(initial, initial) + final


def readings(word_frequency: dict[str, float]) -> dict[str, dict[str, float]]:
    """For each character its syllables, at most four, the likeliest first, with their probabilities.

    pypinyin lists every reading and does not say how common one is. Its phrase dictionary does, weighted by how frequent the phrases
    are; a reading that no phrase has keeps a small share, the first-listed of an unattested character a large one.
    """
    attested = _attested(word_frequency)
    found: dict[str, dict[str, float]] = {}
    for code, listed in PINYIN_DICT.items():
        character = chr(code)
        syllables = [syllable for syllable in dict.fromkeys(map(toneless, listed.split(","))) if _SYLLABLE.fullmatch(syllable)]
        if not syllables:
            continue
        shares = {
            syllable: attested[character][syllable] + (0.5 if place == 0 else 0.02) for place, syllable in enumerate(syllables)
        }
        likeliest = sorted(shares, key=lambda syllable: -shares[syllable])[:MOST_READINGS]
        total = sum(shares.values()) + 0.5
        found[character] = {syllable: max(shares[syllable] / total, 1e-3) for syllable in likeliest}
    return found


def _attested(word_frequency: dict[str, float]) -> defaultdict[str, Counter[str]]:
    attested: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, listed in PHRASES_DICT.items():
        frequency = word_frequency.get(phrase, 0.05)
        for character, (reading, *_) in zip(phrase, listed, strict=False):
            attested[character][toneless(reading)] += frequency  # type: ignore[assignment]
    return attested
