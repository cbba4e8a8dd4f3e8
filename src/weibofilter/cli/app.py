"""The application: its commands, and ``main``, where the ``weibofilter`` script enters."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from weibofilter.cli.bench import bench
from weibofilter.cli.check import check
from weibofilter.cli.choose import RulesCommand
from weibofilter.cli.compile import compile_rules
from weibofilter.cli.examples import judge_examples
from weibofilter.cli.explain import explain
from weibofilter.cli.failure import GuardedGroup
from weibofilter.cli.impact import impact
from weibofilter.cli.lint import lint
from weibofilter.cli.report import report
from weibofilter.cli.review import review
from weibofilter.cli.scan import scan
from weibofilter.cli.schema import schema
from weibofilter.cli.serve import serve
from weibofilter.cli.suggest import suggest

app = typer.Typer(
    name="weibofilter",
    cls=GuardedGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        from weibofilter import __version__  # noqa: PLC0415 - the package imports the engine, the command line alone does not

        typer.echo(f"weibofilter {__version__}")
        raise typer.Exit


@app.callback()
def weibofilter(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Judges Chinese-language posts: allow, flag or delete, and says why.

    Exit codes: 2 for a wrong call, faulty rules, or a file that cannot be read or written; 130 when interrupted;
    141 when the reader of the output has gone. What else a code means, each command says.
    """


app.command("check", cls=RulesCommand)(check)
app.command("scan", cls=RulesCommand)(scan)
app.command("explain", cls=RulesCommand)(explain)
app.command("lint")(lint)
app.command("test")(judge_examples)
app.command("impact")(impact)
app.command("report", cls=RulesCommand)(report)
app.command("review")(review)
app.command("compile")(compile_rules)
app.command("suggest")(suggest)
app.command("schema")(schema)
app.command("bench", cls=RulesCommand)(bench)
app.command("serve", cls=RulesCommand)(serve)


def main() -> None:
    """Runs the command of ``sys.argv`` and exits with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of another encoding shows what it lacks as escapes, and stays alive
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="weibofilter")
