"""Posts to hits: what the automata find, before anything is asked about it."""

from __future__ import annotations

from itertools import chain, repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.fold.folded import FoldedBatch
from weibofilter.rules.compile import LITERAL_GROUP
from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold.folded import Folded, Run
    from weibofilter.rules.compile import Patterns, Ruleset, Terms
    from weibofilter.views.view import Candidates


SHORT = 300
"""Characters of a single post up to which it is folded without arrays."""


class Hit(NamedTuple):
    """A place in a post where a form of a term stands.

    ``taken`` is the post as its symbols were taken: itself, or a variant of the same length. A place that reads exactly as the list
    writes the keyword needs no more (most do). Of any other, ``text`` is the pattern, ``runs`` are the places of its characters in the
    post, and ``surplus`` says how many more times each of them is repeated than the keyword asks.
    """

    term: int
    view: View
    start: int
    end: int
    taken: str
    text: str = ""
    runs: tuple[Run, ...] = ()
    surplus: tuple[int, ...] = ()

    @property
    def is_verbatim(self) -> bool:
        """Whether the place reads exactly as the list writes the keyword."""
        return not self.runs


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
    found: dict[int, list[Hit | Suspicion]] = {}
    parts = _folded(posts, ruleset)
    for index, hit in _hits(parts, posts, ruleset.patterns, ruleset.terms):
        found.setdefault(index, []).append(hit)
    for index, suspicion in _suspicions(parts, ruleset):
        found.setdefault(index, []).append(suspicion)
    _add_companions(found, posts, ruleset)
    return found


class Part(NamedTuple):
    """Posts and variants folded together, with the index of the post that each is of."""

    folded: Folded
    owners: Sequence[int]


def _folded(posts: Sequence[str], ruleset: Ruleset) -> list[Part]:
    """The posts and their variants, folded."""
    fold = ruleset.fold
    if len(posts) != 1 or ruleset.views or len(posts[0]) > SHORT:
        return [Part(*fold.batch_with_variants(posts))]
    others = fold.variants(posts[0]) if fold.is_ambiguous(posts[0]) else ()
    return [Part(fold.post(way), (0,)) for way in (posts[0], *others)]


def _add_companions(found: dict[int, list[Hit | Suspicion]], posts: Sequence[str], ruleset: Ruleset) -> None:
    """Adds the hits of the other members of each combination of which an anchor was found, in the posts where it was."""
    wanted = {index: rules for index, hits in found.items() if (rules := _combinations(hits, ruleset))}
    if not wanted or not len(ruleset.companions):
        return
    indices = list(wanted)
    chosen = [posts[index] for index in indices]
    for place, hit in _hits(_folded(chosen, ruleset), chosen, ruleset.companions, ruleset.terms):
        index = indices[place]
        if ruleset.terms.rules[hit.term] in wanted[index]:
            found[index].append(hit)


def _combinations(hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> set[int]:
    """The combinations that these hits are members of, by the numbers of their rules."""
    rules, groups = ruleset.terms.rules, ruleset.terms.groups
    return {rules[hit.term] for hit in hits if groups[hit.term] >= 0}


def _hits(parts: Sequence[Part], posts: Sequence[str], patterns: Patterns, terms: Terms) -> Iterator[tuple[int, Hit]]:
    """Each hit of these patterns with the index of its post; of posts that have variants, each place is told once as it is read."""
    hits = chain.from_iterable(_skeleton_hits(part, posts, patterns, terms) for part in parts)
    has_variants = sum(len(owners) for _, owners in parts) > len(posts)
    return _told_once(hits, terms) if has_variants else hits


def _told_once(hits: Iterable[tuple[int, Hit]], terms: Terms) -> Iterator[tuple[int, Hit]]:
    """The hits without those of a variant that reads the place as the post does, or another variant.

    Literals are all told: their regex reads on from there.
    """
    told: set[tuple[int, int, int, int, str]] = set()
    for index, hit in hits:
        reading = (index, hit.term, hit.start, hit.end, hit.taken[hit.start : hit.end])
        if reading not in told or terms.groups[hit.term] == LITERAL_GROUP:
            told.add(reading)
            yield index, hit


def _skeleton_hits(part: Part, posts: Sequence[str], patterns: Patterns, terms: Terms) -> Iterator[tuple[int, Hit]]:
    """Each hit of these patterns with the index of its post, which has it as it was written, whatever variant was folded."""
    folded, owners = part
    matches = folded.find(patterns.automaton, patterns.gate)
    if patterns.repeated:
        matches += [
            (place, place + 1, patterns.repeated[character]) for place, character in folded.long_runs(patterns.repeated.keys())
        ]
    if not matches:
        return
    texts, needs = terms.texts, patterns.needs
    for match, (place, start, end) in zip(matches, folded.places(matches), strict=True):
        first, after, pattern = match
        index, taken = owners[place], folded.posts[place]
        for term in patterns.of(pattern):
            if posts[index][start:end] == texts[term]:
                yield index, Hit(term, View.SKELETON, start, end, taken)
                continue
            runs = folded.runs(match, start)
            surplus = tuple(map(sub, [run.length for run in runs], needs.get((pattern, term), repeat(1))))
            if min(surplus) >= 0:
                yield index, Hit(term, View.SKELETON, start, end, taken, folded.text[first:after], runs, surplus)


def _suspicions(parts: Sequence[Part], ruleset: Ruleset) -> Iterator[tuple[int, Suspicion]]:
    """Each candidate of the views beyond the skeleton, with the index of its post."""
    if not ruleset.views:
        return
    from weibofilter.views.weigh import suspected  # noqa: PLC0415 - no rule set pays for views that it does not ask for

    for folded, owners in parts:
        if isinstance(folded, FoldedBatch):
            for view, found in suspected(ruleset.views, folded):
                yield from ((owners[place], suspicion) for place, suspicion in _placed(view, found, folded))


def _placed(view: View, found: Candidates, batch: FoldedBatch) -> Iterator[tuple[int, Suspicion]]:
    columns = (found.terms, found.starts, found.ends, found.margins, found.disguises)
    for term, first, after, margin, bits in zip(*(column.tolist() for column in columns), strict=True):
        place, start, end = batch.place(first, after)
        yield place, Suspicion(term, view, start, end, margin, found.names_of(bits))
