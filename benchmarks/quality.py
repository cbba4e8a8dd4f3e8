"""``python -m benchmarks.quality DATA``: what is found and what is held wrongly, on labelled posts.

DATA is a folder of JSON lines, packed by gzip: ``evasion`` (original, text, perturbation, keywords), ``benign`` (text, tier, source), and
``harm``, ``spam``, ``abuse`` (text, label, category, source). Two tables: the views beyond the skeleton on disguised keywords, kind by
kind, and the shipped lists, category by category.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks import shipped
from benchmarks.curve import SHIFTS, findings_by_shift, ruleset_of
from weibofilter import Filter
from weibofilter.automaton import build_automaton
from weibofilter.segment import segmenter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]

WIDE = ("skeleton", "sound", "shape")
TIERS = {"3 to 6": range(3, 7), "2": range(2, 3)}
BLOCKABLE = 5
"""Benign posts that may hold a keyword as it is: what a block list could hold."""

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,6}")

KINDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[float, float]], ...] = (
    # name, perturbations of the data, views asked for, found to reach: keywords of 3 to 6 characters, of 2
    ("traditional", ("traditional",), WIDE, (0.995, 0.995)),
    ("homophone", ("homophone", "homo_keyword", "homo_full"), WIDE, (0.98, 0.72)),
    ("pinyin in full", ("pinyin_full",), WIDE, (0.98, 0.97)),
    ("split components", ("split_components",), WIDE, (0.98, 0.97)),
    ("look-alikes", ("visual_similar",), WIDE, (0.75, 0.70)),
    ("emoji", ("emoji", "emoji_keyword", "emoji_full"), WIDE, (0.80, 0.75)),
    ("initials", ("pinyin_initials",), ("skeleton", "initials"), (0.95, 0.75)),
    ("swapped", ("char_swap",), ("skeleton", "swapped"), (0.93, 0.85)),
)

ADDED: tuple[tuple[str, tuple[str, ...], tuple[float, float], tuple[float, float]], ...] = (
    # views, and at most: benign posts held because of them, originals held for keywords that do not stand there (of 3 to 6, of 2)
    ("sound and shape", WIDE, (0.005, 0.025), (0.01, 0.06)),
    ("initials", ("skeleton", "initials"), (0.001, 0.008), (0.01, 0.06)),
    ("swapped", ("skeleton", "swapped"), (0.003, 0.005), (0.01, 0.06)),
)


@dataclass(frozen=True, slots=True)
class Disguise:
    """A disguised post, what it was, and the keywords that were disguised in it."""

    kind: str
    original: str
    text: str
    keywords: tuple[str, ...]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", choices=("views", "lists"))
    parser.add_argument("--every", type=int, default=1, help="take every n-th benign post and original, to be quicker")
    parser.add_argument(
        "--curve", type=Path, metavar="FILE", help="write what other thresholds would find, as JSON (half a minute)"
    )
    options = parser.parse_args()
    if options.curve:
        told = curve(read(options.data, "evasion"), read(options.data, "benign"), options.every)
        options.curve.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    if options.only != "lists":
        views(read(options.data, "evasion"), read(options.data, "benign"), options.every)
    if options.only != "views":
        for line in shipped.report(lambda name: read(options.data, name)):
            print(line, flush=True)


def read(folder: Path, name: str) -> list[Row]:
    """The rows of one file."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def views(evasion: Sequence[Row], benign: Sequence[Row], every: int) -> None:
    """The table of the views beyond the skeleton."""
    posts, disguises = measured(evasion, benign)
    kinds = {perturbation for _, perturbations, _, _ in KINDS for perturbation in perturbations}
    if strange := {one.kind for one in disguises} - kinds:
        print("left out, as no view is for them:", ", ".join(sorted(strange)))
    for place, (tier, lengths) in enumerate(TIERS.items()):
        keywords = sorted({word for one in disguises for word in one.keywords if len(word) in lengths})
        print(f"\nKeywords of {tier} characters: {len(keywords):,}")
        filters = {asked: Filter.from_words(keywords, views=asked) for asked in {("skeleton",), *(kind[2] for kind in KINDS)}}
        print(f"{'kind':20}{'rows':>7}{'plain':>8}{'found':>8}{'to reach':>10}")
        for name, perturbations, asked, targets in KINDS:
            rows = [one for one in disguises if one.kind in perturbations]
            texts = [one.text for one in rows]
            plain, found = (share_found(reasons(filters[each], texts), rows, lengths) for each in (("skeleton",), asked))
            print(f"{name:20}{len(rows):7,}{plain:8.3f}{found:8.3f}{targets[place]:10.3f}")
        print(f"{'added by':20}{'':7}{'':8}{'benign':>8}{'at most':>10}{'originals':>11}{'at most':>9}")
        originals = list(dict.fromkeys(one.original for one in disguises))[::every]
        for name, asked, benign_bound, original_bound in ADDED:
            wrong = share_added(reasons(filters[asked], posts[::every]))
            wrong_originals = share_suspected(reasons(filters[asked], originals), originals)
            print(
                f"{name:35}{wrong:8.4f}{benign_bound[place]:10.4f}{wrong_originals:11.4f}{original_bound[place]:9.3f}", flush=True
            )


def curve(evasion: Sequence[Row], benign: Sequence[Row], every: int) -> Row:
    """By tier and kind: with thresholds so many nats higher the share found, of benign posts held, and of originals."""
    posts, disguises = measured(evasion, benign)
    originals = list(dict.fromkeys(one.original for one in disguises))[::every]
    told: Row = {}
    for tier, lengths in TIERS.items():
        keywords = {word for one in disguises for word in one.keywords if len(word) in lengths}
        for _, asked, _, _ in ADDED:
            ruleset = ruleset_of(sorted(keywords), asked)
            added = [share_added(held) for held in findings_by_shift(posts[::every], ruleset)]
            suspected = [share_suspected(held, originals) for held in findings_by_shift(originals, ruleset)]
            for name, perturbations, own, _ in KINDS:
                if own == asked and name != "traditional":
                    rows = [one for one in disguises if one.kind in perturbations]
                    found = [share_found(held, rows, lengths) for held in findings_by_shift([one.text for one in rows], ruleset)]
                    columns = zip(SHIFTS, found, added, suspected, strict=True)
                    told.setdefault(tier, {})[name] = [
                        dict(zip(("shift", "found", "benign", "originals"), column, strict=True)) for column in columns
                    ]
                    print(tier, name, *(f"{share:.3f}" for share in found), flush=True)
    return told


def measured(evasion: Sequence[Row], benign: Sequence[Row]) -> tuple[list[str], list[Disguise]]:
    """The benign posts, and the disguises of what a block list could hold."""
    posts = [row["text"] for row in benign]
    return posts, blockable(list(map(disguise_of, evasion)), posts)


def disguise_of(row: Row) -> Disguise:
    """The row, with the keywords that it names, or else the words in which its changed characters stand; those of 2 to 6 Han characters."""
    original, text = row["original"], row["text"]
    words = row["keywords"] or changed_words(original, text)
    kept = tuple(word for word in dict.fromkeys(words) if HAN.fullmatch(word) and word not in text)
    return Disguise(row["perturbation"], original, text, kept)


def changed_words(original: str, text: str) -> list[str]:
    """The words of the original, as jieba cuts it, that the disguise has changed."""
    matcher = difflib.SequenceMatcher(None, original, text, autojunk=False)
    changed = {place for kind, start, end, _, _ in matcher.get_opcodes() if kind != "equal" for place in range(start, end)}
    words, place = [], 0
    for word in segmenter().cut(original):
        if not changed.isdisjoint(range(place, place + len(word))):
            words.append(word)
        place += len(word)
    return words


def blockable(disguises: Sequence[Disguise], benign: Sequence[str]) -> list[Disguise]:
    """The disguises with those of their keywords alone that hardly any benign post holds."""
    words = sorted({word for one in disguises for word in one.keywords})
    automaton = build_automaton(words)
    held = Counter(word for post in benign for word in {words[match] for _, _, match in automaton.find(post)})
    cut = (
        Disguise(one.kind, one.original, one.text, tuple(word for word in one.keywords if held[word] <= BLOCKABLE))
        for one in disguises
    )
    return [one for one in cut if one.keywords]


class Named(Protocol):
    """What is held: a reason, or the finding that becomes one."""

    @property
    def keyword(self) -> str:
        """The keyword as the list writes it."""

    @property
    def view(self) -> str:
        """The view that shows it."""


def reasons(judge: Filter, posts: Sequence[str]) -> list[Sequence[Named]]:
    """What is held of each post."""
    return [verdict.reasons for verdict in judge.check_many(posts)]


def share_found(held: Iterable[Iterable[Named]], rows: Sequence[Disguise], lengths: range) -> float:
    """The share of disguised keywords that are named."""
    wanted = found = 0
    for one, own in zip(rows, held, strict=True):
        named = {reason.keyword for reason in own}
        asked = [word for word in one.keywords if len(word) in lengths]
        wanted += len(asked)
        found += sum(word in named for word in asked)
    return found / max(1, wanted)


def share_added(held: Sequence[Sequence[Named]]) -> float:
    """The share of posts that are held because of views beyond the skeleton alone."""
    return sum(bool(own) and all(reason.view != "skeleton" for reason in own) for own in held) / len(held)


def share_suspected(held: Iterable[Iterable[Named]], originals: Sequence[str]) -> float:
    """The share of originals in which a view beyond the skeleton sees a keyword that does not stand there."""
    pairs = zip(originals, held, strict=True)
    return sum(any(reason.view != "skeleton" and reason.keyword not in post for reason in own) for post, own in pairs) / len(
        originals
    )


if __name__ == "__main__":
    main()
