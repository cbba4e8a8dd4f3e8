"""The examples that stand in word lists, and what becomes of each: the core of ``weibofilter test`` and of the pytest plugin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from weibofilter.decide import in_force
from weibofilter.explain import Language, describe
from weibofilter.filter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.policy import Policy, policy_or_none_set
from weibofilter.rules.compile import compile_rules
from weibofilter.rules.rule import Keyword, Rule, State
from weibofilter.rules.wordlist import read_sound_wordlists
from weibofilter.testing.stages import OF_THE_TEXT, Stage, stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from weibofilter.errors import Diagnostic, Location
    from weibofilter.verdict import Verdict


class Status(StrEnum):
    """What became of an example. One is skipped if the policy turns its rule off."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Example:
    """A post that stands in a word list: one that its rule must hold (``hit``), or must let go."""

    rule: Rule
    post: Keyword
    hit: bool
    number: int

    @property
    def name(self) -> str:
        """``category/id hit 1``: its rule, its kind, its place among those."""
        return f"{self.rule.name} {'hit' if self.hit else 'miss'} {self.number}"

    @property
    def place(self) -> Location | None:
        """Where it is written."""
        return self.post.location or self.rule.location


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example; ``fault`` says in one line what is wrong, ``stages`` how it came to be. Both empty if it passed."""

    example: Example
    status: Status
    fault: str = ""
    stages: tuple[Stage, ...] = ()

    def __str__(self) -> str:
        kind = "hit" if self.example.hit else "miss"
        where = f"{self.example.place}: " if self.example.place else ""
        return f"{where}{self.example.rule.name}: {kind} {self.example.post.text!r}: {self.fault or self.status}"


class ExampleSet:
    """The examples of word lists, and the filter that judges them: of every rule, whatever its dates.

    A rule says the same on each day that it is in force, so one of next month is tested today, and one of last month still. What kept
    files from loading stands in ``diagnostics``; the examples are those of the other files.
    """

    def __init__(self, paths: Iterable[Path | str], *, shipped: bool = False, policy: Policy | None = None) -> None:
        lists, self.diagnostics = read_sound_wordlists(paths, shipped=shipped)
        self.policy = policy_or_none_set(policy)
        if lists.rules:
            self.policy.check_categories(lists.categories)
        self.filter = Filter(compile_rules(in_force(lists.rules, self.policy), skeleton_fold()), self.policy, lists.categories)
        self.examples = tuple(_examples(lists.rules))
        self._live = frozenset(rule.name for rule in self.filter.rules)

    def run(self) -> Iterator[Outcome]:
        """What becomes of each example, in the order of the rules."""
        verdicts = self.filter.check_many(example.post.text for example in self.examples)
        for example, verdict in zip(self.examples, verdicts, strict=True):
            yield self._outcome(example, verdict)

    def outcome(self, example: Example) -> Outcome:
        """What becomes of this one."""
        return self._outcome(example, self.filter.check(example.post.text))

    def _outcome(self, example: Example, verdict: Verdict) -> Outcome:
        rule = example.rule
        if rule.name not in self._live:
            return Outcome(example, Status.SKIPPED, f"the policy turns {rule.category} off")
        # A shadow rule is asked for what it would have held.
        reasons = verdict.shadow if rule.state is State.SHADOW else verdict.reasons
        own = [reason for reason in reasons if reason.rule == rule.name]
        if bool(own) is example.hit:
            return Outcome(example, Status.PASSED)
        told = stages(self.filter, example.post.text, rule.name)
        return Outcome(example, Status.FAILED, f"held: {describe(own[0], Language.EN)}" if own else _not_held(told), told)


def _not_held(told: Iterable[Stage]) -> str:
    """The first stage that is about the rule and not about the text."""
    return next(f"not held: {stage.name}: {stage.told}" for stage in told if stage.name not in OF_THE_TEXT)


def _examples(rules: Iterable[Rule]) -> Iterator[Example]:
    for rule in rules:
        for hit, posts in ((True, rule.hit), (False, rule.miss)):
            yield from (Example(rule, post, hit, number) for number, post in enumerate(posts, start=1))


@dataclass(frozen=True, slots=True)
class Run:
    """What became of all examples, and what kept files from loading."""

    outcomes: tuple[Outcome, ...]
    diagnostics: tuple[Diagnostic, ...]

    def of(self, status: Status) -> tuple[Outcome, ...]:
        """Those with this status."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)


def run_examples(*paths: Path | str, shipped: bool = False, policy: Policy | None = None) -> Run:
    """What becomes of each ``hit`` and ``miss`` of these word lists and directories.

    A ``hit`` passes if the very rule that it stands in holds it, a ``miss`` if that rule does not, whatever others do. Rules are run
    whatever their dates. A file with faults is told in ``diagnostics``, and the others are run.

    >>> from weibofilter.rules.shipped import shipped_path
    >>> run = run_examples(shipped_path() / "weapons")
    >>> len(run.outcomes) > 10, run.of(Status.FAILED)
    (True, ())
    """
    examples = ExampleSet(paths, shipped=shipped, policy=policy)
    return Run(tuple(examples.run()), examples.diagnostics)
