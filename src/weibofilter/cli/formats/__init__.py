"""Files of posts: what can be read, what can be written, and which format a name stands for.

Every format is a reader of ``Record`` values and a writer of judged ones. A record keeps its row as the file has it, so that a
writer of the same format adds the verdict to the row and leaves the rest of it byte for byte.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """A kind of file that posts are read from or written to."""

    TXT = "txt"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_SUFFIXES = {
    ".txt": Format.TXT,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".parquet": Format.PARQUET,
}


def format_of(name: str) -> Format | None:
    """The format that a file's name ends in, ``.gz`` aside; None where the name does not tell.

    >>> format_of("帖子.JSONL.gz")
    <Format.JSONL: 'jsonl'>
    >>> format_of("posts") is None
    True
    """
    return _SUFFIXES.get(PurePath(name.lower().removesuffix(".gz")).suffix)


def output_format(source: Format, out: str) -> Format:
    """The format to write: the one that the suffix of ``out`` names, else the input's; lines of text become JSON lines.

    A suffix is the plainest thing a caller can say about a file, so it wins over the input. Text lines have no place for a
    verdict, which is why no output is ever ``txt``.

    >>> output_format(Format.TXT, "-"), output_format(Format.CSV, "judged.jsonl.gz")
    (<Format.JSONL: 'jsonl'>, <Format.JSONL: 'jsonl'>)
    """
    asked = format_of(out) or source
    return Format.JSONL if asked is Format.TXT else asked
