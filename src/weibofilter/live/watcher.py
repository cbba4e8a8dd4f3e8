"""The thread that looks: it waits for changes of folders, by watchfiles, and looks every now and then without any."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

try:
    from watchfiles import watch
except ImportError as error:
    raise ImportError("weibofilter.live needs watchfiles: pip install 'weibofilter[live]'") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from weibofilter.live.source import Source

log = logging.getLogger("weibofilter.live")

LONGEST_SETTLE = 1600
"""Milliseconds after which files are looked at though something around them does not come to rest."""


class Watcher:
    """Calls ``look`` with the names of the files that were touched, after each change and every ``poll`` seconds with none.

    What ``look`` raises is logged, and the next change is looked at all the same: one broken reload must not be the last one.
    """

    def __init__(self, source: Source, look: Callable[[frozenset[str]], None], poll: float, settle: float) -> None:
        self._source = source
        self._look = look
        self._poll = poll
        self._settle = settle
        self._stop = threading.Event()
        self._working: int | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="weibofilter-reload")
        self._thread = threading.Thread(target=self._run, name="weibofilter-watch", daemon=True)

    @property
    def running(self) -> bool:
        """Whether the thread is alive."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the threads and waits for them, a reload under way to its end; called by that reload, it only tells them to end."""
        self._stop.set()
        inside = threading.get_ident() == self._working
        if self.running and not inside:
            self._thread.join()
        self._worker.shutdown(wait=not inside)

    def _run(self) -> None:
        while not self._stop.is_set():
            watched = self._source.folders()
            for touched in self._wakes(watched):
                if self._stop.is_set():
                    return
                try:
                    work = self._worker.submit(self._work, touched)
                except RuntimeError:  # no more work is taken: the program ends, and this thread with it
                    return
                if (fault := work.exception()) is not None:
                    log.error("a reload failed; the rules in force stay", exc_info=fault)
                if self._source.folders() != watched:
                    break

    def _work(self, touched: frozenset[str]) -> None:
        self._working = threading.get_ident()
        self._look(touched)

    def _wakes(self, watched: Mapping[str, int]) -> Iterator[frozenset[str]]:
        """What was touched, time and again, until the watch can go on no more."""
        try:
            yield from self._changes(watched)
        except (OSError, RuntimeError) as error:  # a folder that is gone by now; no more watches to be had
            log.warning("cannot watch %s, looking every %s s: %s", ", ".join(watched), self._poll, error)
            yield from self._ticks()

    def _changes(self, watched: Mapping[str, int]) -> Iterator[frozenset[str]]:
        if not watched:
            yield from self._ticks()
            return
        for changes in watch(
            *watched,
            watch_filter=None,
            debounce=LONGEST_SETTLE,
            step=max(1, round(self._settle * 1000)),
            stop_event=self._stop,
            rust_timeout=max(1, round(self._poll * 1000)),
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
            ignore_permission_denied=True,
        ):
            yield frozenset(name for _, name in changes)

    def _ticks(self) -> Iterator[frozenset[str]]:
        while not self._stop.wait(self._poll):
            yield frozenset()
