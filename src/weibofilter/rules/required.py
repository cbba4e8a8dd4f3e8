"""What else must stand in a post for what was found in it to matter.

The scan looks for one literal of a regex, and for one group of a combination; both are mostly ordinary words (怎么, 今天), and the post
lacks the rest. That is told by a search or two, at a hundredth of what it costs to verify a hit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from weibofilter.fold.folded_post import drawn
from weibofilter.rules.rarity import share_of_any
from weibofilter.rules.regexes import compile_regex, regex_alternatives
from weibofilter.rules.rule import EXACT_VIEWS, Combination, Regex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from weibofilter.rules.compile import Form, Terms
    from weibofilter.rules.literals import Alternative
    from weibofilter.rules.rule import Rule

Clause = frozenset[str]
"""Folded strings, one of which a post must hold."""
Ways = tuple[tuple[Clause, ...], ...]
"""Clauses that must all be met; one such way is enough."""

LONGEST_CLAUSE = 512
"""Strings up to which a clause is asked for: the search takes 0.2 µs with 30, and 4 with 400."""


@dataclass(frozen=True, eq=False)
class Required:
    """The clauses, and by term the ways in which its post may meet them, each the numbers of its clauses. Terms that need nothing else are
    not in it.
    """

    clauses: tuple[tuple[str, ...], ...]
    ways: Mapping[int, tuple[tuple[int, ...], ...]]

    @classmethod
    def of(cls, ways: Mapping[int, Ways]) -> Self:
        """These ways, with each clause kept once, those that posts seldom meet first in each."""
        each = set(ways.values())
        clauses = {clause for several in each for way in several for clause in way}
        rarest_first = sorted(map(tuple, map(sorted, clauses)), key=lambda clause: (share_of_any(clause), clause))
        numbers = {frozenset(clause): number for number, clause in enumerate(rarest_first)}
        numbered = {several: tuple([tuple(sorted(map(numbers.__getitem__, way))) for way in several]) for several in each}
        return cls(tuple(rarest_first), {term: numbered[several] for term, several in ways.items()})

    def may_hold(self, term: int, text: str) -> bool:
        """Whether a folded text that holds one of these terms, repeats drawn together, meets the rest."""
        meets = self._meets
        for way in self.ways[term]:
            for clause in way:
                if meets[clause](text) is None:
                    break
            else:
                return True
        return False

    @cached_property
    def _meets(self) -> _Searches:
        return _Searches(self.clauses)


class _Searches(dict[int, "Callable[[str], re.Match[str] | None]"]):
    """The search for each clause, compiled when it is first asked for."""

    def __init__(self, clauses: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        self._clauses = clauses

    def __missing__(self, number: int) -> Callable[[str], re.Match[str] | None]:
        search = self[number] = re.compile("|".join(map(re.escape, self._clauses[number]))).search
        return search


def ways_of(rules: Sequence[Rule], terms: Terms, anchored: Iterable[int], companions: Iterable[Form]) -> dict[int, Ways]:
    """By literal of a regex and by anchor of a combination, the ways in which a post may hold the rest; ``companions`` are the forms of
    the terms that are sought only where an anchor was found.
    """
    groups: dict[int, dict[int, set[str]]] = {}
    for term, skeleton, _ in companions:
        groups.setdefault(terms.rules[term], {}).setdefault(terms.groups[term], set()).add(skeleton)
    by_rule = [_ways_of_rule(rule, groups.get(number, {})) for number, rule in enumerate(rules)]
    found = ((term, by_rule[terms.rules[term]].get(terms.texts[term], ())) for term in anchored)
    return {term: ways for term, ways in found if ways and all(ways)}


def _ways_of_rule(rule: Rule, companions: Mapping[int, Collection[str]]) -> Mapping[str, Ways]:
    """The same of a rule, by what its terms read; ``companions`` are the skeletons of those groups that are not its anchor.

    A rule that asks for wider views may find a member that is not written out, so nothing is required beside its anchors.
    """
    match rule.pattern:
        case Regex(source):
            return ways_of_regex(source)
        case Combination(groups) if rule.views <= EXACT_VIEWS:
            way = _askable(companions.values())
            return {word.text: (way,) for number, group in enumerate(groups) if number not in companions for word in group}
        case _:
            return {}


def ways_of_regex(source: str) -> Mapping[str, Ways]:
    """By literal, what else a match of each alternative holds that the literal may have found.

    >>> [[sorted(clause) for clause in way] for way in ways_of_regex("怎么.{0,3}自杀|[今昨]晚.{0,3}解脱")["解脱"]]
    [[['今', '昨'], ['晚']]]
    """
    chosen = frozenset(compile_regex(source).literals)
    ways: dict[str, Ways] = dict.fromkeys(chosen, ())
    for alternative in regex_alternatives(source):
        finders = _finders(alternative, chosen)
        met = list(map(_substrings, finders))
        clauses = _askable({drawn(text)[0] for text in clause} for clause in alternative.clauses)
        unmet = tuple([clause for clause in clauses if any(map(clause.isdisjoint, met))])
        for literal in finders:
            ways[literal] += (unmet,)
    return ways


def _finders(alternative: Alternative, chosen: Clause) -> Clause:
    """Of the literals that were chosen of a regex those that matches of an alternative may be found by.

    Each of the alternative's own literals holds one of them, unless others were chosen for the alternative: then it may be any.
    """
    own = [_substrings(text) & chosen for text in alternative.literals]
    return frozenset().union(*own) if own and all(own) else chosen


def _substrings(text: str) -> frozenset[str]:
    """Every string that stands in a text."""
    return frozenset(text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1))


def _askable(clauses: Iterable[Collection[str]]) -> tuple[Clause, ...]:
    return tuple([frozenset(clause) for clause in clauses if len(clause) <= LONGEST_CLAUSE])
