"""``weibofilter lint``: everything that loading word lists has to say about them."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

from collections import Counter

import typer

from weibofilter.cli.diagnostics import show_diagnostics
from weibofilter.cli.options import Paths
from weibofilter.errors import Diagnostic, Severity, WordlistError


def lint(paths: Paths) -> None:
    """Checks word lists, and shows every fault of every file at its line.

    Where the output is no terminal, each is one line: path:line:column: severity[code]: message.

    Exit code: 0, or 1 if there is an error.
    """
    found = diagnostics(paths)
    show_diagnostics(found)
    counts = Counter(diagnostic.severity for diagnostic in found)
    told = ", ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}" for severity in Severity if counts[severity]
    )
    typer.echo(told or "no faults", err=True)
    if counts[Severity.ERROR]:
        raise typer.Exit(1)


def diagnostics(paths: Paths) -> tuple[Diagnostic, ...]:
    """What reading these word lists finds, whether they load or not."""
    from weibofilter.rules.wordlist import read_wordlists  # noqa: PLC0415 - slow to import

    try:
        return read_wordlists(paths).diagnostics
    except WordlistError as error:
        return error.diagnostics
