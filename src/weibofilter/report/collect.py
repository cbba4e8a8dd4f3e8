"""What a report keeps of the verdicts that it is fed: counts and samples, of bounded size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from weibofilter.explain import Language, describe, describe_dismissal
from weibofilter.report.dates import Timeline, day_of
from weibofilter.report.sample import Reservoir, Sample, Told, excerpt
from weibofilter.verdict import Action, Dismissal, Reason, Verdict
from weibofilter.visible import spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.rules.rule import Category

_EACH = 3
"""Posts sampled for each category, each check that let hits go, and each shadow rule."""

_TOLD = 5
_SENTENCE = 300


@dataclass(slots=True)
class RuleCount:
    """What one rule did, in posts: those it held, those of them where the keyword was disguised, those held by no other rule."""

    category: str
    action: Action
    posts: int = 0
    disguised: int = 0
    alone: int = 0


@dataclass(slots=True)
class Collector:
    """Takes verdicts one by one, in the order of the input; the same verdicts and the same seed give the same report.

    What it keeps grows with the rules and never with the posts. ``categories`` are those of the filter (``Filter.categories``).

    >>> from weibofilter import Filter
    >>> judge = Filter.from_words(["大麻"])
    >>> seen = Collector(judge.categories)
    >>> for post in ("有人种植大麻", "我有一个大麻烦"):
    ...     seen.add(post, judge.check(post))
    >>> seen.actions[Action.FLAG], seen.checks["boundary"], seen.held["custom"].samples()[0].excerpt.text
    (1, 1, '有人种植大麻')
    """

    categories: Mapping[str, Category]
    lang: Language | str = Language.EN
    seed: int = 0
    actions: Counter[Action] = field(default_factory=Counter)
    by_category: dict[str, Counter[Action]] = field(default_factory=dict)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    disguises: Counter[str] = field(default_factory=Counter)
    disguised: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    shadow: dict[str, RuleCount] = field(default_factory=dict)
    timeline: Timeline = field(default_factory=Timeline)
    undated: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    bad_count: int = 0
    digest: str = ""
    held: dict[str, Reservoir] = field(default_factory=dict)
    let_go: dict[str, Reservoir] = field(default_factory=dict)
    watched: dict[str, Reservoir] = field(default_factory=dict)
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - a sample, no secret

    @property
    def posts(self) -> int:
        """Posts that got a verdict."""
        return self.actions.total()

    def add(self, post: str, verdict: Verdict, *, number: int = 0, when: object = None) -> None:
        """Counts a verdict; ``number`` is the post's place in the input, ``when`` its date, in any form that ``day_of`` reads."""
        self.actions[verdict.action] += 1
        self.digest = verdict.digest
        self._date(when, verdict.action)
        if not verdict.reasons and not verdict.dismissed and not verdict.shadow:  # as most are
            return
        number = number or self.posts
        if verdict.reasons:
            self._add_held(post, verdict, number)
        elif verdict.dismissed:
            self._add_let_go(post, verdict, number)
        self.checks.update({dismissal.check for dismissal in verdict.dismissed})
        if verdict.shadow:
            self._add_shadow(post, verdict, number)

    def add_bad(self, number: int, error: str) -> None:
        """Counts a row that could not be judged."""
        self.bad_count += 1
        if len(self.bad) < _EACH:
            self.bad.append((number, error[:_SENTENCE]))

    def _date(self, when: object, action: Action) -> None:
        day = None if when is None else day_of(when)
        if day is None:
            self.undated += 1
        else:
            self.timeline.add(day, action)

    def _add_held(self, post: str, verdict: Verdict, number: int) -> None:
        gravest: dict[str, Action] = {}
        for reason in verdict.reasons:
            gravest[reason.category] = max(gravest.get(reason.category, reason.action), reason.action)
        for category, action in gravest.items():
            self.by_category.setdefault(category, Counter())[action] += 1
        seen = {name for reason in verdict.reasons for name in reason.disguises}
        self.disguises.update(seen)
        self.disguised += bool(seen)
        _count(self.rules, verdict.reasons)
        first = max(verdict.reasons, key=lambda reason: reason.action.gravity)
        self._offer(self.held, first.category, post, verdict, number, verdict.reasons)

    def _add_let_go(self, post: str, verdict: Verdict, number: int) -> None:
        for check in dict.fromkeys(dismissal.check for dismissal in verdict.dismissed):
            so_let_go = [dismissal for dismissal in verdict.dismissed if dismissal.check == check]
            self._offer(self.let_go, check, post, verdict, number, so_let_go)

    def _add_shadow(self, post: str, verdict: Verdict, number: int) -> None:
        _count(self.shadow, verdict.shadow, verdict.reasons)
        for rule in dict.fromkeys(reason.rule for reason in verdict.shadow):
            self._offer(self.watched, rule, post, verdict, number, [one for one in verdict.shadow if one.rule == rule])

    def _offer(
        self,
        reservoirs: dict[str, Reservoir],
        name: str,
        post: str,
        verdict: Verdict,
        number: int,
        hits: tuple[Reason, ...] | list[Reason] | list[Dismissal],
    ) -> None:
        def make() -> Sample:
            spans = [(hit.start, hit.end, Action.ALLOW) for hit in hits if isinstance(hit, Dismissal)]
            spans += spans_of(hit for hit in hits if isinstance(hit, Reason))
            told = dict.fromkeys(Told(hit.rule, self._words(hit)) for hit in hits[:_TOLD])
            return Sample(number, excerpt(post, spans), verdict.action, tuple(told))

        reservoirs.setdefault(name, Reservoir(_EACH)).offer(make, self._random)

    def _words(self, hit: Reason | Dismissal) -> str:
        if isinstance(hit, Dismissal):
            return _short(describe_dismissal(hit, self.lang))
        return _short(describe(hit, self.lang, self.categories))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SENTENCE else f"{sentence[:_SENTENCE]}…"


def _count(rules: dict[str, RuleCount], reasons: tuple[Reason, ...], others: tuple[Reason, ...] = ()) -> None:
    """Counts each rule of the reasons once; a rule is alone if neither they nor the ``others`` have another one."""
    names = {reason.rule: reason for reason in reasons}
    lonely = len(names) == 1 and not others
    disguised = {reason.rule for reason in reasons if reason.disguises}
    for name, reason in names.items():
        count = rules.setdefault(name, RuleCount(reason.category, reason.action))
        count.posts += 1
        count.action = max(count.action, reason.action)
        count.disguised += name in disguised
        count.alone += lonely
