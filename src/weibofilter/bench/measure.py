"""The measurement: in bulk, one by one, and taken apart."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.bench.clock import Latency, latencies, seconds
from weibofilter.bench.rules import Parts, take_apart
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weibofilter.filter import Filter


@dataclass(frozen=True, slots=True)
class Measurement:
    """How a filter does on posts.

    ``bulk_micros`` is the CPU time a post of ``check_many``, the median of the rounds, in microseconds; ``single`` the time of ``check``
    by the clock on the wall, as an author waits for it. ``held`` counts posts with another verdict than allow.
    """

    posts: int
    characters: int
    held: int
    bulk_micros: float
    single: Latency
    parts: Parts


def measure(
    judge: Filter, posts: Sequence[str], *, rounds: int = 3, tell: Callable[[str, float], None] = lambda _stage, _share: None
) -> Measurement:
    """The measurement of a filter over posts, which are new objects in every round; the first round warms up and does not count.

    ``tell`` is told before each stage its name and the share of the stages that is done. ValueError if there are no posts.

    >>> from weibofilter import Filter
    >>> found = measure(Filter.from_words(["大麻"]), ["有人种植大麻", "我有一个大麻烦"], rounds=1)
    >>> found.posts, found.held, found.parts.found
    (2, 1, 2)
    >>> [(cost.rule, cost.held, cost.dismissed) for cost in found.parts.rules]
    [('custom/words', 1, {'boundary': 1})]
    """
    if not posts:
        raise ValueError("there are no posts to measure with")
    stages = rounds + 3
    tell("warming up", 0)
    judge.warm()
    held = sum(verdict.action is not Action.ALLOW for verdict in judge.check_many(posts))
    taken = []
    for number in range(rounds):
        tell(f"in bulk, round {number + 1} of {rounds}", (number + 1) / stages)
        taken.append(seconds(judge.check_many, posts))
    tell("one by one", (rounds + 1) / stages)
    single = latencies(judge.check, posts)
    tell("rule by rule", (rounds + 2) / stages)
    return Measurement(
        posts=len(posts),
        characters=sum(map(len, posts)),
        held=held,
        bulk_micros=1e6 * statistics.median(taken) / len(posts),
        single=Latency.of(single),
        parts=take_apart(judge, posts),
    )
