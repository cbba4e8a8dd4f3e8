"""The recipe: which steps, in which order, and what the whole of them makes of each code point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import unicodedata2 as ucd

from fold_tables import han_steps, unicode_steps
from fold_tables.alternatives import alternatives
from fold_tables.sources import Table, every_character, require_pinned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Kind = Literal["spelling", "disguise"]


@dataclass(frozen=True, slots=True)
class Step:
    """A named table; the kind says whether what it undoes is a way of spelling or a disguise."""

    name: str
    kind: Kind
    table: Callable[[], Table]


RECIPE = (
    Step("full-width", "spelling", unicode_steps.full_width),
    Step("compatibility", "spelling", unicode_steps.compatibility),
    Step("traditional", "spelling", han_steps.traditional),
    Step("regional", "spelling", han_steps.regional),
    Step("styled", "disguise", unicode_steps.styled),
    Step("enclosed", "disguise", unicode_steps.enclosed),
    Step("number", "disguise", unicode_steps.number),
    Step("accented", "disguise", unicode_steps.accented),
    Step("look-alike", "disguise", unicode_steps.look_alike),
    Step("case", "spelling", unicode_steps.case),
)
INTERLEAVED = "interleaved"
STEP_NAMES = (*(step.name for step in RECIPE), INTERLEAVED)
SPELLINGS = frozenset(step.name for step in RECIPE if step.kind == "spelling")

# Longest chain there is: ㊄ in a circle, 五, 5 takes one round; a traditional character whose variant is itself traditional two.
MAX_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Fold:
    """What a character becomes, by which steps (bits, in the order of STEP_NAMES), and what spelling alone makes of it."""

    target: str
    steps: int
    spelling: str


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Everything that is shipped: folds (other than identity and dropping), what is dropped, and the readings of symbols."""

    folds: Mapping[str, Fold]
    dropped: frozenset[str]
    alternatives: Mapping[str, tuple[str, ...]]
    unicode_version: str

    def step_names(self, fold: Fold) -> list[str]:
        """Names of the steps that had a part in a fold."""
        return [name for bit, name in enumerate(STEP_NAMES) if fold.steps >> bit & 1]

    def fold(self, text: str) -> str:
        """The text folded character by character."""
        return "".join(self._fold_character(character) for character in text)

    def _fold_character(self, character: str) -> str:
        if character in self.dropped:
            return ""
        fold = self.folds.get(character)
        return character if fold is None else fold.target


def build() -> Skeleton:
    """The skeleton fold, a fixpoint by construction: each target is folded again until nothing changes."""
    require_pinned()
    tables = tuple(step.table() for step in RECIPE)
    removed = unicode_steps.dropped()
    touched = set().union(*tables)
    read = {source: _fixpoint(source, tables) for source in every_character() if source in touched}
    kept: dict[str, Fold] = {}
    gone = {source for source in removed if source not in touched}
    for source, (text, steps) in read.items():
        target = "".join(character for character in text if character not in removed)
        if not target:
            gone.add(source)
        elif target != source:
            kept[source] = Fold(target, steps, _spelling(source, target, steps, tables))
    plain = Skeleton(kept, frozenset(gone), {}, ucd.unidata_version)
    symbols = alternatives({source: text for source, (text, _) in read.items()}, plain.fold)
    return Skeleton(kept, frozenset(gone), symbols, ucd.unidata_version)


def _spelling(source: str, target: str, steps: int, tables: tuple[Table, ...]) -> str:
    """What the steps of spelling alone make of a character: 陸 is 陆 by spelling, 6 by all steps; ① stays ①.

    A capital that looks like another letter than its small form (Ν is N, ν is v) has no spelling but itself.
    """
    bits = [bit for bit, step in enumerate(RECIPE) if step.kind == "spelling"]
    if steps & ~sum(1 << bit for bit in bits) == 0:
        return target
    spelled = _fixpoint(source, tuple(tables[bit] for bit in bits))[0]
    return spelled if "".join(_fixpoint(character, tables)[0] for character in spelled) == target else source


def _fixpoint(source: str, tables: tuple[Table, ...]) -> tuple[str, int]:
    """The text that a character becomes, nothing dropped, and the tables that had a part in it, as bits."""
    text, steps = source, 0
    for _ in range(MAX_ROUNDS):
        before = text
        for bit, table in enumerate(tables):
            changed = "".join(table.get(character, character) for character in text)
            steps |= (changed != text) << bit
            text = changed
        if text == before:
            return text, steps
    raise SystemExit(f"U+{ord(source):04X} {source} does not settle: {text!r} after {MAX_ROUNDS} rounds")
