"""Faults of word lists as a compiler shows them on a terminal: the line, a caret, the way out; one plain line each where nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from weibofilter.cli.screen import console, shows_colour
from weibofilter.errors import Diagnostic, render
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence


def show_diagnostics(found: Sequence[Diagnostic], *, stderr: bool = False) -> None:
    """Prints them in their order, rendered on a terminal, else one ``path:line:column`` line each."""
    screen = console(stderr=stderr)
    for diagnostic in found:
        if screen.is_terminal:
            told = render(diagnostic, color=shows_colour(screen), width=screen.width)
            typer.echo(f"{told}\n", err=stderr)
        else:
            typer.echo(visible(str(diagnostic)), err=stderr)
