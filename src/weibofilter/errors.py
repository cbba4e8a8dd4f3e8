"""What can go wrong, and how it is told: what, where, the value, and the way out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


class WeiboFilterError(Exception):
    """Base of every error that weibofilter raises on purpose."""


class Severity(StrEnum):
    """How much a diagnostic matters: an error keeps a rule set from loading, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: one-based line and column, columns counted in code points.

    >>> str(Location("fraud.toml", 3, 9))
    'fraud.toml:3:9'
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a file of rules, at the place it is about.

    ``code`` is stable and documented, ``message`` names the value that is wrong, ``help`` the way out, and ``source`` is
    the line of the file as it stands there, without its line end ("" where there is none to show).

    >>> found = Diagnostic("unknown-key", Location("fraud.toml", 3, 1), "unknown key 'keyword'", "did you mean 'keywords'?",
    ...                    source='keyword = ["刷单"]')
    >>> print(found)
    fraud.toml:3:1: error[unknown-key]: unknown key 'keyword'; did you mean 'keywords'?
    """

    code: str
    location: Location
    message: str
    help: str = ""
    severity: Severity = Severity.ERROR
    source: str = ""

    def __str__(self) -> str:
        way_out = f"; {self.help}" if self.help else ""
        return f"{self.location}: {self.severity}[{self.code}]: {self.message}{way_out}"


WIDTH = 100
"""Columns that a rendered diagnostic takes of a terminal nobody knows the width of."""

_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def render(diagnostic: Diagnostic, *, color: bool = False, width: int = WIDTH) -> str:
    """The diagnostic as several lines for a terminal: the source line, a caret under the place, the way out.

    Of a line that is wider than ``width`` columns (a list of 100,000 keywords may be one line) the part around the place is shown, so that
    nothing wraps and the caret stands where it belongs. Chinese characters are two columns wide; what would act on the terminal, or hide,
    stands as an escape.

    >>> print(render(Diagnostic("unknown-view", Location("fraud.toml", 4, 15), "unknown view 'sounds'", "did you mean 'sound'?",
    ...                         source='刷单 = ["wide", "sounds"]')))
    error[unknown-view]: unknown view 'sounds'
     --> fraud.toml:4:15
      |
    4 | 刷单 = ["wide", "sounds"]
      |                 ^
      = did you mean 'sound'?
    """
    heading = f"{diagnostic.severity}[{diagnostic.code}]"
    number = str(diagnostic.location.line)
    margin = " " * len(number)
    told = f"{_styled(heading, diagnostic.severity, color)}: {visible(diagnostic.message)}"
    lines = [told, f"{margin}--> {visible(str(diagnostic.location))}"]
    if diagnostic.source:
        shown, indent = _excerpt(diagnostic.source, diagnostic.location.column - 1, width - len(margin) - 3)
        caret = _styled("^", diagnostic.severity, color)
        lines += [f"{margin} |", f"{number} | {shown}", f"{margin} | {' ' * indent}{caret}"]
    if diagnostic.help:
        lines.append(f"{margin} = {visible(diagnostic.help)}")
    return "\n".join(lines)


def _styled(text: str, severity: Severity, color: bool) -> str:
    return f"\x1b[{_STYLES[severity]}m{text}\x1b[0m" if color else text


def _excerpt(line: str, place: int, width: int) -> tuple[str, int]:
    """The part of the line around the place that so many columns have room for, and how many columns of it stand before the place."""
    room = max(width, 20)
    # No more than may be seen is looked at: the line may be one of a million characters, with a finding for each of them.
    first, last = max(0, place - room), place + room
    before, behind = _shown(line[first:place]), _shown(line[place:last])
    if first or last < len(line) or columns_of(before) + columns_of(behind) > room:
        before = _fitting(before[::-1], max(room // 2, room - columns_of(behind)), cut=first > 0)[::-1]
        behind = _fitting(behind, room - columns_of(before), cut=last < len(line))
    return before + behind, columns_of(before)


def _shown(text: str) -> str:
    return visible(text.replace("\t", " "))


def _fitting(text: str, room: int, *, cut: bool) -> str:
    """As much of the beginning of the text as there are columns for, with a sign if there was more; ``cut``: there was in any case."""
    if not cut and columns_of(text) <= room:
        return text
    taken = 1
    for place, character in enumerate(text):
        taken += columns_of(character)
        if taken > room:
            return text[:place] + "…"
    return text + "…"


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: of each character none, one or two."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


class WordlistError(WeiboFilterError):
    """Faults in word lists: every fault of every file, in the order of the files and lines.

    >>> raise WordlistError([Diagnostic("no-rules", Location("empty.toml"), "the file has no rules")])
    Traceback (most recent call last):
    ...
    weibofilter.errors.WordlistError: empty.toml:1:1: error[no-rules]: the file has no rules
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class PolicyError(WeiboFilterError):
    """A policy that names an unknown category or action, or a policy file that cannot be read."""


class CompiledFileError(WeiboFilterError):
    """A compiled rule set that is damaged, cut short, or of another version: nothing of it was used."""
