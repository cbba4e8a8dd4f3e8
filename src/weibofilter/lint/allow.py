"""The comments by which an author answers a finding: ``# lint: allow CODE reason``.

It stands at the end of the line that the finding is about, or on a line of its own above it. Above a key it speaks of the whole
value, above ``[[rule]]`` of the whole rule. An answer without a reason is an error, and one that answers nothing is told, so that they
do not pile up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.errors import Diagnostic, Location, Severity
from weibofilter.lint.checks import CHECKS
from weibofilter.lint.finding import Finding
from weibofilter.rules.table import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tree_sitter import Node

    from weibofilter.rules.files import SourceFile

_COMMENT = re.compile(r"#\s*lint:(?P<told>.*)")
_ALLOW = re.compile(r"\s*allow\s+(?P<code>[\w-]+)\s*(?P<reason>.*)")
_HOW = "write # lint: allow CODE reason"
_CODES = frozenset(check.code for check in CHECKS)


@dataclass(frozen=True, slots=True)
class Allow:
    """One answer, and the lines that it speaks of, both ends included."""

    place: Location
    source: str
    code: str
    reason: str
    lines: tuple[int, ...]
    """First and last line of each stretch: of its own line, and of what stands below it."""

    def answers(self, told: Diagnostic) -> bool:
        """Whether it is about this finding. No comment answers a fault that keeps a file from loading."""
        if told.code != self.code or told.location.path != self.place.path or _is_fault(told):
            return False
        return any(first <= told.location.line <= last for first, last in zip(self.lines[::2], self.lines[1::2], strict=True))


def _is_fault(told: Diagnostic) -> bool:
    return told.severity is Severity.ERROR and told.code not in _CODES


def answered(found: Sequence[Finding], files: Iterable[SourceFile]) -> Iterator[Finding]:
    """The findings that no comment answers, and what is wrong with the comments."""
    allows: dict[str, list[Allow]] = {}
    for file in files:
        for one in _allows(file):
            if isinstance(one, Allow):
                allows.setdefault(one.code, []).append(one)
            else:
                yield Finding(one)
    used: set[Location] = set()
    for finding in found:
        answers = [one.place for one in allows.get(finding.diagnostic.code, ()) if one.answers(finding.diagnostic)]
        used.update(answers)
        if not answers:
            yield finding
    for one in (one for some in allows.values() for one in some):
        if one.place not in used:
            yield Finding(_unused(one))


def _unused(allow: Allow) -> Diagnostic:
    way_out = "remove it" if allow.code in _CODES else suggest(allow.code, sorted(_CODES), prefix="known are")
    message = f"nothing here is {allow.code}"
    return Diagnostic("unused-allow", allow.place, message, way_out, Severity.WARNING, allow.source)


def _allows(file: SourceFile) -> Iterator[Allow | Diagnostic]:
    """The answers of a file, and those that are not well-formed."""
    if "lint:" not in file.text:
        return
    lines = _PlainLines(file) if file.path.endswith(".txt") else _TomlLines(file)
    for number, line in enumerate(file.lines, 1):
        for comment in _COMMENT.finditer(line):
            if not lines.is_comment(number, comment.start()):
                continue
            place = file.place(number, comment.start() + 1)
            told = _ALLOW.fullmatch(comment["told"])
            if told is None or not told["reason"].strip():
                message = "the comment has no reason" if told else f"{comment.group()!r} is no instruction that lint knows"
                yield Diagnostic("bad-allow", place, message, _HOW, Severity.ERROR, line)
            if told is not None:
                reach = lines.reach(number, alone=not line[: comment.start()].strip())
                yield Allow(place, line, told["code"], told["reason"].strip(), (number, number, *reach))


class _PlainLines:
    """The lines of a plain list: a comment has a line of its own, and speaks of the next keyword."""

    def __init__(self, file: SourceFile) -> None:
        self._lines = file.lines

    def is_comment(self, number: int, column: int) -> bool:
        """Whether a comment begins in this line at this column (from 0)."""
        return column == 0 and self._lines[number - 1].startswith("#")

    def reach(self, number: int, *, alone: bool) -> tuple[int, ...]:  # noqa: ARG002 - the signature of lines
        """The line of the next keyword."""
        below = _next_line(self._lines, number)
        return (below, below)


class _TomlLines:
    """The lines of TOML, by its syntax: a ``#`` in a string begins no comment."""

    def __init__(self, file: SourceFile) -> None:
        # Imported here: lists without such comments need no second parse.
        import tree_sitter_toml  # noqa: PLC0415 - see above
        from tree_sitter import Language, Parser  # noqa: PLC0415 - see above

        self._lines = file.lines
        self._root = Parser(Language(tree_sitter_toml.language())).parse(file.text.encode()).root_node
        self._last = dict(_last_lines(self._root, len(file.lines)))

    def is_comment(self, number: int, column: int) -> bool:
        """Whether a comment begins in this line at this column (from 0)."""
        point = (number - 1, len(self._lines[number - 1][:column].encode()))
        node = self._root.descendant_for_point_range(point, point)
        return node is not None and node.type == "comment" and tuple(node.start_point) == point

    def reach(self, number: int, *, alone: bool) -> tuple[int, ...]:
        """The lines of the key or rule that begins in the line: the comment's own, or the next one if it stands alone."""
        first = _next_line(self._lines, number) if alone else number
        return (first, self._last.get(first, first))


def _next_line(lines: Sequence[str], number: int) -> int:
    """The number of the first line below that is neither empty nor a comment; of the last one if there is none."""
    below = (
        after for after in range(number + 1, len(lines) + 1) if lines[after - 1].strip() and lines[after - 1].lstrip()[0] != "#"
    )
    return next(below, len(lines))


def _last_lines(root: Node, count: int) -> Iterator[tuple[int, int]]:
    """The first and last line of each key and of each table; a table goes on to the next one."""
    tables = [node for node in root.named_children if node.type in {"table", "table_array_element"}]
    starts = [*(node.start_point.row + 1 for node in tables), count + 1]
    for node, after in zip(tables, starts[1:], strict=True):
        yield node.start_point.row + 1, after - 1
    for node in (root, *tables):
        for pair in node.named_children:
            if pair.type == "pair":
                yield pair.start_point.row + 1, pair.end_point.row + 1
