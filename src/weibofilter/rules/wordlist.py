"""Word-list files to rules: every fault of every file told at once, at its line and column.

Nothing half-right gets through: ``read_wordlists`` returns rules only if no file has an error, since a filter that silently
lacks a rule reads as "allowed".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weibofilter.errors import Diagnostic, Location, Severity, WordlistError
from weibofilter.fold.fold import fold_keyword
from weibofilter.rules.categories import is_categories_file, read_categories
from weibofilter.rules.files import SourceFile, find_files, read_file
from weibofilter.rules.plain_list import read_plain_list
from weibofilter.rules.rule_table import read_rule_tables
from weibofilter.rules.shipped import shipped_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from weibofilter.rules.keywords import Fold
    from weibofilter.rules.rule import Category, Rule


@dataclass(frozen=True, slots=True)
class Wordlists:
    """The rules of some word lists, the categories they may be of, and the warnings and notes about them."""

    rules: tuple[Rule, ...]
    categories: Mapping[str, Category]
    diagnostics: tuple[Diagnostic, ...] = ()


def read_wordlists(paths: Iterable[Path | str], *, shipped: bool = False, fold: Fold = fold_keyword) -> Wordlists:
    """The rules of all files and directories in ``paths``; with ``shipped``, of the shipped lists before them.

    ``fold`` gives the possible foldings of a keyword, which tell whether anything is left of it. Raises ``WordlistError`` with
    every error, warning and note of all files if one of them is an error.
    """
    files, faults = find_files([*([shipped_path()] if shipped else []), *paths])
    sources = _Sources(faults)
    for path in files:
        sources.add(path)
    categories = _categories(sources)
    rules = _distinct_ids([(file, rule) for file in sources.lists for rule in _rules(file, categories, fold)])
    diagnostics = sources.diagnostics()
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise WordlistError(diagnostics)
    return Wordlists(rules, categories, diagnostics)


def read_sound_wordlists(paths: Iterable[Path | str], *, shipped: bool = False) -> tuple[Wordlists, tuple[Diagnostic, ...]]:
    """The rules of the files that have no fault, and what reading all of them reports: one bad file does not hide the others.

    For who looks at rules (``lint``, ``test``). A filter is made of all files or of none: see ``read_wordlists``.
    """
    files, missing = find_files(paths)
    told: tuple[Diagnostic, ...] = ()
    while files or shipped:
        try:
            lists = read_wordlists(files, shipped=shipped)
        except WordlistError as error:
            faulty = {fault.location.path for fault in error.diagnostics if fault.severity is Severity.ERROR}
            sound = [path for path in files if str(path) not in faulty]
            if len(sound) == len(files):
                raise  # a shipped file, which is no more there than the package is whole
            # A second round is about categories that a file of the first one was to declare: it says nothing new.
            told, files = told or error.diagnostics, sound
        else:
            return lists, (*missing, *(told or lists.diagnostics))
    return Wordlists((), {}), (*missing, *told)


@dataclass(slots=True)
class _Sources:
    """The files that could be read, by what they hold, and what was wrong with the others."""

    faults: list[Diagnostic]
    lists: list[SourceFile] = field(default_factory=list)
    categories: list[SourceFile] = field(default_factory=list)

    def add(self, path: Path) -> None:
        file = read_file(path)
        if isinstance(file, Diagnostic):
            self.faults.append(file)
        else:
            (self.categories if is_categories_file(path) else self.lists).append(file)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, in the order of files as they were read, and of lines."""
        found = [diagnostic for file in (*self.categories, *self.lists) for diagnostic in file.found]
        order = {file.path: number for number, file in enumerate((*self.categories, *self.lists))}
        return (*self.faults, *sorted(found, key=lambda found: (order[found.location.path], found.location)))


def _categories(sources: _Sources) -> dict[str, Category]:
    """The shipped categories, and those of the files; the files' win."""
    known = _shipped_categories()
    places: dict[str, Location] = {}
    for file in sources.categories:
        known |= read_categories(file, known, places)
    return known


def _shipped_categories() -> dict[str, Category]:
    files, faults = find_files([shipped_path() / "categories.toml"])
    sources = _Sources(faults)
    for path in files:
        sources.add(path)
    categories = {name: one for file in sources.categories for name, one in read_categories(file, {}, {}).items()}
    diagnostics = sources.diagnostics()
    if diagnostics:
        raise WordlistError(diagnostics)
    return categories


def _rules(file: SourceFile, categories: Mapping[str, Category], fold: Fold) -> list[Rule]:
    if file.path.endswith(".txt"):
        return read_plain_list(file, fold)
    return read_rule_tables(file, categories, fold)


def _distinct_ids(rules: list[tuple[SourceFile, Rule]]) -> tuple[Rule, ...]:
    """The rules; one whose name another rule has already is told at its place."""
    first: dict[str, Rule] = {}
    for file, rule in rules:
        before = first.setdefault(rule.name, rule)
        if before is not rule and rule.location is not None:
            message = f"id {rule.id!r} is taken in category {rule.category!r}, by the rule at {before.location}"
            file.error("duplicate-id", rule.location, message, "rename one of them")
    return tuple(rule for _, rule in rules)
