"""What is measured, read from ``definitions.toml`` and ``expected.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
TOP = HERE.parent
EXPECTED = HERE / "expected.toml"

Counts = dict[str, int]
"""What a measurement finds: posts held, reasons, and matches of the bare scan."""


@dataclass(frozen=True, slots=True)
class KeywordSource:
    """Where the keywords come from: words of the dictionary up to a frequency, shuffled by a seed."""

    seed: int
    max_frequency: int


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What generated posts are like: how many, how long, and the share of them that has each trait."""

    seed: int
    posts: int
    median_characters: int
    spread: float
    traditional: float = 0.0
    english: float = 0.0
    digits: float = 0.0
    emoji: float = 0.0
    code: float = 0.0
    mention: float = 0.0
    topic: float = 0.0
    url: float = 0.0
    planted: float = 0.0
    disguised: float = 0.0


@dataclass(frozen=True, slots=True)
class PostFile:
    """Posts of a file: its path from the top of the project, and the field of a JSON line that holds the post."""

    file: str
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A throughput that is measured beside the bare scan."""

    name: str
    keywords: int
    rules: Literal["keywords", "shipped"] = "keywords"
    corpus: str = "feed"
    way: Literal["check_many", "check"] = "check_many"
    posts: Literal["all", "clear", "hit"] = "all"
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class PeerLimits:
    """Another library, and how many posts and keywords its speed allows. One that is ``apart`` cannot stand beside the others."""

    name: str
    package: str
    apart: bool = False
    posts: int = 10_000
    keywords: int = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table: where its number stands in the record, and what it is to be at most, or at least."""

    name: str
    at: tuple[str, ...]
    target: float
    unit: str
    least: bool = False

    def reached(self, value: float) -> bool:
        """Whether the number is as good as it should be."""
        return value >= self.target if self.least else value <= self.target


@dataclass(frozen=True, slots=True)
class Definitions:
    """All of it. ``sweep``, ``hostile`` and ``parallel`` are the tables as they stand in the file."""

    keywords: KeywordSource
    corpora: dict[str, FeedSettings | PostFile]
    measurements: tuple[Measurement, ...]
    peers: tuple[PeerLimits, ...]
    figures: tuple[Figure, ...]
    sweep: dict[str, Any]
    hostile: dict[str, Any]
    parallel: dict[str, Any]
    expected: dict[str, dict[str, Counts]]


def read_definitions(path: Path = HERE / "definitions.toml", expected: Path = EXPECTED) -> Definitions:
    """The definitions of a file. TypeError for a key that nothing is known by; ValueError for a corpus that is not defined."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    corpora = {name: _corpus(entry) for name, entry in table["corpus"].items()}
    measurements = tuple(Measurement(**entry) for entry in table["measurement"])
    for measurement in measurements:
        if measurement.corpus not in corpora:
            raise ValueError(
                f"{path}: {measurement.name!r} asks for the corpus {measurement.corpus!r}: there are {sorted(corpora)}"
            )
    return Definitions(
        keywords=KeywordSource(**table["keywords"]),
        corpora=corpora,
        measurements=measurements,
        peers=tuple(PeerLimits(**entry) for entry in table["peer"]),
        figures=tuple(Figure(**{**entry, "at": tuple(entry["at"])}) for entry in table["figure"]),
        sweep=table["sweep"],
        hostile=table["hostile"],
        parallel=table["parallel"],
        expected=tomllib.loads(expected.read_text(encoding="utf-8")) if expected.exists() else {},
    )


def _corpus(entry: dict[str, Any]) -> FeedSettings | PostFile:
    return PostFile(**entry) if "file" in entry else FeedSettings(**entry)


def write_expected(expected: dict[str, dict[str, Counts]], path: Path = EXPECTED) -> None:
    """Writes the counts that measurements are held to from now on."""
    lines = ["# What each measurement must find, on all posts (full) and on those of --quick. Written by --accept, and reviewed."]
    for name, sizes in sorted(expected.items()):
        lines += ["", f'["{name}"]']
        lines += [
            f"{size} = {{ {', '.join(f'{key} = {count}' for key, count in counts.items())} }}"
            for size, counts in sorted(sizes.items())
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
