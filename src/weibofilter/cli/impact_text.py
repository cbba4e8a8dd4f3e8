"""An impact as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.cli.screen import ACTION_STYLES, console, marked, shows_colour
from weibofilter.impact.report import ranked, ranked_rules
from weibofilter.visible import spans_of, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from weibofilter.impact import Change, Impact, RuleImpact
    from weibofilter.impact.compare import Move
    from weibofilter.impact.rules import RuleChanges
    from weibofilter.intervals import Share

_NAMED = 20
"""Rules that are named; JSON has them all."""


def show_impact(found: Impact) -> None:
    """Prints what changes: verdicts, rules, shadow rules, sampled posts."""
    screen = console()
    changes = found.rule_changes
    told = f"{len(changes.added)} added, {len(changes.removed)} removed, {len(changes.changed)} changed"
    screen.print(f"{found.posts:,} posts; rules: {told}", style="bold", soft_wrap=True)
    if not found.moves and not found.same_action and not found.shadow:
        screen.print("no verdict changes", soft_wrap=True)
        return
    screen.print()
    screen.print(_moves(found))
    for title, rules in (("rule", found.rules), ("shadow rule (holds nothing)", found.shadow)):
        if rules:
            screen.print()
            screen.print(_rules(title, rules, changes))
    for move in sorted(found.samples):
        _show_samples(screen, move, found)


def _moves(found: Impact) -> Table:
    table = _table("verdict", "posts", "rate", "95 % interval")
    for move, _ in ranked(found.moves):
        table.add_row(_move(move), *_share(found.rate(move)))
    if found.same_action:
        table.add_row("same, other reasons", f"{found.same_action:,}")
    table.add_section()
    table.add_row("newly held", *_share(found.new_holds))
    table.add_row("released", *_share(found.released))
    return table


def _share(one: Share) -> tuple[str, str, str]:
    return f"{one.count:,}", f"{one.rate:.3%}", f"{one.low:.3%} to {one.high:.3%}"


def _rules(title: str, rules: Mapping[str, RuleImpact], changes: RuleChanges) -> Table:
    table = _table(title, "is", "newly", "no longer", "otherwise", "verdicts")
    for rule, one in ranked_rules(rules)[:_NAMED]:
        moves = ", ".join(f"{_plain_move(move)} {count:,}" for move, count in ranked(one.moves))
        table.add_row(visible(rule), changes.of(rule), f"{one.newly:,}", f"{one.no_longer:,}", f"{one.otherwise:,}", moves)
    if len(rules) > _NAMED:
        table.add_row(f"and {len(rules) - _NAMED:,} more")
    return table


def _table(*columns: str) -> Table:
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), title_justify="left")
    for number, column in enumerate(columns):
        is_count = column in {"posts", "rate", "newly", "no longer", "otherwise"}
        table.add_column(column, justify="right" if is_count else "left", min_width=20 if not number else None, overflow="fold")
    return table


def _plain_move(move: Move) -> str:
    return f"{move[0]} → {move[1]}" if move[0] is not move[1] else f"still {move[0]}"


def _move(move: Move) -> Text:
    from rich.text import Text  # noqa: PLC0415 - slow to import

    return Text.assemble((move[0], ACTION_STYLES[move[0]]), " → ", (move[1], ACTION_STYLES[move[1]]))


def _show_samples(screen: Console, move: Move, found: Impact) -> None:
    kept = found.samples[move]
    count = found.moves[move] if move[0] is not move[1] else found.same_action
    if not kept:
        return
    other = "" if move[0] is not move[1] else " for other reasons"
    screen.print(f"\n{_plain_move(move)}{other}, {len(kept)} of {count:,}", style="bold", soft_wrap=True)
    for change in sorted(kept, key=lambda change: change.number):
        _show_change(screen, change)


def _show_change(screen: Console, change: Change) -> None:
    """The post with what it is held for now marked, or what it was held for if nothing is new; and the rules of it."""
    shown = change.gained or change.lost
    mark = marked(change.post, spans_of(shown), colour=shows_colour(screen))
    screen.print(f"  line {change.number:,}: ", mark, sep="", soft_wrap=True)
    gained, lost = ({reason.rule: reason.keyword for reason in reasons} for reasons in (change.gained, change.lost))
    for rule in dict.fromkeys((*gained, *lost)):
        sign = "±" if rule in gained and rule in lost else "+" if rule in gained else "-"
        keyword = gained.get(rule, lost.get(rule, ""))
        screen.print(f"      {sign} {visible(rule)}: {visible(keyword)}", style="dim", soft_wrap=True)
