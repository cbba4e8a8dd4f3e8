"""What readers give and writers take: one row of a file, with the post in it or the reason why there is none."""

from __future__ import annotations

import base64
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from weibofilter.errors import WeiboFilterError
from weibofilter.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(ABC):
    """A row of the input: ``number`` is its line (its row, in Parquet), one-based, as an editor counts.

    Either ``text`` is the post, or it is None and ``error`` says why the row cannot be judged.
    """

    number: int
    text: str | None = None
    error: str = ""

    @abstractmethod
    def fields(self) -> dict[str, Any]:
        """The row as names and values, in the order of the file; for a row that cannot be taken apart, the raw row."""


Judged = tuple[Record, Verdict | None]
"""A record and its verdict; None exactly where the record has an error."""


class Reader(Protocol):
    """Records in the order of the file. ``columns`` is None where every row may have fields of its own."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names that every row of the file shares."""

    def __iter__(self) -> Iterator[Record]: ...


class Writer(Protocol):
    """Takes judged records in order, whole rows at a time."""

    def write(self, judged: Sequence[Judged]) -> None:
        """Writes all of these rows, or raises ``OSError``."""

    def close(self) -> None:
        """Writes what a file of this format ends with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord(Record):
    """A row that cannot be taken apart, kept as it stands in the file."""

    raw: bytes
    encoding: str = "utf-8"

    def fields(self) -> dict[str, Any]:
        """The raw row under a name of ours."""
        return raw_row(self.raw, self.encoding)


def raw_row(raw: bytes, encoding: str) -> dict[str, Any]:
    """The row as ``raw`` text; bytes that are no text stand as ``raw_base64``, which every JSON reader can give back exactly.

    >>> raw_row("你好".encode("gb18030"), "utf-8")
    {'raw_base64': 'xOO6ww=='}
    """
    try:
        return {"raw": raw.decode(encoding)}
    except UnicodeDecodeError:
        return {"raw_base64": base64.b64encode(raw).decode("ascii")}


def dumps(value: Any) -> str:
    r"""JSON on one line, Chinese as it is. Lone surrogates, which UTF-8 cannot hold, stand as ``\u`` escapes.

    >>> print(dumps({"text": "你好"}), dumps("\ud83d"))
    {"text": "你好"} "\ud83d"
    """
    written = json.dumps(value, ensure_ascii=False)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return written


def outcome(record: Record, verdict: Verdict | None) -> str:
    """JSON text for a record: its verdict, or the error and the line, and the row if it has no other place."""
    if verdict is None:
        told = {"error": record.error, "line": record.number}
        return dumps(told | record.fields() if isinstance(record, RawRecord) else told)
    if verdict.reasons or verdict.dismissed or verdict.shadow:
        return dumps(verdict.to_dict())
    return _clear(verdict)


@lru_cache(maxsize=8)
def _clear(verdict: Verdict) -> str:
    """The text of a verdict that has nothing but its digest, as most have: the same text each time."""
    return dumps(verdict.to_dict())


def batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """The records in lists of this size, the last one shorter; what was read before an error comes before the error."""
    batch: list[Record] = []
    try:
        for record in records:
            batch.append(record)
            if len(batch) == size:
                yield batch
                batch = []
    except (InputError, OSError):
        if batch:
            yield batch
        raise
    if batch:
        yield batch


class InputError(WeiboFilterError):
    """An input that cannot be scanned at all as it was asked: the message names the value and the way out."""


def no_such_field(field: str, names: Sequence[str]) -> InputError:
    """The error for a text field that the input lacks, naming those it has."""
    return InputError(
        f"no field {field!r} in the input; name the field of the posts with --text-field: {', '.join(names) or 'it has none'}"
    )


def field_taken(field: str, place: str) -> InputError:
    """The error for a verdict field that would overwrite one of the input's."""
    return InputError(
        f"{place} has a field {field!r} already, and it is kept: name another one for the verdict with --field NAME"
    )
