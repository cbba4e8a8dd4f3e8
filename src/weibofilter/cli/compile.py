"""``weibofilter compile``: word lists to one file that opens at once."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.formats.records import InputError
from weibofilter.cli.key import signing_key
from weibofilter.cli.options import Lists, PolicyFile, WithShipped
from weibofilter.cli.screen import console
from weibofilter.rules.rule import Combination, Keywords, Regex, Rule

if TYPE_CHECKING:
    from rich.table import Table

    from weibofilter.filter import Filter

Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The compiled rule set.", show_default=False)]


def compile_rules(output: Output, paths: Lists = None, with_shipped: WithShipped = False, policy: PolicyFile = None) -> None:
    """Compiles word lists, and shows what each view costs.

    Use it as --rules FILE, or from Python by Filter.open(FILE). The file is written whole or not at all, and signed
    if WEIBOFILTER_KEY_FILE names a file with a key.
    """
    if not paths and not with_shipped:
        raise typer.BadParameter("name the word lists to compile, or say --with-shipped", param_hint="PATH...")
    if output.suffix in {".toml", ".txt"} or output.is_dir():
        raise InputError(
            f"{output}: a compiled rule set must not look like a word list or be a directory: name it {output.stem}.rules"
        )
    chosen = chosen_filter(paths, with_shipped=with_shipped, policy=policy)
    chosen.save(output, key=signing_key())
    screen = console(stderr=True)
    screen.print(f"{len(chosen.rules):,} rules, {sum(map(words_of, chosen.rules)):,} keywords", costs(chosen), sep="\n")
    screen.print(f"{output}: {output.stat().st_size:,} bytes, digest {chosen.digest[:12]}", soft_wrap=True)


def words_of(rule: Rule) -> int:
    """How many keywords the rule has, those of every group counted."""
    match rule.pattern:
        case Keywords(words):
            return len(words)
        case Combination(groups):
            return sum(map(len, groups))
        case Regex():
            return 0


def costs(chosen: Filter) -> Table:
    """What each view costs, as a table."""
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("view")
    for name in ("patterns", "seconds", "bytes"):
        table.add_column(name, justify="right")
    for view, cost in chosen.costs.items():
        table.add_row(view, f"{cost.patterns:,}", "" if cost.seconds is None else f"{cost.seconds:.3f}", f"{cost.bytes:,}")
    return table
