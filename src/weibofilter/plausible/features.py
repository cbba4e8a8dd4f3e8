"""What speaks for and against a suspicion, in numbers: a row for each candidate, a column for each of ``NAMES``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import numpy.typing as npt

from weibofilter.plausible.cover import BEFORE, LONGEST_WORD, cover
from weibofilter.plausible.language import BREAK, DIGIT, EMOJI, LATIN, SYMBOL_BITS, Floats, Symbols, ngram_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.plausible.language import Language
    from weibofilter.plausible.text import Text

Places = npt.NDArray[np.intp]

LONGEST_KEYWORD: Final = 12
"""Characters of a keyword that are weighed; what is longer is beyond doubt long before."""
LONGEST_WRITTEN: Final = 24
"""Symbols of the post that are weighed: a keyword of twelve spelled out with spaces."""
NARROW: Final = 4
"""Symbols up to which places are weighed together: nearly all are so short, and a row costs by the longest beside it."""

FEW: Final = 64
"""Places that are weighed together, however long."""

NAMES: Final = (
    "length", "changed", "loose", "cost", "odds", "common",
    "written", "meant", "gain", "gain_each", "written_each",
    "written_rarity", "meant_rarity",
    "written_left", "written_inner", "written_right", "written_least", "meant_left", "meant_inner", "meant_right",
    "word_same", "word_around", "word_before", "word_behind", "word_inside", "covered_least", "covered", "word_meant",
    "left", "right", "letters", "digits", "emoji", "breaks",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What a view knows of its candidates, as arrays of equal length.

    ``meant`` are the symbols that are suspected at the place, shape (n, any), filled up with 0, and ``widths`` how many there are;
    ``lengths`` how many characters the keyword has. ``changed`` counts those of the keyword that are not there as such; ``loose`` those
    of them that are only nearly alike (n for l), or whatever else tells two ways to write in a view apart (parts, capitals). ``cost`` is
    how unlikely, in nats, the writer's choice of these stand-ins is; ``odds`` how unlikely each stand-in is among all that would have
    served; ``common`` how much ordinary text looks so in this view (a log probability).
    """

    starts: Places
    ends: Places
    meant: Symbols
    widths: Places
    lengths: Places
    changed: Floats
    loose: Floats
    cost: Floats
    odds: Floats
    common: Floats

    @classmethod
    def join(cls, several: Sequence[Self]) -> Self:
        """All of it, in order."""
        longest = max(each.meant.shape[1] for each in several)
        columns = {field.name: [getattr(each, field.name) for each in several] for field in fields(cls)}
        columns["meant"] = [np.pad(meant, ((0, 0), (0, longest - meant.shape[1]))) for meant in columns["meant"]]
        return cls(**{name: np.concatenate(column) for name, column in columns.items()}) if len(several) > 1 else several[0]

    def take(self, rows: npt.NDArray[np.int64]) -> Self:
        """The evidence in these rows."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


def features(text: Text, evidence: Evidence) -> Floats:
    """The matrix of features, shape (n, len(NAMES)).

    A row is the same whatever stands beside it: sums are taken column by column, never by a routine that may choose another order.
    """
    rows = np.zeros((evidence.starts.size, len(NAMES)), dtype=np.float32)
    first, after = text.span(evidence.starts, evidence.ends)
    width = np.minimum(after - first, LONGEST_WRITTEN)
    narrow = np.maximum(width, evidence.widths) <= NARROW
    groups = (narrow, ~narrow) if narrow.size > FEW else (np.ones_like(narrow),)
    for some in map(np.flatnonzero, groups):
        if some.size:
            rows[some] = _rows(text, evidence.take(some), first[some], width[some])
    return rows


def _rows(text: Text, evidence: Evidence, first: Places, width: Places) -> Floats:
    longest = int(max(width.max(), evidence.widths.max()))
    around = text.window(first - BEFORE, longest + 2 * BEFORE)
    both = np.concatenate((around, _replaced(around, width, evidence)))
    pairs = text.language.after_one(both[:, :-1], both[:, 1:])
    triples = text.language.after_two(both[:, :-2], both[:, 1:-1], both[:, 2:], pairs[:, 1:])
    written, meant = _Reading.of(text.language, both, (pairs, triples), np.concatenate((width, evidence.widths))).halves()
    gain = meant.total - written.total
    columns: list[npt.NDArray[Any]] = [
        evidence.lengths, evidence.changed, evidence.loose, evidence.cost, evidence.odds, evidence.common,
        written.total, meant.total, gain, gain / np.maximum(evidence.changed, 1), written.total / (width + 2),
        written.rarity, meant.rarity,
        written.left, written.inner, written.right, written.least, meant.left, meant.inner, meant.right,
        *cover(text.language, around, width), _own_word(text.language, evidence),
        *_surroundings(pairs[: len(around)], width), *_kinds(around, width),
    ]  # fmt: skip
    return np.array(columns, dtype=np.float32).T


def _replaced(around: Symbols, width: Places, evidence: Evidence) -> Symbols:
    """The surroundings with what is meant in place of what is written."""
    columns, widths = np.arange(around.shape[1]), evidence.widths[:, None]
    behind = np.minimum(columns - widths + width[:, None], around.shape[1] - 1)
    moved = np.take_along_axis(around, np.where(columns < BEFORE, columns, behind), axis=1)
    keyword = np.zeros_like(around)
    known = min(evidence.meant.shape[1], around.shape[1] - BEFORE)
    keyword[:, BEFORE : BEFORE + known] = evidence.meant[:, :known]
    return np.where((columns >= BEFORE) & (columns < BEFORE + widths), keyword, moved)


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """How one reading of a place sits in its surroundings: log probabilities, and how much more than by chance neighbours go together."""

    total: Floats
    rarity: Floats
    left: Floats
    inner: Floats
    right: Floats
    least: Floats

    @classmethod
    def of(cls, language: Language, around: Symbols, chain: tuple[Floats, Floats], width: Places) -> Self:
        """The readings of the places that begin at BEFORE: each of their symbols and the two behind, given what is before.

        ``chain`` are ln P(symbol | one before) from the second symbol of the surroundings on, ln P(symbol | two before) from the third.
        """
        size = int(width.max(initial=0)) + 2
        after_one, after_two = (part[:, BEFORE - back : BEFORE - back + size] for back, part in enumerate(chain, start=1))
        alone = language.single[around[:, BEFORE : BEFORE + size]]
        bonds = after_one - alone
        columns, end = np.arange(size), width[:, None]
        inner = (columns > 0) & (columns < end)
        return cls(
            total=_added(np.where(columns < end + 2, after_two, 0)),
            rarity=_added(np.where(columns < end, alone, 0)),
            left=bonds[:, 0],
            inner=_added(np.where(inner, bonds, 0)),
            right=bonds[np.arange(width.size), width],
            least=np.where(inner, bonds, np.float32(9)).min(axis=1),
        )

    def halves(self) -> tuple[Self, Self]:
        """The first half of the rows and the second."""
        half = self.total.size // 2
        return self._part(slice(half)), self._part(slice(half, None))

    def _part(self, rows: slice) -> Self:
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


def _added(columns: Floats) -> Floats:
    """The sum of each row, the same to the last bit of single precision in whatever order a processor adds."""
    total: npt.NDArray[np.float64] = np.add.reduce(columns, axis=1, dtype=np.float64)
    return total.astype(np.float32)


def _own_word(language: Language, evidence: Evidence) -> Floats:
    """The frequency of what is meant as a word, where it is short enough to be kept as one."""
    meant, widths = evidence.meant[:, :LONGEST_WORD], evidence.widths
    keys = ngram_keys(*meant.T) >> ((LONGEST_WORD - np.minimum(widths, LONGEST_WORD)) * SYMBOL_BITS).astype(np.uint64)
    short = (widths >= 2) & (widths <= LONGEST_WORD)
    return np.where(short, language.words_of(keys), 0).astype(np.float32)


def _surroundings(pairs: Floats, width: Places) -> list[Floats]:
    """How probable the text before the place and behind it is by itself, a symbol: three pairs of neighbours on each side."""
    behind = BEFORE + width[:, None] + np.arange(BEFORE - 1)
    sides = pairs[:, : BEFORE - 1], np.take_along_axis(pairs, behind, axis=1)
    return [_added(side) / np.float32(BEFORE - 1) for side in sides]


def _kinds(around: Symbols, width: Places) -> list[Floats]:
    """How many symbols of the place are letters, digits, emoji, breaks."""
    columns = np.arange(around.shape[1])
    inside = (columns >= BEFORE) & (columns < BEFORE + width[:, None])
    return [((around == kind) & inside).sum(axis=1).astype(np.float32) for kind in (LATIN, DIGIT, EMOJI, BREAK)]
