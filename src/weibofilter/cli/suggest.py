"""``weibofilter suggest``: keywords that the lists lack, from labelled posts."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

from typing import Annotated

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.corpus import reading
from weibofilter.cli.formats.files import open_input
from weibofilter.cli.options import PolicyFile, Rules, WithShipped

Harmful = Annotated[str, typer.Option("--harmful", metavar="FILE", help="Posts that should be held.", show_default=False)]
Benign = Annotated[str, typer.Option("--benign", metavar="FILE", help="Posts that should be allowed.", show_default=False)]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="The field or column of the posts.")]
Most = Annotated[int, typer.Option("--most", min=1, help="How many suggestions at most.")]
MinNew = Annotated[int, typer.Option("--min-new", min=1, help="Harmful posts a suggestion must newly hold.")]
MaxBenign = Annotated[float, typer.Option("--max-benign", min=0, max=1, help="Share of the benign posts a suggestion may hold.")]


def suggest(
    harmful: Harmful,
    benign: Benign,
    rules: Rules = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
    text_field: TextField = "text",
    most: Most = 50,
    min_new: MinNew = 3,
    max_benign: MaxBenign = 0.0005,
) -> None:
    """Proposes keywords and pairs that would hold harmful posts which no rule holds yet; prints a word list to edit.

    Words and runs of characters are counted in both files, as the fold reads them. Posts that the rules (the shipped ones,
    or those of --rules) hold already are left out.
    """
    from weibofilter.suggest import Limits, as_list  # noqa: PLC0415 - slow to import
    from weibofilter.suggest import suggest as suggestions  # noqa: PLC0415 - slow to import

    known = chosen_filter(rules, with_shipped=with_shipped, policy=policy)
    bad, good = (read_posts(name, text_field) for name in (harmful, benign))
    limits = Limits(min_new=min_new, max_benign=max_benign, most=most)
    for piece in as_list(suggestions(bad, good, known, limits), len(bad), len(good)):
        typer.echo(piece, nl=False)


def read_posts(name: str, text_field: str) -> list[str]:
    """The posts of a file; rows that hold none are told on standard error and left out."""
    posts: list[str] = []
    with open_input(name, reading(text_field)) as opened:
        for record in opened.reader:
            if record.text is None:
                typer.echo(f"{name}:{record.number}: {record.error}", err=True)
            else:
                posts.append(record.text)
    return posts
