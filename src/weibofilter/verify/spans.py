"""Places of words in a post, to be asked at every hit: what an answer costs does not grow with the post."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]


class Spans:
    """Half-open spans in the order of their ends, as a scan finds them.

    >>> excuses = Spans()
    >>> excuses.add(3, 6)
    >>> excuses.add(10, 13)
    >>> excuses.around(3, 5), excuses.around(5, 7), list(excuses.from_end(7))
    ((3, 6), None, [(10, 13)])
    """

    __slots__ = ("_ends", "_spans", "longest")

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._ends: list[int] = []
        self.longest = 0

    def add(self, start: int, end: int) -> None:
        """Adds a span that ends where the last one does, or later."""
        self._spans.append((start, end))
        self._ends.append(end)
        self.longest = max(self.longest, end - start)

    def from_end(self, end: int) -> Iterator[Span]:
        """The spans that end at this place or later, in order."""
        return (self._spans[number] for number in range(bisect_left(self._ends, end), len(self._spans)))

    def around(self, start: int, end: int) -> Span | None:
        """The first span that holds [start, end)."""
        for first, after in self.from_end(end):
            if first <= start:
                return first, after
            if after - self.longest > start:
                return None
        return None
