"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from weibofilter.explain import Language

Post = Annotated[
    str, typer.Argument(metavar="TEXT", help="The post; - takes all of standard input as one post.", show_default=False)
]

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Word lists, or directories of them.", show_default=False)]

Lists = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Word lists, or directories of them.", show_default=False)
]

Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="PATH...",
        help="Word lists, directories of them, or a compiled rule set, instead of the shipped lists. "
        "Takes several paths, and may be repeated.",
        show_default=False,
    ),
]

WithShipped = Annotated[bool, typer.Option("--with-shipped", help="Take the shipped word lists as well.")]

PolicyFile = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="A policy: which action each category has.", show_default=False),
]

Lang = Annotated[Language, typer.Option("--lang", envvar="WEIBOFILTER_LANG", help="The language that reasons are worded in.")]
