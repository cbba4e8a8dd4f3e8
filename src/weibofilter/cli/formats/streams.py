"""Bytes in and bytes out: files and standard streams, packed by gzip or not."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from weibofilter.cli.formats.records import InputError
from weibofilter.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD = "-"
_GZIP_MAGIC = b"\x1f\x8b"


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
    """A file without a buffer of ours: what a killed process leaves are whole rows."""

    def __init__(self, name: str) -> None:
        self._raw = Path(name).open("wb", buffering=0)  # noqa: SIM115 - closed by close()

    def write(self, data: bytes) -> None:
        """Hands over all of ``data``, however the system splits it."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._raw.write(rest) :]

    def close(self) -> None:
        """Closes the file."""
        self._raw.close()


class GzipSink:
    """A packed file, synchronised after each write, so that what is there can be unpacked even if the end is missing."""

    def __init__(self, name: str) -> None:
        self._file = FileSink(name)
        self._packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)

    def write(self, data: bytes) -> None:
        """Packs ``data`` and hands it over."""
        self._file.write(self._packer.compress(data) + self._packer.flush(zlib.Z_SYNC_FLUSH))

    def close(self) -> None:
        """Writes the end of the packed stream and closes the file."""
        self._file.write(self._packer.flush())
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


def open_sink(name: str) -> Sink:
    """The output of this name, ``-`` for standard output, packed if the name ends in ``.gz``.

    Raises:
        OSError: it cannot be created.

    """
    if name == STANDARD:
        return StandardSink()
    return GzipSink(name) if name.lower().endswith(".gz") else FileSink(name)
