"""``docs/capacity.md``: what a feed takes, worked out from a record."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.definitions import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Section

POSTS_A_DAY = 100_000_000
PEAK_A_SECOND = 34_997
BUSY = 0.6
"""Share of a core that judging may take at the peak: the rest is for reading, writing, other programs, and one machine of three lost."""
POSTS_A_YEAR = 365 * POSTS_A_DAY
SWEEP_CORES = 16


@dataclass(frozen=True, slots=True)
class Load:
    """What one kind of filter takes of a core."""

    name: str
    micros: float
    megabytes: float
    best_case: str

    @property
    def a_second(self) -> float:
        """Posts that one core judges in a second."""
        return 1e6 / self.micros

    @property
    def day(self) -> float:
        """Cores that are busy on average, to keep up with a day's posts."""
        return POSTS_A_DAY / 86_400 / self.a_second

    @property
    def peak(self) -> int:
        """Cores for the peak second, none busier than it should be."""
        return math.ceil(PEAK_A_SECOND / self.a_second / BUSY)

    @property
    def year(self) -> float:
        """Core hours of a sweep over a year of posts."""
        return POSTS_A_YEAR / self.a_second / 3600


def loads(record: Section) -> list[Load]:
    """The filters that the page speaks of."""
    rows, start = record["throughput"], record["start"]
    keywords, shipped, few = start["open 10,000 keywords"], start["shipped lists, compiled"], start["open 1,000 keywords"]
    return [
        Load("shipped lists, in batches", rows["shipped lists"]["micros"], shipped["warm_mb"], "a queue or a log is read"),
        Load(
            "shipped lists, one by one",
            rows["shipped lists, one by one"]["micros"],
            shipped["warm_mb"],
            "each post waits for its verdict",
        ),
        Load("10,000 keywords, in batches", rows["as they come"]["micros"], keywords["warm_mb"], "own list, `skeleton` alone"),
        Load("10,000 keywords, one by one", rows["one by one"]["micros"], keywords["warm_mb"], "own list, each post waits"),
        Load("one new rule, in batches", rows["ten keywords"]["micros"], few["warm_mb"], "ten keywords, for a sweep"),
    ]


def write_capacity(record: Section, path: Path) -> Path:
    """Writes the page and gives its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(record), encoding="utf-8")
    return path


def page(record: Section) -> str:
    """The page, from a record of ``python -m benchmarks speed``."""
    run, all_loads = record["run"], loads(record)
    whole, one = all_loads[0], all_loads[1]
    return (HERE / "capacity_template.md").read_text(encoding="utf-8").format(
        date=run["date"][:10], processor=run["processor"], cores=run["cores"], python=run["python"],
        characters=record["throughput"]["shipped lists"]["characters"],
        average=POSTS_A_DAY / 86_400, peak=PEAK_A_SECOND, times=PEAK_A_SECOND / (POSTS_A_DAY / 86_400), busy=BUSY,
        rows="\n".join(map(_row, all_loads)),
        peak_cores=whole.peak, peak_megabytes=whole.peak * whole.megabytes, megabytes=whole.megabytes,
        average_share=whole.day / whole.peak, online_cores=one.peak, p99=record["latency"]["shipped lists"]["percentiles"]["99"] / 1000,
        median=record["latency"]["shipped lists"]["percentiles"]["50"] / 1000,
        speed_up=record["parallel"]["shipped"]["speed_up"], workers=record["parallel"]["shipped"]["workers"],
        sweep_cores=SWEEP_CORES, sweeps="\n".join(_sweep(load) for load in (whole, all_loads[2], all_loads[4])),
    )  # fmt: skip


def _row(load: Load) -> str:
    return (
        f"| {load.name} | {load.best_case} | {load.micros:,.1f} | {load.a_second:,.0f} | {load.day:.2f} | {load.peak:,} "
        f"| {load.peak * load.megabytes / 1024:,.2f} |"
    )


def _sweep(load: Load) -> str:
    hours = load.year / SWEEP_CORES / BUSY
    return f"| {load.name} | {load.year:,.0f} | {_span(hours)} |"


def _span(hours: float) -> str:
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"
