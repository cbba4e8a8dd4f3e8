"""``weibofilter schema``: the format of word lists, for editors."""

from __future__ import annotations

import typer


def schema() -> None:
    """Prints the JSON Schema of word lists in TOML.

    An editor that knows Taplo (Even Better TOML) completes and checks a list that begins with the line
    #:schema wordlist.schema.json, where that is the name of a file with this output.

    Exit code: 0.
    """
    from weibofilter.rules.schema import shipped_schema  # noqa: PLC0415 - slow to import

    typer.echo(shipped_schema(), nl=False)
