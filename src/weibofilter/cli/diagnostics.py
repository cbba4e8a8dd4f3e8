"""Faults of word lists as a compiler shows them: the line, a caret, the way out; one plain line each where nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from weibofilter.cli.screen import console
from weibofilter.errors import Diagnostic, Severity
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_CONTEXT = 60
"""Cells of the line shown before the caret, and after it: a file of one long line is still a file."""


def show_diagnostics(found: Sequence[Diagnostic], *, stderr: bool = False) -> None:
    """Prints them in their order, rendered on a terminal, else one ``path:line:column`` line each."""
    screen = console(stderr=stderr)
    for diagnostic in found:
        if screen.is_terminal:
            screen.print(rendered(diagnostic), soft_wrap=True)
        else:
            typer.echo(visible(str(diagnostic)), err=stderr)  # a long list has thousands, and rich takes its time for each


def rendered(diagnostic: Diagnostic) -> Text:
    """The diagnostic with its source line and a caret under its column.

    >>> from weibofilter.errors import Location
    >>> print(rendered(Diagnostic("bad-regex", Location("诈骗.toml", 12, 4), "bad", "good", source='刷单=["刷"]')))
    error[bad-regex]: bad
      --> 诈骗.toml:12:4
       |
    12 | 刷单=["刷"]
       |      ^
       = good
    <BLANKLINE>
    """
    from rich.text import Text  # noqa: PLC0415 - slow to import

    style = _STYLES[diagnostic.severity]
    margin = " " * len(str(diagnostic.location.line))
    shown = Text()
    shown.append(f"{diagnostic.severity}[{diagnostic.code}]", style).append(f": {visible(diagnostic.message)}\n", "bold")
    shown.append(f"{margin}--> ", "blue").append(f"{visible(str(diagnostic.location))}\n")
    if diagnostic.source:
        before, after = _around(diagnostic)
        shown.append(f"{margin} |\n{diagnostic.location.line} | ", "blue").append(f"{before}{after}\n")
        shown.append(f"{margin} | ", "blue").append(f"{' ' * Text(before).cell_len}^\n", style)
    if diagnostic.help:
        shown.append(f"{margin} = ", "blue").append(f"{visible(diagnostic.help)}\n")
    return shown


def _around(diagnostic: Diagnostic) -> tuple[str, str]:
    """The source line before the column and from it on, cut where it is long."""
    at = diagnostic.location.column - 1
    before, after = diagnostic.source[:at].expandtabs(4), diagnostic.source[at:].replace("\t", " ")
    kept_before = before if len(before) <= _CONTEXT else f"…{before[-_CONTEXT:]}"
    kept_after = after if len(after) <= _CONTEXT else f"{after[:_CONTEXT]}…"
    return visible(kept_before), visible(kept_after)
