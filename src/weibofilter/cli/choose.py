"""Which filter a command works with: ``--rules``, ``--with-shipped`` and ``--policy``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperOption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from weibofilter.filter import Filter

_WORDLISTS = frozenset({".toml", ".txt"})


class RulesCommand(TyperCommand):
    """A command with one argument, or none, whose ``--rules`` takes any number of paths.

    The argument may stand anywhere. Where it could be the last path of ``--rules`` as well, as in
    ``check --rules a.toml b.toml TEXT``, it is the argument if there is no other.
    """

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Parses the arguments after ``spread_rules`` has put ``--rules`` before each of its paths."""
        valued = {name for one in self.params if isinstance(one, TyperOption) and not one.is_flag for name in one.opts}
        arguments = sum(not isinstance(one, TyperOption) for one in self.params)
        return super().parse_args(ctx, spread_rules(args, valued, arguments=arguments))


def spread_rules(args: Sequence[str], valued: set[str], *, arguments: int = 1) -> list[str]:
    """The arguments with ``--rules`` before each of its paths; ``valued`` has the options that take the argument behind them.

    >>> spread_rules(["--rules", "a.toml", "b.toml", "加微信"], {"--rules"})
    ['--rules', 'a.toml', '--rules', 'b.toml', '加微信']
    >>> spread_rules(["加微信", "--rules", "a.toml", "b.toml"], {"--rules"})
    ['加微信', '--rules', 'a.toml', '--rules', 'b.toml']
    >>> spread_rules(["--rules", "a.toml", "b.toml"], {"--rules"}, arguments=0)
    ['--rules', 'a.toml', '--rules', 'b.toml']
    """
    spread: list[str] = []
    extra: list[int] = []
    free, in_rules, at = int(not arguments), False, 0
    while at < len(args):
        taken = args[at : at + 2] if args[at] in valued else args[at : at + 1]
        at += len(taken)
        if taken == ["--"]:
            return _settled([*spread, *args[at - 1 :]], extra, free + len(args) - at)
        if _is_option(taken[0]):
            in_rules = taken[0] == "--rules"
            spread += taken
        elif in_rules:
            extra.append(len(spread))
            spread += ["--rules", *taken]
        else:
            free += 1
            spread += taken
    return _settled(spread, extra, free)


def _is_option(argument: str) -> bool:
    return argument.startswith("-") and argument != "-"


def _settled(spread: list[str], extra: list[int], free: int) -> list[str]:
    """If no argument stands free, the last of the further paths was it."""
    if extra and not free:
        del spread[extra[-1]]
    return spread


def chosen_filter(rules: Sequence[Path] | None, *, with_shipped: bool = False, policy: Path | None = None) -> Filter:
    """The filter that the options name; the shipped one if they name none.

    Raises:
        WeiboFilterError: the word lists, the compiled rule set or the policy have faults.
        BadParameter: the options contradict one another.

    """
    from weibofilter.cli.key import signing_key  # noqa: PLC0415 - slow to import
    from weibofilter.filter import Filter  # noqa: PLC0415 - slow to import
    from weibofilter.policy import read_policy  # noqa: PLC0415 - slow to import

    read = None if policy is None else read_policy(policy)
    paths = list(rules or ())
    if not paths and not with_shipped:
        return Filter.default(policy=read)
    compiled = [path for path in paths if path.is_file() and path.suffix not in _WORDLISTS]
    if not compiled:
        return Filter.load(*paths, shipped=with_shipped, policy=read)
    if len(paths) > 1 or with_shipped or policy:
        raise typer.BadParameter(f"{compiled[0]} is a compiled rule set, which stands alone: its lists and its policy are inside")
    return Filter.open(compiled[0], key=signing_key())
