"""Ctrl-C between rows, never within one."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Interrupts:
    """Ctrl-C raises ``KeyboardInterrupt`` at once, save while ``held`` is entered: then at its end.

    Python raises it wherever it stands, which may be after half of a write. Waiting for input must stay interruptible, so it
    does not do to look at a flag between rows either.
    """

    def __init__(self) -> None:
        self._holding = False
        self._pending = False

    @contextmanager
    def installed(self) -> Iterator[Interrupts]:
        """Handles the signal while entered; in threads other than the main one, which get no signals, it changes nothing."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        before = signal.signal(signal.SIGINT, self._handle)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keeps an interrupt back until the end of the block."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
            if self._pending:
                self._pending = False
                raise KeyboardInterrupt

    def _handle(self, *_: object) -> None:
        if self._holding:
            self._pending = True
        else:
            raise KeyboardInterrupt
