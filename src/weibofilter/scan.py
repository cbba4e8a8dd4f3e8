"""Posts to hits: what the automata find, before anything is asked about it."""

from __future__ import annotations

from itertools import chain, repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.fold.folded import FoldedBatch
from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.automaton import Match
    from weibofilter.fold.folded import Folded, Run
    from weibofilter.rules.compile import Patterns, Ruleset


SHORT = 300
"""Characters of a single post up to which it is folded without arrays."""

FEW = 4
"""Variants that are folded one by one; more are a batch."""


class Hit(NamedTuple):
    """A place in a post where a form of a term stands.

    ``text`` is the pattern, ``runs`` are the places of its characters in the post, and ``surplus`` says how many more times each of
    them is repeated than the keyword asks. ``taken`` is the post as its symbols were taken: itself, or a variant of the same length.
    ``start`` and ``end`` are those of the first and the last run.
    """

    term: int
    view: View
    text: str
    runs: tuple[Run, ...]
    surplus: tuple[int, ...]
    taken: str
    start: int
    end: int


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
    few = len(posts) == 1 and not ruleset.views and len(posts[0]) <= SHORT
    batch: Folded = ruleset.fold.post(posts[0]) if few else ruleset.fold.batch(posts)
    found: dict[int, list[Hit | Suspicion]] = {}
    for index, hit in _skeleton_hits(batch, ruleset.patterns):
        found.setdefault(index, []).append(hit)
    for index, suspicion in _suspicions(batch, ruleset):
        found.setdefault(index, []).append(suspicion)
    for variant, owner in _variants(batch, ruleset):
        for index, hit in _skeleton_hits(variant, ruleset.patterns):
            found.setdefault(owner[index], []).append(hit)
        for index, suspicion in _suspicions(variant, ruleset):
            found.setdefault(owner[index], []).append(suspicion)
    _add_companions(found, posts, ruleset)
    return found


def _add_companions(found: dict[int, list[Hit | Suspicion]], posts: Sequence[str], ruleset: Ruleset) -> None:
    """Adds the hits of the other members of each combination of which an anchor was found, in the posts where it was."""
    anchored = {index: rules for index, hits in found.items() if (rules := _combinations(hits, ruleset))}
    if not anchored or not len(ruleset.companions):
        return
    indices = list(anchored)
    batch = ruleset.fold.batch([posts[index] for index in indices])
    for index, hit in _skeleton_hits(batch, ruleset.companions, _Wanted(ruleset, [anchored[index] for index in indices])):
        found[indices[index]].append(hit)
    for variant, owner in _variants(batch, ruleset):
        wanted = _Wanted(ruleset, [anchored[indices[index]] for index in owner])
        for index, hit in _skeleton_hits(variant, ruleset.companions, wanted):
            found[indices[owner[index]]].append(hit)


class _Wanted:
    """Which terms are wanted in which post: those of some rules each."""

    __slots__ = ("_rule_of", "_rules")

    def __init__(self, ruleset: Ruleset, rules: Sequence[set[int]]) -> None:
        self._rule_of = ruleset.terms.rules
        self._rules = rules

    def of(self, terms: Iterable[int], index: int) -> list[int]:
        """Those of the terms that are wanted in the post of this index."""
        rules = self._rules[index]
        return [term for term in terms if self._rule_of[term] in rules]


def _combinations(hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> set[int]:
    """The combinations that these hits are members of, by the numbers of their rules."""
    rules, groups = ruleset.terms.rules, ruleset.terms.groups
    return {rules[hit.term] for hit in hits if groups[hit.term] >= 0}


def _variants(batch: Folded, ruleset: Ruleset) -> Iterator[tuple[Folded, list[int]]]:
    """The variants of the posts that have any, folded, with the index of the post that each is of."""
    fold, owners, others = ruleset.fold, list[int](), list[str]()
    for index in batch.ambiguous_posts():
        for variant in fold.variants(batch.posts[index]):
            owners.append(index)
            others.append(variant)
    if len(others) > FEW or (others and ruleset.views):
        yield fold.batch(others), owners
    else:
        yield from ((fold.post(other), [owner]) for other, owner in zip(others, owners, strict=True))


def _skeleton_hits(batch: Folded, patterns: Patterns, wanted: _Wanted | None = None) -> Iterator[tuple[int, Hit]]:
    """Each hit of these patterns that is ``wanted`` with the index of its post; runs shorter than the keyword's are none."""
    for start, end, pattern in chain(patterns.automaton.find(batch.text), _repeated_matches(batch, patterns)):
        terms: Sequence[int] = patterns.of(pattern)
        if wanted is not None:
            terms = wanted.of(terms, batch.post_at(start))
        for term in terms:
            surplus = tuple(map(sub, batch.lengths(start, end), patterns.needs.get((pattern, term), repeat(1))))
            if min(surplus) >= 0:
                index, runs = batch.runs(start, end)
                taken, text = batch.posts[index], batch.text[start:end]
                yield index, Hit(term, View.SKELETON, text, runs, surplus, taken, runs[0].start, runs[-1].end)


def _repeated_matches(batch: Folded, patterns: Patterns) -> Iterator[Match]:
    """Where a character stands in a row that is a keyword when repeated."""
    if patterns.repeated:
        for place in batch.long_runs():
            pattern = patterns.repeated.get(batch.text[place])
            if pattern is not None:
                yield place, place + 1, pattern


def _suspicions(batch: Folded, ruleset: Ruleset) -> Iterator[tuple[int, Suspicion]]:
    """Each candidate of the views beyond the skeleton, with the index of its post."""
    if not isinstance(batch, FoldedBatch):
        return
    for view, view_index in ruleset.views.items():
        found = view_index.candidates(batch)
        columns = (found.terms, found.starts, found.ends, found.margins, found.disguises)
        for term, first, after, margin, bits in zip(*(column.tolist() for column in columns), strict=True):
            index, start, end = batch.place(first, after)
            yield index, Suspicion(term, view, start, end, margin, found.names_of(bits))
