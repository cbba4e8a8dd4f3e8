"""JSON lines: an object a line, the verdict spliced in behind its own fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weibofilter.cli.formats.records import Judged, RawRecord, Record, batches, dumps, field_taken, no_such_field, outcome
from weibofilter.cli.formats.txt import numbered_lines, undecodable, without_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.cli.formats.streams import Sink, Source
    from weibofilter.verdict import Verdict

_KINDS = {bool: "a truth value", int: "a number", float: "a number", list: "a list", dict: "an object", type(None): "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRecord(Record):
    """A line that is a JSON object, as it is written and as it is read."""

    line: str
    read: dict[str, Any]

    def fields(self) -> dict[str, Any]:
        """The fields of the object."""
        return self.read


class JsonReader:
    """A record for each line that is not blank; a blank one holds nothing that could be lost.

    The first ``looked_at`` lines are read before the first record is given: if none of them has the posts' field, or one has
    the verdict's, the call is wrong; in later lines that is a bad line.
    """

    columns = None

    def __init__(self, source: Source, text_field: str, verdict_field: str, encoding: str = "utf-8", looked_at: int = 1) -> None:
        self._source = source
        self._text_field = text_field
        self._verdict_field = verdict_field
        self._encoding = encoding
        self._looked_at = looked_at

    def __iter__(self) -> Iterator[Record]:
        """The records.

        Raises:
            InputError: the call is wrong, or the input is damaged.

        """
        for number, batch in enumerate(batches(self._records(), self._looked_at)):
            if number == 0:
                self._refuse(batch)
            yield from batch

    def _records(self) -> Iterator[Record]:
        for number, line in numbered_lines(self._source):
            content = without_end(line)
            if content.strip():
                yield self._record(number, content)

    def _record(self, number: int, content: bytes) -> Record:
        try:
            line = content.decode(self._encoding)
            read = json.loads(line)
        except UnicodeDecodeError as error:
            return undecodable(number, content, error)
        except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError, deep nesting the other
            return RawRecord(number=number, raw=content, encoding=self._encoding, error=f"not JSON: {error}")
        if not isinstance(read, dict):
            return RawRecord(number=number, raw=content, encoding=self._encoding, error="not a JSON object")
        fault = self._fault(read)
        text = None if fault else read[self._text_field]
        return JsonRecord(number=number, text=text, error=fault, line=line, read=read)

    def _fault(self, read: dict[str, Any]) -> str:
        """Why this object cannot be judged, or nothing."""
        if self._verdict_field in read:
            return f"has a field {self._verdict_field!r} already"
        if self._text_field not in read:
            return f"no field {self._text_field!r}"
        text = read[self._text_field]
        return "" if isinstance(text, str) else f"field {self._text_field!r} is {_KINDS[type(text)]}, not a string"

    def _refuse(self, first: Sequence[Record]) -> None:
        objects = [record for record in first if isinstance(record, JsonRecord)]
        taken = next((record for record in objects if self._verdict_field in record.read), None)
        if taken is not None:
            raise field_taken(self._verdict_field, f"line {taken.number}")
        if objects and not any(self._text_field in record.read for record in objects):
            raise no_such_field(self._text_field, list(dict.fromkeys(name for record in objects for name in record.read)))


class JsonWriter:
    """Writes a line for each record: its own fields and the verdict, or ``error`` with its ``line``."""

    def __init__(self, sink: Sink, verdict_field: str) -> None:
        self._sink = sink
        self._field = dumps(verdict_field)

    def write(self, judged: Sequence[Judged]) -> None:
        """Writes a line for each."""
        lines = [self._line(record, verdict) for record, verdict in judged]
        self._sink.write("".join(f"{line}\n" for line in lines).encode("utf-8"))

    def close(self) -> None:
        """JSON lines end with the last of them."""

    def _line(self, record: Record, verdict: Verdict | None) -> str:
        if verdict is None:
            return _bad_line(record)
        tail = f"{self._field}: {outcome(record, verdict)}}}"
        if isinstance(record, JsonRecord):
            return spliced(record.line, tail)
        return spliced(dumps(record.fields()), tail)


def spliced(line: str, tail: str) -> str:
    """A JSON object with more fields at its end, what stands in it untouched: numbers, escapes, order, doubled names.

    >>> spliced('{"text": "你好", "id": 1e400 }', '"verdict": {}}')
    '{"text": "你好", "id": 1e400, "verdict": {}}'
    """
    head = line.rstrip()[:-1].rstrip()
    return f"{head}{'' if head.endswith('{') else ', '}{tail}"


def _bad_line(record: Record) -> str:
    told = {"error": record.error, "line": record.number}
    if not isinstance(record, JsonRecord):
        return dumps(told | record.fields())
    if told.keys() & record.read.keys():  # its own fields of these names would be lost to readers that keep the last
        return dumps(told | {"raw": record.line})
    return spliced(record.line, dumps(told)[1:])
