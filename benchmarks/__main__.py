"""``python -m benchmarks [speed | peers | charts | capacity]``: the figures beside what they are to reach, and a record of them."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import Bench
from benchmarks.capacity import write_capacity
from benchmarks.charts import draw_all
from benchmarks.corpus import read_posts
from benchmarks.definitions import TOP, read_definitions, write_expected
from benchmarks.hostile import hostile
from benchmarks.peers import PEERS, all_peers, peer_lines, rivals
from benchmarks.record import PACKAGES, RESULTS, circumstances, latest, table, write_record
from benchmarks.speed import corpus, growth, hit, hit_rates, latency, lengths, mistakes, throughput
from benchmarks.start import parallel, start

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.bench import Section

STAGES: Mapping[str, Callable[[Bench], Section]] = {
    "corpus": corpus,
    "throughput": throughput,
    "latency": latency,
    "hit": hit,
    "rivals": rivals,
    "growth": growth,
    "lengths": lengths,
    "hit rates": hit_rates,
    "start": start,
    "parallel": parallel,
    "hostile": hostile,
}
"""The parts of the record, in the order in which they are measured."""

COMMANDS = ("speed", "peers", "charts", "capacity")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; without one, ``speed``. Exit status 1 if a measurement found other posts than it must."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0].startswith("--"):
        given.insert(0, "speed")
    options = _parser().parse_args(given)
    match options.command:
        case "speed":
            return _speed(options)
        case "peers":
            _peers(options)
        case "charts":
            for path in draw_all(latest("speed"), latest("peers"), latest("curve"), TOP / "docs" / "benchmarks"):
                print(path.relative_to(TOP))
        case "capacity":
            print(write_capacity(latest("speed"), TOP / "docs" / "capacity.md").relative_to(TOP))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    speed = commands.add_parser("speed", help="the table of figures")
    speed.add_argument("--posts", type=Path, help="your posts, a .txt or .jsonl file (.gz too), instead of composed ones")
    speed.add_argument("--text-field", default="text", help="the field of a JSON line that holds the post")
    speed.add_argument("--most", type=int, default=20_000, help="of your posts, so many at most")
    speed.add_argument("--rounds", type=int, default=5)
    speed.add_argument("--only", choices=STAGES, help="one part of it")
    speed.add_argument("--quick", action="store_true", help="few posts, few rounds: to see that it works")
    speed.add_argument("--accept", action="store_true", help="what is found now is what must be found from now on")
    speed.add_argument("--output", type=Path, help="where to record; a full run is recorded in benchmarks/results without it")
    peers = commands.add_parser("peers", help="other libraries beside this one")
    peers.add_argument("--only", choices=PEERS, help="one of them")
    peers.add_argument("--quick", action="store_true", help="few posts and keywords")
    peers.add_argument("--output", type=Path, help="where to record; a full run is recorded in benchmarks/results without it")
    commands.add_parser("charts", help="draws the last records into docs/benchmarks")
    commands.add_parser("capacity", help="writes docs/capacity.md from the last record")
    return parser


def _speed(options: argparse.Namespace) -> int:
    definitions = read_definitions()
    given = read_posts(options.posts, options.text_field)[: options.most] if options.posts else None
    stages = [options.only] if options.only else list(STAGES)
    record: Section = {"run": circumstances(), "posts": options.posts.name if options.posts else "feed", "quick": options.quick}
    record |= {"seeds": {"keywords": definitions.keywords.seed}}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(definitions, Path(folder), 1 if options.quick else options.rounds, options.quick, given)
        for name in stages:
            print(f"{name} ...", file=sys.stderr, flush=True)
            record[name] = STAGES[name](bench)
    print("\n".join(table(record, definitions.figures)))
    whole = not (options.quick or options.only or options.posts)
    _keep(record, options.output or (_results("speed") if whole else None))
    if given is not None or "throughput" not in record:
        return 0
    if options.accept:
        _accept(record["throughput"], bench)
        return 0
    wrong = mistakes(record["throughput"], bench)
    print("".join(f"\nWRONG: {one}" for one in wrong), end="\n" if wrong else "")
    if wrong:
        print("If rules were changed, see whether that is why, and accept what is found now: python -m benchmarks speed --accept")
    return 1 if wrong else 0


def _accept(rows: Section, bench: Bench) -> None:
    size = "quick" if bench.quick else "full"
    expected = bench.definitions.expected
    write_expected({name: {**expected.get(name, {}), size: row["found"]} for name, row in rows.items()})


def _peers(options: argparse.Namespace) -> None:
    definitions = read_definitions()
    rows = all_peers([peer for peer in definitions.peers if options.only in {None, peer.name}], quick=options.quick)
    print("\n".join(peer_lines(rows)))
    packages = [*PACKAGES, *(peer.package for peer in definitions.peers if peer.package not in PACKAGES)]
    whole = not (options.quick or options.only)
    _keep({"run": circumstances(packages), "peers": rows}, options.output or (_results("peers") if whole else None))


def _results(kind: str) -> Path:
    return RESULTS / f"{kind}-{dt.datetime.now(dt.UTC):%Y-%m-%d}.json"


def _keep(record: Section, path: Path | None) -> None:
    if path is not None:
        write_record(record, path)
        print(f"\nrecorded in {path}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
