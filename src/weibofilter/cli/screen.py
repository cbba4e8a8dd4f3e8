"""Terminals: consoles that take posts literally, and posts with their hits marked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from weibofilter.verdict import Action
from weibofilter.visible import joined, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

ACTION_STYLES = {Action.ALLOW: "bold green", Action.FLAG: "bold yellow", Action.DELETE: "bold red"}
HIT_STYLES = {Action.ALLOW: "black on bright_black", Action.FLAG: "black on yellow", Action.DELETE: "white on red"}


def console(*, stderr: bool = False) -> Console:
    """A console on standard output or error, which finds no markup, emoji names or numbers in what it is given."""
    from rich.console import Console  # noqa: PLC0415 - slow to import

    class Literal(Console):
        """A console that leaves a broken pipe to us: rich's own answer is to exit with 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Literal(file=sys.stderr if stderr else sys.stdout, markup=False, emoji=False, highlight=False)


def shows_colour(where: Console) -> bool:
    """Whether colours reach the reader: a terminal that has some, and nobody said ``NO_COLOR``."""
    return where.is_terminal and where.color_system is not None and not where.no_color


def marked(post: str, spans: Iterable[tuple[int, int, Action]], *, colour: bool) -> Text:
    """The post on one line, hits coloured, or in ⟦brackets⟧ where there is no colour; overlapping hits are marked as one.

    >>> print(marked("有人种植大麻", [(4, 6, Action.DELETE)], colour=False))
    有人种植⟦大麻⟧
    """
    from rich.text import Text  # noqa: PLC0415 - slow to import

    shown, after = Text(), 0
    for start, end, action in joined(spans):
        shown.append(visible(post[after:start]))
        hit = visible(post[start:end])
        shown.append(hit if colour else f"⟦{hit}⟧", HIT_STYLES[action])
        after = end
    return shown.append(visible(post[after:]))
