"""``weibofilter review``: rules by what moderators made of their holds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.formats.records import dumps
from weibofilter.cli.told_rows import Problems, rows_of
from weibofilter.review import Hold, Review, RuleReview, hold_of
from weibofilter.review import review as reviewed
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.table import Table

    from weibofilter.intervals import Share


class Shape(StrEnum):
    """How a review is told."""

    TEXT = "text"
    JSON = "json"


Results = Annotated[str, typer.Argument(metavar="RESULTS", help="What scan wrote: rows with their verdicts.")]
Labels = Annotated[str, typer.Argument(metavar="LABELS", help="What moderators decided, in any file that scan reads.")]
IdField = Annotated[
    str | None,
    typer.Option(
        "--id-field", metavar="NAME", help="The field that names a post in both files; without it, its text.", show_default=False
    ),
]
DecisionField = Annotated[str, typer.Option("--decision-field", metavar="NAME", help="The field of the decisions.")]
Kept = Annotated[list[str], typer.Option("--kept", metavar="WORD", help="What says that the hold was right; may be repeated.")]
Overturned = Annotated[
    list[str], typer.Option("--overturned", metavar="WORD", help="What says that it was wrong; may be repeated.")
]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="The field or column of the posts.")]
VerdictField = Annotated[str, typer.Option("--field", metavar="NAME", help="The field or column of the verdicts.")]
Form = Annotated[Shape, typer.Option("--format", help="In words, or as JSON.")]


def review(
    results: Results,
    labels: Labels,
    id_field: IdField = None,
    decision_field: DecisionField = "decision",
    kept: Kept = ["kept"],  # noqa: B006 - typer copies it
    overturned: Overturned = ["overturned"],  # noqa: B006 - typer copies it
    text_field: TextField = "text",
    verdict_field: VerdictField = "verdict",
    form: Form = Shape.TEXT,
) -> None:
    """Tells how often each rule was right, by what moderators decided about the posts that it held: the worst first.

    Precision is the share of decided posts that were kept, with its 95 % interval. Rows that tell nothing, as the last
    one of a file that is still written, are told and passed over; of several decisions about a post the last counts.

    Exit code: 0.
    """
    problems = Problems()
    decided = dict(_decisions(labels, id_field or text_field, decision_field, _words(kept, overturned), problems))
    found = reviewed(_holds(results, id_field, text_field, verdict_field, problems), decided)
    if form is Shape.JSON:
        typer.echo(dumps({**found.to_json(), "bad": problems.count}))
    else:
        _show(found)
    problems.show()
    if found.unknown:
        named = "、".join(map(visible, found.first_unknown))
        more = "…" if found.unknown > len(found.first_unknown) else ""
        typer.echo(f"{found.unknown:,} decisions are about posts that {results} does not have: {named}{more}", err=True)


def _words(kept: Sequence[str], overturned: Sequence[str]) -> dict[str, bool]:
    words = {word.casefold(): True for word in kept} | {word.casefold(): False for word in overturned}
    if len(words) < len({*kept}) + len({*overturned}):
        raise typer.BadParameter(
            "a word says both that a hold was right and that it was wrong", param_hint="--kept, --overturned"
        )
    return words


def _decisions(
    name: str, key_field: str, decision_field: str, words: Mapping[str, bool], problems: Problems
) -> Iterator[tuple[str, bool]]:
    for record, row in rows_of(name, decision_field, problems):
        key, decision = row.get(key_field), str(record.text)
        known = words.get(decision.strip().casefold())
        if key is None:
            problems.add(name, record.number, f"no field {key_field!r}, which names the post")
        elif known is None:
            problems.add(name, record.number, f"decision {decision!r} is none of {', '.join(words)}")
        else:
            yield str(key), known


def _holds(name: str, id_field: str | None, text_field: str, verdict_field: str, problems: Problems) -> Iterator[Hold]:
    for record, row in rows_of(name, text_field, problems):
        try:
            yield hold_of(row, id_field=id_field, text_field=text_field, verdict_field=verdict_field)
        except ValueError as error:
            problems.add(name, record.number, str(error))


def _show(found: Review) -> None:
    from weibofilter.cli.screen import console  # noqa: PLC0415 - slow to import

    screen = console()
    screen.print(
        f"{found.posts:,} posts, {found.held:,} held, {found.unlabelled:,} of these undecided", style="bold", soft_wrap=True
    )
    for title, rules in (("rule", found.rules), ("shadow rule (held nothing)", found.shadow)):
        if rules:
            screen.print()
            screen.print(_table(title, rules))
    for one in found.rules:
        if one.samples:
            screen.print(f"\noverturned, held by {visible(one.rule)}", style="bold", soft_wrap=True)
        for text in one.samples:
            screen.print(f"  {visible(text)}", soft_wrap=True)


def _table(title: str, rules: Sequence[RuleReview]) -> Table:
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("precision", "95 %", "kept", "overturned", "alone"):
        table.add_column(column, justify="right")
    table.add_column(title, overflow="fold")
    for one in rules:
        alone = f"{one.alone_kept:,}/{one.alone.of:,}"
        table.add_row(*_percent(one.precision), f"{one.kept:,}", f"{one.overturned:,}", alone, visible(one.rule))
    return table


def _percent(one: Share) -> tuple[str, str]:
    return (f"{one.rate:.1%}", f"{one.low:.0%} to {one.high:.0%}") if one.of else ("", "undecided")
