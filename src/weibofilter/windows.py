"""Posts of any length judged in bounded memory: a long one is read through overlapping windows, never skipped and never cut short.

A filter judges a post of any length in linear time, but holds some 40 bytes a character while it does. Where strangers choose
the length, ``Windowed`` bounds that. Windows of ``max_chars`` characters overlap by ``overlap``, and each finding is taken from the
window in which it stands deepest, so that everything shorter than the overlap is seen whole and with text on both sides of it, and is
reported once. Spans are those of the whole post.

What differs from judging the post whole: a combination without ``within`` counts inside one window; a finding longer than the
overlap counts if a window holds all of it; the zone ``repost`` is seen where its ``//@name:`` stands in the window.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, repeat, takewhile
from typing import TYPE_CHECKING, TypeVar

from weibofilter.filter import DEFAULT_BATCH, require_count
from weibofilter.verdict import Action, Dismissal, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.filter import Filter

MAX_CHARS = 100_000
"""Characters of a window: fifty times the longest post that Weibo takes, so that no ordinary post is cut."""

BATCH_CHARS = 1 << 20
"""Characters judged together at the most: 1,024 posts of 1,000 characters, some 40 MB."""

_Found = TypeVar("_Found", Reason, Dismissal)


@dataclass(frozen=True, slots=True)
class Windowed:
    """A filter whose memory does not grow with the length of a post; up to ``max_chars`` it judges as the filter does.

    ``overlap`` is a tenth of ``max_chars`` unless it is given, and at most half of it. ValueError for sizes that make no windows.

    >>> from weibofilter import Filter
    >>> judge = Windowed(Filter.from_words(["加微信"]), max_chars=20, overlap=8)
    >>> verdict = judge.check("今天天气很好" * 3 + "加微信" + "明天也很好" * 5)
    >>> [(reason.start, reason.end, reason.text) for reason in verdict.reasons]
    [(18, 21, '加微信')]
    """

    filter: Filter
    max_chars: int = MAX_CHARS
    overlap: int = -1

    def __post_init__(self) -> None:
        if self.overlap == -1:
            object.__setattr__(self, "overlap", self.max_chars // 10)
        if self.max_chars < 2 or not 0 < self.overlap <= self.max_chars // 2:
            raise ValueError(
                f"max_chars is {self.max_chars} and overlap {self.overlap}: the overlap must be 1 to half of max_chars"
            )

    @property
    def digest(self) -> str:
        """The filter's."""
        return self.filter.digest

    def check(self, text: str) -> Verdict:
        """The verdict on one post. TypeError if it is no ``str``."""
        return self._check_long(text) if self._is_long(text) else self.filter.check(text)

    def check_many(self, texts: Iterable[str], *, batch_size: int = DEFAULT_BATCH) -> Iterator[Verdict]:
        """The verdicts on many posts as ``Filter.check_many`` gives them, with at most ``BATCH_CHARS`` characters under way.

        TypeError, naming the index, at the first post that is no ``str``, after the verdicts on those before it.
        """
        require_count("batch_size", batch_size)
        return self._check_stream(iter(texts), batch_size)

    def _is_long(self, text: object) -> bool:
        return isinstance(text, str) and len(text) > self.max_chars

    def _check_stream(self, texts: Iterator[str], size: int) -> Iterator[Verdict]:
        done = 0
        while batch := list(islice(texts, size)):
            known = all(map(isinstance, batch, repeat(str)))
            posts = batch if known else list(takewhile(lambda text: isinstance(text, str), batch))
            yield from self._check_batch(posts)
            if len(posts) < len(batch):
                stranger = batch[len(posts)]
                raise TypeError(f"post {done + len(posts)} is no str but {type(stranger).__name__}: {stranger!r:.80}")
            done += len(batch)

    def _check_batch(self, posts: Sequence[str]) -> Iterator[Verdict]:
        if max(map(len, posts), default=0) <= self.max_chars and sum(map(len, posts)) <= BATCH_CHARS:
            yield from self.filter.check_many(posts, batch_size=max(1, len(posts)))
            return
        for group in self._groups(posts):
            if len(group[0]) > self.max_chars:
                yield self._check_long(group[0])
            else:
                yield from self.filter.check_many(group, batch_size=len(group))

    def _groups(self, posts: Sequence[str]) -> Iterator[list[str]]:
        """The posts in groups of bounded size; a long one is a group of its own."""
        group: list[str] = []
        size = 0
        for post in posts:
            if group and (size + len(post) > BATCH_CHARS or len(post) > self.max_chars):
                yield group
                group, size = [], 0
            group.append(post)
            size += len(post)
            if len(post) > self.max_chars:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _check_long(self, post: str) -> Verdict:
        step = self.max_chars - self.overlap
        starts = range(0, len(post) - self.overlap, step)
        verdicts = self._check_batch([post[start : start + self.max_chars] for start in starts])
        told = [(number, verdict) for number, verdict in enumerate(verdicts) if verdict is not self.filter.clear_verdict]
        if not told:
            return self.filter.clear_verdict
        cut = _Cut(len(post), self.max_chars, step, len(starts) - 1)
        reasons = tuple(reason for number, verdict in told for reason in cut.own(number, verdict.reasons))
        return Verdict(
            max((reason.action for reason in reasons), default=Action.ALLOW),
            _in_order(reasons),
            _in_order(found for number, verdict in told for found in cut.own(number, verdict.dismissed)),
            _in_order(found for number, verdict in told for found in cut.own(number, verdict.shadow)),
            self.digest,
        )


@dataclass(frozen=True, slots=True)
class _Cut:
    """How a post is cut: windows of ``width`` characters, one every ``step``, ``last`` the number of the last one."""

    length: int
    width: int
    step: int
    last: int

    def own(self, window: int, found: Iterable[_Found]) -> Iterator[_Found]:
        """Those of a window's findings that are this window's to tell, with the spans that they have in the post."""
        shift = window * self.step
        for one in found:
            if self._deepest(one.start + shift, one.end + shift) == window:
                yield _moved(one, shift)

    def _deepest(self, start: int, end: int) -> int:
        """The window in which the span has most text on its shorter side; the ends of the post are no cut."""
        later = min(start // self.step, self.last)
        return max((later, max(0, later - 1)), key=lambda window: self._depth(window, start, end))

    def _depth(self, window: int, start: int, end: int) -> int:
        first = window * self.step
        before = start - first if window > 0 else self.length
        behind = first + self.width - end if window < self.last else self.length
        return min(before, behind)


def _moved(found: _Found, shift: int) -> _Found:
    moved = replace(found, start=found.start + shift, end=found.end + shift)
    if isinstance(moved, Reason):
        return replace(moved, parts=tuple((start + shift, end + shift) for start, end in moved.parts))
    return moved


def _in_order(found: Iterable[_Found]) -> tuple[_Found, ...]:
    return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.rule, one.keyword)))
