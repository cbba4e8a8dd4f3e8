"""Parquet by pyarrow, the extra ``arrow``: columns keep their types, the verdict is a column of JSON text, or of structs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any

from weibofilter.cli.formats.records import InputError, Judged, RawRecord, Record, field_taken, no_such_field, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from weibofilter.cli.formats.streams import Sink

_BATCH_ROWS = 4096
_GROUP_ROWS = 65_536
"""Rows of a row group that is written: small enough to hold in memory, large enough to compress and to skip."""

_GROUP_BYTES = 64 << 20


def pyarrow() -> ModuleType:
    """The pyarrow package with its Parquet module.

    Raises:
        InputError: it is not installed.

    """
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise InputError("Parquet needs pyarrow: pip install 'weibofilter[arrow]'") from error


def in_columns() -> ModuleType:
    """The module of columns, which cannot be imported without pyarrow; see ``pyarrow`` for the error where it is missing."""
    return import_module("weibofilter.arrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowRecord(Record):
    """A row of a record batch."""

    batch: Any
    index: int

    def fields(self) -> dict[str, Any]:
        """The values of the row as Python has them."""
        names = self.batch.schema.names
        return {name: self.batch.column(at)[self.index].as_py() for at, name in enumerate(names)}


class ParquetReader:
    """Records of a Parquet file, read a batch at a time. ``number`` is the row.

    Raises:
        InputError: it is no Parquet file, or has no such text column, or has the verdict's already.
        OSError: it cannot be opened.

    """

    def __init__(self, name: str, text_field: str, verdict_field: str) -> None:
        self._arrow = pyarrow()
        self._name = name
        self._text_field = text_field
        try:
            self._file = self._arrow.parquet.ParquetFile(name)
        except self._arrow.ArrowException as error:
            raise InputError(f"{name}: not a Parquet file: {error}") from error
        self.schema = self._file.schema_arrow
        self.columns = tuple(self.schema.names)
        self.rows: int = self._file.metadata.num_rows
        self.position = 0
        self._refuse(verdict_field)

    def _refuse(self, verdict_field: str) -> None:
        if self._text_field not in self.columns:
            raise no_such_field(self._text_field, self.columns)
        if verdict_field in self.columns:
            raise field_taken(verdict_field, self._name)
        kind = self.schema.field(self._text_field).type
        if not in_columns().is_text(kind):
            raise InputError(f"{self._name}: column {self._text_field!r} is {kind}, not text; name another with --text-field")

    def __iter__(self) -> Iterator[Record]:
        try:
            for batch in self._file.iter_batches(batch_size=_BATCH_ROWS):
                yield from self._records(batch)
        except self._arrow.ArrowException as error:
            raise InputError(f"{self._name}: damaged after row {self.position}: {error}") from error

    def _records(self, batch: Any) -> Iterator[Record]:
        errors: dict[int, str] = {}
        for first, texts in in_columns().texts(batch.column(self.columns.index(self._text_field)), errors):
            for index, text in enumerate(texts, first):
                self.position += 1
                error = "" if text is not None else errors.get(index, "null")
                yield ArrowRecord(number=self.position, text=text, error=error, batch=batch, index=index)


class ParquetWriter:
    """Writes the columns as they are and one more of JSON text, or of structs (``nested``), in row groups of bounded size.

    The end of the file tells where its row groups lie: ``close`` writes it, and does so too when a scan is interrupted.
    """

    def __init__(
        self, sink: Sink, names: Sequence[str], verdict_field: str, source: ParquetReader | None = None, *, nested: bool = False
    ) -> None:
        self._arrow = pyarrow()
        self._nested = nested
        strings = self._arrow.schema([(name, self._arrow.string()) for name in names])
        self._own = source.schema if source else strings
        kind = in_columns().VERDICT if nested else self._arrow.string()
        self._schema = self._own.append(self._arrow.field(verdict_field, kind))
        self._file = self._arrow.parquet.ParquetWriter(_Bytes(sink), self._schema)
        self._pending: list[Any] = []

    def write(self, judged: Sequence[Judged]) -> None:
        """Keeps the rows until there are enough of them for a row group."""
        for _, run in groupby(judged, key=_batch_key):
            self._pending.append(self._with_verdicts(list(run)))
        if (
            sum(batch.num_rows for batch in self._pending) >= _GROUP_ROWS
            or sum(batch.nbytes for batch in self._pending) >= _GROUP_BYTES
        ):
            self._flush()

    def close(self) -> None:
        """Writes the last row group and the end of the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._pending:
            self._file.write_table(self._arrow.Table.from_batches(self._pending, schema=self._schema))
            self._pending.clear()

    def _with_verdicts(self, run: Sequence[Judged]) -> Any:
        if self._nested:
            verdicts = in_columns().verdict_array(_as_column(run))
        else:
            verdicts = self._arrow.array([outcome(record, verdict) for record, verdict in run], self._arrow.string())
        own = self._columns([record for record, _ in run])
        return self._arrow.RecordBatch.from_arrays([*own, verdicts], schema=self._schema)

    def _columns(self, records: Sequence[Record]) -> list[Any]:
        first = records[0]
        if isinstance(first, ArrowRecord):
            indexes = self._arrow.array([record.index for record in records if isinstance(record, ArrowRecord)])
            return list(first.batch.take(indexes).columns)
        rows = [{} if isinstance(record, RawRecord) else record.fields() for record in records]
        return [self._arrow.array([row.get(name) for row in rows], self._arrow.string()) for name in self._own.names]


def _as_column(run: Sequence[Judged]) -> Any:
    """The verdicts as ``weibofilter.arrow`` makes columns of them; what could not be judged has its error."""
    told = [(row, verdict) for row, (_, verdict) in enumerate(run) if verdict is not None]
    held = [(row, verdict) for row, verdict in told if verdict.reasons or verdict.dismissed or verdict.shadow]
    digest = told[0][1].digest if told else ""
    return in_columns().Judged(
        len(run),
        digest,
        [row for row, _ in held],
        [verdict for _, verdict in held],
        errors={row: record.error for row, (record, verdict) in enumerate(run) if verdict is None},
    )


def _batch_key(judged: Judged) -> int:
    record, _ = judged
    return id(record.batch) if isinstance(record, ArrowRecord) else 0


class _Bytes(io.RawIOBase):
    """A sink as pyarrow wants to see it: a file that knows how far it has come."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._written = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        block = bytes(data)
        self._sink.write(block)
        self._written += len(block)
        return len(block)
