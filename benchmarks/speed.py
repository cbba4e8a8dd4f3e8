"""Throughput and latency: the filter beside a bare scan of the same posts."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.bench import each, is_hit
from benchmarks.corpus import TRAITS
from benchmarks.measure import Side, side_by_side
from weibofilter import Action
from weibofilter.bench.clock import latencies, percentiles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.bench import Bench, Section
    from benchmarks.definitions import Counts, FeedSettings, Measurement
    from benchmarks.measure import Job
    from weibofilter import Filter

PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 100)


def corpus(bench: Bench) -> Section:
    """What the posts are like: lengths, the share of posts that has each trait, and that in which each filter finds something."""
    posts = bench.posts()
    judges = {"10,000 keywords": bench.filter(10_000), "shipped lists": bench.shipped}
    return {
        "characters": {
            f"p{percent}": count for percent, count in percentiles_of(list(map(len, posts)), (10, 50, 90, 99, 100)).items()
        },
        "traits": traits(bench),
        "hit_share": {name: about(judge, posts)["hit_share"] for name, judge in judges.items()},
        **{name: value for name, value in about(bench.filter(10_000), posts).items() if name != "hit_share"},
    }


def traits(bench: Bench) -> Section | None:
    """The share of composed posts that has each trait; None of posts that are given, of which nobody knows."""
    if bench.given is not None:
        return None
    counts = Counter(trait for post in bench.composed_posts(bench.feed) for trait in post.traits)
    return {name: counts[name] / len(bench.posts()) for name in TRAITS}


def throughput(bench: Bench) -> Section:
    """Every measurement that is defined, each with what it found."""
    return {measurement.name: _measured(measurement, bench) for measurement in bench.definitions.measurements}


def _measured(measurement: Measurement, bench: Bench) -> Section:
    judge = bench.shipped if measurement.rules == "shipped" else bench.filter(measurement.keywords)
    posts = selected(judge, bench.posts(measurement.corpus), measurement.posts)
    rounds = min(bench.rounds, measurement.rounds or bench.rounds)
    job: Job = each(judge.check) if measurement.way == "check" else judge.check_many
    return {
        **beside_bare(job, bench.bare(measurement.keywords), posts, rounds),
        "found": found(judge, bench.bare(measurement.keywords), posts),
        **about(judge, posts),
    }


def selected(judge: Filter, posts: Sequence[str], which: str) -> Sequence[str]:
    """All posts, those in which the filter finds something ("hit"), or those in which it finds nothing ("clear")."""
    if which == "all":
        return posts
    return [post for post, verdict in zip(posts, judge.check_many(posts), strict=True) if is_hit(verdict) == (which == "hit")]


def beside_bare(job: Job, bare: Callable[[str], object], posts: Sequence[str], rounds: int) -> Section:
    """Microseconds a post of a job and of the bare scan, by round, and their ratio."""
    timing = side_by_side({"bare": Side(each(bare), posts), "ours": Side(job, posts)}, rounds)
    return {
        "ratio": timing.ratio("ours", "bare"),
        "micros": timing.median("ours"),
        "bare_micros": timing.median("bare"),
        "micros_by_round": timing.micros["ours"],
        "bare_micros_by_round": timing.micros["bare"],
    }


def found(judge: Filter, bare: Callable[[str], Sequence[object]], posts: Sequence[str]) -> Counts:
    """What is found: posts held, reasons, and matches of the bare scan."""
    verdicts = list(judge.check_many(posts))
    return {
        "held": sum(verdict.action is not Action.ALLOW for verdict in verdicts),
        "reasons": sum(len(verdict.reasons) for verdict in verdicts),
        "bare": sum(len(bare(post)) for post in posts),
    }


def about(judge: Filter, posts: Sequence[str]) -> Section:
    """How many posts, how long, and the share of them in which anything was found."""
    return {
        "posts": len(posts),
        "characters": statistics.fmean(map(len, posts)) if posts else 0.0,
        "hit_share": sum(map(is_hit, judge.check_many(posts))) / max(1, len(posts)),
    }


def mistakes(section: Section, bench: Bench) -> list[str]:
    """Each measurement that found other counts than it must, in words."""
    size = "quick" if bench.quick else "full"
    expected = {name: sizes.get(size) for name, sizes in bench.definitions.expected.items()}
    return [
        f"{name}: found {row['found']}, expected {expected.get(name)}"
        for name, row in section.items()
        if row["found"] != expected.get(name)
    ]


def latency(bench: Bench) -> Section:
    """How long single checks take: percentiles over the posts of the feed, in microseconds."""
    judges = {"10,000 keywords": bench.filter(10_000), "shipped lists": bench.shipped}
    return {name: _spread(latencies(judge.check, bench.posts())) for name, judge in judges.items()}


def _spread(taken: Sequence[float]) -> Section:
    at = {f"{percent:g}": micros for percent, micros in percentiles_of(taken, PERCENTILES).items()}
    steps = sorted(taken)[:: max(1, len(taken) // 500)]
    return {"p99_over_median": at["99"] / at["50"], "percentiles": at, "sorted_micros": [round(one, 2) for one in steps]}


def hit(bench: Bench) -> Section:
    """What a hit costs: posts that hold a keyword as it is, beside the same posts without it, in scans of the former."""
    judge, bare = bench.filter(10_000), bench.bare(10_000)
    planted = bench.composed(
        replace(bench.feed, planted=1.0, disguised=0.0, traditional=0.0, posts=bench.definitions.sweep["posts"])
    )
    pairs = [(post, without) for post in planted if (without := _without_keywords(post, bare)) is not None]
    hits, clear = [post for post, _ in pairs], [without for _, without in pairs]
    sides = {"bare": Side(each(bare), hits), "hit": Side(judge.check_many, hits), "clear": Side(judge.check_many, clear)}
    timing = side_by_side(sides, bench.rounds)
    micros = timing.micros
    more = ((mine - other) / one for mine, other, one in zip(micros["hit"], micros["clear"], micros["bare"], strict=True))
    return {"more": statistics.median(more), **{name: timing.median(name) for name in sides}, **about(judge, hits)}


def _without_keywords(post: str, bare: Callable[[str], Sequence[tuple[int, int, int]]]) -> str | None:
    """The post with a harmless word in the place of its one keyword; None if it has more."""
    matches = bare(post)
    if len(matches) != 1:
        return None
    start, end, _ = matches[0]
    other = post[:start] + "今天"[: end - start] + post[end:]
    return None if bare(other) else other


def growth(bench: Bench) -> Section:
    """The time a post with more and more keywords, over posts in which the most find only what the fewest find."""
    sweep = bench.definitions.sweep
    counts: list[int] = sweep["quick_keywords"] if bench.quick else sweep["keywords"]
    least, most = bench.filter(counts[0]), bench.filter(counts[-1])
    posts = [
        post
        for post, few, many in zip(bench.posts(), least.check_many(bench.posts()), most.check_many(bench.posts()), strict=True)
        if (few.reasons, len(few.dismissed)) == (many.reasons, len(many.dismissed))
    ]
    sides = {f"bare {count}": Side(each(bench.bare(count)), posts) for count in counts}
    sides |= {str(count): Side(bench.filter(count).check_many, posts) for count in counts}
    timing = side_by_side(sides, bench.rounds)
    return {
        **about(least, posts),
        "micros": {name: timing.median(name) for name in sides},
        **{f"to {count}": timing.ratio(str(count), str(counts[0])) for count in counts[1:]},
        **{f"bare to {count}": timing.ratio(f"bare {count}", f"bare {counts[0]}") for count in counts[1:]},
    }


def lengths(bench: Bench) -> Section:
    """The time a post for posts of one length and another."""
    settings = replace(bench.feed, spread=0.0, posts=bench.definitions.sweep["posts"])
    return _swept(
        bench, {f"{median}": replace(settings, median_characters=median) for median in bench.definitions.sweep["characters"]}
    )


def hit_rates(bench: Bench) -> Section:
    """The time a post as more and more posts hold a keyword."""
    settings = replace(bench.feed, disguised=0.0, posts=bench.definitions.sweep["posts"])
    return _swept(bench, {f"{share:g}": replace(settings, planted=share) for share in bench.definitions.sweep["planted"]})


def _swept(bench: Bench, settings: dict[str, FeedSettings]) -> Section:
    judge, bare = bench.filter(10_000), bench.bare(10_000)
    rows = {}
    for name, setting in settings.items():
        posts = bench.composed(setting)
        rows[name] = {**beside_bare(judge.check_many, bare, posts, bench.rounds), **about(judge, posts)}
    return rows
