"""What a scan found, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.cli.screen import ACTION_STYLES, console
from weibofilter.verdict import Action
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections import Counter

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from weibofilter.cli.tally import Tally

_SHOWN = 10
"""Rules, categories and checks that are named; the others are in the output."""

_BAR = 24


def show_summary(tally: Tally, seconds: float) -> None:
    """Prints the counts of a scan to standard error."""
    screen = console(stderr=True)
    rate = tally.judged / seconds if seconds > 0 else 0.0
    screen.print(f"{tally.judged:,} posts in {seconds:.1f} s: {rate:,.0f} posts a second", style="bold", soft_wrap=True)
    screen.print(_verdicts(tally))
    for title, counts in (
        ("held by rule", tally.rules),
        ("held by category", tally.categories),
        ("let go by check", tally.dismissed),
        ("shadow rules", tally.shadow),
    ):
        if counts:
            screen.print()
            screen.print(_ranking(title, counts, tally.judged))
    if tally.shadow:
        told = f"  would hold {tally.only_shadow:,} of the posts that are allowed"
        screen.print(told, style="dim", soft_wrap=True)
    _show_bad(screen, tally)


def _verdicts(tally: Tally) -> Table:
    table = _table("verdict", tally.bad + tally.judged)
    for action in Action:
        table.add_row(_styled(action, ACTION_STYLES[action]), *_counted(tally.actions[action], tally.judged))
    return table


def _ranking(title: str, counts: Counter[str], posts: int) -> Table:
    table = _table(title, posts)
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]:
        table.add_row(_styled(visible(name), ""), *_counted(count, posts))
    if len(counts) > _SHOWN:
        table.add_row(_styled(f"and {len(counts) - _SHOWN:,} more", "dim"))
    return table


def _table(title: str, posts: int) -> Table:
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), title_justify="left")
    table.add_column(title, min_width=28)
    table.add_column("posts", justify="right", min_width=len(f"{posts:,}"))
    table.add_column("share", justify="right", min_width=8)
    table.add_column("", no_wrap=True)
    return table


def _styled(text: str, style: str) -> Text:
    from rich.text import Text  # noqa: PLC0415 - slow to import

    return Text(text, style)


def _counted(count: int, of: int) -> tuple[str, str, str]:
    share = count / of if of else 0.0
    return f"{count:,}", f"{share:.2%}", "━" * round(share * _BAR) or "╸" * bool(count)


def _show_bad(screen: Console, tally: Tally) -> None:
    if not tally.bad:
        return
    screen.print()
    screen.print(
        f"{tally.bad:,} could not be judged and {'are' if tally.bad > 1 else 'is'} in the output with the error:",
        style="bold red",
        soft_wrap=True,
    )
    for number, error in tally.first_bad:
        screen.print(f"  line {number:,}: {visible(error)}", soft_wrap=True)
    if tally.bad > len(tally.first_bad):
        screen.print(f"  and {tally.bad - len(tally.first_bad):,} more", soft_wrap=True)
