"""Posts in Polars: the namespace ``weibofilter`` of expressions, and ``moderate`` for frames, eager or lazy (the extra ``polars``).

Importing this module registers the namespace. Without a filter its methods judge by the shipped word lists.

>>> import polars as pl
>>> import weibofilter.polars
>>> from weibofilter import Filter
>>> posts = pl.LazyFrame({"text": ["有人种植大麻", "我有一个大麻烦", None]})
>>> posts.select(pl.col("text").weibofilter.action(Filter.from_words(["大麻"]))).collect()["text"].to_list()
['flag', 'allow', None]
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar, cast

try:
    import polars as pl
    import pyarrow as pa
except ImportError as error:
    raise ImportError("weibofilter.polars needs polars and pyarrow: pip install 'weibofilter[polars]'") from error

from weibofilter.arrow import VERDICT, ColumnError, verdicts
from weibofilter.filter import Filter
from weibofilter.verdict import Action
from weibofilter.windows import MAX_CHARS

__all__ = ["ACTION", "Namespace", "moderate"]

ACTION = pl.Enum([str(action) for action in Action])
"""The type of an action: an Enum, so that it sorts and compares by gravity, ``allow < flag < delete``."""

_Frame = TypeVar("_Frame", "pl.DataFrame", "pl.LazyFrame")


@pl.api.register_expr_namespace("weibofilter")
class Namespace:
    """What a column of posts can be asked: ``pl.col("text").weibofilter.action()``. Lazy and streamed like any expression.

    ``filter`` is the shipped word lists' unless it is given; posts longer than ``max_chars`` are judged in windows; a null is null.
    A column that is no text is refused with polars' ``SchemaError`` or ``ComputeError``, which names it.
    """

    def __init__(self, posts: pl.Expr) -> None:
        self._posts = posts

    def verdict(self, filter: Filter | None = None, *, max_chars: int = MAX_CHARS) -> pl.Expr:
        """The verdict as a struct with the fields of ``weibofilter.arrow.VERDICT``."""
        judge = filter or _shipped()
        return self._posts.map_batches(
            lambda posts: _judged(posts, judge, max_chars), return_dtype=_verdict_type(), is_elementwise=True
        )

    def action(self, filter: Filter | None = None, *, max_chars: int = MAX_CHARS) -> pl.Expr:
        """The action as an Enum that compares by gravity."""
        return self.verdict(filter, max_chars=max_chars).struct.field("action").cast(ACTION).name.keep()

    def rules(self, filter: Filter | None = None, *, max_chars: int = MAX_CHARS) -> pl.Expr:
        """The names of the rules that hold the post, as a list."""
        return self.verdict(filter, max_chars=max_chars).struct.field("rules").name.keep()


def moderate(
    frame: _Frame, column: str, filter: Filter | None = None, *, name: str = "verdict", max_chars: int = MAX_CHARS
) -> _Frame:
    """The frame with one more column, the verdict on each post of ``column``; a lazy frame stays lazy.

    ColumnError if ``column`` is not there or no text, or if there is a column ``name`` already.
    """
    schema = frame.lazy().collect_schema()
    if column not in schema:
        raise ColumnError(f"column {column!r} is not there; the columns are: {', '.join(schema) or 'none'}")
    _require_text(schema[column], column)
    if name in schema:
        raise ColumnError(f"there is a column {name!r} already, and it is kept: give the verdict another name, name='...'")
    return frame.with_columns(Namespace(pl.col(column)).verdict(filter, max_chars=max_chars).alias(name))


def _require_text(kind: pl.DataType, column: str) -> None:
    if not isinstance(kind, (pl.String, pl.Categorical, pl.Enum, pl.Null)):
        raise ColumnError(f"column {column!r} is {kind}: posts are String, Categorical or Enum")


def _judged(posts: pl.Series, judge: Filter, max_chars: int) -> pl.Series:
    _require_text(posts.dtype, posts.name)
    return cast("pl.Series", pl.from_arrow(verdicts(posts.to_arrow(), judge, max_chars=max_chars))).alias(posts.name)


@cache
def _verdict_type() -> pl.DataType:
    return cast("pl.Series", pl.from_arrow(pa.nulls(0, VERDICT))).dtype


@cache
def _shipped() -> Filter:
    return Filter.default()
