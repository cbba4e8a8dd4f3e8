"""How far a scan has come, on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from weibofilter.cli.formats.streams import STANDARD
from weibofilter.cli.screen import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as Bar

    from weibofilter.cli.formats.files import Input
    from weibofilter.cli.tally import Tally


class Progress(Protocol):
    """Is told after each batch how things stand."""

    def update(self, tally: Tally) -> None:
        """Shows this."""


class NoProgress:
    """Shows nothing."""

    def update(self, tally: Tally) -> None:
        """Does nothing with it."""


class BarProgress:
    """A bar over the bytes or rows of the input, with the posts judged and held so far."""

    def __init__(self, bar: Bar, opened: Input) -> None:
        self._bar = bar
        self._opened = opened
        self._task = bar.add_task("", total=opened.size, posts="0", held="0")

    def update(self, tally: Tally) -> None:
        """Moves the bar to where the input is."""
        self._bar.update(self._task, completed=self._opened.position(), posts=f"{tally.judged:,}", held=f"{tally.held:,}")


@contextmanager
def show_progress(opened: Input, output: str, *, quiet: bool) -> Iterator[Progress]:
    """A bar, where somebody watches standard error and the rows do not run over the same screen."""
    if quiet or not sys.stderr.isatty() or (output == STANDARD and sys.stdout.isatty()):
        yield NoProgress()
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - slow to import
    from rich.progress import Progress as Bar  # noqa: PLC0415 - slow to import

    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.fields[posts]} posts, {task.fields[held]} held"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        yield BarProgress(bar, opened)
