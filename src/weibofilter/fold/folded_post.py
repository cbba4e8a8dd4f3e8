"""One post as the ``skeleton`` view shows it: as ``folded`` has many, but without arrays, which cost more than a short post is worth."""

from __future__ import annotations

from itertools import pairwise
from operator import sub
from typing import TYPE_CHECKING

from weibofilter.fold.folded import Run

if TYPE_CHECKING:
    from weibofilter.fold.characters import Characters


class FoldedPost:
    """One post folded: ``text`` is what a scan reads, the rest leads from places in it back to the post.

    >>> from weibofilter.fold import skeleton_fold
    >>> post = skeleton_fold().post("傻@#￥%逼逼")
    >>> post.text, post.runs(0, 2)
    ('傻逼', (0, (Run(start=0, end=1, length=1), Run(start=5, end=7, length=2))))
    """

    __slots__ = ("_bounds", "_codes", "_origins", "_symbols", "posts", "text")

    def __init__(self, post: str, characters: Characters, symbols: frozenset[str]) -> None:
        self.posts = (post,)
        self._symbols = symbols
        codes: list[str] = []
        origins: list[int] = []
        for place, character in enumerate(post):
            for code in characters[character].skeleton:
                codes.append(code)
                origins.append(place)
        bounds = [place for place, code in enumerate(codes) if not place or codes[place - 1] != code]
        self.text = "".join([codes[place] for place in bounds])
        self._bounds = [*bounds, len(codes)]
        self._codes = codes
        self._origins = origins

    def post_at(self, position: int) -> int:  # noqa: ARG002 - as with many posts
        """0: there is but one post."""
        return 0

    def lengths(self, start: int, end: int) -> tuple[int, ...]:
        """For each character of ``text[start:end]``, how often it stands in a row."""
        bounds = self._bounds[start : end + 1]
        return tuple(map(sub, bounds[1:], bounds))

    def runs(self, start: int, end: int) -> tuple[int, tuple[Run, ...]]:
        """0, and for each character of ``text[start:end]`` the run it stands for."""
        origins, bounds = self._origins, self._bounds[start : end + 1]
        return 0, tuple([Run(origins[first], origins[after - 1] + 1, after - first) for first, after in pairwise(bounds)])

    def long_runs(self) -> list[int]:
        """The places in ``text`` of the characters that stand twice or more in a row."""
        return [place for place, (first, after) in enumerate(pairwise(self._bounds)) if after - first > 1]

    def ambiguous_posts(self) -> list[int]:
        """[0] if the post holds something to be taken in several ways, else []."""
        return [] if self._symbols.isdisjoint(self.posts[0]) else [0]

    def kept(self) -> tuple[str, list[int]]:
        """The skeleton with its repeats kept, and the place in the post of each of its characters."""
        return "".join(self._codes), self._origins
