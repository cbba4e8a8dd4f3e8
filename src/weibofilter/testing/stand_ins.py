"""What may be written for a character of a keyword, by kind of disguise: the tables that the engine reads by, turned around."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from weibofilter.fold import skeleton_fold
from weibofilter.fold.fold import QUICK_PLANES
from weibofilter.fold.tables import DROPPED, EXPANDS, load_tables
from weibofilter.plausible.language import RARE
from weibofilter.plausible.shipped import language
from weibofilter.views.shape_tables import look_alikes, ways_to_write
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FOLDED_KINDS = ("traditional", "full-width", "case", "compatibility", "styled", "enclosed", "number", "accented", "look-alike")
"""Steps of the fold that change one character."""

_FEWEST_NATS = 3.0
"""How dear a look-alike of a Han character may be: 岀 for 出, and not any character that shares a stroke."""
_SHARE = -14.0
"""ln P of the rarest homophone: about one character in a million, as writers type what their keyboard offers first."""
_WAYS = 6
"""Ways to take a character apart, the usual ones first."""

FILLERS = "*-_~·^★☆◆※♪🔥💰\u200b\u0336❤の"
"""Filler to begin with; ``fillers`` has all that the fold drops."""

_NO_FILLER = frozenset("#＃@＠[]［］/／\\:：.．。?？!！…,，;；、() （）　\t\n\r\x0b\x0c\x85\u2028\u2029%&=+|")
"""What is dropped and yet is no filler: it ends sentences and clauses, or makes topics, names, codes and addresses."""


@cache
def _by_step() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """For a step of the fold and a folded character, what else is written for it, changed by that step and by ways of spelling alone."""
    tables = load_tables()
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    changed = (tables.lookup != np.arange(tables.lookup.size, dtype=np.uint32)) & (tables.lookup < EXPANDS)
    for code in np.flatnonzero(changed).tolist():
        character = chr(code)
        if character.isprintable():
            folded = tables.fold_char(character)
            for step in _telling(frozenset(tables.steps_of(character)), tables.spelling_steps):
                found[step, folded].append(character)
    return {key: tuple(written) for key, written in found.items()}


def _telling(steps: frozenset[str], spellings: frozenset[str]) -> frozenset[str]:
    """The step that a character is an example of: its only disguise, or else any of its spellings."""
    disguises = steps - spellings
    return (disguises if len(disguises) == 1 else frozenset()) if disguises else steps


def folded(kind: str, character: str) -> tuple[str, ...]:
    """What the fold makes this character of by the step of this name.

    >>> "Ⓕ" in folded("enclosed", "f"), folded("traditional", "发"), "𝓕" in folded("styled", "f")
    (True, ('發', '髮'), True)
    """
    skeleton = (load_tables().fold_char(character) or character)[0]
    return tuple(other for other in _by_step().get((kind, skeleton), ()) if other != character)


@cache
def symbols(character: str) -> tuple[str, ...]:
    """The symbols that may be read as this character: ❤ as 爱, ＋ as 加."""
    return tuple(symbol for symbol, readings in load_tables().alternatives.items() if character in readings)


@cache
def fillers() -> str:
    """The symbols and marks that the fold drops and that end nothing: filler between the characters of a keyword."""
    tables = load_tables()
    dropped = map(chr, np.flatnonzero(tables.lookup[:QUICK_PLANES] == DROPPED).tolist())
    shown = (
        one
        for one in dropped
        if unicodedata.category(one)[0] in "SP" and one not in _NO_FILLER and one not in tables.alternatives
    )
    return "".join(dict.fromkeys((*FILLERS, *shown)))


@cache
def homophones(character: str) -> tuple[str, ...]:
    """Common characters with the same syllable as the usual one of this character."""
    return tuple(other for other in _by_syllable().get(_syllable(character), ()) if other != character)


@cache
def emoji(character: str) -> tuple[str, ...]:
    """Pictures that are read like this character."""
    return _pictures().get(_syllable(character), ())


@cache
def pinyin(character: str) -> tuple[str, ...]:
    """The syllable of the character."""
    name = _names().get(_syllable(character))
    return (name,) if name else ()


@cache
def han_look_alikes(character: str) -> tuple[str, ...]:
    """Han characters that look like this one."""
    table = look_alikes()
    owners = np.repeat(table.written, table.listed)
    near = (table.meant == ord(character)) & (table.costs <= _FEWEST_NATS)
    return tuple(chr(code) for code in owners[near].tolist() if code != ord(character))


@cache
def split(character: str) -> tuple[str, ...]:
    """The character in parts, side by side."""
    return tuple(ways_to_write(character, skeleton_fold())[:_WAYS])


CHARACTER_KINDS: Mapping[str, Callable[[str], Sequence[str]]] = {
    "symbol": symbols,
    "homophone": homophones,
    "pinyin": pinyin,
    "emoji": emoji,
    "han-look-alike": han_look_alikes,
    "split": split,
}
"""Kinds beyond the steps of the fold, by what they write for one character."""


def stand_ins(kind: str, character: str) -> Sequence[str]:
    """What may be written for this character by a kind of disguise that changes single characters; empty where it has nothing.

    >>> stand_ins("pinyin", "微"), "❤" in stand_ins("symbol", "爱"), "亻言" in stand_ins("split", "信")
    (('wei',), True, True)
    """
    return folded(kind, character) if kind in FOLDED_KINDS else CHARACTER_KINDS[kind](character)


def _syllable(character: str) -> int:
    """The number of the usual syllable of a character, 0 for one that has none."""
    tables = sound_tables()
    unit = int(tables.units(np.array([ord(character)], np.uint32))[0])
    return int(tables.syllables[unit, 0]) if unit >= FIRST_UNIT and _is_han(character) else 0


def _is_han(character: str) -> bool:
    return bool(load_tables().han[ord(character)])


@cache
def _names() -> Mapping[int, str]:
    """The syllables by their numbers: the first units are the syllables by themselves, in order."""
    return {unit - FIRST_UNIT + 1: name for name, unit in sound_tables().names.items()}


@cache
def _by_syllable() -> Mapping[int, tuple[str, ...]]:
    """Common Han characters by their usual syllable, the commonest first."""
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    han = np.flatnonzero(load_tables().han).astype(np.uint32)
    symbols_of = language().read(han)
    for code, symbol in zip(han.tolist(), symbols_of.tolist(), strict=True):
        share = float(language().single[symbol])
        if symbol > RARE and share > _SHARE and load_tables().fold_char(chr(code)) == chr(code):
            found[_syllable(chr(code))].append((-share, chr(code)))
    return {syllable: tuple(character for _, character in sorted(some)) for syllable, some in found.items() if syllable}


@cache
def _pictures() -> Mapping[int, tuple[str, ...]]:
    """Symbols outside the scripts of letters by their syllables."""
    tables = sound_tables()
    found: dict[int, list[str]] = defaultdict(list)
    for code in np.flatnonzero(tables.unit_of >= FIRST_UNIT).tolist():
        if unicodedata.category(chr(code)) == "So":
            unit = int(tables.unit_of[code])
            for syllable in tables.syllables[unit, : int(tables.counts[unit])].tolist():
                found[syllable].append(chr(code))
    return {syllable: tuple(pictures) for syllable, pictures in found.items()}
