"""What all measurements share: posts, keywords and filters, each made once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from benchmarks.corpus import compose, read_posts
from benchmarks.definitions import TOP, Definitions, FeedSettings
from benchmarks.keywords import rare_words
from weibofilter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.corpus import Post
    from benchmarks.measure import Job
    from weibofilter import Verdict

PLANTED = 1000
"""Keywords that posts may hold are among the first so many: more keywords do not change the posts."""

QUICK_POSTS = 2000

Section = dict[str, Any]
"""A part of the record."""


@dataclass
class Bench:
    """Definitions, and what is made of them for one run. ``given`` are posts that stand in for every corpus."""

    definitions: Definitions
    folder: Path
    rounds: int = 5
    quick: bool = False
    given: Sequence[str] | None = None
    _corpora: dict[str, list[str]] = field(default_factory=dict)
    _keywords: dict[int, list[str]] = field(default_factory=dict)
    _filters: dict[int, Filter] = field(default_factory=dict)

    def posts(self, corpus: str = "feed") -> Sequence[str]:
        """The posts of a corpus."""
        if self.given is not None:
            return self.given
        if corpus not in self._corpora:
            self._corpora[corpus] = self._made(corpus)
        return self._corpora[corpus]

    def _made(self, corpus: str) -> list[str]:
        settings = self.definitions.corpora[corpus]
        if isinstance(settings, FeedSettings):
            return self.composed(settings)
        return read_posts(TOP / settings.file, settings.field)

    @property
    def feed(self) -> FeedSettings:
        """The settings of the feed; ValueError if it is a file."""
        settings = self.definitions.corpora["feed"]
        if not isinstance(settings, FeedSettings):
            raise ValueError("the corpus 'feed' must be composed: sweeps change its settings")  # noqa: TRY004 - a value of the file
        return settings

    def composed(self, settings: FeedSettings) -> list[str]:
        """The texts of composed posts, fewer of them in a quick run."""
        return [post.text for post in self.composed_posts(settings)]

    def composed_posts(self, settings: FeedSettings) -> list[Post]:
        """The same with their traits."""
        posts = min(settings.posts, QUICK_POSTS) if self.quick else settings.posts
        return compose(replace(settings, posts=posts), self.keywords(PLANTED))

    def keywords(self, count: int) -> list[str]:
        """The first ``count`` keywords."""
        if count not in self._keywords:
            self._keywords[count] = rare_words(count, self.definitions.keywords)
        return self._keywords[count]

    def filter(self, keywords: int) -> Filter:
        """The warm filter of so many keywords."""
        if keywords not in self._filters:
            self._filters[keywords] = Filter.from_words(self.keywords(keywords)).warm()
        return self._filters[keywords]

    @cached_property
    def shipped(self) -> Filter:
        """The warm filter of the shipped lists."""
        return Filter.default().warm()

    def bare(self, keywords: int) -> Callable[[str], list[tuple[int, int, int]]]:
        """The scan that everything is compared with: daachorse, every occurrence of every keyword in one raw post."""
        return CharwiseDoubleArrayAhoCorasick(self.keywords(keywords)).find_overlapping

    def compiled(self, judge: Filter, name: str) -> str:
        """The path of the filter's compiled rule set."""
        path = self.folder / f"{name}.rules"
        if not path.exists():
            judge.save(path)
        return str(path)


def each(scan: Callable[[str], object]) -> Job:
    """The job of calling something for every post."""
    return lambda posts: map(scan, posts)


def is_hit(verdict: Verdict) -> bool:
    """Whether anything was found in the post, held or dismissed."""
    return bool(verdict.reasons or verdict.dismissed)
