"""How long something takes beside something else: ratios of medians, the sides taking turns, posts fresh each time."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Job = Callable[[Sequence[str]], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """Microseconds a post of two jobs, by round; the ratio is the median of the rounds' ratios."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return statistics.median(mine / other for mine, other in zip(self.ours, self.theirs, strict=True))


def fresh(posts: Sequence[str]) -> list[str]:
    """The same posts as new objects: a string that was scanned before keeps its UTF-8 form, which a new post has not."""
    return [(post + "x")[:-1] for post in posts]


def seconds(job: Job, posts: Sequence[str]) -> float:
    """CPU seconds of this process: what other processes take of a shared machine does not count."""
    unseen = fresh(posts)
    gc.collect()
    began = time.process_time()
    job(unseen)
    return time.process_time() - began


def side_by_side(ours: Job, theirs: Job, posts: Sequence[str], rounds: int) -> Pair:
    """Both jobs over the posts, in turns, after one round that does not count."""
    taken = [(seconds(theirs, posts), seconds(ours, posts)) for _ in range(rounds + 1)]
    micro = 1e6 / max(1, len(posts))
    return Pair(tuple(mine * micro for _, mine in taken[1:]), tuple(other * micro for other, _ in taken[1:]))


def latencies(check: Callable[[str], object], posts: Sequence[str]) -> list[float]:
    """Microseconds of each single call, sorted."""
    clock, taken = time.perf_counter_ns, []
    for post in fresh(posts):
        began = clock()
        check(post)
        taken.append((clock() - began) / 1000)
    return sorted(taken)
