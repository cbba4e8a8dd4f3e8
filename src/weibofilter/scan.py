"""Posts to hits: what the automata find, before anything is asked about it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.fold.clauses import within_clause
from weibofilter.fold.emoticons import emoticons_in, without_emoticons
from weibofilter.fold.folded import FoldedBatch
from weibofilter.fold.folded_post import FoldedPost
from weibofilter.rules.compile import LITERAL_GROUP
from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from weibofilter.automaton import Match
    from weibofilter.fold.characters import Characters
    from weibofilter.fold.folded import Folded, Place, Run
    from weibofilter.rules.compile import Patterns, Ruleset, Terms
    from weibofilter.views.view import Candidates, ViewIndex


SHORT = 300
"""Characters of a single post up to which it is folded without arrays."""


class Hit(NamedTuple):
    """A place in a post where a form of a term stands.

    ``taken`` is the post as its symbols were taken: itself, or a variant of the same length. A place that reads exactly as the list
    writes the keyword needs no more (most do). Of any other, ``text`` is the pattern. Where its characters do not stand side by side, each
    once, ``runs`` are the places of each in the post, and ``surplus`` says how many more times it is repeated than the keyword asks.
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
        return not self.text


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


def is_clear(post: str, ruleset: Ruleset) -> bool:
    """Whether one look tells that nothing is found in a post. What it does not tell, a scan does, and of rules with views always that: it
    would fold the post and look at it once more.
    """
    fold, patterns = ruleset.fold, ruleset.patterns
    if ruleset.views:
        return False
    if "[" in post:
        emoticons = emoticons_in(post)
        if not ruleset.in_emoticons.keys().isdisjoint([code.lower() for _, _, code in emoticons]):
            return False
        post = without_emoticons(post, emoticons)
    if (quick := fold.quick(post)) is None:
        return False
    skeleton, repeated = quick
    return not patterns.automaton.find(skeleton) and patterns.repeated.keys().isdisjoint(repeated)


def scan(posts: Sequence[str], ruleset: Ruleset) -> dict[int, list[Hit | Suspicion]]:
    """What was found in each post that has anything, by the index of the post."""
    found: dict[int, list[Hit | Suspicion]] = {}
    parts = _folded(posts, ruleset)
    for index, hit in _hits(parts, posts, ruleset.patterns, ruleset):
        found.setdefault(index, []).append(hit)
    for index, suspicion in _suspicions(parts, posts, ruleset):
        found.setdefault(index, []).append(suspicion)
    for index, hit in _in_emoticons(parts[0].folded, ruleset):
        found.setdefault(index, []).append(hit)
    _add_companions(found, posts, ruleset)
    return found


def _in_emoticons(folded: Folded, ruleset: Ruleset) -> Iterator[tuple[int, Hit]]:
    """The hits in the codes of emoticons, with the index of their post: none counts, but what is let go is told."""
    if not (inside := ruleset.in_emoticons):
        return
    for begin, end, code in folded.emoticons_of(inside):
        for term, first, after in inside[code.lower()]:
            index, start, _ = folded.place(begin, end)
            yield index, Hit(term, View.SKELETON, start + first, start + after, folded.posts[index])


class Part(NamedTuple):
    """Posts and variants folded together, with the index of the post that each is of."""

    folded: Folded
    owners: Sequence[int]


def _folded(posts: Sequence[str], ruleset: Ruleset) -> list[Part]:
    """The posts and their variants, folded."""
    fold, close_up = ruleset.fold, bool(ruleset.views)
    if len(posts) != 1 or len(posts[0]) > SHORT:
        return [Part(*fold.batch_with_variants(posts, close_up=close_up))]
    others = fold.variants(posts[0], close_up=close_up) if close_up or fold.is_ambiguous(posts[0]) else ()
    return [Part(fold.post(way), (0,)) for way in (posts[0], *others)]


def _add_companions(found: dict[int, list[Hit | Suspicion]], posts: Sequence[str], ruleset: Ruleset) -> None:
    """Adds the hits of the other members of each combination of which an anchor was found, in the posts where it was."""
    wanted = {index: rules for index, hits in found.items() if (rules := _combinations(hits, ruleset))}
    if not wanted or not len(ruleset.companions):
        return
    indices = list(wanted)
    chosen = [posts[index] for index in indices]
    for place, hit in _hits(_folded(chosen, ruleset), chosen, ruleset.companions, ruleset, list(wanted.values())):
        found[indices[place]].append(hit)


def _combinations(hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> set[int]:
    """The combinations that these hits are members of, by the numbers of their rules."""
    rules, groups = ruleset.terms.rules, ruleset.terms.groups
    return {rules[hit.term] for hit in hits if groups[hit.term] >= 0}


def _hits(
    parts: Sequence[Part], posts: Sequence[str], patterns: Patterns, ruleset: Ruleset, wanted: Sequence[Container[int]] = ()
) -> Iterator[tuple[int, Hit]]:
    """Each hit of these patterns with the index of its post, or each of the rules that are ``wanted`` of that post; of posts that have
    variants, each place is told once as it is read.
    """
    owners = parts[0].owners if len(parts) == 1 else [owner for part in parts for owner in part.owners]
    varied = set(owners[len(posts) :])
    hits = chain.from_iterable([_skeleton_hits(part, posts, varied, patterns, ruleset, wanted) for part in parts])
    return _told_once(hits, varied, ruleset.terms) if varied else hits


def _told_once(hits: Iterable[tuple[int, Hit]], varied: Container[int], terms: Terms) -> Iterator[tuple[int, Hit]]:
    """The hits, of posts that have variants without those that read a place as the post does, or another variant; one that reads as the
    list writes the keyword is told all the same.

    Literals are all told: their regex reads on from there.
    """
    told: set[tuple[int, int, int, int, str, bool]] = set()
    for index, hit in hits:
        if index in varied and terms.groups[hit.term] != LITERAL_GROUP:
            reading = (index, hit.term, hit.start, hit.end, hit.taken[hit.start : hit.end], hit.is_verbatim)
            if reading in told:
                continue
            told.add(reading)
        yield index, hit


def _skeleton_hits(
    part: Part,
    posts: Sequence[str],
    varied: Container[int],
    patterns: Patterns,
    ruleset: Ruleset,
    wanted: Sequence[Container[int]],
) -> Iterator[tuple[int, Hit]]:
    """Each hit that may matter with the index of its post, which has it as it was written, whatever variant was folded."""
    folded, owners = part
    texts, rules, ways = ruleset.terms.texts, ruleset.terms.rules, ruleset.required.ways
    needs, fold = patterns.needs, ruleset.fold
    matches = [*folded.find(patterns.automaton, patterns.gate), *_repeated(folded, patterns)]
    if not matches:
        return
    unlike: list[tuple[Match, Place, int]] = []
    for match, place in zip(matches, folded.places(matches), strict=True):
        number, start, end = place
        index = owners[number]
        written = posts[index][start:end]
        for term in patterns.of(match[2]):
            if wanted and rules[term] not in wanted[index]:
                continue
            if term in ways and not _may_matter(term, match, folded, ruleset, is_varied=index in varied):
                continue
            taken = folded.posts[number]
            if written == texts[term]:
                yield index, Hit(term, View.SKELETON, start, end, taken)
            elif (
                end - start == match[1] - match[0]
                and (text := fold.side_by_side(taken[start:end]))
                and (match[2], term) not in needs
            ):
                yield index, Hit(term, View.SKELETON, start, end, taken, text)
            else:
                unlike.append((match, place, term))
    if unlike:
        yield from ((owners[number], hit) for number, hit in _unlike_hits(unlike, folded, patterns, fold.characters))


def _may_matter(term: int, match: Match, folded: Folded, ruleset: Ruleset, *, is_varied: bool) -> bool:
    """Whether the post holds what must stand in it beside this literal or anchor; of a long post, and one whose variants may hold the rest
    of a combination, nobody knows.
    """
    if is_varied and ruleset.terms.groups[term] != LITERAL_GROUP:
        return True
    text = folded.around(match, SHORT)
    return text is None or ruleset.required.may_hold(term, text)


def _repeated(folded: Folded, patterns: Patterns) -> Iterator[Match]:
    """The runs that are long enough for a keyword of nothing but one character repeated."""
    for place, character, length in folded.long_runs(patterns.repeated.keys()) if patterns.repeated else ():
        pattern = patterns.repeated[character]
        if any(patterns.needs[pattern, term] <= (length,) for term in patterns.of(pattern)):
            yield place, place + 1, pattern


def _unlike_hits(
    unlike: Sequence[tuple[Match, Place, int]], folded: Folded, patterns: Patterns, characters: Characters
) -> Iterator[tuple[int, Hit]]:
    """The hits of places that do not read as the list writes the keyword, with the number of the folded text that each is in."""
    runs_of_each = folded.runs([match for match, _, _ in unlike], [place.start for _, place, _ in unlike])
    for (match, place, term), whole in zip(unlike, runs_of_each, strict=True):
        needs = patterns.needs.get((match[2], term)) or (1,) * len(whole)
        if any(run.length < need for run, need in zip(whole, needs, strict=True)):
            continue
        taken, text = folded.posts[place.post], folded.written(match)
        for runs in within_clause(taken, text, whole, needs, characters):
            surplus = tuple([run.length - need for run, need in zip(runs, needs, strict=True)])
            yield place.post, Hit(term, View.SKELETON, runs[0].start, runs[-1].end, taken, text, runs, surplus)


def _suspicions(parts: Sequence[Part], posts: Sequence[str], ruleset: Ruleset) -> Iterator[tuple[int, Suspicion]]:
    """Each candidate of the views beyond the skeleton, with the index of its post."""
    if not ruleset.views:
        return
    from weibofilter.views.weigh import suspected  # noqa: PLC0415 - no rule set pays for views that it does not ask for

    batch, owners, views = *parts[0], ruleset.views
    if not isinstance(batch, FoldedBatch):
        ways = [part.folded for part in parts if isinstance(part.folded, FoldedPost)]
        if not (views := _views_to_ask(ways, ruleset)):
            return
        batch, owners = ruleset.fold.batch_with_variants(posts, close_up=True)
    for view, found in suspected(views, batch):
        yield from ((owners[place], suspicion) for place, suspicion in _placed(view, found, batch))


def _views_to_ask(ways: Iterable[FoldedPost], ruleset: Ruleset) -> dict[View, ViewIndex]:
    """The views that may suspect something in a post, told of each way to take it."""
    from weibofilter.views.glimpse import Glimpse  # noqa: PLC0415 - as above

    glimpses = [Glimpse(way.read, way.kept_text) for way in ways]
    return {view: index for view, index in ruleset.views.items() if any(map(index.may_suspect, glimpses))}


def _placed(view: View, found: Candidates, batch: FoldedBatch) -> Iterator[tuple[int, Suspicion]]:
    columns = (found.terms, found.starts, found.ends, found.margins, found.disguises)
    for term, first, after, margin, bits in zip(*(column.tolist() for column in columns), strict=True):
        place, start, end = batch.place(first, after)
        yield place, Suspicion(term, view, start, end, margin, found.names_of(bits))
