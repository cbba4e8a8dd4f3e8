"""What can go wrong, and how it is told: what, where, the value, and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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
