"""Opens an input and an output: which reader and which writer, by format."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from weibofilter.cli.formats import Format, format_of, output_format
from weibofilter.cli.formats.delimited import CsvReader, CsvWriter
from weibofilter.cli.formats.jsonl import JsonReader, JsonWriter
from weibofilter.cli.formats.parquet import ParquetReader, ParquetWriter
from weibofilter.cli.formats.records import InputError, Reader, Writer
from weibofilter.cli.formats.streams import STANDARD, Sink, Source, open_sink, open_source
from weibofilter.cli.formats.txt import TextReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NO_FIELD = "\0"
"""The verdict's field where none is written: no file has it, and one that was scanned before may be read."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How an input is to be read: the fields that matter and what its name does not tell."""

    text_field: str = "text"
    verdict_field: str = "verdict"
    format: Format | None = None
    delimiter: str = ""
    encoding: str = "utf-8"
    batch_size: int = 1024
    nested: bool = False

    @property
    def said(self) -> dict[str, str | None]:
        """What of it decides what is written."""
        return {
            "text field": self.text_field,
            "verdict field": self.verdict_field,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
        }


@dataclass(frozen=True, slots=True)
class Input:
    """An open input: its format, its records, and how far they are in bytes or rows; ``size`` is None where nobody knows."""

    format: Format
    reader: Reader
    position: Callable[[], int]
    size: int | None


@contextmanager
def open_input(name: str, layout: Layout) -> Iterator[Input]:
    """The input of this name, its header already read.

    Raises:
        InputError: its format is unknown, or it cannot be read in it.
        OSError: it cannot be opened.

    """
    kind = layout.format or format_of(name)
    if kind is None:
        if name != STANDARD:
            Path(name).stat()  # a file that is not there is told as such
        raise InputError(f"{_called(name)}: the name does not tell the format; say --input-format {'|'.join(Format)}")
    if not _splits_at_newline(layout.encoding):
        raise InputError(f"{layout.encoding!r} is no encoding that can be read line by line; convert the file to UTF-8")
    if kind is Format.PARQUET:
        yield _parquet(name, layout)
        return
    with open_source(name) as source:
        yield Input(kind, _reader(kind, source, layout), lambda: source.position, source.size)


def _called(name: str) -> str:
    return "standard input" if name == STANDARD else name


def _splits_at_newline(encoding: str) -> bool:
    try:
        return "\n".encode(encoding) == b"\n"
    except LookupError:
        return False


def _parquet(name: str, layout: Layout) -> Input:
    if name == STANDARD:
        raise InputError("Parquet is read from its end, which a stream does not have: give the file's name")
    reader = ParquetReader(name, layout.text_field, layout.verdict_field)
    return Input(Format.PARQUET, reader, lambda: reader.position, reader.rows)


def _reader(kind: Format, source: Source, layout: Layout) -> Reader:
    match kind:
        case Format.TXT:
            return TextReader(source, layout.encoding)
        case Format.JSONL:
            return JsonReader(source, layout.text_field, layout.verdict_field, layout.encoding, layout.batch_size)
        case Format.CSV:
            return CsvReader(source, layout.text_field, layout.verdict_field, layout.delimiter, layout.encoding)
        case _:
            raise AssertionError(kind)


@contextmanager
def open_writer(name: str, opened: Input, layout: Layout, *, append: bool = False) -> Iterator[Writer]:
    """The writer of the output of this name, in the format that ``output_format`` gives it; ``append`` goes on with its rows.

    Raises:
        InputError: the output is the input, or its format needs the same columns in every row and the input has them not.
        OSError: it cannot be created.

    """
    kind = output_format(opened.format, name)
    if opened.reader.columns is None and kind is not Format.JSONL:
        raise InputError(f"JSON lines may each have fields of their own, which {kind} has no place for: let {name} end in .jsonl")
    if kind is Format.PARQUET:
        _refuse_parquet(name)
    elif layout.nested:
        raise InputError(f"only Parquet has columns of structs, and {name} is {kind}: leave out --struct, or write to a .parquet")
    with (
        closing(open_sink(name, append=append)) as sink,
        closing(_writer(kind, sink, opened.reader, layout, append=append)) as writer,
    ):
        yield writer


def _refuse_parquet(name: str) -> None:
    if name == STANDARD and sys.stdout.isatty():
        raise InputError("Parquet is no text to show on a terminal: name a file with -o")
    if name.lower().endswith(".gz"):
        raise InputError(f"{name}: Parquet is packed inside, and unreadable if packed again: leave out the .gz")


def _writer(kind: Format, sink: Sink, reader: Reader, layout: Layout, *, append: bool) -> Writer:
    columns, field = reader.columns or (), layout.verdict_field
    match kind:
        case Format.JSONL | Format.TXT:
            return JsonWriter(sink, field)
        case Format.CSV:
            return CsvWriter(sink, columns, field, reader if isinstance(reader, CsvReader) else None, append=append)
        case Format.PARQUET:
            source = reader if isinstance(reader, ParquetReader) else None
            return ParquetWriter(sink, columns, field, source, nested=layout.nested)
        case _:
            assert_never(kind)


def refuse_same_file(source: str, out: str) -> None:
    """Raises InputError where the output would overwrite the input that it is made from."""
    if STANDARD not in (source, out) and Path(out).exists() and Path(out).samefile(source):
        raise InputError(f"{out} is the input itself: name another file with -o")
