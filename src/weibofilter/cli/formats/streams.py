"""Bytes in and bytes out: files and standard streams, packed by gzip or not."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from weibofilter.cli.formats.records import InputError
from weibofilter.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD = "-"
_GZIP_MAGIC = b"\x1f\x8b"
_LEVEL = 6
"""Of packing: 9 takes three times as long for one hundredth less."""


class Source:
    """The bytes of an input, unpacked, and how far into the file they reach.

    Whether it is packed is seen from its first two bytes, which no UTF-8 text begins with: a packed pipe has no name to tell it.
    ``size`` is in bytes of the file as it lies on the disk, None where it is no file.
    """

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self.name = name
        self._raw = raw
        seekable = raw.seekable()
        self.size = os.fstat(raw.fileno()).st_size if seekable and name != STANDARD else None
        peekable = raw if hasattr(raw, "peek") else io.BufferedReader(cast("io.RawIOBase", raw))
        packed = cast("io.BufferedReader", peekable).peek(2)[:2] == _GZIP_MAGIC
        self.stream = cast("BinaryIO", gzip.GzipFile(fileobj=peekable) if packed else peekable)

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far."""
        return self._raw.tell() if self.size is not None else 0

    def lines(self) -> Iterator[bytes]:
        r"""Lines with their ends, split at ``\n`` alone: the other line ends of Unicode stand inside posts.

        Raises:
            InputError: the packed data is damaged or cut short; the lines before the damage were given.

        """
        try:
            yield from self.stream
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{self.name}: the gzip data is damaged: {error}") from error


@contextmanager
def open_source(name: str) -> Iterator[Source]:
    """The input of this name, ``-`` for standard input.

    Raises:
        OSError: it cannot be opened.

    """
    if name == STANDARD:
        yield Source(sys.stdin.buffer, name)
        return
    with Path(name).open("rb") as raw:
        yield Source(raw, name)


class Sink(Protocol):
    """Where rows go. Each ``write`` is of whole rows and is given to the system before it returns."""

    def write(self, data: bytes) -> None:
        """Hands over all of ``data``."""

    def close(self) -> None:
        """Ends the stream."""


class FileSink:
    """A file without a buffer of ours: a killed process leaves whole rows, and half of one more where the system ended its last write."""

    def __init__(self, name: str, *, append: bool = False) -> None:
        self._raw = Path(name).open("ab" if append else "wb", buffering=0)  # noqa: SIM115 - closed by close()

    def write(self, data: bytes) -> None:
        """Hands over all of ``data``, however the system splits it; of what does not fit on a full disk, nothing stays."""
        begin = self._raw.tell() if self._raw.seekable() else None
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._raw.write(rest) :]
        except OSError:
            if begin is not None:
                with suppress(OSError):
                    self._raw.truncate(begin)
            raise

    def close(self) -> None:
        """Closes the file."""
        self._raw.close()


class GzipSink:
    """A packed file, each write a member of its own, so that what is there at any moment is a whole file that can be gone on with."""

    def __init__(self, name: str, *, append: bool = False) -> None:
        self._file = FileSink(name, append=append)
        self._empty = not append

    def write(self, data: bytes) -> None:
        """Packs ``data`` and hands it over."""
        if data:
            self._file.write(gzip.compress(data, _LEVEL, mtime=0))
            self._empty = False

    def close(self) -> None:
        """Closes the file; one without a row is packed nothing."""
        if self._empty:
            self._file.write(gzip.compress(b"", mtime=0))
        self._file.close()


class StandardSink:
    """Standard output, flushed after each write; on a terminal control characters stand as visible escapes."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()

    def write(self, data: bytes) -> None:
        """Hands over all of ``data``, escaped for a terminal."""
        shown = visible_lines(data.decode("utf-8")).encode("utf-8") if self._terminal else data
        sys.stdout.buffer.write(shown)
        sys.stdout.buffer.flush()

    def close(self) -> None:
        """Leaves standard output open: it is not ours to close."""


def open_sink(name: str, *, append: bool = False) -> Sink:
    """The output of this name, ``-`` for standard output, packed if the name ends in ``.gz``; begun anew, or gone on with.

    Raises:
        OSError: it cannot be created.

    """
    if name == STANDARD:
        return StandardSink()
    return GzipSink(name, append=append) if name.lower().endswith(".gz") else FileSink(name, append=append)
