"""The filter of a service: judges by the newest rules that could be read, keeps some older ones, and says which it judged by."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Self

from weibofilter.errors import WeiboFilterError
from weibofilter.filter import DEFAULT_BATCH
from weibofilter.live.source import Source, today
from weibofilter.live.watcher import Watcher
from weibofilter.windows import MAX_CHARS, Windowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from weibofilter.filter import Filter
    from weibofilter.live.source import Stamp
    from weibofilter.policy import Policy
    from weibofilter.verdict import Verdict

log = logging.getLogger("weibofilter.live")

TRIES = 5
"""Times that files are read which change while they are read; after that the reload is refused, and the next change tries anew."""


class Outcome(StrEnum):
    """What became of a reload."""

    SWAPPED = "swapped"
    """Other rules are in force."""
    UNCHANGED = "unchanged"
    """The files say what they said: a comment was edited, or a file was written again."""
    REFUSED = "refused"
    """The files are broken; the rules that were in force still are."""
    WITHHELD = "withheld"
    """The files say what was rolled back; the rules that were rolled back to still are in force."""
    ROLLED_BACK = "rolled-back"
    """Older rules are in force again, because somebody asked for them."""


@dataclass(frozen=True, slots=True)
class Reload:
    """One reload: what became of it, the digest in force after it and before it, why it was refused, and the seconds it took."""

    outcome: Outcome
    digest: str
    previous: str
    error: str = ""
    seconds: float = 0.0


class NotKeptError(WeiboFilterError, LookupError):
    """A digest to roll back to that is not among those kept."""


class LiveFilter:
    """Judges as ``Filter`` does, by rules that are read again when their files change.

    ``paths`` are word lists and folders of them (with ``shipped``, beside the shipped lists), or one compiled file, which with ``key``
    must be signed by it. ``policy`` is a ``Policy`` or the path of a policy file, which is watched too.

    New rules are compiled and warmed aside and take the place of the old ones by one assignment: ``check`` and each ``check_many`` judge
    by one rule set from beginning to end, and the verdict's ``digest`` tells which. Rules that are broken change nothing: they are logged
    (``weibofilter.live``), stand in ``last``, and are told to ``on_reload``. The last ``history`` rule sets are kept to roll back to.

    The files are looked at when the system tells of a change and every ``poll`` seconds, which also finds what it does not tell of
    (network folders, links above the folder, a new day for rules with dates); they are read once nothing has changed for ``settle``
    seconds. With ``watch=False`` they are read when ``reload`` is called.

    Raises WeiboFilterError if the first reading fails: there is nothing to fall back on.
    """

    def __init__(
        self,
        *paths: str | Path,
        shipped: bool = False,
        policy: Policy | str | Path | None = None,
        key: bytes | None = None,
        max_chars: int = MAX_CHARS,
        history: int = 4,
        on_reload: Callable[[Reload], object] | None = None,
        watch: bool = True,
        poll: float = 1.0,
        settle: float = 0.05,
    ) -> None:
        if history < 1 or poll <= 0 or settle <= 0:
            raise ValueError(f"history is {history}, poll {poll}, settle {settle}: history is 1 or more, the times above 0")
        read_from = Path(policy) if isinstance(policy, (str, Path)) else policy
        self._source = Source(tuple(map(Path, paths)), shipped, read_from, key)
        self._max_chars = max_chars
        self._history = history
        self._on_reload = on_reload
        self._swapping = RLock()
        self._stamp: Stamp | None = None
        self._judge = Windowed(self._read(), max_chars)
        self._kept: dict[str, Windowed] = {self.digest: self._judge}
        self._withdrawn: set[str] = set()
        self.last = Reload(Outcome.SWAPPED, self.digest, "")
        self._watcher = Watcher(self._source, self._look, poll, settle)
        if watch:
            self._watcher.start()

    # What it judges

    @property
    def current(self) -> Filter:
        """The filter in force now; it never changes, so who needs one rule set for a longer piece of work takes it."""
        return self._judge.filter

    @property
    def digest(self) -> str:
        """The digest of the rules in force now."""
        return self._judge.digest

    def check(self, text: str) -> Verdict:
        """The verdict on one post; longer than ``max_chars``, it is judged in windows."""
        return self._judge.check(text)

    def check_many(self, texts: Iterable[str], *, batch_size: int = DEFAULT_BATCH) -> Iterator[Verdict]:
        """The verdicts on many posts, all of them by the rules in force when it is called."""
        return self._judge.check_many(texts, batch_size=batch_size)

    # What becomes of its rules

    @property
    def history(self) -> tuple[str, ...]:
        """The digests that can be rolled back to and the one in force, the newest last."""
        with self._swapping:
            return tuple(self._kept)

    def reload(self, *, force: bool = False) -> Reload:
        """Reads the files now and tells what became of it; ``force`` puts in force even what was rolled back.

        What the files may do to it is an outcome and no exception. An exception is a fault of the program.
        """
        with self._swapping:
            event = self._reload(force=force)
        self._tell(event)
        return event

    def rollback(self, digest: str) -> Reload:
        """Puts the rules of this digest in force again. The rules that were in force are withheld until the files say something else.

        NotKeptError if they are not kept any more, naming those that are.
        """
        with self._swapping:
            if digest not in self._kept:
                raise NotKeptError(f"no rules of digest {digest!r} are kept; those kept are: {', '.join(self._kept)}")
            previous = self.digest
            self._withdrawn.discard(digest)
            if previous != digest:
                self._withdrawn.add(previous)
            self._put_in_force(self._kept[digest])
            event = Reload(Outcome.ROLLED_BACK, digest, previous)
        self._tell(event)
        return event

    def _reload(self, *, force: bool) -> Reload:
        started, previous = time.perf_counter(), self.digest

        def became(outcome: Outcome, error: str = "") -> Reload:
            return Reload(outcome, self.digest, previous, error, time.perf_counter() - started)

        try:
            loaded = self._read()
        except (WeiboFilterError, OSError) as error:
            return became(Outcome.REFUSED, str(error))
        except BaseException as error:
            self._tell(became(Outcome.REFUSED, f"{type(error).__name__}: {error}"))
            raise
        if loaded.digest == previous:
            # The same rules may stand in other lines or files by now, which reasons name.
            self._put_in_force(Windowed(loaded, self._max_chars))
            return became(Outcome.UNCHANGED)
        if loaded.digest in self._withdrawn and not force:
            return became(Outcome.WITHHELD)
        self._withdrawn.discard(loaded.digest)
        self._put_in_force(Windowed(loaded, self._max_chars))
        return became(Outcome.SWAPPED)

    def _read(self) -> Filter:
        """The filter of the files, which were the same before they were read and after.

        What is remembered of them is how they were before: a change during a reading that fails is seen at the next look.
        """
        for _ in range(TRIES):
            stamp = self._stamp = self._source.stamp()
            loaded = self._source.load(stamp[0] or today())
            if self._source.stamp() == stamp:
                return loaded
        raise WeiboFilterError(f"the files changed during each of {TRIES} readings; they are read again at the next look")

    def _put_in_force(self, judge: Windowed) -> None:
        self._kept.pop(judge.digest, None)
        self._kept[judge.digest] = judge
        while len(self._kept) > self._history + 1:
            del self._kept[next(iter(self._kept))]
        # The swap. Whoever judges has read the attribute once, before it or after it.
        self._judge = judge

    def _tell(self, event: Reload) -> None:
        self.last = event
        if event.outcome is Outcome.REFUSED:
            log.error("rules not reloaded, %s stays in force: %s", event.digest, event.error)
        elif event.outcome is not Outcome.UNCHANGED:
            log.info("%s: %s in force, before it %s", event.outcome, event.digest, event.previous)
        if self._on_reload is not None:
            self._on_reload(event)

    def _look(self, touched: frozenset[str]) -> None:
        """Reloads if a file was touched, or is not what it was."""
        if touched & self._source.names() or self._source.stamp() != self._stamp:
            self.reload()

    # Its end

    @property
    def watching(self) -> bool:
        """Whether the files are still looked at: for a health check."""
        return self._watcher.running

    def close(self) -> None:
        """Stops looking; it goes on judging by the rules in force. Returns when the threads have ended."""
        self._watcher.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
