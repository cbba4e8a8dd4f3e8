"""``weibofilter test``: each rule against the examples that stand beside it in its file."""

# ruff: noqa: TC001, TC003 - typer reads the annotations of a command when it runs

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.diagnostics import show_diagnostics
from weibofilter.cli.failure import FAILED
from weibofilter.cli.options import Lists, PolicyFile, WithShipped
from weibofilter.errors import Severity
from weibofilter.visible import visible

if TYPE_CHECKING:
    from weibofilter.testing.examples import Outcome, Run

_MARKS = {"passed": ".", "failed": "F", "skipped": "s"}
_ROW = 60

Junit = Annotated[
    Path | None, typer.Option("--junit", metavar="FILE", help="Write the outcomes as JUnit XML, too.", show_default=False)
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every example.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Name failures alone.")]


def judge_examples(
    paths: Lists = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
    junit: Junit = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Runs each rule's examples: every hit must be held by that very rule, no miss may be.

    A failure is told with what each stage saw of the post. Rules are run whatever their dates; a shadow rule is asked
    for what it would have held. A file that does not load is told, and the others are run.

    Exit code: 0, or 1 if an example fails, or 2 if a file does not load.
    """
    if not paths and not with_shipped:
        raise typer.BadParameter("name the word lists to test, or say --with-shipped", param_hint="PATH...")
    from weibofilter.policy import read_policy  # noqa: PLC0415 - slow to import
    from weibofilter.testing.examples import Status, run_examples  # noqa: PLC0415 - slow to import

    run = run_examples(*(paths or ()), shipped=with_shipped, policy=None if policy is None else read_policy(policy))
    faults = [fault for fault in run.diagnostics if fault.severity is Severity.ERROR]
    show_diagnostics(faults, stderr=True)
    if not quiet:
        _show_progress(run.outcomes, verbose=verbose)
    for outcome in run.of(Status.FAILED):
        typer.echo(visible(str(outcome)))
        for stage in outcome.stages:
            typer.echo(f"    {stage.name:16}{visible(stage.told)}")
    typer.echo(_summary(run))
    if junit is not None:
        _write_junit(junit, run)
    if faults:
        raise typer.Exit(FAILED)
    if run.of(Status.FAILED):
        raise typer.Exit(1)


def _show_progress(outcomes: Sequence[Outcome], *, verbose: bool) -> None:
    """A mark for each example after its file's name, or a line for each."""
    for path, some in groupby(outcomes, key=lambda outcome: outcome.example.place.path if outcome.example.place else ""):
        own = list(some)
        if verbose:
            for outcome in own:
                typer.echo(
                    visible(f"{outcome.example.place}: {outcome.status} {outcome.example.name} {outcome.example.post.text!r}")
                )
            continue
        marks = "".join(_MARKS[outcome.status] for outcome in own)
        for start in range(0, len(marks), _ROW):
            typer.echo(f"{visible(path)} {marks[start : start + _ROW]}")


def _summary(run: Run) -> str:
    from weibofilter.testing.examples import Status  # noqa: PLC0415 - slow to import

    counts = {status: len(run.of(status)) for status in Status}
    skipped = f", {counts[Status.SKIPPED]} skipped" if counts[Status.SKIPPED] else ""
    rules = len({outcome.example.rule.name for outcome in run.outcomes})
    told = f"{counts[Status.PASSED]} passed, {counts[Status.FAILED]} failed{skipped}"
    return f"{told}; {len(run.outcomes)} examples of {rules} rules"


def _write_junit(path: Path, run: Run) -> None:
    from weibofilter.files import write_atomically  # noqa: PLC0415 - slow to import
    from weibofilter.testing.junit import junit_xml  # noqa: PLC0415 - slow to import

    write_atomically(path, junit_xml(run))
