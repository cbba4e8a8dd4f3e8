"""Posts written to be slow: how the time grows when their length doubles."""

from __future__ import annotations

import math
import time
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.bench import Bench, Section
    from weibofilter import Filter

UNITS: dict[str, str] = {
    "one character": "哈",
    "punctuation": "。，！？…",
    "symbols read in two ways": "①❤＋",
    "interleaved": "加.微.信.",
    "interleaved ever wider": "加❤",
    "mentions": "@小明 //@小红:",
    "codes never closed": "[[[表情",
    "regex bait": "加qq123456789加薇信qq群",
    "emoji": "👍🏻❤️",
    "numbers in every dress": "①②贰叁⑷５",
    "sound alike": "家威欣卫星薇芯",
    "taken apart": "亻言氵可口交女子",
    "no sentence end": "他们在说这件事情然后又在说那件事情",
}
"""What hostile posts are made of, over and over, whatever the keywords are."""


def hostile(bench: Bench) -> Section:
    """Milliseconds by length for each kind of hostile post, and the worst growth when the length doubles."""
    keywords = bench.keywords(10_000)
    longest = max(keywords[:1000], key=len)
    own = {"hits everywhere": keywords[0], "near hits everywhere": longest[:-1], "hits amid zones": _amid_zones(keywords[0])}
    shipped = {"hits everywhere": "加微信", "hits amid zones": _amid_zones("加微信")}
    kinds = {
        **{f"10,000 keywords: {name}": (bench.filter(10_000), unit) for name, unit in (own | UNITS).items()},
        **{f"shipped: {name}": (bench.shipped, unit) for name, unit in (shipped | UNITS).items()},
    }
    rows = {name: _grown(judge, unit, bench) for name, (judge, unit) in kinds.items()}
    worst = max(rows, key=lambda name: float(rows[name]["doubled"] or 0))
    return {"worst": rows[worst]["doubled"], "worst_kind": worst, "kinds": rows}


def _amid_zones(keyword: str) -> str:
    return f"{keyword[0]}[doge]{keyword[1:]}@小明 "


def _grown(judge: Filter, unit: str, bench: Bench) -> Section:
    table = bench.definitions.hostile
    length, last = table["shortest"], table["quick_longest" if bench.quick else "longest"]
    taken: dict[int, float] = {}
    while length <= last and not (taken and max(taken.values()) > 1000 * table["longest_second"]):
        taken[length] = milliseconds(judge.check, _of_length(unit, length))
        if taken[length] > table["doubtful"] * taken.get(length // 2, math.inf):
            for again in (length // 2, length):
                taken[again] = min(taken[again], milliseconds(judge.check, _of_length(unit, again)))
        length *= 2
    return {"milliseconds": taken, "doubled": doubled(list(taken.values()), table["least_ms"])}


def _of_length(unit: str, length: int) -> str:
    return unit * (length // len(unit)) + unit[: length % len(unit)]


def milliseconds(check: Callable[[str], object], post: str) -> float:
    """CPU time of one check: the least of two to five, since anything else that runs only adds to it."""
    taken: list[float] = []
    while len(taken) < 2 or (len(taken) < 5 and sum(taken) < 200):
        unseen = (post + "x")[:-1]
        began = time.process_time()
        check(unseen)
        taken.append(1000 * (time.process_time() - began))
    return min(taken)


def doubled(taken: Sequence[float], least: float) -> float | None:
    """The worst growth from one length to the next, of those that take long enough to tell; None if none does.

    >>> doubled([0.1, 0.9, 4.0, 8.0, 18.0], least=4.0)
    2.25
    """
    return max((after / before for before, after in pairwise(taken) if before >= least), default=None)
