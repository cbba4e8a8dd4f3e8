"""Start and memory, each in fresh processes; and what two processes gain."""

from __future__ import annotations

import inspect
import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.definitions import TOP
from benchmarks.measure import Side, fresh, side_by_side
from weibofilter import Filter

if TYPE_CHECKING:
    from benchmarks.bench import Bench, Section

MEMORY_KEYWORDS = (1_000, 10_000, 100_000, 1_000_000)
QUICK_KEYWORDS = (1_000, 10_000)


def start(bench: Bench) -> Section:
    """Import, ready, warm and memory: of the shipped lists, and of so and so many keywords, read as words and opened compiled."""
    rows = {
        "shipped lists": begun(bench.rounds),
        "shipped lists, compiled": begun(bench.rounds, "open", bench.compiled(bench.shipped, "shipped")),
    }
    for count in QUICK_KEYWORDS if bench.quick else MEMORY_KEYWORDS:
        words = bench.folder / f"{count}.txt"
        words.write_text("\n".join(bench.keywords(count)), encoding="utf-8")
        runs = 1 if count > 100_000 else min(3, bench.rounds)
        rows[f"compile {count:,} keywords"] = begun(runs, "words", str(words))
        rows[f"open {count:,} keywords"] = begun(runs, "open", bench.compiled(bench.filter(count), str(count)))
    return rows


def begun(runs: int, *how: str) -> dict[str, float]:
    """Medians over fresh processes; see ``fresh.py`` for what they are."""
    command = [sys.executable, "-m", "benchmarks.fresh", *how]
    told = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=TOP).stdout)  # noqa: S603 - our own program
        for _ in range(max(1, runs))
    ]
    return {name: statistics.median(one[name] for one in told) for name in told[0]}


def parallel(bench: Bench) -> Section:
    """How much sooner many processes are done, by the clock on the wall, their start counted in and told apart."""
    if "workers" not in inspect.signature(Filter.check_many).parameters:
        return {"missing": "Filter.check_many takes no workers"}
    table = bench.definitions.parallel
    judges = {"keywords": bench.filter(10_000), "shipped": bench.shipped}
    return {name: _sped_up(judge, bench, table["workers"], table["repeat"][name]) for name, judge in judges.items()}


def _sped_up(judge: Filter, bench: Bench, workers: int, repeat: int) -> Section:
    posts = list(bench.posts()) * (1 if bench.quick else repeat)
    sides = {
        "one": Side(judge.check_many, posts),
        "many": Side(lambda unseen: judge.check_many(unseen, workers=workers), posts),
    }
    timing = side_by_side(sides, min(2, bench.rounds), time.perf_counter)
    began = time.perf_counter()
    next(judge.check_many(fresh(posts[:10]), workers=workers))
    return {
        "workers": workers,
        "posts": len(posts),
        "speed_up": 1 / timing.ratio("many", "one"),
        "one_micros": timing.median("one"),
        "many_micros": timing.median("many"),
        "first_verdict_seconds": time.perf_counter() - began,
    }
