"""Word lists to findings: what loading them reports, then every check, then what the lists' comments allow."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter.errors import Diagnostic
from weibofilter.lint.allow import answered
from weibofilter.lint.checks import CHECKS
from weibofilter.lint.finding import Finding, Remove
from weibofilter.lint.subject import Subject
from weibofilter.rules.files import SourceFile, find_files, read_file
from weibofilter.rules.wordlist import read_sound_wordlists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def lint(paths: Iterable[Path | str], *, at: dt.date | None = None) -> tuple[Finding, ...]:
    """What there is to say of these word lists and directories, in the order of files and lines.

    Files that do not load are told with their faults, and the others are looked at without them. ``at`` is the day by which a rule's
    last day is judged (today).
    """
    wanted = list(paths)
    lists, loading = read_sound_wordlists(wanted)
    subject = Subject(lists, at or dt.date.today())  # noqa: DTZ011 - the local day, as for a filter
    files = _Files()
    found = [Finding(told, Remove() if told.code == "repeated-keyword" else None) for told in loading]
    found += _checked(subject, files)
    read = [files.of(str(path)) for path in find_files(wanted)[0]]
    order = {file.path: number for number, file in enumerate(read) if file is not None}
    answers = answered(found, [file for file in read if file is not None])
    return tuple(sorted(answers, key=lambda one: (order.get(one.diagnostic.location.path, -1), one.diagnostic.location)))


def _checked(subject: Subject, files: _Files) -> Iterator[Finding]:
    if not subject.rules:
        return
    for check in CHECKS:
        for remark in check.find(subject):
            source = files.line(remark.place.path, remark.place.line)
            told = Diagnostic(check.code, remark.place, remark.message, remark.way_out, check.severity, source)
            yield Finding(told, remark.edit)


class _Files:
    """The files again, for the lines that findings are about: each read once."""

    def __init__(self) -> None:
        self._known: dict[str, SourceFile | None] = {}

    def of(self, path: str) -> SourceFile | None:
        """The file, or None where it cannot be read."""
        if path not in self._known:
            file = read_file(Path(path))
            self._known[path] = None if isinstance(file, Diagnostic) else file
        return self._known[path]

    def line(self, path: str, number: int) -> str:
        """The line, or nothing where there is none."""
        file = self.of(path)
        return file.lines[number - 1] if file is not None and number <= len(file.lines) else ""
