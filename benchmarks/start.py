"""Start and memory, each in fresh processes; and what two processes gain."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections import deque
from multiprocessing import active_children
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.definitions import TOP
from weibofilter.bench.clock import fresh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.bench import Bench, Section
    from weibofilter import Filter

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
    """How much sooner many processes are done than one, their start counted in."""
    table = bench.definitions.parallel
    judges = {"keywords": bench.filter(10_000), "shipped": bench.shipped}
    rounds = 1 if bench.quick else table["rounds"]
    rows = {}
    for name, judge in judges.items():
        posts = list(bench.posts()) * (1 if bench.quick else table["repeat"][name])
        runs = [(_taken(judge, posts, 1), _taken(judge, posts, table["workers"])) for _ in range(rounds)]
        rows[name] = {"workers": table["workers"], "posts": len(posts), **_sped_up(runs, table["workers"])}
    return rows


class Taken(NamedTuple):
    """Seconds by the clock on the wall, and of CPU time in this process and in its workers."""

    wall: float
    here: float
    workers: float


def _taken(judge: Filter, posts: Sequence[str], workers: int) -> Taken:
    unseen = fresh(posts)
    gc.collect()
    before, wall = os.times(), time.perf_counter()
    deque(judge.check_many(unseen, workers=workers), maxlen=0)
    wall = time.perf_counter() - wall
    while active_children():  # the time of a worker counts once it has ended
        time.sleep(0.01)
    after = os.times()
    in_children = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(wall, after.user + after.system - before.user - before.system, in_children)


def _sped_up(runs: Sequence[tuple[Taken, Taken]], workers: int) -> Section:
    """The speed-up by the clock, which what else runs on the machine takes part of, and what CPU time says it is on idle cores.

    On idle cores, as many as there are workers, the run takes what this process and its workers take together, spread over them; or what
    this process takes alone, if that is more.
    """
    return {
        "speed_up": statistics.median(one.wall / many.wall for one, many in runs),
        "on_idle_cores": statistics.median(one.here / max((many.here + many.workers) / workers, many.here) for one, many in runs),
        "seconds": [one._asdict() for one, _ in runs],
        "seconds_with_workers": [many._asdict() for _, many in runs],
    }
