"""``python -m benchmarks.pipeline``: what a post costs through Arrow, Polars, pandas and Spark, beside plain ``check_many``.

Every figure is CPU time, so that what else a machine does counts less; of Spark it is that of the whole family of processes (JVM and
Python workers), read from /proc, so Linux only. Every way must find the same posts, or the run fails. What it costs to start Spark does
not count: a first job warms it up.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
from pyarrow import parquet
from pyspark.sql import SparkSession

from benchmarks.corpus import compose, read_posts
from benchmarks.definitions import FeedSettings, read_definitions
from benchmarks.keywords import rare_words
from weibofilter import Filter, arrow
from weibofilter import pandas as in_pandas
from weibofilter import polars as in_polars
from weibofilter import spark as in_spark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ROUNDS = 3
ACTIONS = ("allow", "flag", "delete")

Ways = dict[str, "Callable[[], Mapping[str, int] | None]"]


def here(posts: Sequence[str], judge: Filter) -> Ways:
    """The ways of this process; each judges all posts and counts their actions."""
    column, frame, table = pa.array(posts), pl.DataFrame({"text": posts}), pd.DataFrame({"text": posts})
    return {
        "check_many": lambda: Counter(str(verdict.action) for verdict in judge.check_many(posts)),
        "arrow": lambda: Counter(arrow.verdicts(column, judge).field("action").to_pylist()),
        "polars": lambda: Counter(in_polars.moderate(frame, "text", judge)["verdict"].struct.field("action").to_list()),
        "pandas": lambda: Counter(in_pandas.moderate(table, "text", judge)["verdict"].struct.field("action").to_list()),
    }


def in_session(session: SparkSession, folder: str, judge: Filter) -> Ways:
    """The same by Spark, and Spark alone: the same posts through Python and back, with nothing done to them."""
    posts = session.read.parquet(folder)

    def judged() -> Mapping[str, int]:
        rows = in_spark.moderate(posts, "text", judge).groupBy("verdict.action").count().collect()
        return {row["action"]: row["count"] for row in rows}

    def written() -> None:
        in_spark.moderate(posts, "text", judge).write.format("noop").mode("overwrite").save()

    def passed() -> None:
        posts.mapInArrow(lambda batches: batches, posts.schema).write.format("noop").mode("overwrite").save()

    return {"spark, counted": judged, "spark, all of it": written, "spark, nothing done": passed}


def micros(ways: Ways, posts: int, clock: Callable[[], float]) -> dict[str, float]:
    """Microseconds of CPU a post for each way, the median of rounds in turns. ValueError if one found other posts than the others."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, Mapping[str, int]] = {}
    for number in range(ROUNDS + 1):
        for name, way in ways.items():
            began = clock()
            told = way()
            if number:  # the first round warms up
                times[name].append(clock() - began)
            if told is not None:
                found[name] = told
    counts = {name: tuple(told.get(action, 0) for action in ACTIONS) for name, told in found.items()}
    if len(set(counts.values())) > 1:
        raise ValueError(f"the ways do not agree: {counts}")
    return {name: median(taken) / posts * 1e6 for name, taken in times.items()}


def family_seconds() -> float:
    """CPU seconds of this process and all that descend from it."""
    ticks = 0
    waiting = [os.getpid()]
    while waiting:
        process = waiting.pop()
        try:
            fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            for tasks in Path(f"/proc/{process}/task").iterdir():
                waiting += map(int, (tasks / "children").read_text(encoding="ascii").split())
        except (FileNotFoundError, ProcessLookupError):  # it has just ended; its time stands with its parent
            continue
        ticks += sum(map(int, fields[11:15]))  # user, system, and those of children that have ended
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(posts: Sequence[str], judge: Filter, cores: int, copies: int) -> Iterator[tuple[str, float]]:
    """Each way and its microseconds a post. Spark gets the posts ``copies`` times, so that a job is longer than its beginning."""
    yield from micros(here(posts, judge), len(posts), time.process_time).items()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(copies):
            parquet.write_table(pa.table({"text": posts}), f"{folder}/{number}.parquet")
        session = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false").getOrCreate()
        try:
            yield from micros(in_session(session, folder, judge), copies * len(posts), family_seconds).items()
        finally:
            session.stop()


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, help="a .txt or .jsonl file; else posts are composed")
    parser.add_argument("--keywords", type=int, default=0, help="judge by so many keywords instead of the shipped lists")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--copies", type=int, default=5)
    options = parser.parse_args(arguments)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    definitions = read_definitions()
    words = rare_words(options.keywords or 1000, definitions.keywords)
    judge = (Filter.from_words(words) if options.keywords else Filter.default()).warm()
    feed: Any = definitions.corpora["feed"]
    composed = isinstance(feed, FeedSettings) and not options.posts
    posts = [post.text for post in compose(feed, words)] if composed else read_posts(options.posts)
    print(f"{len(posts):,} posts of {sum(map(len, posts)) / len(posts):.0f} characters, {len(judge.rules):,} rules")
    base = None
    for name, taken in measure(posts, judge, options.cores, options.copies):
        base = base or taken
        print(f"{name:<22}{taken:>8.1f} us a post{taken / base:>8.2f} x check_many")


if __name__ == "__main__":
    main()
