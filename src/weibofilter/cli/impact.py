"""``weibofilter impact``: what a change of rules does to a corpus, and a gate for it."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.corpus import Encoding, InputFormat, TextField, numbered_posts, reading
from weibofilter.cli.formats.records import dumps
from weibofilter.cli.options import PolicyFile, WithShipped

if TYPE_CHECKING:
    from weibofilter.filter import Filter
    from weibofilter.intervals import Share

NONE = "none"
_LIMIT = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(%?)")


class Shape(StrEnum):
    """How an impact is told."""

    TEXT = "text"
    JSON = "json"


Old = Annotated[
    str, typer.Argument(metavar="OLD", help="The rules as they are: a word list, a directory, a compiled rule set, or none.")
]
New = Annotated[str, typer.Argument(metavar="NEW", help="The rules as they are to be.")]
Corpus = Annotated[str, typer.Argument(metavar="CORPUS", help="Posts, in any file that scan reads; - for standard input.")]
Limit = Annotated[
    str | None,
    typer.Option(
        "--max-new-holds", metavar="RATE", help="Exit with 1 if more are newly held: 0.1% or 0.001.", show_default=False
    ),
]
NewPolicy = Annotated[
    Path | None,
    typer.Option(
        "--new-policy", metavar="FILE", help="The policy of NEW, if it is another one than --policy.", show_default=False
    ),
]
Samples = Annotated[int, typer.Option("--samples", min=0, metavar="N", help="Posts shown of each kind of change.")]
Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that look for posts, for each rule set.")]
Form = Annotated[Shape, typer.Option("--format", help="In words, or as JSON.")]


def impact(
    old: Old,
    new: New,
    corpus: Corpus,
    max_new_holds: Limit = None,
    form: Form = Shape.TEXT,
    samples: Samples = 5,
    workers: Workers = 1,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
    new_policy: NewPolicy = None,
    text_field: TextField = "text",
    input_format: InputFormat = None,
    encoding: Encoding = "utf-8",
) -> None:
    """Tells which verdicts change when rules change: how many, by which rules, with which posts.

    Rates are of the corpus, with the 95 % interval of what they would be in all posts that it was drawn from. Only
    rules that differ are looked for, so a small change of many rules costs a million posts little.

    Exit code: 0; 1 if --max-new-holds is exceeded, or no post could be judged to tell.
    """
    from weibofilter.cli.impact_text import show_impact  # noqa: PLC0415 - slow to import
    from weibofilter.impact.compare import compare  # noqa: PLC0415 - slow to import
    from weibofilter.impact.report import to_json  # noqa: PLC0415 - slow to import

    limit = None if max_new_holds is None else parsed_limit(max_new_holds)
    before = _filter(old, with_shipped=with_shipped, policy=policy)
    after = _filter(new, with_shipped=with_shipped, policy=new_policy or policy)
    bad: list[int] = []
    posts = numbered_posts(corpus, reading(text_field, input_format, encoding), bad)
    found = compare(before, after, posts, workers=workers, samples=samples)
    passes = limit is None or (found.new_holds.of > 0 and found.new_holds.rate <= limit)
    if form is Shape.JSON:
        gate = None if limit is None else {"max_new_holds": limit, "passed": passes}
        typer.echo(dumps({**to_json(found), "bad": len(bad), "gate": gate}))
    else:
        show_impact(found)
    if bad:
        typer.echo(f"{len(bad):,} rows could not be judged, the first is line {bad[0]:,}", err=True)
    if limit is not None:
        _tell_gate(found.new_holds, limit, passes=passes)
    if not passes:
        raise typer.Exit(1)


def _filter(name: str, *, with_shipped: bool, policy: Path | None) -> Filter:
    """The filter of one path; of no rules if it is ``none``, but for the shipped ones if they are asked for."""
    if name != NONE:
        return chosen_filter([Path(name)], with_shipped=with_shipped, policy=policy)
    if with_shipped:
        return chosen_filter(None, policy=policy)
    from weibofilter.filter import Filter  # noqa: PLC0415 - slow to import
    from weibofilter.fold import skeleton_fold  # noqa: PLC0415 - slow to import
    from weibofilter.policy import Policy  # noqa: PLC0415 - slow to import
    from weibofilter.rules.compile import compile_rules  # noqa: PLC0415 - slow to import

    return Filter(compile_rules((), skeleton_fold()), Policy(), {})


def parsed_limit(text: str) -> float:
    """The rate that is meant: of 0.1% it is 0.001.

    >>> parsed_limit("0.1%"), parsed_limit("0.001")
    (0.001, 0.001)
    """
    found = _LIMIT.fullmatch(text.strip())
    rate = float(found[1]) / (100 if found[2] else 1) if found else -1.0
    if not 0 <= rate <= 1 or (found and not found[2] and rate == 1):
        raise typer.BadParameter(
            f"{text!r} is no rate: write a percentage, as in 0.1%, or a fraction, as in 0.001", param_hint="--max-new-holds"
        )
    return rate


def _tell_gate(found: Share, limit: float, *, passes: bool) -> None:
    if not found.of:
        typer.echo(f"no post could be judged, so nothing shows that at most {limit:.4%} would be newly held", err=True)
        return
    told = f"newly held: {found.rate:.4%} of the posts, at most {limit:.4%} are allowed"
    typer.echo(told if passes else f"too many {told}", err=True)
    if passes and found.high > limit:
        typer.echo(f"but {found.of:,} posts cannot show it: in all posts it may be up to {found.high:.4%}", err=True)
