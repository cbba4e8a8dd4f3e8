"""The whole way of a post, in one screen: fold, scan, verify, decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain, islice, repeat, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter.decide import consequences, decide, in_force
from weibofilter.files import write_atomically
from weibofilter.fold import skeleton_fold
from weibofilter.parallel import judge_batches
from weibofilter.policy import Policy, policy_or_none_set
from weibofilter.post import Zones
from weibofilter.rules.compile import ViewCost, compile_rules
from weibofilter.rules.regexes import compiled_pattern
from weibofilter.rules.rule import Category, Regex, View
from weibofilter.rules.shipped import compiled_path
from weibofilter.rules.storage import digest_of, read_ruleset, write_ruleset
from weibofilter.rules.words import words_rule
from weibofilter.scan import is_clear, scan
from weibofilter.segment import segmenter
from weibofilter.verdict import Action, Verdict
from weibofilter.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from weibofilter.decide import Consequence
    from weibofilter.errors import Diagnostic
    from weibofilter.fold import Fold
    from weibofilter.rules.compile import Ruleset
    from weibofilter.rules.rule import Rule
    from weibofilter.scan import Hit, Suspicion

DEFAULT_BATCH = 1024
"""Posts folded and scanned together. From 512 to 4096 it makes no difference, but with views, whose calls of numpy 4096 posts share: that
takes a fifth less, and has the first verdict wait for four times as many posts."""


class Filter:
    """Judges posts by one set of rules and one policy. Immutable: safe to share between threads, replaced as a whole.

    >>> f = Filter.from_words(["大麻", "加微信"])
    >>> [f.check(post).action.value for post in ("我有一个大麻烦", "有人种植大麻", "加.微.信")]
    ['allow', 'flag', 'flag']
    """

    __slots__ = ("__weakref__", "_consequences", "_ruleset", "categories", "clear_verdict", "diagnostics", "digest", "policy")

    _ruleset: Ruleset
    _consequences: tuple[Consequence, ...]
    policy: Policy
    categories: Mapping[str, Category]
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    clear_verdict: Verdict

    def __init__(
        self,
        ruleset: Ruleset,
        policy: Policy,
        categories: Mapping[str, Category],
        diagnostics: tuple[Diagnostic, ...] = (),
        digest: str = "",
    ) -> None:
        """Not called by users: see ``default``, ``load``, ``from_words`` and ``open``."""
        digest = digest or digest_of(ruleset, policy)
        self._set(
            _ruleset=ruleset,
            policy=policy,
            categories=categories,
            diagnostics=diagnostics,
            digest=digest,
            _consequences=consequences(ruleset, policy),
            # What every post gets that nothing is found in: one value, so that it costs nothing.
            clear_verdict=Verdict(Action.ALLOW, digest=digest),
        )

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Filter does not change: {name} cannot be set; make another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Filter does not change: {name} cannot be deleted")

    # Ways to a filter

    @classmethod
    def default(cls, *, policy: Policy | None = None) -> Filter:
        """The filter of the shipped word lists.

        An installed package has them compiled, which is opened five times as fast as the lists are read; ``load`` with ``shipped`` reads
        them, and gives the same.
        """
        policy, compiled = policy_or_none_set(policy), compiled_path()
        if compiled.exists():
            ruleset, own, categories, digest = read_ruleset(compiled.read_bytes(), str(compiled))
            policy.check_categories(categories)
            if in_force(ruleset.rules, policy) == ruleset.rules:
                return cls(ruleset, policy, categories, digest=digest if policy == own else "")
        return cls.load(shipped=True, policy=policy)

    @classmethod
    def load(cls, *paths: str | Path, shipped: bool = False, policy: Policy | None = None, at: dt.date | None = None) -> Filter:
        """The filter of word-list files and directories; with ``shipped``, of the shipped lists as well.

        ``at`` is the day whose rules are in force (today). Raises WordlistError with every fault of every file, and PolicyError for
        a policy that names no category there is.
        """
        if not paths and not shipped:
            raise TypeError("Filter.load needs at least one path, or shipped=True")
        from weibofilter.rules.wordlist import read_wordlists  # noqa: PLC0415 - a compiled rule set reads no word list

        lists = read_wordlists(paths, shipped=shipped)
        day = at or dt.date.today()  # noqa: DTZ011 - local day
        rules = (rule for rule in lists.rules if rule.in_force(day))
        return cls._of(rules, policy_or_none_set(policy), lists.categories, lists.diagnostics)

    @classmethod
    def from_words(
        cls,
        words: Iterable[str],
        *,
        allow: Iterable[str] = (),
        action: str = "flag",
        category: str = "custom",
        views: Iterable[str] = ("skeleton",),
        boundary: str = "soft",
    ) -> Filter:
        """The filter of one rule, ``category/words``, with these keywords; ``allow`` are words that excuse a keyword inside them.

        Any dotted category name will do. Raises WordlistError, with every fault, for words that are empty, too long, or of which
        nothing is left but punctuation, and for settings that there are not; TypeError for what are no strings.
        """
        rule = words_rule(words, allow=allow, action=action, category=category, views=views, boundary=boundary)
        known = Category(category, category, category, "", rule.action)
        return cls._of((rule,), Policy(), {category: known})

    @classmethod
    def _of(
        cls,
        rules: Iterable[Rule],
        policy: Policy,
        categories: Mapping[str, Category],
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> Filter:
        policy.check_categories(categories)
        return cls(compile_rules(in_force(rules, policy), skeleton_fold()), policy, categories, diagnostics)

    @classmethod
    def open(cls, path: str | Path, *, key: bytes | None = None) -> Filter:
        """The filter that ``save`` wrote. CompiledFileError if a byte of it has changed, or another version wrote it.

        With ``key``, also unless it was saved with the same key. Without one it is as trustworthy as whoever can write the file.
        """
        return cls.from_bytes(Path(path).read_bytes(), str(path), key=key)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "<bytes>", *, key: bytes | None = None) -> Filter:
        """The filter that ``to_bytes`` gave; ``name`` stands in messages."""
        ruleset, policy, categories, digest = read_ruleset(data, name, key)
        return cls(ruleset, policy, categories, digest=digest)

    def to_bytes(self, *, key: bytes | None = None) -> bytes:
        """The compiled rule set with its policy: no pickle, no code, a checksum over all of it, with ``key`` a signature."""
        return write_ruleset(self._ruleset, self.policy, self.categories, self.digest, key)

    def save(self, path: str | Path, *, key: bytes | None = None) -> None:
        """Writes the compiled rule set, whole or not at all. ``key`` (16 bytes or more) signs it: see ``open``."""
        write_atomically(Path(path), self.to_bytes(key=key))

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        return Filter.from_bytes, (self.to_bytes(),)

    # What it judges by

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, in the order of their files."""
        return self._ruleset.rules

    @property
    def fold(self) -> Fold:
        """The fold of posts and keywords."""
        return self._ruleset.fold

    @property
    def costs(self) -> Mapping[View, ViewCost]:
        """What each view costs this rule set."""
        return self._ruleset.costs

    def warm(self) -> Filter:
        """Itself, after loading what would be loaded on first need: jieba's dictionary, the regexes, the tables of single posts."""
        segmenter()
        for rule in self.rules:
            if isinstance(rule.pattern, Regex):
                compiled_pattern(rule.pattern.source)
        self._ruleset.fold.quick("")
        return self

    # What it judges

    def check(self, text: str) -> Verdict:
        """The verdict on one post. TypeError if it is no ``str``; every ``str`` gets a verdict."""
        _require_str(text, "a post")
        if is_clear(text, self._ruleset):
            return self.clear_verdict
        hits = scan([text], self._ruleset).get(0)
        return self.clear_verdict if hits is None else self._verdict(text, hits)

    def check_many(self, texts: Iterable[str], *, batch_size: int = DEFAULT_BATCH, workers: int = 1) -> Iterator[Verdict]:
        """The verdicts on many posts, lazily and in order, reading at most one batch ahead.

        With ``workers``, batches are judged by so many processes, and each may have a few batches ahead. As with every program that
        starts processes, the main module must then be importable (``if __name__ == "__main__":``).

        TypeError for a single ``str``, which is no posts but characters; and, naming the index, at the first post that is no ``str``, after
        the verdicts on those before it.
        """
        if isinstance(texts, str):
            raise TypeError(f"texts is one str, {texts!r:.40}: put it into a list, or ask check")
        require_count("batch_size", batch_size)
        require_count("workers", workers)
        batches = _batches(iter(texts), batch_size)
        return chain.from_iterable(map(self._check_batch, batches)) if workers == 1 else self._check_apart(batches, workers)

    def _check_batch(self, posts: Sequence[str]) -> list[Verdict]:
        verdicts = [self.clear_verdict] * len(posts)
        for place, hits in scan(posts, self._ruleset).items():
            verdicts[place] = self._verdict(posts[place], hits)
        return verdicts

    def _check_apart(self, batches: Iterator[list[str]], workers: int) -> Iterator[Verdict]:
        for size, told in judge_batches(self, batches, workers):
            done = 0
            for place, verdict in told:
                yield from repeat(self.clear_verdict, place - done)
                yield verdict
                done = place + 1
            yield from repeat(self.clear_verdict, size - done)

    def _verdict(self, post: str, hits: Sequence[Hit | Suspicion]) -> Verdict:
        return decide(post, verify(post, hits, self._ruleset), self._consequences, self.digest)

    def trace(self, text: str) -> Trace:
        """What each stage saw of one post: for explanations, not for speed.

        >>> filter = Filter.from_words(["恶心"], views=["sound"])
        >>> filter.trace("饿❤").views[-1]
        ('sound', 'e xin')
        """
        fold = self._ruleset.fold
        skeletons = [fold.post(way).text for way in (text, *fold.variants(text))]
        views = [(View.SKELETON.value, skeleton) for skeleton in dict.fromkeys(skeletons)]
        if View.SOUND in self._ruleset.views:
            from weibofilter.views.sound_tables import sound_tables  # noqa: PLC0415 - who only judges needs no sounds by name

            views.append((View.SOUND.value, sound_tables().read_aloud(fold.post(text).read)))
        zones = tuple((zone.name, zone.start, zone.end) for zone in Zones(text).spans)
        return Trace(tuple(views), zones, self.check(text))

    def mask(self, text: str, fill: str = "*") -> str:
        """The post with ``fill`` in the place of each code point that a live reason holds, and the rest untouched.

        >>> Filter.from_words(["加微信"]).mask("快加❤微❤信呀")
        '快*****呀'
        """
        held = {place for reason in self.check(text).reasons for place in range(reason.start, reason.end)}
        return "".join(fill if place in held else character for place, character in enumerate(text))


def _batches(texts: Iterator[str], size: int) -> Iterator[list[str]]:
    """The texts in lists of this size; TypeError at the first that is no ``str``, after the batch of those before it."""
    done = 0
    while batch := list(islice(texts, size)):
        if all(map(isinstance, batch, repeat(str))):
            yield batch
            done += len(batch)
            continue
        posts = list(takewhile(lambda text: isinstance(text, str), batch))
        if posts:
            yield posts
        place = len(posts)
        _require_str(batch[place], f"post {done + place}")


def require_count(name: str, count: int) -> None:
    """ValueError if a number of things is less than one; TypeError if it is no whole number."""
    if not isinstance(count, int):
        raise TypeError(f"{name} is {count!r}: use a whole number")
    if count < 1:
        raise ValueError(f"{name} is {count}: use 1 or more")


def _require_str(text: object, name: str) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{name} is no str but {type(text).__name__}: {text!r:.80}")


@dataclass(frozen=True, slots=True)
class Trace:
    """What each stage saw of a post: its readings, each with the name of its view; the zones with their spans; and the verdict."""

    views: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, int, int], ...]
    verdict: Verdict
