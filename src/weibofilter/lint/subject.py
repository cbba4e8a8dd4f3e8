"""What checks look at: the rules, and each of their words as written, as spelled and as folded, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from weibofilter.errors import Location
from weibofilter.filter import Filter
from weibofilter.fold.fold import skeleton_fold
from weibofilter.lint.vocabulary import standings
from weibofilter.policy import Policy
from weibofilter.rules.compile import compile_rules
from weibofilter.rules.rule import Boundary, Combination, Keyword, Keywords, Rule, State, View, lineage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from weibofilter.lint.vocabulary import Standing
    from weibofilter.rules.compile import Ruleset
    from weibofilter.rules.wordlist import Wordlists

_LOOSENESS = {Boundary.STRICT: 0, Boundary.SOFT: 1, Boundary.OFF: 2}
_NOWHERE = Location("<words>")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a rule looks for: as the list writes it, in plain spelling, and by what it is found.

    ``rule`` is the rule's number. ``skeletons`` keep repeats (嘻嘻 is not 嘻); of a word with symbols there is one for each reading.
    """

    text: str
    place: Location
    rule: int
    spelled: str
    skeletons: tuple[str, ...]


class Subject:
    """Word lists under inspection. Dates are set aside: a rule of next month is inspected today."""

    def __init__(self, lists: Wordlists, at: dt.date) -> None:
        self.rules = lists.rules
        self.at = at
        self.fold = skeleton_fold()
        self._categories = lists.categories
        self._reach: dict[tuple[int, int], bool] = {}

    @cached_property
    def keywords(self) -> tuple[Word, ...]:
        """The words that hold by themselves."""
        return tuple(
            self._words(
                (number, word)
                for number, rule in enumerate(self.rules)
                if isinstance(rule.pattern, Keywords)
                for word in rule.pattern.words
            )
        )

    @cached_property
    def members(self) -> tuple[Word, ...]:
        """The words of combinations."""
        return tuple(
            self._words(
                (number, word)
                for number, rule in enumerate(self.rules)
                if isinstance(rule.pattern, Combination)
                for group in rule.pattern.groups
                for word in group
            )
        )

    @cached_property
    def excuses(self) -> tuple[Word, ...]:
        """The words of ``unless`` and ``not``, which count as written."""
        return tuple(
            self._words((number, word) for number, rule in enumerate(self.rules) for word in (*rule.unless, *rule.forbidden))
        )

    @cached_property
    def by_key(self) -> dict[str, list[Word]]:
        """The keywords by what they are found by."""
        found: dict[str, list[Word]] = {}
        for word in self.keywords:
            found.setdefault(self.key(word), []).append(word)
        return found

    def standings(self) -> Iterator[tuple[Word, Standing]]:
        """Each keyword that jieba's dictionary has something to say of."""
        known = self._standings
        return ((word, known[word.spelled]) for word in self.keywords if word.spelled in known)

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return standings(list(dict.fromkeys(word.spelled for word in self.keywords if "\n" not in word.spelled)))

    @cached_property
    def filter(self) -> Filter:
        """The filter of all rules, whatever their dates."""
        return Filter(self.ruleset, Policy(), self._categories)

    @cached_property
    def ruleset(self) -> Ruleset:
        """The rules compiled."""
        return compile_rules(self.rules, self.fold)

    def key(self, word: Word) -> str:
        """What a keyword is found by, as one text: equal for keywords that find the same."""
        if self.rules[word.rule].views == {View.PLAIN}:
            return f"plain {word.spelled}"
        return " ".join(word.skeletons)

    def rule_of(self, word: Word) -> Rule:
        """The rule that the word is of."""
        return self.rules[word.rule]

    def reaches(self, wider: int, narrower: int) -> bool:
        """Whether the first rule holds a keyword wherever the second one would hold it, judging by all else that they say."""
        pair = (wider, narrower)
        if pair not in self._reach:
            self._reach[pair] = wider == narrower or _reaches(self.rules[wider], self.rules[narrower])
        return self._reach[pair]

    def related(self, one: int, other: int) -> bool:
        """Whether one rule's category is the other's, or above it: then no policy can tell the two apart but by the narrower."""
        first, second = self.rules[one].category, self.rules[other].category
        return first in lineage(second) or second in lineage(first)

    def skeletons(self, texts: Iterable[str]) -> list[tuple[str, ...]]:
        """The skeletons, with repeats, of the readings of each text."""
        ways = [tuple(self.fold.readings(text)) for text in texts]
        flat = iter(self.fold.batch([way for some in ways for way in some]).kept_texts() if ways else ())
        return [tuple(skeleton for _ in some if (skeleton := next(flat))) for some in ways]

    def _words(self, written: Iterable[tuple[int, Keyword]]) -> Iterator[Word]:
        found = list(written)
        for (number, word), skeletons in zip(found, self.skeletons(word.text for _, word in found), strict=True):
            place = word.location or self.rules[number].location or _NOWHERE
            yield Word(word.text, place, number, self.fold.spell(word.text).text, skeletons)


def _reaches(wider: Rule, narrower: Rule) -> bool:
    return (
        wider.state in {State.LIVE, narrower.state}
        and wider.views >= narrower.views
        and wider.zones >= narrower.zones
        and _LOOSENESS[wider.boundary] >= _LOOSENESS[narrower.boundary]
        and _texts(wider.unless) <= _texts(narrower.unless)
        and _texts(wider.forbidden) <= _texts(narrower.forbidden)
        and (not wider.forbidden or wider.within == narrower.within)
        and (wider.start is None or (narrower.start is not None and wider.start <= narrower.start))
        and (wider.until is None or (narrower.until is not None and narrower.until <= wider.until))
    )


def _texts(words: tuple[Keyword, ...]) -> frozenset[str]:
    return frozenset(word.text for word in words)
