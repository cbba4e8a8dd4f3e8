"""``weibofilter report``: the page of ``scan --report``, of what a scan wrote before."""

# ruff: noqa: TC001, TC003 - typer reads the annotations of a command when it runs

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Annotated, Any

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.options import Lang, Rules, WithShipped
from weibofilter.cli.reporting import refuse_report, show_report
from weibofilter.cli.told_rows import Problems, rows_of
from weibofilter.explain import Language
from weibofilter.verdict import Verdict

Results = Annotated[str, typer.Argument(metavar="RESULTS", help="What scan wrote: rows with their verdicts.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="HTML", help="The page.", show_default=False)]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="The field or column of the posts.")]
VerdictField = Annotated[str, typer.Option("--field", metavar="NAME", help="The field or column of the verdicts.")]
DateField = Annotated[str, typer.Option("--date-field", metavar="NAME", help="The field or column of the posts' dates.")]


def report(
    results: Results,
    output: Output,
    text_field: TextField = "text",
    verdict_field: VerdictField = "verdict",
    date_field: DateField = "date",
    lang: Lang = Language.EN,
    rules: Rules = None,
    with_shipped: WithShipped = False,
) -> None:
    """Makes the page of scan --report from what a scan wrote, also if it was resumed or is not at its end.

    Rows that hold no verdict of this version, as the last one of a file that is still written, are told and passed
    over. The rules only give the categories their names.

    Exit code: 0.
    """
    refuse_report(output, [results])
    problems = Problems()
    categories = chosen_filter(rules, with_shipped=with_shipped)
    with show_report(output, categories, lang, PurePath(results).name, date_field) as reporter:
        for record, row in rows_of(results, text_field, problems):
            try:
                verdict = verdict_of(row, verdict_field)
            except ValueError as error:
                problems.add(results, record.number, str(error))
            else:
                reporter.add([(record, verdict)])
    problems.show()


def verdict_of(row: Mapping[str, Any], field: str) -> Verdict:
    """The verdict that a row of a scan's output holds, as an object or as JSON text. ValueError, with the reason, if it holds none.

    >>> verdict_of({"text": "大麻", "error": "not JSON", "line": 3}, "verdict")
    Traceback (most recent call last):
    ...
    ValueError: the scan could not judge it: not JSON
    """
    said = row.get(field)
    if isinstance(said, str):
        said = json.loads(said)
    failed = row if said is None else said
    if isinstance(failed, dict) and "error" in failed and "action" not in failed:
        raise ValueError(f"the scan could not judge it: {failed['error']}")
    if said is None:
        raise ValueError(f"no verdict in field {field!r}")
    return Verdict.from_dict(said)
