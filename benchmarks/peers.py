"""Other libraries with the same keywords over the same posts, each used in its best way, each in a process of its own.

``python -m benchmarks.peers NAME POSTS KEYWORDS`` is that process: a peer that crashes or never comes back takes nobody else along.
Each is built and warm before its time is taken, and taken beside the filter, in turns. A peer says of each post whether it holds a
keyword; how many posts it says that of, and which disguised posts, stands beside its time.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bench
from benchmarks.definitions import HERE, TOP, read_definitions
from benchmarks.measure import Side, side_by_side
from weibofilter import Action, Filter

if TYPE_CHECKING:
    from benchmarks.bench import Section
    from benchmarks.definitions import PeerLimits

Judge = Callable[[Sequence[str]], Iterable[bool]]
"""Says of each post whether it holds a keyword."""

ALL_VIEWS = ("wide", "initials", "swapped", "masked")
LONGEST_SECONDS = 600
ROUNDS = 3


def ours(keywords: Sequence[str]) -> Judge:
    """The filter, as it comes: the skeleton."""
    judge = Filter.from_words(keywords).warm()
    return lambda posts: (verdict.action is not Action.ALLOW for verdict in judge.check_many(posts))


def ours_in_every_view(keywords: Sequence[str]) -> Judge:
    """The filter with every view that there is."""
    judge = Filter.from_words(keywords, views=ALL_VIEWS).warm()
    return lambda posts: (verdict.action is not Action.ALLOW for verdict in judge.check_many(posts))


def daachorse(keywords: Sequence[str]) -> Judge:
    """The double array over the raw posts: the bare scan."""
    scan = importlib.import_module("daachorse").CharwiseDoubleArrayAhoCorasick(list(keywords)).find_overlapping
    return lambda posts: (bool(scan(post)) for post in posts)


def ahocorasick_rs(keywords: Sequence[str]) -> Judge:
    """The Rust automaton; every occurrence, as indices, which it gives without making strings."""
    scan = importlib.import_module("ahocorasick_rs").AhoCorasick(list(keywords)).find_matches_as_indexes
    return lambda posts: (bool(scan(post, overlapping=True)) for post in posts)


def pyahocorasick(keywords: Sequence[str]) -> Judge:
    """The C automaton, every occurrence."""
    automaton = _pyahocorasick(keywords)
    return lambda posts: (bool(list(automaton.iter(post))) for post in posts)


def _pyahocorasick(keywords: Sequence[str]) -> Any:
    automaton = importlib.import_module("ahocorasick").Automaton()
    for word in keywords:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


def naive_pipeline(keywords: Sequence[str]) -> Judge:
    """What one writes first: OpenCC to simplified, jieba cuts, the automaton scans, hits at the edges of words count."""
    convert = importlib.import_module("opencc").OpenCC("t2s").convert
    jieba = importlib.import_module("jieba")
    tokenizer = jieba.Tokenizer()
    # Loaded without its cache file, which it would leave in the shared temporary folder.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    automaton = _pyahocorasick([convert(word) for word in keywords])

    def holds(post: str) -> bool:
        simplified, edges, place = convert(post), {0}, 0
        for word in tokenizer.lcut(simplified):
            place += len(word)
            edges.add(place)
        return any(last + 1 in edges and last + 1 - length in edges for last, length in automaton.iter(simplified))

    return lambda posts: map(holds, posts)


def flashtext(keywords: Sequence[str]) -> Judge:
    """With no characters that make a word: otherwise it finds a Chinese keyword only between spaces."""
    processor = importlib.import_module("flashtext").KeywordProcessor()
    processor.set_non_word_boundaries(set())
    processor.add_keywords_from_list(list(keywords))
    return lambda posts: (bool(processor.extract_keywords(post)) for post in posts)


def sensitive_word(keywords: Sequence[str]) -> Judge:
    """Its one class, which masks: a post that comes back changed was hit.

    Its module is named textfilter as another peer's is, so it is installed in a folder of its own.
    """
    return _masking(importlib.import_module("textfilter").DFAFilter(), keywords)


def textfilter(keywords: Sequence[str]) -> Judge:
    """Its fastest method for many keywords, DFA; it masks, too."""
    return _masking(importlib.import_module("textfilter.textfilter").DFAFilter(), keywords)


def _masking(judge: Any, keywords: Sequence[str]) -> Judge:
    for word in keywords:
        judge.add(word)
    return lambda posts: (judge.filter(post) != post.lower() for post in posts)


def badwords_py(keywords: Sequence[str]) -> Judge:
    """Substrings of any length, as Chinese needs; repeats, punctuation and digits seen through; all posts in one call."""
    badwords = importlib.import_module("badwords")
    options = badwords.Options(
        match_mode="substring", min_substring_len=1, split_on_punctuation=True, collapse_repeats=True, leetspeak=True
    )
    judge = badwords.ProfanityFilter()
    judge.init(["en"], options=options)
    judge.clear_words()
    judge.add_words(list(keywords))
    many: Judge = judge.is_profane_many
    return many


def safetype(keywords: Sequence[str]) -> Judge:
    """A pack of its own with substring boundaries: with word boundaries it finds nothing in Chinese."""
    rules = [{"id": f"k{number}", "pattern": word, "category": "custom"} for number, word in enumerate(keywords)]
    engine = importlib.import_module("safetype").create_moderation_engine(
        packs=[{"boundary": "substring", "rules": rules}], mode="block"
    )
    return lambda posts: (not engine.moderate(post).allowed for post in posts)


def better_profanity(keywords: Sequence[str]) -> Judge:
    """Its one way; it compares whole words with every keyword in turn."""
    judge = importlib.import_module("better_profanity").Profanity(list(keywords))
    return lambda posts: (judge.contains_profanity(post) for post in posts)


PEERS: Mapping[str, Callable[[Sequence[str]], Judge]] = {
    "weibofilter": ours,
    "weibofilter, every view": ours_in_every_view,
    "daachorse": daachorse,
    "ahocorasick_rs": ahocorasick_rs,
    "pyahocorasick": pyahocorasick,
    "naive pipeline": naive_pipeline,
    "flashtext": flashtext,
    "sensitive-word": sensitive_word,
    "textfilter": textfilter,
    "badwords-py": badwords_py,
    "safetype": safetype,
    "better_profanity": better_profanity,
}


def all_peers(limits: Iterable[PeerLimits], *, quick: bool) -> Section:
    """What each peer's process told, or why it told nothing."""
    return {peer.name: _apart(peer, quick=quick) for peer in limits}


def _apart(peer: PeerLimits, *, quick: bool) -> Section:
    """What the process of one peer told, with its package on the path; or why it told nothing."""
    with tempfile.TemporaryDirectory() as folder:
        if peer.apart:
            fetched = _run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, peer.package], folder)
            if isinstance(fetched, str):
                return {"package": peer.package, "missing": f"pip could not install it: {fetched}"}
        return _told(peer, folder, quick=quick)


def _told(peer: PeerLimits, folder: str, *, quick: bool) -> Section:
    versions = {one.name: one.version for one in distributions(path=[folder, *sys.path])}
    if peer.package not in versions:
        return {"package": peer.package, "missing": "not installed: pip install 'weibofilter[bench]'"}
    told = {"package": peer.package, "version": versions[peer.package]}
    posts, keywords = (min(peer.posts, 200), min(peer.keywords, 1000)) if quick else (peer.posts, peer.keywords)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peers", peer.name, str(posts), str(keywords)]
    measured = _run(command, folder)
    return {**told, "missing": measured} if isinstance(measured, str) else {**told, **json.loads(measured)}


def _run(command: Sequence[str], folder: str) -> bytes | str:
    """What a program writes, with a folder before all others on its path; if it fails, or is never done, that in words."""
    environment = {**os.environ, "PYTHONPATH": folder}
    try:
        done = subprocess.run(command, capture_output=True, cwd=TOP, timeout=LONGEST_SECONDS, check=False, env=environment)  # noqa: S603 - pip and our own program
    except subprocess.TimeoutExpired:
        return f"not done in {LONGEST_SECONDS} seconds"
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"exit status {done.returncode}"


def one_peer(name: str, posts: int, keywords: int) -> Section:
    """A peer's time beside ours, what it finds, and which disguised posts it sees through."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(read_definitions(), Path(folder))
        texts, words = list(bench.posts())[:posts], bench.keywords(keywords)
    began = time.process_time()
    judge = PEERS[name](words)
    built = time.process_time() - began
    mine = ours(words)
    timing = side_by_side({"ours": Side(mine, texts), "peer": Side(judge, texts)}, ROUNDS)
    return {
        "posts": posts,
        "keywords": keywords,
        "build_seconds": built,
        "micros": timing.median("peer"),
        "our_micros": timing.median("ours"),
        "times": timing.ratio("peer", "ours"),
        "posts_hit": sum(judge(texts)),
        "our_posts_hit": sum(mine(texts)),
        "disguises": seen_through(name),
    }


def seen_through(name: str) -> dict[str, str]:
    """For each kind of disguise, of how many posts the peer says that they hold a keyword."""
    table = tomllib.loads((HERE / "disguised.toml").read_text(encoding="utf-8"))
    judge = PEERS[name](table["keywords"])
    return {kind: f"{sum(judge(posts))}/{len(posts)}" for kind, posts in table["posts"].items()}


def rivals(bench: Bench) -> Section:
    """The two peers of the table of figures, measured in this process over the feed."""
    posts, words = bench.posts(), bench.keywords(10_000)
    rows = {}
    for name, most in (("pyahocorasick", len(posts)), ("naive pipeline", 2000)):
        sides = {"ours": Side(ours(words), posts[:most]), "peer": Side(PEERS[name](words), posts[:most])}
        timing = side_by_side(sides, min(3, bench.rounds))
        rows[name] = {"times": timing.ratio("peer", "ours"), "micros": timing.median("peer"), "our_micros": timing.median("ours")}
    return rows


def peer_lines(rows: Section) -> list[str]:
    """The table of peers: time a post, times ours, posts hit, and disguised posts seen through, kind by kind."""
    kinds = next((list(row["disguises"]) for row in rows.values() if "disguises" in row), [])
    lines = [f"{'peer':24}{'us a post':>11}{'x ours':>9}{'posts hit':>14}  posts / keywords"]
    for name, row in rows.items():
        if "missing" in row:
            lines.append(f"{name:24}{row['missing']}")
            continue
        hits = f"{row['posts_hit']} (ours {row['our_posts_hit']})"
        lines.append(f"{name:24}{row['micros']:11,.1f}{row['times']:9,.1f}{hits:>16}  {row['posts']:,} / {row['keywords']:,}")
    lines += ["", f"{'seen through':24}" + "".join(f"{kind[:11]:>12}" for kind in kinds)]
    lines += [
        f"{name:24}" + "".join(f"{row['disguises'][kind]:>12}" for kind in kinds)
        for name, row in rows.items()
        if "disguises" in row
    ]
    return lines


def main() -> None:
    """The process of one peer."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("posts", type=int)
    parser.add_argument("keywords", type=int)
    options = parser.parse_args()
    print(json.dumps(one_peer(options.name, options.posts, options.keywords)))


if __name__ == "__main__":
    main()
