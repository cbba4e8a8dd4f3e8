"""The verdict as an Arrow type, and columns of it built from the posts that are held."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from weibofilter.verdict import Verdict

SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
_TEXTS = pa.list_(pa.string())
REASON = pa.struct([
    ("rule", pa.string()), ("category", pa.string()), ("action", pa.string()), ("keyword", pa.string()),
    ("start", pa.int32()), ("end", pa.int32()), ("text", pa.string()), ("view", pa.string()), ("zone", pa.string()),
    ("disguises", _TEXTS), ("spellings", _TEXTS), ("parts", pa.list_(SPAN)),
    ("wordlist", pa.string()), ("line", pa.int32()),
])  # fmt: skip
DISMISSAL = pa.struct([
    ("rule", pa.string()), ("keyword", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("text", pa.string()),
    ("view", pa.string()), ("check", pa.string()), ("margin", pa.float64()), ("detail", pa.string()),
])  # fmt: skip
VERDICT = pa.struct([
    ("action", pa.string()), ("rules", _TEXTS), ("categories", _TEXTS), ("spans", pa.list_(SPAN)),
    ("reasons", pa.list_(REASON)), ("dismissed", pa.list_(DISMISSAL)), ("shadow", pa.list_(REASON)),
    ("digest", pa.string()), ("error", pa.string()),
])  # fmt: skip
"""What a verdict is in a column. ``rules`` and ``categories`` are those of the reasons, each once; ``spans`` are the reasons' places."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a column of ``rows`` posts.

    ``held`` are the verdicts that say more than "allow", with their rows in ``places``; ``null`` is true where there is no post (None if
    there is one everywhere); ``errors`` tells, by row, why a post could not be judged. All other posts are allowed. ``digest`` is that of
    the filter that decided.
    """

    rows: int
    digest: str
    places: list[int] = field(default_factory=list)
    held: list[Verdict] = field(default_factory=list)
    null: np.ndarray[Any, np.dtype[np.bool_]] | None = None
    errors: dict[int, str] = field(default_factory=dict)


def verdict_array(judged: Judged) -> pa.StructArray:
    """The verdicts on the posts as an array of ``VERDICT``, a row for each.

    Lists are built from the number of entries of each row, so that a row without any costs its offset and nothing else.
    """
    held = {name: [getattr(verdict, name) for verdict in judged.held] for name in ("reasons", "dismissed", "shadow")}
    lists = _Lists(judged)
    reasons = held["reasons"]
    fields = {
        "action": _actions(judged),
        "rules": lists.of(_TEXTS, [_distinct(reason.rule for reason in some) for some in reasons]),
        "categories": lists.of(_TEXTS, [_distinct(reason.category for reason in some) for some in reasons]),
        "spans": lists.of(pa.list_(SPAN), [[(reason.start, reason.end) for reason in some] for some in reasons]),
        "reasons": lists.of(pa.list_(REASON), reasons),
        "dismissed": lists.of(pa.list_(DISMISSAL), held["dismissed"]),
        "shadow": lists.of(pa.list_(REASON), held["shadow"]),
        "digest": pa.repeat(pa.scalar(judged.digest, pa.string()), judged.rows),
        "error": _errors(judged),
    }
    nulls = None if judged.null is None else pa.array(judged.null)
    return pa.StructArray.from_arrays([fields[each.name] for each in VERDICT], fields=list(VERDICT), mask=nulls)


def _actions(judged: Judged) -> pa.Array:
    codes = np.zeros(judged.rows, dtype=np.int8)
    codes[judged.places] = [verdict.action.gravity for verdict in judged.held]
    # Null under a null verdict as well: who takes the field by itself must not read "allow" there.
    unread = np.zeros(judged.rows, dtype=bool) if judged.null is None else judged.null.copy()
    unread[list(judged.errors)] = True
    return pa.array([str(action) for action in Action], pa.string()).take(pa.array(codes, mask=unread))


def _errors(judged: Judged) -> pa.Array:
    if not judged.errors:
        return pa.nulls(judged.rows, pa.string())
    return pa.array([judged.errors.get(row) for row in range(judged.rows)], pa.string())


class _Lists:
    """Makes columns of lists in which only the held posts have entries."""

    def __init__(self, judged: Judged) -> None:
        self._rows = judged.rows
        self._places = judged.places

    def of(self, kind: pa.ListType, entries: Sequence[Sequence[Any]]) -> pa.ListArray:
        """The column, of this type, with these entries for each held post."""
        counts = np.zeros(self._rows, dtype=np.int64)
        counts[self._places] = [len(some) for some in entries]
        offsets = np.zeros(self._rows + 1, dtype=np.int32)
        np.cumsum(counts, out=offsets[1:])
        return pa.ListArray.from_arrays(
            pa.array(offsets), _entries(kind.value_type, list(chain.from_iterable(entries))), type=kind
        )


def _entries(kind: pa.DataType, entries: Sequence[Any]) -> pa.Array:
    """The entries as an array of this type; those of a struct by their attributes, a column at a time."""
    if not pa.types.is_struct(kind) or kind == SPAN:
        return pa.array(entries, kind)
    columns = [pa.array([getattr(entry, each.name) for entry in entries], each.type) for each in kind]
    return pa.StructArray.from_arrays(columns, fields=list(kind))


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
