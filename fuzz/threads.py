"""``python -m fuzz.threads``: many threads judge by one filter that is swapped for others all the while, and each verdict must be the one
that its filter gives alone.

Tells whether there was a GIL. Needs nothing but the package; on a build without the GIL, whose daachorse there is none of yet, with
``fuzz/without_gil`` on PYTHONPATH. The exit status is 1 if a verdict differed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.corpus import kept_inputs
from fuzz.fragments import posts_of
from weibofilter import Filter, Verdict

EXAMPLES = Path(__file__).parents[1] / "examples" / "posts.jsonl"
WORDS = ["加微信", "大麻", "约炮", "代开发票", "666", "fuck", "口交", "他妈", "兼职", "刷单"]
VIEWS = ["wide", "initials", "swapped", "masked"]
AT_ONCE = 64
LONGEST = 200
"""Characters of a post; the longer ones of the corpus are there to be slow."""


@dataclass
class Load:
    """Posts, filters of different rules, what each says of each post, and the filter in use."""

    posts: list[str]
    filters: list[Filter]
    alone: dict[str, list[Verdict]]
    current: Filter
    until: float = 0.0
    judged: list[int] = field(default_factory=list)
    swaps: int = 0
    wrong: list[tuple[str, Verdict]] = field(default_factory=list)

    @classmethod
    def of_words(cls) -> Load:
        """Filters of some of the words, with every view and with none, on the kept posts and the examples."""
        kept = [post for data in kept_inputs("posts") for post in posts_of(data) if len(post) <= LONGEST]
        posts = kept + [json.loads(line)["text"] for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
        chosen = [WORDS, WORDS[:5], WORDS[3:]]
        filters = [
            Filter.from_words(words, allow=["添加微信支付"], views=views) for words in chosen for views in (VIEWS, ["skeleton"])
        ]
        alone = {judge.digest: [judge.check(post) for post in posts] for judge in filters}
        return cls(posts, filters, alone, filters[0])

    def judge(self, number: int) -> None:
        """Judges until the time is over, one by one and in batches."""
        chance, judged = random.Random(number), 0
        while time.monotonic() < self.until:
            chosen = chance.sample(range(len(self.posts)), AT_ONCE)
            judge, posts = self.current, [self.posts[place] for place in chosen]
            in_batches = chance.random() < 0.5
            told = judge.check_many(posts, batch_size=chance.choice((1, 7, AT_ONCE))) if in_batches else map(judge.check, posts)
            for place, verdict in zip(chosen, told, strict=True):
                if verdict != self.alone[judge.digest][place]:
                    self.wrong.append((self.posts[place], verdict))
            judged += AT_ONCE
        self.judged.append(judged)

    def swap(self) -> None:
        """Puts other rules in use until the time is over, made anew of bytes or of a file."""
        chance = random.Random(0)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "compiled.rules")
            while time.monotonic() < self.until:
                judge = chance.choice(self.filters)
                if chance.random() < 0.5:
                    judge.save(path)
                    self.current = Filter.open(path)
                else:
                    self.current = Filter.from_bytes(judge.to_bytes())
                self.swaps += 1


def main() -> None:
    """Runs the threads, and tells what they did."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.threads", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=8)
    arguments = parser.parse_args()
    load = Load.of_words()
    load.until = time.monotonic() + arguments.seconds
    threads = [threading.Thread(target=load.judge, args=[number]) for number in range(arguments.threads)]
    threads.append(threading.Thread(target=load.swap))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    finished = len(load.judged) == arguments.threads and load.swaps > 0
    gil = "the GIL" if getattr(sys, "_is_gil_enabled", lambda: True)() else "no GIL"
    print(
        f"{sum(load.judged):,} posts in {arguments.threads} threads with {gil}, {load.swaps:,} swaps: {len(load.wrong)} verdicts differ"
    )
    for post, verdict in load.wrong[:5]:
        print(f"{post!r} {verdict}")
    if load.wrong or not finished:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
