"""A real Spark session on this machine: batch and stream give the rows that ``check_many`` gives."""

from __future__ import annotations

import json
import os
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter

pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java 17", allow_module_level=True)

import pyarrow as pa
from pyspark.sql import SparkSession

from weibofilter import spark as weibofilter_spark
from weibofilter.arrow import ColumnError
from weibofilter.spark import moderate
from weibofilter.windows import MAX_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import DataFrame

FILTER = Filter.from_words(["加微信", "大麻", "代开发票"], action="delete")
POSTS = ["快加.微❤信", "我有一个大麻烦", None, "有人种植大麻", "", "天" * 300 + "代開發票", "好 😀"] * 30


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        made = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
            .getOrCreate()
        )
        made.sparkContext.setLogLevel("ERROR")
        yield made
        made.stop()


def plain(row: Any) -> dict[str, Any] | None:
    """A verdict of Spark as ``Verdict.to_dict`` has it."""
    if row is None:
        return None
    told = row.asDict(recursive=True)
    for reason in (*told["reasons"], *told["shadow"]):
        reason["parts"] = [[part["start"], part["end"]] for part in reason["parts"]]
    return {name: told[name] for name in ("action", "reasons", "dismissed", "shadow", "digest")}


def expected(posts: list[str | None]) -> list[dict[str, Any] | None]:
    verdicts = FILTER.check_many([post for post in posts if post is not None])
    return [None if post is None else next(verdicts).to_dict() for post in posts]


def frame(session: SparkSession) -> DataFrame:
    return session.createDataFrame(list(enumerate(POSTS)), "id int, text string").repartition(3)


def test_a_batch_gives_the_rows_of_check_many(session: SparkSession) -> None:
    judged = moderate(frame(session), "text", FILTER)
    assert judged.columns == ["id", "text", "verdict"]
    rows = sorted(judged.collect(), key=lambda row: row.id)
    assert [row.text for row in rows] == POSTS
    assert [plain(row.verdict) for row in rows] == expected(POSTS)


def test_verdicts_can_be_asked_in_sql(session: SparkSession) -> None:
    moderate(frame(session), "text", FILTER, name="v", max_chars=200).createOrReplaceTempView("judged")
    (row,) = session.sql(
        "select count(*) as held, sum(size(v.spans)) as spans, max(v.spans[0].end) as last from judged where v.action = 'delete'"
    ).collect()
    assert (row.held, row.spans, row.last) == (90, 90, 304)


def test_a_worker_opens_the_rules_once(session: SparkSession) -> None:
    rules = session.sparkContext.broadcast(FILTER.to_bytes())
    judge = partial(
        weibofilter_spark._judge, rules=rules, digest=FILTER.digest, column="text", name="verdict", max_chars=MAX_CHARS
    )

    def who(batches: Iterator[Any]) -> Iterator[Any]:
        judged = sum(len(batch) for batch in judge(batches))
        (opened,) = weibofilter_spark._opened.values()
        yield pa.record_batch({"process": [os.getpid()], "filter": [id(opened)], "posts": [judged]})

    rows = frame(session).repartition(8).mapInArrow(who, "process long, filter long, posts long").collect()
    assert sum(row.posts for row in rows) == len(POSTS)
    opened = {(row.process, row.filter) for row in rows}
    assert len(opened) == len({process for process, _ in opened}) < len(rows) == 8


def test_a_stream_of_files_gives_the_rows_of_check_many(session: SparkSession, tmp_path: Path) -> None:
    source = tmp_path / "posts"
    source.mkdir()
    stream = session.readStream.schema("id int, text string").option("maxFilesPerTrigger", 1).json(str(source))
    assert stream.isStreaming
    query = (
        moderate(stream, "text", FILTER)
        .writeStream.format("memory")
        .queryName("judged_stream")
        .option("checkpointLocation", str(tmp_path / "checkpoint"))
        .start()
    )
    try:
        for number in range(2):
            lines = [json.dumps({"id": 1000 * number + id_, "text": post}) for id_, post in enumerate(POSTS)]
            beside = tmp_path / f"{number}.json"
            beside.write_text("\n".join(lines), encoding="utf-8")
            beside.rename(source / beside.name)
            query.processAllAvailable()
    finally:
        query.stop()
    rows = sorted(session.table("judged_stream").collect(), key=lambda row: row.id)
    assert [row.text for row in rows] == POSTS * 2
    assert [plain(row.verdict) for row in rows] == expected(POSTS) * 2


ERRORS = {
    "not there": ("id int, text string", "Text", "verdict", "column 'Text' is not there; the columns are: id, text"),
    "numbers": ("id int, text string", "id", "verdict", "column 'id' is int: posts are string"),
    "bytes": ("text binary", "text", "verdict", "column 'text' is binary: posts are string"),
    "taken": ("Verdict int, text string", "text", "verdict", "there is a column 'verdict' already"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_wrong_columns_are_told_before_anything_runs(name: str, session: SparkSession) -> None:
    schema, column, taken, message = ERRORS[name]
    with pytest.raises(ColumnError, match=message):
        moderate(session.createDataFrame([], schema), column, FILTER, name=taken)


def test_a_column_that_stands_twice_is_told(session: SparkSession) -> None:
    twice = session.createDataFrame([("x", "y")], "text string, other string").toDF("text", "text")
    with pytest.raises(ColumnError, match="column 'text' stands more than once"):
        moderate(twice, "text", FILTER)


def test_rules_of_another_version_are_refused_by_the_worker(session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = FILTER.to_bytes()
    monkeypatch.setattr(Filter, "to_bytes", lambda _: whole[:-1])
    other = Filter.from_words(["裸聊"])
    with pytest.raises(Exception, match="the broadcast rule set: is damaged"):
        moderate(frame(session), "text", other).collect()


def test_a_worker_keeps_the_last_filters_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Sent:
        def __init__(self, value: bytes) -> None:
            self.value = value

    monkeypatch.setattr(weibofilter_spark, "_opened", {})
    filters = [Filter.from_words([word]) for word in ("加微信", "大麻", "裸聊")]
    for one in filters:
        first = weibofilter_spark._filter(Sent(one.to_bytes()), one.digest)
        assert weibofilter_spark._filter(Sent(b""), one.digest) is first
    assert list(weibofilter_spark._opened) == [one.digest for one in filters[-2:]]
