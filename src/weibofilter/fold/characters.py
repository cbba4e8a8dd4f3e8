"""What is known of single characters: asked for those in and around a hit, a few dozen of a post that has one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from weibofilter.fold.tables import FoldTables

RunKind = Literal["", "latin", "digit", "latin symbol", "digit symbol", "flag"]

MOST_REMEMBERED = 1 << 16
"""Characters whose answers are kept. Chinese posts use some 8,000; a hostile one may use a million."""

_MARKS = frozenset({"Mn", "Me", "Mc"})
_JOINERS = frozenset("\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_FLAG_A, _FLAG_Z = "\U0001f1e6", "\U0001f1ff"
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Character:
    """One character: what it folds to, how it is spelled, and what it is to its neighbours.

    ``spelled`` is its simplified, half-width, lower-case form where these are all that the fold changes, else itself. ``run`` is the
    kind of run that it may be cut out of. A *mark* belongs to the character before it (combining marks, selectors, joiners, skin
    tones). A *break* ends a clause: it is dropped, is seen, and is no mark.
    """

    skeleton: str
    spelled: str
    steps: frozenset[str]
    run: RunKind
    is_mark: bool
    is_break: bool


class Characters(dict[str, Character]):
    r"""Characters by themselves, each worked out when it is first asked for.

    >>> from weibofilter.fold.tables import load_tables
    >>> known = Characters(load_tables())
    >>> known["麻"].spelled, known["煩"].spelled, known["Ⓕ"].spelled, known["Ⓕ"].skeleton
    ('麻', '烦', 'Ⓕ', 'f')
    >>> known["9"].run, known["九"].run, known["⑨"].run, known["，"].is_break, known["\u0336"].is_break
    ('digit', '', 'digit symbol', True, False)
    """

    __slots__ = ("_tables",)

    def __init__(self, tables: FoldTables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, character: str) -> Character:
        known = self._describe(character)
        if len(self) < MOST_REMEMBERED:
            self[character] = known
        return known

    def _describe(self, character: str) -> Character:
        skeleton = self._tables.fold_char(character)
        category = unicodedata.category(character)
        is_mark = not skeleton and (category in _MARKS or character in _JOINERS)
        return Character(
            skeleton=skeleton,
            spelled=_REPLACEMENT if category == "Cs" else self._tables.spelling_of(character),
            steps=frozenset(self._tables.steps_of(character)),
            run=_run_kind(character, skeleton, is_symbol=character in self._tables.alternatives),
            is_mark=is_mark,
            is_break=not skeleton and not is_mark and category != "Cf",
        )


class ClauseTable(dict[int, str]):
    r"""For ``str.translate``: what each code point is spelled, a line feed for one that ends a clause, and nothing for what nobody sees.

    >>> from weibofilter.fold.tables import load_tables
    >>> "大麻煩，ＯＫ".translate(ClauseTable(Characters(load_tables())))
    '大麻烦\nok'
    """

    __slots__ = ("_characters",)

    def __init__(self, characters: Characters) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, code: int) -> str:
        known = self._characters[chr(code)]
        spelled = "\n" if known.is_break else known.spelled if known.skeleton else ""
        if len(self) < MOST_REMEMBERED:
            self[code] = spelled
        return spelled


def _run_kind(character: str, skeleton: str, *, is_symbol: bool) -> RunKind:
    """Latin letters and digits in any style form runs; Han numerals (三 for 3) do not. A symbol that may be filler too is of a run with
    its like alone: in ①666 it numbers a paragraph. So are the letters that flags are made of.
    """
    if _FLAG_A <= character <= _FLAG_Z:
        return "flag"
    if skeleton.isascii() and skeleton.isalpha():
        return "latin symbol" if is_symbol else "latin"
    if skeleton.isascii() and skeleton.isdigit() and not unicodedata.name(character, "").startswith("CJK"):
        return "digit symbol" if is_symbol else "digit"
    return ""
