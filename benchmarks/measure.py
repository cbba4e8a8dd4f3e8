"""How long things take beside one another: ratios of each round, the sides taking turns, posts that no side has seen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from weibofilter.bench.clock import seconds

Job = Callable[[Sequence[str]], Iterable[object]]
"""Goes through posts; what it yields is thrown away one by one, so that no side pays for keeping it."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Side:
    """A job with the posts that it goes through."""

    job: Job
    posts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds a post, by side and round."""

    micros: Mapping[str, tuple[float, ...]]

    def ratio(self, side: str, base: str) -> float:
        """How many times as long a post takes one side as the other: the median of the rounds."""
        pairs = zip(self.micros[side], self.micros[base], strict=True)
        return statistics.median(one / other for one, other in pairs)

    def median(self, side: str) -> float:
        """Microseconds a post, the median of the rounds."""
        return statistics.median(self.micros[side])


def side_by_side(sides: Mapping[str, Side], rounds: int, clock: Clock = time.process_time) -> Timing:
    """All sides in turns, in the opposite order every other round; the first round warms up and does not count.

    CPU seconds of this process by default: machines are shared, and what others take of one must not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name in list(sides) if number % 2 else reversed(list(sides)):
            side = sides[name]
            taken[name].append(1e6 * seconds(side.job, side.posts, clock) / max(1, len(side.posts)))
    return Timing({name: tuple(micros[1:]) for name, micros in taken.items()})
