"""A few posts of many, each as likely as any other to be among them, and cut to what can be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from weibofilter.verdict import Action

Span = tuple[int, int, "Action"]

_LONGEST = 400
_BEFORE = 60


class Excerpt(NamedTuple):
    """A post, or the part of it around its first hit; ``cut`` says whether something is missing before and behind."""

    text: str
    spans: tuple[Span, ...]
    cut: tuple[bool, bool] = (False, False)


def excerpt(post: str, spans: Sequence[Span]) -> Excerpt:
    """What is shown of a post, with the spans that lie in it.

    >>> shown = excerpt("有人" * 300 + "种植大麻", [(602, 604, "flag")])
    >>> shown.text[-6:], shown.spans, shown.cut
    ('有人种植大麻', ((60, 62, 'flag'),), (True, False))
    """
    if len(post) <= _LONGEST:
        return Excerpt(post, tuple(spans))
    first = max(0, min((start for start, *_ in spans), default=0) - _BEFORE)
    last = min(len(post), first + _LONGEST)
    inside = ((max(start, first) - first, min(end, last) - first, action) for start, end, action in spans if start < last)
    return Excerpt(post[first:last], tuple(inside), (first > 0, last < len(post)))


class Told(NamedTuple):
    """What is said of a hit: its rule, and one sentence."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sampled post: its number in the input, what is shown of it, the verdict's action, and what is said of its hits."""

    number: int
    excerpt: Excerpt
    action: Action
    told: tuple[Told, ...]


@dataclass(slots=True)
class Reservoir:
    """At most ``size`` of the samples offered, drawn evenly (Vitter's algorithm R); one that is not drawn is not made."""

    size: int
    offered: int = 0
    kept: list[Sample] = field(default_factory=list)

    def offer(self, make: Callable[[], Sample], random: Random) -> None:
        """Draws whether this is kept, and in the place of which."""
        self.offered += 1
        if len(self.kept) < self.size:
            self.kept.append(make())
            return
        place = random.randrange(self.offered)
        if place < self.size:
            self.kept[place] = make()

    def samples(self) -> list[Sample]:
        """What was drawn, in the order of the input."""
        return sorted(self.kept, key=lambda sample: sample.number)
