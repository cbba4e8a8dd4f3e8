"""Posts to hits: what the automata find, before anything is asked about it."""

from __future__ import annotations

from itertools import chain, repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from weibofilter.automaton import Match
    from weibofilter.fold.folded import FoldedBatch, Run
    from weibofilter.rules.compile import Patterns, Ruleset


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
    for index, hit in _skeleton_hits(batch, ruleset.patterns):
        found.setdefault(index, []).append(hit)
    owners, others = _variants(batch, ruleset)
    for index, hit in _skeleton_hits(others, ruleset.patterns):
        found.setdefault(owners[index], []).append(hit)
    for index, suspicion in _suspicions(batch, ruleset):
        found.setdefault(index, []).append(suspicion)
    _add_companions(found, posts, ruleset)
    return found


def _add_companions(found: dict[int, list[Hit | Suspicion]], posts: Sequence[str], ruleset: Ruleset) -> None:
    """Adds the hits of the other members of each combination of which an anchor was found, in the posts where it was."""
    anchored = {index: rules for index, hits in found.items() if (rules := _combinations(hits, ruleset))}
    if not anchored or not len(ruleset.companions):
        return
    indices = list(anchored)
    batch = ruleset.fold.batch([posts[index] for index in indices])
    owners, others = _variants(batch, ruleset)
    wanted = [anchored[index] for index in indices]
    rule_of = ruleset.terms.rules
    for index, hit in _skeleton_hits(batch, ruleset.companions, lambda index, term: rule_of[term] in wanted[index]):
        found[indices[index]].append(hit)
    for index, hit in _skeleton_hits(others, ruleset.companions, lambda index, term: rule_of[term] in wanted[owners[index]]):
        found[indices[owners[index]]].append(hit)


def _combinations(hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> set[int]:
    """The combinations that these hits are members of, by the numbers of their rules."""
    rules, groups = ruleset.terms.rules, ruleset.terms.groups
    return {rules[hit.term] for hit in hits if groups[hit.term] >= 0}


def _variants(batch: FoldedBatch, ruleset: Ruleset) -> tuple[list[int], FoldedBatch]:
    """The variants of the posts that have any, folded, and the index of the post that each is of."""
    owners: list[int] = []
    others: list[str] = []
    for index in batch.ambiguous_posts():
        for variant in ruleset.fold.variants(batch.posts[index]):
            owners.append(index)
            others.append(variant)
    return owners, ruleset.fold.batch(others)


def _skeleton_hits(
    batch: FoldedBatch, patterns: Patterns, is_wanted: Callable[[int, int], bool] | None = None
) -> Iterator[tuple[int, Hit]]:
    """Each hit of these patterns with the index of its post; runs shorter than the keyword's are none.

    ``is_wanted`` says by the index of the post and the number of the term which hits are, if not all.
    """
    if not batch.posts:
        return
    for start, end, pattern in chain(patterns.automaton.find(batch.text), _repeated_matches(batch, patterns)):
        terms: Sequence[int] = patterns.of(pattern)
        if is_wanted is not None:
            index = batch.post_at(start)
            terms = [term for term in terms if is_wanted(index, term)]
        for term in terms:
            surplus = tuple(map(sub, batch.lengths(start, end), patterns.needs.get((pattern, term), repeat(1))))
            if min(surplus) >= 0:
                index, runs = batch.runs(start, end)
                yield index, Hit(term, View.SKELETON, batch.text[start:end], runs, surplus, batch.posts[index])


def _repeated_matches(batch: FoldedBatch, patterns: Patterns) -> Iterator[Match]:
    """Where a character stands in a row that is a keyword when repeated."""
    if patterns.repeated:
        for place in batch.repeated(patterns.repeated_codes):
            yield place, place + 1, patterns.repeated[batch.text[place]]


def _suspicions(batch: FoldedBatch, ruleset: Ruleset) -> Iterator[tuple[int, Suspicion]]:
    """Each candidate of the views beyond the skeleton, with the index of its post."""
    for view, view_index in ruleset.views.items():
        found = view_index.candidates(batch)
        columns = (found.terms, found.starts, found.ends, found.margins, found.disguises)
        for term, first, after, margin, bits in zip(*(column.tolist() for column in columns), strict=True):
            index, start, end = batch.place(first, after)
            yield index, Suspicion(term, view, start, end, margin, found.names_of(bits))
