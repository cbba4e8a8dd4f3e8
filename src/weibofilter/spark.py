"""Posts in Spark, batch and stream alike, by ``mapInArrow`` (the extra ``spark``).

The compiled rule set goes to the executors once, as bytes in a broadcast variable; each Python worker opens it once and keeps it for
all its tasks. weibofilter itself must be installed where the workers run.

    judged = moderate(spark.read.parquet("posts"), "text", Filter.load("rules", shipped=True))
    judged.where("verdict.action != 'allow'").write.parquet("held")
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

try:
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StringType, StructField, StructType
except ImportError as error:
    raise ImportError("weibofilter.spark needs pyspark and Java 17: pip install 'weibofilter[spark]'") from error

from weibofilter import arrow
from weibofilter.arrow import VERDICT, ColumnError
from weibofilter.filter import Filter
from weibofilter.windows import MAX_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

__all__ = ["moderate", "verdict_type"]

KEPT = 2
"""Filters that a worker keeps open: the one in use, and the one before it while a stream is moved to new rules."""

_opened: dict[str, Filter] = {}
"""The filters of this process, by digest, in a worker. A worker is one thread: it judges one partition after the other."""


def verdict_type() -> StructType:
    """The verdict's type in Spark: the fields of ``weibofilter.arrow.VERDICT``."""
    return cast("StructType", from_arrow_type(VERDICT))


def moderate(df: DataFrame, column: str, filter: Filter, *, name: str = "verdict", max_chars: int = MAX_CHARS) -> DataFrame:
    """The data frame with one more column: the verdict on each post of ``column``, null where the post is.

    ``df`` may be a batch or a stream. Nothing is judged before an action, or the start of the stream; the broadcast lives as long as
    the data frame. Posts longer than ``max_chars`` are judged in windows (see ``weibofilter.windows``).

    ColumnError, before anything runs, if ``column`` is not there, is there twice or no string, or if there is a column ``name``
    already (in any case, since Spark asks for columns in any).
    """
    _check_columns(df.schema, column, name)
    rules = df.sparkSession.sparkContext.broadcast(filter.to_bytes())
    judge = partial(_judge, rules=rules, digest=filter.digest, column=column, name=name, max_chars=max_chars)
    return df.mapInArrow(judge, StructType([*df.schema.fields, StructField(name, verdict_type())]))


def _check_columns(schema: StructType, column: str, name: str) -> None:
    names = schema.fieldNames()
    if names.count(column) != 1:
        told = "stands more than once" if column in names else "is not there"
        raise ColumnError(f"column {column!r} {told}; the columns are: {', '.join(names) or 'none'}")
    kind = schema[column].dataType
    if not isinstance(kind, StringType):
        raise ColumnError(f"column {column!r} is {kind.simpleString()}: posts are string")
    if name.casefold() in map(str.casefold, names):
        raise ColumnError(f"there is a column {name!r} already, and it is kept: give the verdict another name, name='...'")


def _judge(
    batches: Iterator[pa.RecordBatch], *, rules: Broadcast[bytes], digest: str, column: str, name: str, max_chars: int
) -> Iterator[pa.RecordBatch]:
    """Runs in a worker."""
    judge = _filter(rules, digest)
    for batch in batches:
        yield arrow.moderate(batch, column, judge, name=name, max_chars=max_chars)


def _filter(rules: Broadcast[bytes], digest: str) -> Filter:
    """The filter of this digest, opened on first need; the one that was opened longest ago goes."""
    if digest not in _opened:
        while len(_opened) >= KEPT:
            del _opened[next(iter(_opened))]
        _opened[digest] = Filter.from_bytes(rules.value, "the broadcast rule set")
    return _opened[digest]
