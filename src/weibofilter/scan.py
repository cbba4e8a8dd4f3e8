"""Posts to hits: what the automata find, before anything is asked about it."""

from __future__ import annotations

from itertools import chain, repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.automaton import Match
    from weibofilter.fold.folded import FoldedBatch, Run
    from weibofilter.rules.compile import Ruleset


class Hit(NamedTuple):
    """A place in a post where a form of a term stands.

    ``text`` is the pattern, ``runs`` are the places of its characters in the post, and ``surplus`` says how many more times each of
    them is repeated than the keyword asks. ``taken`` is the post as its symbols were taken: itself, or a variant of the same length.
    """

    term: int
    view: View
    text: str
    runs: tuple[Run, ...]
    surplus: tuple[int, ...]
    taken: str

    @property
    def start(self) -> int:
        """Where the first run begins."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """Where the last run ends."""
        return self.runs[-1].end


class Suspicion(NamedTuple):
    """A place where a term may be meant though something else is written there.

    ``margin`` says by how many nats the suspected reading is likelier than a view demands; below 0 it is not believed.
    """

    term: int
    view: View
    start: int
    end: int
    margin: float
    disguises: tuple[str, ...]


def scan(posts: Sequence[str], ruleset: Ruleset) -> dict[int, list[Hit | Suspicion]]:
    """What was found in each post that has anything, by the index of the post."""
    batch = ruleset.fold.batch(posts)
    found: dict[int, list[Hit | Suspicion]] = {}
    for index, hit in _skeleton_hits(batch, ruleset):
        found.setdefault(index, []).append(hit)
    for index, suspicion in _suspicions(batch, ruleset):
        found.setdefault(index, []).append(suspicion)
    owners, others = _variants(batch, ruleset)
    if others:
        for index, hit in _skeleton_hits(ruleset.fold.batch(others), ruleset):
            found.setdefault(owners[index], []).append(hit)
    return found


def _variants(batch: FoldedBatch, ruleset: Ruleset) -> tuple[list[int], list[str]]:
    """The variants of the posts that have any, and the index of the post that each is of."""
    owners: list[int] = []
    others: list[str] = []
    for index in batch.ambiguous_posts():
        for variant in ruleset.fold.variants(batch.posts[index]):
            owners.append(index)
            others.append(variant)
    return owners, others


def _skeleton_hits(batch: FoldedBatch, ruleset: Ruleset) -> Iterator[tuple[int, Hit]]:
    """Each hit of the skeleton view with the index of its post; runs shorter than the keyword's are none."""
    patterns = ruleset.patterns
    for start, end, pattern in chain(patterns.automaton.find(batch.text), _repeated_matches(batch, ruleset)):
        for term in patterns.of(pattern):
            surplus = tuple(map(sub, batch.lengths(start, end), patterns.needs.get((pattern, term), repeat(1))))
            if min(surplus) >= 0:
                index, runs = batch.runs(start, end)
                yield index, Hit(term, View.SKELETON, batch.text[start:end], runs, surplus, batch.posts[index])


def _repeated_matches(batch: FoldedBatch, ruleset: Ruleset) -> Iterator[Match]:
    """Where a character stands in a row that is a keyword when repeated."""
    repeated = ruleset.patterns.repeated
    if repeated:
        for place in batch.repeated(ruleset.patterns.repeated_codes):
            yield place, place + 1, repeated[batch.text[place]]


def _suspicions(batch: FoldedBatch, ruleset: Ruleset) -> Iterator[tuple[int, Suspicion]]:
    """Each candidate of the views beyond the skeleton, with the index of its post."""
    for view, view_index in ruleset.views.items():
        found = view_index.candidates(batch)
        columns = (found.terms, found.starts, found.ends, found.margins, found.disguises)
        for term, first, after, margin, bits in zip(*(column.tolist() for column in columns), strict=True):
            index, start, end = batch.place(first, after)
            yield index, Suspicion(term, view, start, end, margin, found.names_of(bits))
