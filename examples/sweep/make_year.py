"""Makes a year of posts as Parquet, a folder a month: ``python make_year.py FOLDER``. The same arguments make the same posts.

They are composed from a few clauses, so they show how a sweep works and say nothing about precision.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR = 2025
CLAUSES = (
    "今天的晚霞太好看了", "周末打算去爬山", "新买的耳机到了", "食堂的面又涨价了", "有人一起去看演唱会吗", "终于抢到票了",
    "公司内部渠道发了通知", "孩子第一次自己骑车", "昨晚的球赛看得我睡不着", "请大家加我进群", "求推荐一本好书", "地铁里信号不好",
    "工作票据要按月整理", "谨防卖内部票的骗局", "這家店的豆花很好吃", "早點睡吧各位",
)  # fmt: skip
LURES = ("{tickets}还有两张，{contact}", "前排{tickets}，先到先得，{contact}", "要{tickets}的{contact}，手慢无")
TICKETS = ("内部票", "內部票", "内*部*票", "工作票")
CONTACTS = ("加微信", "加.微.信", "加薇信", "私信我", "加我详聊")
LURE_SHARE = 0.001
"""Of the posts in January; it grows month by month to twelve times that."""


def compose(chosen: random.Random, month: int) -> str:
    """A post, ordinary or a lure."""
    if chosen.random() < LURE_SHARE * month:
        return chosen.choice(LURES).format(tickets=chosen.choice(TICKETS), contact=chosen.choice(CONTACTS))
    return "，".join(chosen.sample(CLAUSES, chosen.randint(1, 4)))


def posts_of(month: int, count: int, seed: int) -> pa.Table:
    """The posts of a month with their ids and times, in order of time."""
    chosen = random.Random(f"{seed} {month}")
    begin = dt.datetime(YEAR, month, 1, tzinfo=dt.UTC)
    seconds = calendar.monthrange(YEAR, month)[1] * 86_400
    times = sorted(chosen.randrange(seconds) for _ in range(count))
    return pa.table({
        "id": pa.array([month * 100_000_000 + number for number in range(count)], pa.int64()),
        "created": pa.array([begin + dt.timedelta(seconds=time) for time in times], pa.timestamp("us", "UTC")),
        "text": pa.array([compose(chosen, month) for _ in times], pa.string()),
    })  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes ``FOLDER/month=MM/posts.parquet`` for each month."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=24_000, help="posts of the whole year (24000)")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    for month in range(1, 13):
        folder = options.folder / f"month={month:02}"
        folder.mkdir(parents=True)
        parquet.write_table(posts_of(month, options.posts // 12, options.seed), folder / "posts.parquet")


if __name__ == "__main__":
    main()
