"""``python -m benchmarks``: the figures, beside what they are to reach, and a record of them in ``results``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import sys
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from benchmarks.corpus import generated, rare_words, read_posts
from benchmarks.measure import Pair, latencies, side_by_side
from benchmarks.startup import startup
from weibofilter import Action, Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
PACKAGES = ("weibofilter", "numpy", "daachorse", "regex")


def main() -> None:
    """Measures, prints, records; exit status 1 if a measurement found other posts than it should."""
    options = _options()
    definitions = tomllib.loads((HERE / "definitions.toml").read_text(encoding="utf-8"))
    seed = definitions["corpus"]["seed"]
    posts = (
        read_posts(options.posts, options.text_field)[: options.most]
        if options.posts
        else generated(definitions["corpus"], rare_words(10_000, seed))[: options.most]
    )
    rows = [measured(one, posts, seed, options.rounds) for one in definitions["measurement"] if options.only in one["name"]]
    for row in rows:
        print(_line(row))
    begin = {} if options.only else starting(options.rounds)
    for name, figures in begin.items():
        print(f"{name:36} " + "  ".join(f"{key} {value:.0f}" for key, value in figures.items()))
    record = {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "posts": _about(posts, options.posts),
    }
    target = options.output or HERE / "results" / f"{dt.date.today():%Y-%m-%d}.json"  # noqa: DTZ011 - a file's name
    target.parent.mkdir(exist_ok=True)
    target.write_text(
        json.dumps({**record, "rows": rows, "startup": begin}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--posts", type=Path, help="a .txt or .jsonl file (.gz too) instead of generated posts")
    parser.add_argument("--text-field", default="text")
    parser.add_argument("--most", type=int, default=20_000, help="posts at most")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="measurements whose name holds this")
    parser.add_argument("--output", type=Path, help="where to record the figures")
    return parser.parse_args()


def measured(definition: dict[str, Any], posts: Sequence[str], seed: int, rounds: int) -> dict[str, Any]:
    """One measurement against the bare scan of the raw posts with the same keywords."""
    keywords = rare_words(definition["keywords"], seed)
    bare = CharwiseDoubleArrayAhoCorasick(keywords)
    judge = (Filter.default() if definition.get("shipped") else Filter.from_words(keywords)).warm()
    verdicts = list(judge.check_many(posts))
    if definition.get("clear"):
        posts = [post for post, verdict in zip(posts, verdicts, strict=True) if not (verdict.reasons or verdict.dismissed)]
        verdicts = list(judge.check_many(posts))
    one_by_one = definition["way"] == "check"
    pair = side_by_side(
        (lambda unseen: [judge.check(post) for post in unseen])
        if one_by_one
        else (lambda unseen: list(judge.check_many(unseen))),
        lambda unseen: [bare.find_overlapping(post) for post in unseen],
        posts,
        rounds,
    )
    return {
        "name": definition["name"], "target": definition.get("target"), "posts": len(posts),
        "held": sum(verdict.action != Action.ALLOW for verdict in verdicts),
        "hit": sum(bool(verdict.reasons or verdict.dismissed) for verdict in verdicts),
        **_figures(pair),
        **(_tail(judge, posts) if one_by_one else {}),
    }  # fmt: skip


def _figures(pair: Pair) -> dict[str, Any]:
    return {
        "ratio": round(pair.ratio, 3),
        "micros": [round(one, 3) for one in pair.ours],
        "bare_micros": [round(one, 3) for one in pair.theirs],
    }


def _tail(judge: Filter, posts: Sequence[str]) -> dict[str, float]:
    taken = latencies(judge.check, posts)
    return {"median_micros": taken[len(taken) // 2], "p99_micros": taken[len(taken) * 99 // 100]}


def starting(runs: int) -> dict[str, dict[str, float]]:
    """Import, first filter, memory: from word lists, and from a compiled rule set."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shipped.wbf"
        Filter.default().save(path)
        return {"start from word lists": startup(runs), "start from a compiled rule set": startup(runs, str(path))}


def _line(row: dict[str, Any]) -> str:
    target = f"to reach {row['target']:g}" if row["target"] else ""
    tail = f"  p99/median {row['p99_micros'] / row['median_micros']:.1f}" if "p99_micros" in row else ""
    shares = f"{row['hit'] / row['posts']:6.2%} hit, {row['held'] / row['posts']:.2%} held"
    return f"{row['name']:36} {row['ratio']:8.2f} x bare  {target:14} {shares}{tail}"


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(terse=True),
        "processor": platform.machine(),
        "python": sys.version.split()[0],
        **{name: version(name) for name in PACKAGES},
    }


def _about(posts: Sequence[str], path: Path | None) -> dict[str, Any]:
    return {
        "from": path.name if path else "generated",
        "count": len(posts),
        "mean_length": round(sum(map(len, posts)) / max(1, len(posts)), 1),
    }


if __name__ == "__main__":
    main()
