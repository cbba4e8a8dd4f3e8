"""What the checks may ask about a post: each answer is worked out once, when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from weibofilter.fold.clauses import SENTENCE_END
from weibofilter.post import SAID, Zones
from weibofilter.verify.disowned import DISOWNED_WITHIN, is_disowned
from weibofilter.verify.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weibofilter.fold.folded_post import FoldedPost
    from weibofilter.fold.spelled import Spelled
    from weibofilter.rules.compile import Ruleset, Undisguised
    from weibofilter.rules.rule import Rule
    from weibofilter.scan import Hit
    from weibofilter.verify.spans import Span

_TWO_DIGITS = re.compile("[0-9][0-9]").search
_DIGIT_BEFORE_ANOTHER = re.compile("[0-9](?=[0-9])").finditer
_TWO_LETTERS = re.compile("[a-z0-9][a-z0-9]").search
_LETTER_BEFORE_ANOTHER = re.compile("[a-z0-9](?=[a-z0-9])").finditer
_SENTENCE_END = regex.compile(f"[{regex.escape(SENTENCE_END)}]+")


class Context:
    """One post under one rule set."""

    def __init__(self, post: str, ruleset: Ruleset) -> None:
        self.post = post
        self.ruleset = ruleset
        self.fold = ruleset.fold
        self._zones: Zones | None = None

    def rule_of(self, hit: Hit) -> Rule:
        """The rule that the hit is of."""
        return self.ruleset.rules[self.ruleset.terms.rules[hit.term]]

    @property
    def zones(self) -> Zones:
        """The zones of the post. Nearly every hit asks for them, and a cached property takes ten times as long on its first use."""
        if self._zones is None:
            self._zones = Zones(self.post)
        return self._zones

    @cached_property
    def spelled(self) -> Spelled:
        """The post with its spellings folded."""
        return self.fold.spell(self.post)

    @cached_property
    def excuses(self) -> dict[int, Spans]:
        """Where words of ``unless`` stand, undisguised: their spans by rule."""
        return self._undisguised(self.ruleset.excuses)

    @cached_property
    def forbidden(self) -> dict[int, Spans]:
        """Where words of ``not`` stand, undisguised and not disowned, in what somebody says and no @name, address or [code]: their spans
        by rule.
        """
        return self._undisguised(self.ruleset.forbidden, self._is_said)

    def _is_said(self, place: Span, spelled: Span) -> bool:
        """Whether somebody says and means what stands at this place of the post, and of the post as it is spelled."""
        text, (first, after) = self.spelled.text, spelled
        if self.zones.at(*place) not in SAID:
            return False
        return not is_disowned(text[max(0, first - DISOWNED_WITHIN) : first], text[after : after + DISOWNED_WITHIN])

    def _undisguised(self, words: Undisguised, counts: Callable[[Span, Span], bool] = lambda _, __: True) -> dict[int, Spans]:
        found: dict[int, Spans] = {}
        for first, after, word in words.automaton.find(self.spelled.text):
            place = self.spelled.span(first, after)
            for rule in words.owners[word] if counts(place, (first, after)) else ():
                found.setdefault(rule, Spans()).add(*place)
        return found

    def folded(self, taken: str) -> FoldedPost:
        """The post, or one of its variants, as it is folded."""
        if taken not in self._folded:
            self._folded[taken] = self.fold.post(taken)
        return self._folded[taken]

    @cached_property
    def _folded(self) -> dict[str, FoldedPost]:
        return {}

    def borders(self, folded: FoldedPost, *, letters: bool) -> Sequence[int]:
        """The places in a folded text of the post where a number, or with ``letters`` a word as well, begins right behind another that the
        post has apart from it.
        """
        holds, followed = (_TWO_LETTERS, _LETTER_BEFORE_ANOTHER) if letters else (_TWO_DIGITS, _DIGIT_BEFORE_ANOTHER)
        if holds(folded.kept_text) is None:
            return ()
        known = self._borders.get((folded.read, letters))
        if known is None:
            origins = folded.origins
            places = (found.start() + 1 for found in followed(folded.kept_text))
            known = [
                place
                for place in places
                if self.fold.characters[self.post[origins[place]]].run and self._are_apart(origins[place - 1], origins[place])
            ]
            self._borders[folded.read, letters] = known
        return known

    def _are_apart(self, one: int, other: int) -> bool:
        """Whether something stands between two characters of the post; the marks of a keycap do not."""
        return any(not self.fold.characters[character].is_mark for character in self.post[one + 1 : other])

    @cached_property
    def _borders(self) -> dict[tuple[str, bool], list[int]]:
        return {}

    def before(self, start: int, count: int) -> int:
        """The place behind the skeleton character that stands ``count + 1`` characters before ``start``; 0 if there is none."""
        number = bisect_left(self._places, start) - count - 1
        return self._places[number] + 1 if number >= 0 else 0

    def distance(self, end: int, start: int) -> int:
        """How many skeleton characters stand between the end of one place and the start of a later one; 0 if they overlap."""
        return max(0, bisect_left(self._places, start) - bisect_left(self._places, end))

    @cached_property
    def _places(self) -> list[int]:
        """Where in the post each skeleton character begins, of what is repeated the first."""
        folded = self.folded(self.post)
        text = folded.kept_text
        return [origin for place, origin in enumerate(folded.origins) if not place or text[place] != text[place - 1]]

    @cached_property
    def _sentence_bounds(self) -> list[int]:
        return [0, *(found.end() for found in _SENTENCE_END.finditer(self.post)), len(self.post) + 1]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence, or sentences, that this place lies in."""
        bounds = self._sentence_bounds
        first = bisect_right(bounds, start) - 1
        last = bisect_left(bounds, end, lo=first + 1)
        return bounds[first], bounds[last]
