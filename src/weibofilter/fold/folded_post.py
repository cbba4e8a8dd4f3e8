"""One post as the ``skeleton`` view shows it: as ``folded`` has many, but without arrays, which cost more than a short post is worth."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import compress, pairwise
from operator import ne
from typing import TYPE_CHECKING

from weibofilter.fold.emoticons import emoticons_in, without_emoticons
from weibofilter.fold.folded import Place, Run

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from weibofilter.automaton import Automaton, Match
    from weibofilter.fold.emoticons import Emoticon
    from weibofilter.fold.fold import Fold
    from weibofilter.gate import Gate

_AT_RUNS = re.compile(r"(.)\1+", re.DOTALL).split


class FoldedPost:
    """One post folded: ``text`` is what a scan reads; the way back from places in it is worked out for the first match. ``read`` is the
    post without emoticon codes, place for place.

    >>> from weibofilter.fold import skeleton_fold
    >>> post = skeleton_fold().post("傻@#￥%逼逼")
    >>> post.text, post.runs([(0, 2, 0)], [0])
    ('傻逼', [(Run(start=0, end=1, length=1), Run(start=5, end=7, length=2))])
    """

    def __init__(self, post: str, fold: Fold) -> None:
        self.posts = (post,)
        self._emoticons = emoticons_in(post)
        self.read = without_emoticons(post, self._emoticons)
        self._fold = fold
        self.kept_text = fold.kept(self.read)
        self.text, self._repeated = drawn(self.kept_text)

    @cached_property
    def _way_back(self) -> tuple[Sequence[int], Sequence[int]]:
        """For each character of ``text``, and for its end, where its run begins among the kept ones; and where each of these comes from."""
        kept, pieces = self.kept_text, self._fold.pieces(self.read)
        bounds: Sequence[int] = range(len(kept) + 1)
        if len(kept) != len(self.text):
            bounds = [*compress(bounds, map(ne, kept, "\n" + kept)), len(kept)]
        if len(kept) == len(pieces) - pieces.count(""):
            return bounds, list(compress(range(len(pieces)), pieces))
        return bounds, [place for place, piece in enumerate(pieces) for _ in piece]

    def emoticons_of(self, wanted: Container[str]) -> Iterable[Emoticon]:
        """The emoticons whose codes are wanted in lower case."""
        return [one for one in self._emoticons if one[2].lower() in wanted]

    def find(self, automaton: Automaton, gate: Gate) -> list[Match]:  # noqa: ARG002 - a gate is for many posts at once
        """The matches of an automaton in ``text``."""
        return automaton.find(self.text)

    def places(self, matches: Sequence[Match]) -> list[Place]:
        """Where each match stands. It takes runs of a repeated character whole."""
        bounds, origins = self._way_back
        return [Place(0, origins[bounds[start]], origins[bounds[end] - 1] + 1) for start, end, _ in matches]

    def place(self, start: int, end: int) -> Place:
        """The span of the post, which is but one."""
        return Place(0, start, end)

    def written(self, match: Match) -> str:
        """What was matched in ``text``."""
        return self.text[match[0] : match[1]]

    def around(self, match: Match, most: int) -> str | None:
        """The folded text, unless it goes on for more than ``most`` characters to either side of the match."""
        return self.text if match[0] <= most and len(self.text) - match[1] <= most else None

    def runs(self, matches: Sequence[Match], starts: Sequence[int]) -> list[tuple[Run, ...]]:  # noqa: ARG002 - there is but one post
        """For each character of each match the run that it stands for."""
        bounds, origins = self._way_back
        return [
            tuple([Run(origins[begin], origins[end - 1] + 1, end - begin) for begin, end in pairwise(bounds[first : after + 1])])
            for first, after, _ in matches
        ]

    def long_runs(self, characters: AbstractSet[str]) -> list[tuple[int, str, int]]:
        """Each place in ``text`` where one of these characters stands for two or more of it, the character, and how many they are."""
        if characters.isdisjoint(self._repeated):
            return []
        lengths = (after - first for first, after in pairwise(self._way_back[0]))
        return [
            (place, character, length)
            for place, (character, length) in enumerate(zip(self.text, lengths, strict=True))
            if length > 1 and character in characters
        ]

    @property
    def origins(self) -> Sequence[int]:
        """The place in the post that each character of ``kept_text``, which has the repeats, comes from."""
        return self._way_back[1]


def drawn(kept: str) -> tuple[str, list[str]]:
    """The text with every run of one character drawn together, and of each run its character.

    >>> drawn("嘻嘻哈哈哈")
    ('嘻哈', ['嘻', '哈'])
    """
    # What stands between the runs, and after each but the last of these the character that the group holds.
    pieces = _AT_RUNS(kept)
    return "".join(pieces), pieces[1::2]
