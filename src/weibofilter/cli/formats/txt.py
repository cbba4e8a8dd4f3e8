"""Plain text: one post a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weibofilter.cli.formats.records import RawRecord, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.cli.formats.streams import Source

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord(Record):
    """A line that is a post."""

    def fields(self) -> dict[str, Any]:
        """The post as ``text``."""
        return {"text": self.text}


class TextReader:
    """One record a line. An empty line is an empty post, so that output line and input line have the same number."""

    columns = ("text",)

    def __init__(self, source: Source, encoding: str = "utf-8") -> None:
        self._source = source
        self._encoding = encoding

    def __iter__(self) -> Iterator[Record]:
        for number, line in numbered_lines(self._source):
            content = without_end(line)
            try:
                yield TextRecord(number=number, text=content.decode(self._encoding))
            except UnicodeDecodeError as error:
                yield undecodable(number, content, error)


def numbered_lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines of a source with their numbers, the byte order mark of the file removed."""
    for number, line in enumerate(source.lines(), start=1):
        yield number, line.removeprefix(_BOM) if number == 1 else line


def without_end(line: bytes) -> bytes:
    r"""The line without ``\n`` or ``\r\n``."""
    return line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line


def undecodable(number: int, content: bytes, error: UnicodeDecodeError) -> RawRecord:
    """The record of a line that is not in the encoding that it should be in."""
    told = f"not {error.encoding}: byte 0x{content[error.start]:02x} at {error.start}"
    return RawRecord(number=number, raw=content, encoding=error.encoding, error=told)
