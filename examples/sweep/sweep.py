"""Finds the posts of a year that a new rule would hold: ``python sweep.py POSTS OUT --rules new-rule.toml``.

POSTS is a folder of Parquet files, by month; OUT gets those that the new rule holds, by month, with rule and spans. With ``--current``
only what the current rules let pass counts. On a cluster: ``spark-submit --master ... sweep.py ...``.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession
from pyspark.sql import functions as sql

from weibofilter import Filter
from weibofilter.spark import moderate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

SHOWN = 10
"""Passages that are shown, the commonest first: where one innocent phrase is most of what a rule holds, it stands there."""


def held_by(posts: DataFrame, rules: Sequence[str], current: Sequence[str]) -> DataFrame:
    """The posts that the new rules hold and, if there are current ones, those let pass."""
    held = moderate(posts, "text", Filter.load(*rules)).where("verdict.action != 'allow'")
    if not current:
        return held
    return moderate(held, "text", Filter.load(*current), name="before").where("before.action = 'allow'").drop("before")


def report(posts: DataFrame, held: DataFrame) -> str:
    """A line for each month: its posts, how many of them would be held, and the share."""
    counted = posts.groupBy("month").count().join(held.groupBy("month").agg(sql.count("*").alias("held")), "month", "left")
    rows = counted.orderBy("month").na.fill(0).collect()
    lines = [f"{row['month']:>5}  {row['count']:>9,}  {row.held:>6,}  {row.held / row['count']:.3%}" for row in rows]
    return "\n".join(["month      posts    held   share", *lines])


def passages(held: DataFrame) -> str:
    """The commonest passages that are held, with the number of their posts. Spark counts code points, as spans do."""
    texts = sql.expr("transform(spans, span -> substring(text, span.start + 1, span.end - span.start))")
    counted = held.select(sql.explode(texts).alias("passage")).groupBy("passage").count()
    rows = counted.orderBy(sql.desc("count"), "passage").limit(SHOWN).collect()
    return "\n".join(f"{row['count']:>6,}  {row.passage}" for row in rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Sweeps, writes what was held, and tells it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts")
    parser.add_argument("out")
    parser.add_argument("--rules", nargs="+", required=True, help="the new rules")
    parser.add_argument("--current", nargs="*", default=[], help="the rules in force")
    options = parser.parse_args(arguments)
    # Without spark-submit this is the whole cluster; with it, its --master wins.
    spark = SparkSession.builder.appName("sweep").config("spark.ui.enabled", "false").getOrCreate()
    posts = spark.read.parquet(options.posts)
    columns = ["id", "created", "text", "verdict.rules", "verdict.spans", "verdict.digest", "month"]
    held_by(posts, options.rules, options.current).select(*columns).write.partitionBy("month").parquet(options.out)
    held = spark.read.parquet(options.out)
    print(report(posts, held), passages(held), sep="\n\n")
    spark.stop()


if __name__ == "__main__":
    main()
