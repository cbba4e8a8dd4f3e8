"""What each rule and each view takes of the time: the stages taken apart, each timed by itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weibofilter.bench.clock import fresh
from weibofilter.filter import DEFAULT_BATCH
from weibofilter.rules.compile import compile_rules
from weibofilter.scan import scan
from weibofilter.verify import verify
from weibofilter.views.weigh import suspected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.filter import Filter
    from weibofilter.rules.compile import Ruleset
    from weibofilter.rules.rule import View
    from weibofilter.scan import Hit, Suspicion


@dataclass(slots=True)
class RuleCost:
    """What a rule was asked in these posts, and what it answered.

    ``posts`` is in how many of them something of it was found and verified, ``hits`` how often. ``held`` counts its findings that hold
    (those of a shadow rule as well), ``dismissed`` those let go, by the check that let them go. ``seconds`` of CPU time went into
    verifying them, each rule by itself: what rules share, such as the zones of a post, counts for each of them.
    """

    rule: str
    posts: int = 0
    hits: int = 0
    held: int = 0
    dismissed: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the time goes: into each view beyond the skeleton, in seconds, and into each rule, the dearest first.

    ``found`` is the number of posts in which anything was found, which all others are done with after the scan.
    """

    views: Mapping[View, float]
    rules: tuple[RuleCost, ...]
    found: int


def take_apart(judge: Filter, posts: Sequence[str]) -> Parts:
    """The stages of judging these posts, each by itself."""
    ruleset = compile_rules(judge.rules, judge.fold)
    views = dict.fromkeys(ruleset.views, 0.0)
    costs: dict[int, RuleCost] = {}
    found = 0
    for first in range(0, len(posts), DEFAULT_BATCH):
        batch = fresh(posts[first : first + DEFAULT_BATCH])
        for view, spent in _view_seconds(batch, ruleset):
            views[view] += spent
        for place, hits in scan(batch, ruleset).items():
            found += 1
            for number, own in _by_rule(hits, ruleset).items():
                _verified(costs.setdefault(number, RuleCost(ruleset.rules[number].name)), batch[place], own, ruleset)
    return Parts(views, tuple(sorted(costs.values(), key=lambda cost: (-cost.seconds, cost.rule))), found)


def _by_rule(hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> Mapping[int, list[Hit | Suspicion]]:
    grouped: dict[int, list[Hit | Suspicion]] = {}
    for hit in hits:
        grouped.setdefault(ruleset.terms.rules[hit.term], []).append(hit)
    return grouped


def _verified(cost: RuleCost, post: str, hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> None:
    began = time.thread_time()
    found = verify(post, hits, ruleset)
    cost.seconds += time.thread_time() - began
    cost.posts += 1
    cost.hits += len(hits)
    cost.held += len(found.live)
    for dismissal in found.dismissed:
        cost.dismissed[dismissal.check] = cost.dismissed.get(dismissal.check, 0) + 1


def _view_seconds(posts: Sequence[str], ruleset: Ruleset) -> Iterator[tuple[View, float]]:
    """Seconds of CPU time that looking for candidates takes each view."""
    batch = ruleset.fold.batch(posts)
    for view, index in ruleset.views.items():
        began = time.process_time()
        list(suspected({view: index}, batch))
        yield view, time.process_time() - began
