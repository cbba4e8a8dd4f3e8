"""``weibofilter lint``: what there is to say of word lists, from faults that keep them from loading to rules that will over-block."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.diagnostics import show_diagnostics
from weibofilter.cli.options import Paths
from weibofilter.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.lint import Finding


class Format(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def lint(
    paths: Paths,
    form: Annotated[Format, typer.Option("--format", help="How to tell what is found.")] = Format.TEXT,
    mend: Annotated[
        bool, typer.Option("--fix", help="Make the edits that are safe, in the files: duplicates, spellings, hidden characters.")
    ] = False,
) -> None:
    """Checks word lists: faults, rules that will over-block, and rules and words that do nothing.

    Where the output is no terminal, each finding is one line: path:line:column: severity[code]: message.
    A comment in the list answers a finding: # lint: allow CODE reason.

    Exit code: 0, or 1 if there is an error.
    """
    from weibofilter.lint import lint as findings_of  # noqa: PLC0415 - slow to import
    from weibofilter.lint.fix import fix  # noqa: PLC0415 - slow to import

    if mend:
        made = fix(paths)
        typer.echo(f"{made} edit{'' if made == 1 else 's'} made", err=True)
    found = findings_of(paths)
    _show(found, form)
    counts = Counter(finding.diagnostic.severity for finding in found)
    told = ", ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}" for severity in Severity if counts[severity]
    )
    typer.echo(told or "no faults", err=True)
    if counts[Severity.ERROR]:
        raise typer.Exit(1)


def _show(found: Sequence[Finding], form: Format) -> None:
    if form is Format.TEXT:
        show_diagnostics([finding.diagnostic for finding in found])
        return
    from weibofilter import __version__  # noqa: PLC0415 - the package imports the engine, the command line alone does not
    from weibofilter.lint.report import as_json, as_sarif  # noqa: PLC0415 - slow to import

    typer.echo(as_json(found) if form is Format.JSON else as_sarif(found, __version__))
