"""``weibofilter bench``: how fast rules are on posts, and which of them cost the time."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.corpus import Encoding, InputFormat, TextField, numbered_posts, reading
from weibofilter.cli.formats.records import InputError, dumps
from weibofilter.cli.impact import Form, Shape
from weibofilter.cli.options import PolicyFile, Rules, WithShipped
from weibofilter.cli.screen import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.table import Table

    from weibofilter.bench import Measurement, RuleCost

_WIDTH = 120
"""Columns of a table that goes to a file: enough for the longest names of rules."""

Name = Annotated[str, typer.Argument(metavar="FILE", help="Your posts, in any file that scan reads; - for standard input.")]
Most = Annotated[int, typer.Option("--most", min=1, metavar="N", help="Posts to measure with: the first of the file.")]
Rounds = Annotated[int, typer.Option("--rounds", min=1, metavar="N", help="Rounds in bulk; their median is told.")]
Shown = Annotated[int, typer.Option("--top", min=1, metavar="N", help="Rules that are named, the dearest first.")]


def bench(
    name: Name,
    most: Most = 20_000,
    rounds: Rounds = 3,
    top: Shown = 10,
    form: Form = Shape.TEXT,
    rules: Rules = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
    text_field: TextField = "text",
    input_format: InputFormat = None,
    encoding: Encoding = "utf-8",
) -> None:
    """Measures how fast your rules are on your posts, and names the rules that cost most.

    In bulk is CPU time of check_many; one by one is the time that a call of check takes, by the clock. A rule's time
    is what verifying its hits takes by itself. JSON has every rule. Progress goes to standard error.
    """
    from weibofilter.bench import measure  # noqa: PLC0415 - slow to import

    bad: list[int] = []
    layout = reading(text_field, input_format, encoding)
    numbered = list(islice(numbered_posts(name, layout, bad), most))
    if not numbered:
        raise InputError(f"{name}: has no posts to measure with")
    chosen = chosen_filter(rules, with_shipped=with_shipped, policy=policy)
    with _progress() as tell:
        found = measure(chosen, [post for _, post in numbered], rounds=rounds, tell=tell)
    line = numbered[found.single.slowest][0]
    if form is Shape.JSON:
        typer.echo(dumps({**to_json(found), "bad": len(bad), "slowest_line": line}))
    else:
        _show(found, top, line)
    if bad:
        typer.echo(f"{len(bad):,} rows hold no post, the first is line {bad[0]:,}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error where somebody watches it, else a line for each stage."""
    if not sys.stderr.isatty():
        yield lambda stage, _: typer.echo(f"{stage} ...", err=True)
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415 - slow to import

    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


def to_json(found: Measurement) -> dict[str, Any]:
    """All that was measured; times in microseconds, those of rules and views a post of the corpus."""
    return {
        "posts": found.posts,
        "characters": found.characters,
        "held": found.held,
        "found": found.parts.found,
        "bulk": {"micros": found.bulk_micros, "posts_a_second": 1e6 / found.bulk_micros},
        "single": {f"p{percent:g}": micros for percent, micros in found.single.percentiles.items()},
        "views": {view: _micros(spent, found) for view, spent in found.parts.views.items()},
        "rules": [_rule_to_json(cost, found) for cost in found.parts.rules],
    }


def _rule_to_json(cost: RuleCost, found: Measurement) -> dict[str, Any]:
    return {
        "rule": cost.rule,
        "micros": _micros(cost.seconds, found),
        "posts": cost.posts,
        "hits": cost.hits,
        "held": cost.held,
        "dismissed": cost.dismissed,
    }


def _micros(spent: float, found: Measurement) -> float:
    return 1e6 * spent / found.posts


def _show(found: Measurement, top: int, line: int) -> None:
    screen = console()
    if not screen.is_terminal:
        screen.width = _WIDTH
    share = found.parts.found / found.posts
    screen.print(
        f"{found.posts:,} posts of {found.characters / found.posts:.0f} characters on average, {found.held:,} held; "
        f"in {share:.1%} something was found, which was then verified",
        soft_wrap=True,
    )
    percentiles = found.single.percentiles
    times = ", ".join(f"p{percent:g} {percentiles[percent]:,.0f}" for percent in sorted(percentiles) if 50 < percent < 100)
    screen.print(f"in bulk     {found.bulk_micros:,.1f} µs a post, {1e6 / found.bulk_micros:,.0f} posts a second on one core")
    screen.print(
        f"one by one  median {percentiles[50.0]:,.0f} µs, {times}, at most {percentiles[100.0]:,.0f} (line {line:,})",
        soft_wrap=True,
    )
    if found.parts.views:
        screen.print()
        screen.print(_views(found))
    if found.parts.rules:
        screen.print()
        screen.print(_dearest(found.parts.rules, top, found))


def _views(found: Measurement) -> Table:
    table = _table("view", "µs a post")
    for view, spent in found.parts.views.items():
        table.add_row(view, f"{_micros(spent, found):,.2f}")
    return table


def _dearest(costs: Sequence[RuleCost], top: int, found: Measurement) -> Table:
    table = _table("rule", "µs a post", "posts", "hits", "held", "dismissed", left="mostly by")
    for cost in costs[:top]:
        dismissed = sum(cost.dismissed.values())
        mostly = max(cost.dismissed, key=cost.dismissed.__getitem__, default="")
        counts = (cost.posts, cost.hits, cost.held, dismissed)
        table.add_row(cost.rule, f"{_micros(cost.seconds, found):,.2f}", *(f"{count:,}" for count in counts), mostly)
    if len(costs) > top:
        rest = sum(cost.seconds for cost in costs[top:])
        table.add_row(f"and {len(costs) - top:,} more", f"{_micros(rest, found):,.2f}")
    return table


def _table(title: str, *numbers: str, left: str = "") -> Table:
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(title, min_width=28, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right")
    if left:
        table.add_column(left)
    return table
