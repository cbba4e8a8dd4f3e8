"""``python -m fuzz.growth``: looks for posts whose cost grows faster than their length.

Such a post is a few fragments said over and over: hits, near hits, zones and excuses side by side. Each is judged at one length and at four
times that by every rule set; who pays more than ``LIMIT`` times as much is measured again, and printed if that was no chance. What each
character of the dearest posts costs is printed too: linear is not yet cheap. Needs nothing but the package.
"""

from __future__ import annotations

import argparse
import random
import time
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from fuzz.fragments import FRAGMENTS
from fuzz.rulesets import judges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter import Filter

LENGTH = 4000
TIMES = 4
LIMIT = 6.0
"""Times the CPU time of a post for one four times as long: linear is 4, quadratic 16."""
LEAST = 0.1
"""Seconds of the long post under which nothing is told: what takes less has not grown."""
MOST_FRAGMENTS = 6
DEAREST = 5


class Measured(NamedTuple):
    """What a post costs: seconds at ``LENGTH`` characters and at ``TIMES`` as many, of CPU time."""

    judge: str
    unit: str
    short: float
    long: float

    @property
    def growth(self) -> float:
        """How many times as much the longer one takes."""
        return self.long / self.short

    def __str__(self) -> str:
        """For people to read, and to judge again."""
        each = self.long / (LENGTH * TIMES) * 1e6
        return f"{self.judge:8}  x{self.growth:<5.1f} {each:6.1f} µs a character  {self.unit!r} * n"


def measured(name: str, judge: Filter, unit: str, tries: int) -> Measured:
    """The least of so many tries."""
    rounds = LENGTH // len(unit) + 1
    return Measured(name, unit, *(min(_seconds(judge, unit * count) for _ in range(tries)) for count in (rounds, TIMES * rounds)))


def _seconds(judge: Filter, post: str) -> float:
    began = time.process_time()
    judge.check(post)
    return max(time.process_time() - began, 1e-6)


def units(seed: int) -> Iterator[str]:
    """What to say over and over, without end."""
    chance = random.Random(seed)
    while True:
        yield "".join(chance.choice(FRAGMENTS) for _ in range(chance.randint(1, MOST_FRAGMENTS)))


def hunt(seconds: float, seed: int) -> list[Measured]:
    """The posts found that grow too fast; prints them, and the dearest of the others."""
    filters = [(one.name, one.first.warm()) for one in judges()]
    until, tried = time.monotonic() + seconds, 0
    guilty: list[Measured] = []
    dear: list[Measured] = []
    for unit in units(seed):
        if time.monotonic() > until:
            break
        for name, judge in filters:
            found = measured(name, judge, unit, tries=1)
            tried += 1
            if found.long > LEAST and found.growth > LIMIT and (again := measured(name, judge, unit, tries=3)).growth > LIMIT:
                guilty.append(again)
                print(f"grows  {again}", flush=True)
            dear = nlargest(DEAREST, [*dear, found], key=lambda one: one.long)
    for one in dear:
        print(f"dear   {one}")
    print(f"{tried:,} posts tried in {seconds:,.0f} s, seed {seed}: {len(guilty)} grow faster than their length")
    return guilty


def main() -> None:
    """Hunts; the exit status is 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.growth", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if hunt(arguments.seconds, arguments.seed):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
