"""Rules made ready to scan with: every form of every keyword in one automaton, and the way from a match back to its rule."""

from __future__ import annotations

import time
from array import array
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, assert_never

from weibofilter.automaton import Automaton, EngineName, build_automaton
from weibofilter.fold.emoticons import known_emoticons
from weibofilter.gate import Gate, heads_of
from weibofilter.rules.expand import spelled_forms
from weibofilter.rules.rarity import share_of_any
from weibofilter.rules.regexes import compile_regex
from weibofilter.rules.required import Required, ways_of
from weibofilter.rules.rule import EXACT_VIEWS, VIEW_ORDER, Combination, Keyword, Keywords, Regex, Rule, View
from weibofilter.views import Term, ViewIndex, build_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from weibofilter.fold import Fold

KEYWORD_GROUP = -1
"""The group of a term that holds by itself."""
LITERAL_GROUP = -2
"""The group of a regex's literal: it only says where to run the regex."""

_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for, by columns: a million keywords are three arrays, not a million objects."""

    texts: tuple[str, ...]
    rules: array[int]
    groups: array[int]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Patterns:
    """An automaton with its gate, and for each of its patterns the terms that it is a form of.

    ``needs`` holds, for a pattern and term whose keyword repeats a character, how long each run must be at least: 嘻嘻哈哈 is scanned
    for as 嘻哈 and needs (2, 2). A keyword that is nothing but one character repeated (666) would be hit by every 6, so it is not in the
    automaton but in ``repeated``, its pattern by the character, and is sought among the runs of a post alone.
    """

    automaton: Automaton
    gate: Gate
    starts: array[int]
    terms: array[int]
    needs: Mapping[tuple[int, int], tuple[int, ...]]
    repeated: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, pattern: int) -> array[int]:
        """The terms that this pattern is a form of."""
        return self.terms[self.starts[pattern] : self.starts[pattern + 1]]


class Form(NamedTuple):
    """A way to write a term: the term's number, the skeleton of the form, and its skeleton with repeats kept."""

    term: int
    skeleton: str
    kept: str


@dataclass(frozen=True, slots=True)
class Undisguised:
    """The words that count only as written (``unless`` and ``not``), to be sought in the spelled text of a post."""

    automaton: Automaton
    owners: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ViewCost:
    """What a view costs a rule set: patterns, seconds of compiling (None if it was opened compiled), bytes."""

    patterns: int
    seconds: float | None
    bytes: int


def list_terms(rules: Sequence[Rule]) -> Terms:
    """The keywords, members and literals of these rules, in order."""
    texts: list[str] = []
    owners, groups = array("i"), array("i")
    for index, rule in enumerate(rules):
        for group, words in _groups(rule):
            texts += words
            owners.extend([index] * len(words))
            groups.extend([group] * len(words))
    return Terms(tuple(texts), owners, groups)


def _groups(rule: Rule) -> Iterator[tuple[int, list[str]]]:
    match rule.pattern:
        case Keywords(words):
            yield KEYWORD_GROUP, [word.text for word in words]
        case Combination(groups):
            for number, group in enumerate(groups):
                yield number, [word.text for word in group]
        case Regex(source):
            yield LITERAL_GROUP, list(compile_regex(source).literals)
        case _:
            assert_never(rule.pattern)


def anchors_and_companions(rules: Sequence[Rule], terms: Terms, fold: Fold) -> tuple[list[int], list[int]]:
    """The terms to look for in every post, and those to look for only where a combination's anchor was found.

    A combination often joins a telling word with everyday ones (你, 来): its rarest group is the anchor, and a post without it is done
    with after one scan.
    """
    anchors = {
        number: _rarest_group(rule.pattern, fold) for number, rule in enumerate(rules) if isinstance(rule.pattern, Combination)
    }
    anchored: list[int] = []
    companions: list[int] = []
    for term, (rule, group) in enumerate(zip(terms.rules, terms.groups, strict=True)):
        (anchored if group in (KEYWORD_GROUP, LITERAL_GROUP, anchors.get(rule)) else companions).append(term)
    return anchored, companions


def _rarest_group(pattern: Combination, fold: Fold) -> int:
    shares = [share_of_any(fold.batch([word.text for word in group]).texts()) for group in pattern.groups]
    return shares.index(min(shares))


def build_patterns(forms: Iterable[Form], engine: EngineName = "daachorse") -> Patterns:
    """The automaton of the skeletons of these forms."""
    owners: dict[tuple[str, bool], list[int]] = {}
    needs_of: dict[tuple[tuple[str, bool], int], tuple[int, ...]] = {}
    for term, collapsed, kept in forms:
        pattern = (collapsed, len(collapsed) == 1 < len(kept))
        owners.setdefault(pattern, []).append(term)
        if collapsed != kept:
            needs_of[pattern, term] = tuple(len(list(run)) for _, run in groupby(kept))
    # Those of the automaton first, so that its matches name them by their number.
    patterns = sorted(owners, key=itemgetter(1))
    number = {pattern: index for index, pattern in enumerate(patterns)}
    starts, flat = array("I", [0]), array("I")
    for pattern in patterns:
        flat.extend(dict.fromkeys(owners[pattern]))
        starts.append(len(flat))
    scanned = [text for text, is_repeated in patterns if not is_repeated]
    return Patterns(
        automaton=build_automaton(scanned, engine),
        gate=Gate.of(*heads_of(scanned)),
        starts=starts,
        terms=flat,
        needs={(number[pattern], term): runs for (pattern, term), runs in needs_of.items()},
        repeated={text: number[text, True] for text, is_repeated in patterns if is_repeated},
    )


def _forms(numbers: Iterable[int], terms: Terms, fold: Fold) -> Iterator[tuple[int, str]]:
    """Each term's number with each way to write it: its symbols read aloud, and its regional wordings."""
    read = ((number, reading) for number in numbers for reading in fold.readings(terms.texts[number]))
    while batch := list(islice(read, _BATCH)):
        yield from batch
        worded = [(number, reading) for number, reading in batch if terms.groups[number] != LITERAL_GROUP]
        for (number, _), (_, forms) in zip(worded, spelled_forms([reading for _, reading in worded]), strict=True):
            yield from ((number, form) for form in forms)


def forms_of(numbers: Iterable[int], terms: Terms, fold: Fold) -> Iterator[Form]:
    """Each form of the terms with these numbers; those of which nothing is left are passed over."""
    forms = _forms(numbers, terms, fold)
    while batch := list(islice(forms, _BATCH)):
        folded = fold.batch([text for _, text in batch])
        for (term, _), collapsed, kept in zip(batch, folded.texts(), folded.kept_texts(), strict=True):
            if collapsed:
                yield Form(term, collapsed, kept)


def build_undisguised(groups: Iterable[tuple[int, Sequence[Keyword]]], fold: Fold, engine: EngineName) -> Undisguised:
    """The automaton of these words as written and in their regional wordings, each with the rules that own it."""
    owners: dict[str, list[int]] = {}
    for owner, words in groups:
        for word, forms in spelled_forms([word.text for word in words]):
            for spelled in (word, *(fold.spell(form).text for form in forms)):
                if spelled and owner not in owners.setdefault(spelled, []):
                    owners[spelled].append(owner)
    return Undisguised(build_automaton(list(owners), engine), tuple(map(tuple, owners.values())))


Inside = tuple[int, int, int]
"""A term, and its half-open span in the code of an emoticon."""


def in_emoticons(patterns: Patterns, terms: Terms, fold: Fold) -> dict[str, tuple[Inside, ...]]:
    """The keywords that stand in the codes of emoticons, by code in lower case: the fold takes codes for filler, so a scan has no hit of
    them to let go.
    """
    inside: dict[str, list[Inside]] = {}
    codes = [f"[{name}]" for name in sorted(known_emoticons())]
    folded = fold.batch(codes)
    matches = folded.find(patterns.automaton, patterns.gate)
    for match, (number, start, end) in zip(matches, folded.places(matches) if matches else (), strict=True):
        own = (term for term in patterns.of(match[2]) if terms.groups[term] == KEYWORD_GROUP)
        inside.setdefault(codes[number], []).extend((term, start, end) for term in own)
    return {code: tuple(own) for code, own in inside.items() if own}


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything that judging needs to know of the rules: immutable, and the same whatever files they came from.

    ``patterns`` are looked for in every post, ``companions`` only where an anchor of their combination was found; ``required`` says what
    else a post must hold for a literal or an anchor to matter.
    """

    rules: tuple[Rule, ...]
    terms: Terms
    patterns: Patterns
    companions: Patterns
    required: Required
    in_emoticons: Mapping[str, tuple[Inside, ...]]
    excuses: Undisguised
    forbidden: Undisguised
    views: Mapping[View, ViewIndex]
    fold: Fold
    costs: Mapping[View, ViewCost]


def compile_rules(rules: Iterable[Rule], fold: Fold, engine: EngineName = "daachorse") -> Ruleset:
    """The rule set of these rules, in their order; every rule given is in force."""
    in_force = tuple(rules)
    terms = list_terms(in_force)
    began = time.perf_counter()
    anchored, others = anchors_and_companions(in_force, terms, fold)
    patterns = build_patterns(forms_of(anchored, terms, fold), engine)
    others_forms = list(forms_of(others, terms, fold))
    companions = build_patterns(others_forms, engine)
    costs = {View.SKELETON: _cost(len(patterns) + len(companions), began, patterns.automaton, companions.automaton)}
    views: dict[View, ViewIndex] = {}
    for view, asked in terms_by_view(in_force, terms).items():
        began = time.perf_counter()
        views[view] = build_view(view, asked, fold)
        costs[view] = _cost(views[view].size, began, views[view])
    return Ruleset(
        rules=in_force,
        terms=terms,
        patterns=patterns,
        companions=companions,
        in_emoticons=in_emoticons(patterns, terms, fold),
        required=Required.of(ways_of(in_force, terms, anchored, others_forms)),
        excuses=build_undisguised(((index, rule.unless) for index, rule in enumerate(in_force)), fold, engine),
        forbidden=build_undisguised(((index, rule.forbidden) for index, rule in enumerate(in_force)), fold, engine),
        views=views,
        fold=fold,
        costs=costs,
    )


def terms_by_view(rules: Sequence[Rule], terms: Terms) -> dict[View, list[Term]]:
    """For each view beyond the skeleton that a rule asks for, the terms it is asked for."""
    asked: dict[View, list[Term]] = {}
    wide = [sorted(rule.views - EXACT_VIEWS, key=VIEW_ORDER.__getitem__) for rule in rules]
    if not any(wide):
        return asked
    for number, (text, rule, group) in enumerate(zip(terms.texts, terms.rules, terms.groups, strict=True)):
        if group != LITERAL_GROUP:
            for view in wide[rule]:
                asked.setdefault(view, []).append(Term(number, text, is_member=group != KEYWORD_GROUP))
    return asked


def _cost(patterns: int, began: float, *stored: Automaton | ViewIndex) -> ViewCost:
    return ViewCost(patterns, time.perf_counter() - began, sum(len(part.to_bytes()) for part in stored))
