"""What a service counts, by the OpenTelemetry API (part of the extra ``live``); where the figures go is the application's choice.

| instrument | kind | attributes |
|---|---|---|
| ``weibofilter.posts`` | counter of posts | ``action`` |
| ``weibofilter.verdicts`` | counter of held posts, once for each category that holds it | ``category``, ``action`` |
| ``weibofilter.shadow`` | counter of posts that a shadow rule would hold, once for each category | ``category``, ``action`` |
| ``weibofilter.check.duration`` | histogram, seconds of one ``check`` | |
| ``weibofilter.batch.duration`` | histogram, seconds of one batch of ``check_many`` | |
| ``weibofilter.reloads`` | counter of reloads | ``outcome`` |
| ``weibofilter.rules`` | gauge, 1 for the rule set in force | ``digest`` |

No attribute holds anything of a post, so that there are no more series than categories, actions and rule sets.
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Protocol

try:
    from opentelemetry.metrics import Observation, get_meter_provider
except ImportError as error:
    raise ImportError("weibofilter.metrics needs opentelemetry-api: pip install 'weibofilter[live]'") from error

from weibofilter.filter import DEFAULT_BATCH
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opentelemetry.metrics import CallbackOptions, MeterProvider

    from weibofilter.live import Reload
    from weibofilter.verdict import Reason, Verdict

__all__ = ["Judge", "Metered", "Metrics"]

CHECK_SECONDS = (1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 0.1, 1.0)
BATCH_SECONDS = (1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1.0, 10.0)
"""Bounds of the histograms' buckets: a check takes some 10 to 100 µs, a batch of 1,024 posts a thousand times as long."""


class Judge(Protocol):
    """What judges posts: a ``Filter``, a ``LiveFilter``, a ``Windowed``."""

    @property
    def digest(self) -> str:
        """The digest of the rules in force."""

    def check(self, text: str) -> Verdict:
        """The verdict on one post."""

    def check_many(self, texts: Iterable[str], *, batch_size: int = DEFAULT_BATCH) -> Iterator[Verdict]:
        """The verdicts on many posts, in order."""


class Metrics:
    """The instruments, made from a meter provider: the application's global one unless it is given.

    One for each process is enough. Without a provider that does something, counting costs next to nothing and goes nowhere.
    """

    def __init__(self, meter_provider: MeterProvider | None = None) -> None:
        meter = (meter_provider or get_meter_provider()).get_meter("weibofilter")
        self._posts = meter.create_counter("weibofilter.posts", "{post}", "Posts judged.")
        self._verdicts = meter.create_counter("weibofilter.verdicts", "{post}", "Held posts by category.")
        self._shadow = meter.create_counter("weibofilter.shadow", "{post}", "Posts that shadow rules would hold, by category.")
        self._check = meter.create_histogram(
            "weibofilter.check.duration", "s", "Time of one check.", explicit_bucket_boundaries_advisory=CHECK_SECONDS
        )
        self._batch = meter.create_histogram(
            "weibofilter.batch.duration", "s", "Time of one batch.", explicit_bucket_boundaries_advisory=BATCH_SECONDS
        )
        self._reloads = meter.create_counter("weibofilter.reloads", "{reload}", "Reloads by what became of them.")
        self._judges: list[Judge] = []
        meter.create_observable_gauge("weibofilter.rules", [self._rules], "{rule set}", "The rule sets in force.")

    def metered(self, judge: Judge) -> Metered:
        """The judge, with all that it judges counted here."""
        self._judges.append(judge)
        return Metered(judge, self)

    def checked(self, verdict: Verdict, seconds: float) -> None:
        """Counts one verdict and the time that it took."""
        self._check.record(seconds)
        self._count((verdict,))

    def batch_checked(self, verdicts: Iterable[Verdict], seconds: float) -> None:
        """Counts the verdicts of a batch and the time that it took."""
        self._batch.record(seconds)
        self._count(verdicts)

    def reloaded(self, event: Reload) -> None:
        """Counts a reload: ``LiveFilter("rules", on_reload=metrics.reloaded)``."""
        self._reloads.add(1, {"outcome": str(event.outcome)})

    def _count(self, verdicts: Iterable[Verdict]) -> None:
        actions, held, shadow = Counter[Action](), Counter[tuple[str, Action]](), Counter[tuple[str, Action]]()
        for verdict in verdicts:
            actions[verdict.action] += 1
            if verdict.reasons or verdict.shadow:
                held.update(gravest(verdict.reasons).items())
                shadow.update(gravest(verdict.shadow).items())
        for action, count in actions.items():
            self._posts.add(count, {"action": str(action)})
        for instrument, counts in ((self._verdicts, held), (self._shadow, shadow)):
            for (category, action), count in counts.items():
                instrument.add(count, {"category": category, "action": str(action)})

    def _rules(self, _: CallbackOptions) -> Iterator[Observation]:
        for digest in dict.fromkeys(judge.digest for judge in self._judges):
            yield Observation(1, {"digest": digest})


def gravest(reasons: Iterable[Reason]) -> dict[str, Action]:
    """The gravest action of each category among the reasons."""
    return {reason.category: reason.action for reason in sorted(reasons, key=lambda reason: reason.action.gravity)}


class Metered:
    """Judges as the judge that it was made from, and counts it; see ``Metrics.metered``."""

    def __init__(self, judge: Judge, metrics: Metrics) -> None:
        self._judge = judge
        self._metrics = metrics

    @property
    def digest(self) -> str:
        """The digest of the rules in force."""
        return self._judge.digest

    def check(self, text: str) -> Verdict:
        """The verdict on one post."""
        started = time.perf_counter()
        verdict = self._judge.check(text)
        self._metrics.checked(verdict, time.perf_counter() - started)
        return verdict

    def check_many(self, texts: Iterable[str], *, batch_size: int = DEFAULT_BATCH) -> Iterator[Verdict]:
        """The verdicts on many posts, in order. The time of a batch is without what its posts were waited for."""
        posts = _Timed(iter(texts))
        return self._batches(posts, self._judge.check_many(posts, batch_size=batch_size), batch_size)

    def _batches(self, posts: _Timed, verdicts: Iterator[Verdict], size: int) -> Iterator[Verdict]:
        while True:
            batch: list[Verdict] = []
            started = time.perf_counter() - posts.seconds
            try:
                batch.extend(islice(verdicts, size))
            except TypeError:  # a post that is no str: those before it were judged
                self._metrics.batch_checked(batch, time.perf_counter() - posts.seconds - started)
                yield from batch
                raise
            if not batch:
                return
            self._metrics.batch_checked(batch, time.perf_counter() - posts.seconds - started)
            yield from batch


class _Timed:
    """An iterator that knows how many seconds it has spent waiting for its source: those are not the filter's."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self.seconds = 0.0

    def __iter__(self) -> _Timed:
        return self

    def __next__(self) -> str:
        started = time.perf_counter()
        try:
            return next(self._source)
        finally:
            self.seconds += time.perf_counter() - started
