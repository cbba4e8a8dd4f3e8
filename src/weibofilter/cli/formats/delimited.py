"""Comma-separated values: a header, and rows to which the verdict is added as one more cell of JSON text."""

from __future__ import annotations

import csv
import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from weibofilter.cli.formats.records import InputError, Judged, RawRecord, Record, field_taken, no_such_field, outcome
from weibofilter.cli.formats.txt import without_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.cli.formats.streams import Sink, Source
    from weibofilter.verdict import Verdict

_BOM = "\ufeff"
_DELIMITERS = ",\t;|"
_LONGEST_CELL = 1 << 24
"""Characters. A quote that is never closed swallows the rest of the file; this bounds what is held of it in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRecord(Record):
    """A row with as many cells as the header; ``row`` is how it is written, its line end included."""

    row: str
    names: tuple[str, ...]
    cells: tuple[str, ...]

    def fields(self) -> dict[str, Any]:
        """The cells by the names of the header."""
        return dict(zip(self.names, self.cells, strict=True))


class _Line(NamedTuple):
    number: int
    raw: bytes
    text: str
    broken: bool


class _Lines:
    """Lines for ``csv.reader``, which remember those that the current row took and can be given back."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._numbered = enumerate(source.lines(), start=1)
        self._encoding = encoding
        self._again: deque[_Line] = deque()
        self.taken: list[_Line] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._decoded(*next(self._numbered))
        self.taken.append(line)
        return line.text

    def give_back(self, count: int) -> None:
        """Keeps the first ``count`` lines of the current row, the others are read again."""
        self._again.extendleft(reversed(self.taken[count:]))
        del self.taken[count:]

    def _decoded(self, number: int, raw: bytes) -> _Line:
        try:
            return _Line(number, raw, raw.decode(self._encoding), broken=False)
        except UnicodeDecodeError:
            return _Line(number, raw, raw.decode(self._encoding, "replace"), broken=True)


class CsvReader:
    """Records of a file with a header, which is read at once.

    The delimiter is the one of ``, tab ; |`` that the header has most of, unless it is given. Quoting is read strictly: a row
    that breaks its rules is a bad line, and its other lines are read again as rows of their own: a stray quote costs one line.

    Raises:
        InputError: there is no header, it lacks the posts' field or has two, or has the verdict's already.

    """

    def __init__(self, source: Source, text_field: str, verdict_field: str, delimiter: str = "", encoding: str = "utf-8") -> None:
        csv.field_size_limit(_LONGEST_CELL)
        self._encoding = encoding
        self._lines = _Lines(source, encoding)
        self.head = next(self._lines, "")
        self.bom = self.head.startswith(_BOM)
        self.head = self.head.removeprefix(_BOM)
        self.delimiter = delimiter or max(_DELIMITERS, key=self.head.count)
        self._lines.taken[:] = [line._replace(text=self.head) for line in self._lines.taken]
        self._lines.give_back(0)
        self.columns = self._header(source.name)
        if text_field not in self.columns:
            raise no_such_field(text_field, self.columns)
        if (count := self.columns.count(text_field)) > 1:
            raise InputError(f"{source.name}: {count} columns are called {text_field!r}: rename all but the posts'")
        if verdict_field in self.columns:
            raise field_taken(verdict_field, "the header")
        self._text_at = self.columns.index(text_field)

    def __iter__(self) -> Iterator[Record]:
        while True:
            self._lines.taken.clear()
            try:
                cells = next(self._parser())
            except StopIteration:
                return
            except csv.Error as error:
                self._lines.give_back(1)
                yield self._bad(f"not CSV: {error}")
                continue
            if cells:
                yield self._record(tuple(cells))

    def _header(self, name: str) -> tuple[str, ...]:
        try:
            names = tuple(next(self._parser(), ()))
        except csv.Error as error:
            raise InputError(f"{name}: the header is not CSV: {error}") from error
        broken = any(line.broken for line in self._lines.taken)
        if broken or not names:
            raise InputError(f"{name}: {f'the header is not {self._encoding}' if broken else 'there is no header line'}")
        self.head = "".join(line.text for line in self._lines.taken)
        return names

    def _parser(self) -> Iterator[list[str]]:
        return csv.reader(self._lines, delimiter=self.delimiter, strict=True)

    def _record(self, cells: tuple[str, ...]) -> Record:
        first, *_ = self._lines.taken
        if any(line.broken for line in self._lines.taken):
            return self._bad(f"not {self._encoding}")
        if len(cells) != len(self.columns):
            return self._bad(f"{len(cells)} cells, and the header has {len(self.columns)}")
        row = "".join(line.text for line in self._lines.taken)
        return CsvRecord(number=first.number, text=cells[self._text_at], row=row, names=self.columns, cells=cells)

    def _bad(self, error: str) -> RawRecord:
        return RawRecord(number=self._lines.taken[0].number, raw=self._raw(), encoding=self._encoding, error=error)

    def _raw(self) -> bytes:
        return without_end(b"".join(line.raw for line in self._lines.taken))


class CsvWriter:
    """Writes the header and each row as they stand in the file, with one more cell; a bad row leaves the others empty.

    Every row of the output has the same length, so that whatever reads it next reads all of it: the bad row stands, as
    JSON, in the verdict's cell.
    """

    def __init__(
        self, sink: Sink, columns: Sequence[str], verdict_field: str, source: CsvReader | None = None, *, append: bool = False
    ) -> None:
        self._sink = sink
        self._delimiter = source.delimiter if source else ","
        self._empty = self._delimiter * len(columns)
        head = source.head if source else self._row(columns)
        self._end = "\n" if head.endswith("\n") and not head.endswith("\r\n") else "\r\n"
        bom = _BOM if source and source.bom else ""
        if not append:
            self._sink.write((bom + self._spliced(head, verdict_field)).encode("utf-8"))

    def write(self, judged: Sequence[Judged]) -> None:
        """Writes a row for each."""
        self._sink.write("".join(self._line(record, verdict) for record, verdict in judged).encode("utf-8"))

    def close(self) -> None:
        """Rows end with the last of them."""

    def _line(self, record: Record, verdict: Verdict | None) -> str:
        told = outcome(record, verdict)
        if isinstance(record, CsvRecord):
            return self._spliced(record.row, told)
        if isinstance(record, RawRecord):
            return f"{self._empty}{_quoted(told)}{self._end}"
        return self._spliced(self._row([_cell(value) for value in record.fields().values()]), told)

    def _spliced(self, row: str, cell: str) -> str:
        content = row.removesuffix("\n").removesuffix("\r")
        return f"{content}{self._delimiter}{_quoted(cell)}{self._end}"

    def _row(self, cells: Sequence[str]) -> str:
        return self._delimiter.join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(mark in cell for mark in '"\r\n,;|\t') else cell


def _cell(value: object) -> str:
    """A value of a typed column: text as it is, nothing for null, JSON for the rest."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
