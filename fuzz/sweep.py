"""``python -m fuzz.sweep``: a million posts bred from the corpus, not guided by coverage and so many times as fast.

Needs nothing but the package. The same seed breeds the same posts; a broken promise ends the sweep with the posts that broke it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from typing import TYPE_CHECKING

from fuzz.corpus import kept_inputs
from fuzz.fragments import FRAGMENTS, posts_of
from fuzz.invariants import examine

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 128
LONGEST = 60
MOST_CHANGES = 4
SELDOM = 200
"""The rule sets with views cost ten times as much as the skeleton: one batch in so many is judged by each of them."""


class Breeder:
    """Posts made of kept ones and of any Unicode, by a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._kept = [post for data in kept_inputs("posts") for post in posts_of(data) if post] or [""]

    def __iter__(self) -> Iterator[str]:
        while True:
            bred = self._random.random() < 0.4
            post = self._some() if bred else self._any()
            for _ in range(self._random.randint(1, MOST_CHANGES) if bred else self._random.randint(0, 1)):
                post = self._changed(post)
            yield post[:LONGEST]

    def _some(self) -> str:
        post = self._random.choice(self._kept)
        first = self._random.randrange(len(post) + 1)
        return post[first : first + self._random.randint(1, LONGEST)]

    def _any(self) -> str:
        return "".join(self._character() for _ in range(self._random.randint(0, 24)))

    def _character(self) -> str:
        highest = self._random.choice((0x7F, 0x7FF, 0xFFFF, 0xFFFF, sys.maxunicode))
        return chr(self._random.randint(0, highest))

    def _changed(self, post: str) -> str:
        """The post with something put in, taken out, doubled, or joined on."""
        first, after = sorted(self._random.randrange(len(post) + 1) for _ in range(2))
        match self._random.randrange(5):
            case 0:
                return post[:first] + self._character() + post[first:]
            case 1:
                return post[:first] + post[after:]
            case 2:
                return post[:after] + post[first:]
            case 3:
                return post[:first] + self._random.choice(FRAGMENTS) + post[after:]
            case _:
                return post[:first] + self._some()[:8]


def sweep(most: int, seed: int) -> int:
    """Breeds and examines at least so many posts; how many they were. Raises at the first broken promise."""
    began, done, posts = time.monotonic(), 0, iter(Breeder(seed))
    for number in range(-(-most // BATCH)):
        batch = [next(posts) for _ in range(BATCH)]
        examine(batch, only={0: "views", SELDOM // 2: "shipped"}.get(number % SELDOM, "skeleton"))
        done += BATCH
        if number % 100 == 99 or done >= most:
            print(f"{done:,} posts in {time.monotonic() - began:,.0f} s, seed {seed}", flush=True)
    return done


def main() -> None:
    """Sweeps."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.sweep", description=__doc__)
    parser.add_argument("--most", type=int, default=1_000_000, help="posts (1,000,000)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sweep(arguments.most, arguments.seed)


if __name__ == "__main__":
    main()
