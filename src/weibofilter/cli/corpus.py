"""Posts of a file, for commands that read a corpus and write none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.formats import Format
from weibofilter.cli.formats.files import NO_FIELD, Layout, open_input

if TYPE_CHECKING:
    from collections.abc import Iterator

TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="The field or column of the posts.")]
InputFormat = Annotated[
    Format | None, typer.Option("--input-format", help="The format, where the name does not tell it.", show_default=False)
]
Encoding = Annotated[str, typer.Option("--encoding", metavar="NAME", help="The corpus's, such as gb18030 or big5.")]


def reading(text_field: str, form: Format | None = None, encoding: str = "utf-8") -> Layout:
    """How to read a corpus, which may be what a scan has written."""
    return Layout(text_field, NO_FIELD, form, encoding=encoding)


def numbered_posts(name: str, layout: Layout, bad: list[int]) -> Iterator[tuple[int, str]]:
    """The posts of a file, each with its line; the lines that hold none are added to ``bad``."""
    with open_input(name, layout) as opened:
        for record in opened.reader:
            if record.text is None:
                bad.append(record.number)
            else:
                yield record.number, record.text
