"""How alike two characters are to the eye of somebody who reads past a disguise, and the table of the likeliest readings.

No single measure covers a third of what people write. Four are added up:

- *parts*: cosine of the parts of both, taken apart to the third level, weighted by rarity (苟 and 狗 share 句, which few have);
- *ink*: the share of strokes that the parts in common make up, at the first level (人 is all of 刄 but a dot and a hook);
- *phonetic*: whether Unihan puts both in one phonetic series (kPhonetic), which is a part in common that taking apart may miss;
- *picture*: likeness of the glyphs, half for any, twice more for what passes .65 (岀 and 出, 士 and 土: one in a thousand pairs).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from shape_tables.sources import WRITTEN, curated, decompositions, log_frequency, unihan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shape_tables.glyphs import Vectors

Parts = Counter[str]

MOST_READINGS: Final = 80
"""For a character that ordinary text has not; a common one is seldom a disguise and gets fewer, the commonest 20."""
LEAST_SCORE: Final = 0.45
PER_SCORE: Final = 100
FREQUENT: Final = 0.1
"""What a nat of frequency counts beside likeness, where the readings of one character are put in order."""
BLOCK: Final = 512

Row = tuple[int, int, int]


class Likeness:
    """The measures, ready for blocks of written characters."""

    def __init__(self, folder: Path, pictures: Vectors) -> None:
        self.meant = [character for character in WRITTEN if character in log_frequency()]
        self._full_form = dict(row[:2] for row in curated("full_forms.tsv"))
        self._strokes = {c: int(v.split()[0]) for c, v in unihan(folder, "IRGSources", "kTotalStrokes").items()}
        place = {character: row for row, character in enumerate(WRITTEN)}
        self._columns = [place[character] for character in self.meant]
        self._pictures = pictures
        self._parts = _unit_rows([self._all_parts(character) for character in WRITTEN])
        series = unihan(folder, "DictionaryLikeData", "kPhonetic")
        self._series = _unit_rows([Counter(v.rstrip("*x") for v in series.get(c, "").split()) for c in WRITTEN])
        self._ways = {c: [self._direct(way) for way in decompositions().get(c, ())] for c in WRITTEN}
        self._having = self._index()

    def scores(self, first: int, stop: int) -> npt.NDArray[np.float32]:
        """The score of each written character from ``first`` to ``stop`` (rows) with each that may be meant (columns)."""
        picture = self._pictures[first:stop] @ self._pictures[self._columns].T
        parts = (self._parts[first:stop] @ self._parts[self._columns].T).toarray()
        series = (self._series[first:stop] @ self._series[self._columns].T).toarray()
        score = parts + 0.5 * series + 0.5 * picture + 2 * np.clip(picture - 0.65, 0, None)
        for row, written in enumerate(WRITTEN[first:stop]):
            for column, ink in self._inks(written):
                score[row, column] += ink
        return np.asarray(score, np.float32)

    def _full(self, part: str) -> str:
        return self._full_form.get(part, part)

    def _direct(self, way: Iterable[str]) -> Parts:
        return Counter(map(self._full, way))

    def _all_parts(self, character: str, depth: int = 0) -> Parts:
        """The parts of a character and theirs, each level counting .6 of the one above."""
        parts: Parts = Counter({character: 1.2}) if depth == 0 else Counter()
        for way in decompositions().get(character, ())[:2]:
            for part in map(self._full, way):
                parts[part] = max(parts[part], 1)
                for inner, weight in self._all_parts(part, depth + 1).items() if depth < 2 else ():
                    parts[inner] = max(parts[inner], 0.6 * weight)  # type: ignore[assignment]
        return parts

    def _stroke_count(self, part: str, depth: int = 0) -> int:
        if part in self._strokes:
            return self._strokes[part]
        ways = decompositions().get(part, ())
        return sum(self._stroke_count(p, depth + 1) for p in ways[0]) if ways and depth < 4 else 2

    def _index(self) -> Mapping[str, list[int]]:
        """For each part, the columns of the characters that may be meant and have it or are it."""
        having: dict[str, list[int]] = defaultdict(list)
        for column, character in enumerate(self.meant):
            for part in {self._full(character)}.union(*self._ways[character]):
                having[part].append(column)
        return having

    def _inks(self, written: str) -> Iterable[tuple[int, float]]:
        """The columns that share a direct part with this character, and the share of ink."""
        columns = {column for part in {self._full(written)}.union(*self._ways[written]) for column in self._having.get(part, ())}
        for column in columns:
            yield column, self._ink(written, self.meant[column])

    def _ink(self, one: str, other: str) -> float:
        whole = self._strokes.get(one, 10) + self._strokes.get(other, 10)
        shared = (
            sum(self._stroke_count(part) * count for part, count in (left & right).items())
            for left in (*self._ways[one], Counter({self._full(one): 1}))
            for right in (*self._ways[other], Counter({self._full(other): 1}))
            if left & right
        )
        return min(1.0, 2 * max(shared, default=0) / whole)


def _unit_rows(counts: list[Parts]) -> csr_matrix:
    """One row of length 1 for each counter, each column weighted by how few rows have it."""
    seen = Counter(part for parts in counts for part in parts)
    column = {part: number for number, part in enumerate(seen)}
    rows, columns, values = [], [], []
    for row, parts in enumerate(counts):
        weights = {part: count * math.log(len(counts) / seen[part]) for part, count in parts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1
        for part, weight in weights.items():
            rows.append(row)
            columns.append(column[part])
            values.append(weight / length)
    return csr_matrix((values, (rows, columns)), shape=(len(counts), len(column)))


def look_alikes(likeness: Likeness) -> list[Row]:
    """(written, meant, score * PER_SCORE), by written character and descending likelihood of the reading."""
    frequency = log_frequency()
    prior = np.array([FREQUENT * frequency[character] for character in likeness.meant])
    rows: list[Row] = []
    for first in range(0, len(WRITTEN), BLOCK):
        scores = likeness.scores(first, first + BLOCK)
        order = np.argsort(-(scores + prior), axis=1, kind="stable")[:, : MOST_READINGS + 1]
        for written, row, places in zip(WRITTEN[first : first + BLOCK], scores, order, strict=True):
            rows += _best(written, row, places, likeness.meant, frequency.get(written, 0))
    return rows


def _best(
    written: str, scores: npt.NDArray[np.float32], places: npt.NDArray[np.intp], meant: list[str], frequency: float
) -> Iterable[Row]:
    most = MOST_READINGS if frequency < 5 else max(20, round(MOST_READINGS - 7 * (frequency - 5)))
    kept = [place for place in places.tolist() if meant[place] != written and scores[place] >= LEAST_SCORE][:most]
    for place in kept:
        yield ord(written), ord(meant[place]), min(255, round(float(scores[place]) * PER_SCORE))
