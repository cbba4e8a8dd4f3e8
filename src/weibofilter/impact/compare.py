"""A corpus judged by two filters: the posts on which they differ, counted, and a few of them kept to be read."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice, repeat, tee
from operator import itemgetter
from typing import TYPE_CHECKING

from weibofilter.impact.rules import RuleChanges, changed_rules, narrowed
from weibofilter.intervals import Share, share
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.filter import Filter
    from weibofilter.verdict import Reason, Verdict

Move = tuple[Action, Action]
"""From which verdict to which."""

_BATCH = 1024
SAMPLES = 5
"""Posts kept of each move: enough to see what a rule does, few enough that somebody reads them all."""


@dataclass(frozen=True, slots=True)
class Change:
    """A post that the filters judge differently: its number (of its line, where it is of a file), and both verdicts."""

    number: int
    post: str
    old: Verdict
    new: Verdict

    @property
    def move(self) -> Move:
        """From which action to which; the same twice where only the reasons differ."""
        return self.old.action, self.new.action

    @property
    def gained(self) -> tuple[Reason, ...]:
        """The reasons that it has now and had not."""
        return _without(self.new.reasons, self.old.reasons)

    @property
    def lost(self) -> tuple[Reason, ...]:
        """The reasons that it had and has no more."""
        return _without(self.old.reasons, self.new.reasons)


def _without(reasons: Iterable[Reason], others: Iterable[Reason]) -> tuple[Reason, ...]:
    known = set(map(_said, others))
    return tuple(reason for reason in reasons if _said(reason) not in known)


def _said(reason: Reason) -> tuple[object, ...]:
    """What a reason says, whatever the line of its rule, which moves with every edit of a file."""
    return (reason.rule, reason.action, reason.keyword, reason.start, reason.end, reason.view)


@dataclass(slots=True)
class RuleImpact:
    """Posts that a rule newly holds, that it holds no longer, and that it holds otherwise: by another action, or at other places.

    ``moves`` counts all of these by what became of them.
    """

    newly: int = 0
    no_longer: int = 0
    otherwise: int = 0
    moves: Counter[Move] = field(default_factory=Counter)


@dataclass(slots=True)
class Impact:
    """What a change of rules does to a corpus. Every count is of posts.

    ``moves`` counts changed actions and ``same_action`` posts of which only the reasons differ; ``rules`` and ``shadow`` count by rule,
    those of shadow rules apart, which hold nothing. ``samples`` has a few posts of each move, drawn evenly.
    """

    rule_changes: RuleChanges
    posts: int = 0
    moves: Counter[Move] = field(default_factory=Counter)
    same_action: int = 0
    rules: dict[str, RuleImpact] = field(default_factory=dict)
    shadow: dict[str, RuleImpact] = field(default_factory=dict)
    samples: dict[Move, list[Change]] = field(default_factory=dict)

    @property
    def new_holds(self) -> Share:
        """The share of posts that were allowed and are held now."""
        return share(sum(count for (old, _), count in self.moves.items() if old is Action.ALLOW), self.posts)

    @property
    def released(self) -> Share:
        """The share of posts that were held and are allowed now."""
        return share(sum(count for (_, new), count in self.moves.items() if new is Action.ALLOW), self.posts)

    def rate(self, move: Move) -> Share:
        """The share of posts that make this move."""
        return share(self.moves[move], self.posts)


def impact(old: Filter, new: Filter, posts: Iterable[str], *, workers: int = 1, samples: int = SAMPLES, seed: int = 0) -> Impact:
    """What ``new`` changes for these posts, which are read once, lazily: a million need no more memory than a thousand.

    Only rules that differ are looked for, and only posts that one of them holds are judged in full. ``workers`` is how many processes look,
    for each filter. ``seed`` chooses the samples.

    >>> from weibofilter import Filter
    >>> found = impact(Filter.from_words(["大麻"]), Filter.from_words(["大麻", "麻古"]), ["收麻古", "种大麻", "你好"])
    >>> found.posts, dict(found.moves), found.samples[Action.ALLOW, Action.FLAG][0].gained[0].text
    (3, {(<Action.ALLOW: 'allow'>, <Action.FLAG: 'flag'>): 1}, '麻古')
    """
    return compare(old, new, enumerate(posts, start=1), workers=workers, samples=samples, seed=seed)


def compare(
    old: Filter, new: Filter, numbered: Iterable[tuple[int, str]], *, workers: int = 1, samples: int = SAMPLES, seed: int = 0
) -> Impact:
    """The same for posts with their numbers."""
    found = Impact(changed_rules(old, new))
    keep = _Reservoirs(found.samples, samples, random.Random(seed))  # noqa: S311 - a sample is no secret
    doubtful = _doubtful(old, new, numbered, found, workers)
    while batch := list(islice(doubtful, _BATCH)):
        texts = [post for _, post in batch]
        verdicts = zip(old.check_many(texts), new.check_many(texts), strict=True)
        for (number, post), (before, after) in zip(batch, verdicts, strict=True):
            _count(Change(number, post, before, after), found, keep)
    return found


def _doubtful(
    old: Filter, new: Filter, numbered: Iterable[tuple[int, str]], found: Impact, workers: int
) -> Iterator[tuple[int, str]]:
    """The posts that a rule which differs holds in one filter and not in the other; counts them all on the way."""
    changes = found.rule_changes
    names = frozenset((*changes.added, *changes.removed, *changes.changed))
    judges = [narrowed(judge, names) for judge in (old, new)]
    # Only who reads a copy has one: what nobody takes, ``tee`` would keep.
    itself, *copies = tee(numbered, 1 + sum(judge is not None for judge in judges))
    readers = iter(copies)
    sides = [repeat(_NOTHING) if judge is None else _held_by(judge, next(readers), workers) for judge in judges]
    for one, before, after in zip(itself, *sides):  # noqa: B905 - a side without rules goes on for ever
        found.posts += 1
        if before != after:
            yield one


Held = tuple[frozenset[tuple[object, ...]], frozenset[tuple[object, ...]]]
_NOTHING: Held = (frozenset(), frozenset())


def _held_by(judge: Filter, numbered: Iterator[tuple[int, str]], workers: int) -> Iterator[Held]:
    """What the rules, and the shadow rules, of a filter hold of each post."""
    for verdict in judge.check_many(map(itemgetter(1), numbered), workers=workers):
        if verdict.reasons or verdict.shadow:
            yield frozenset(map(_said, verdict.reasons)), frozenset(map(_said, verdict.shadow))
        else:
            yield _NOTHING


class _Reservoirs:
    """Keeps an even sample of each move, however many posts make it (Algorithm R: Vitter, ACM TOMS 11, 1985, 37-57)."""

    def __init__(self, samples: dict[Move, list[Change]], size: int, rng: random.Random) -> None:
        self._samples = samples
        self._size = size
        self._rng = rng
        self._seen: Counter[Move] = Counter()

    def offer(self, change: Change) -> None:
        """Keeps it, perhaps in the place of an earlier one."""
        self._seen[change.move] += 1
        kept = self._samples.setdefault(change.move, [])
        if len(kept) < self._size:
            kept.append(change)
        elif (place := self._rng.randrange(self._seen[change.move])) < self._size:
            kept[place] = change


def _count(change: Change, found: Impact, keep: _Reservoirs) -> None:
    _count_rules(found.shadow, change.old.shadow, change.new.shadow, change.move)
    if not change.gained and not change.lost:
        return
    _count_rules(found.rules, change.old.reasons, change.new.reasons, change.move)
    if change.old.action is change.new.action:
        found.same_action += 1
    else:
        found.moves[change.move] += 1
    keep.offer(change)


def _count_rules(counts: dict[str, RuleImpact], old: Sequence[Reason], new: Sequence[Reason], move: Move) -> None:
    before, after = ({reason.rule for reason in reasons} for reasons in (old, new))
    for rule in {reason.rule for reason in (*_without(old, new), *_without(new, old))}:
        one = counts.setdefault(rule, RuleImpact())
        one.newly += rule not in before
        one.no_longer += rule not in after
        one.otherwise += rule in before and rule in after
        one.moves[move] += 1
