"""Time: posts that are new to every round, CPU time in bulk, and the spread of single calls."""

from __future__ import annotations

import gc
import statistics
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PERCENTILES = (50.0, 90.0, 95.0, 99.0, 99.9, 100.0)


def fresh(posts: Iterable[str]) -> list[str]:
    """The same posts as new objects: a string keeps its UTF-8 form once something has asked for it, and a new post has none."""
    return [(post + "x")[:-1] for post in posts]


def seconds(
    job: Callable[[Sequence[str]], Iterable[object]], posts: Sequence[str], clock: Callable[[], float] = time.process_time
) -> float:
    """Seconds that a job takes for posts new to it; what it yields is thrown away one by one, so that no side pays for keeping it.

    The collector begins each job with nothing to do, and runs as it does for users.
    """
    unseen = fresh(posts)
    gc.collect()
    began = clock()
    deque(job(unseen), maxlen=0)
    return clock() - began


def latencies(check: Callable[[str], object], posts: Sequence[str], passes: int = 3) -> list[float]:
    """Microseconds of each single call, post by post: the median of the passes, as another process may cut into any one of them."""
    deque(map(check, fresh(posts[:200])), maxlen=0)
    taken = [_each(check, fresh(posts)) for _ in range(passes)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def _each(check: Callable[[str], object], posts: Sequence[str]) -> list[float]:
    clock, taken = time.perf_counter_ns, list[float]()
    gc.collect()
    for post in posts:
        began = clock()
        check(post)
        taken.append((clock() - began) / 1000)
    return taken


@dataclass(frozen=True, slots=True)
class Latency:
    """How long single calls take, in microseconds: at most so much for so many per cent of the posts, and which post takes longest."""

    percentiles: dict[float, float]
    slowest: int

    @classmethod
    def of(cls, taken: Sequence[float]) -> Latency:
        """Of these times, which are those of the posts in their order.

        >>> Latency.of([3.0, 1.0, 9.0, 2.0])
        Latency(percentiles={50.0: 2.0, 90.0: 9.0, 95.0: 9.0, 99.0: 9.0, 99.9: 9.0, 100.0: 9.0}, slowest=2)
        """
        return cls(percentiles_of(taken, PERCENTILES), max(range(len(taken)), key=taken.__getitem__))


def percentiles_of(taken: Sequence[float], percents: Iterable[float]) -> dict[float, float]:
    """The least of the numbers that so many per cent of them do not exceed."""
    ordered = sorted(taken)
    return {percent: ordered[max(0, -int(-len(ordered) * percent // 100) - 1)] for percent in percents}
