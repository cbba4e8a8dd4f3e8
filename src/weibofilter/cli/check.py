"""``weibofilter check``: the verdict of one post."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.formats.records import InputError, dumps
from weibofilter.cli.formats.streams import STANDARD
from weibofilter.cli.options import Lang, PolicyFile, Post, Rules, WithShipped
from weibofilter.cli.screen import ACTION_STYLES, console, marked, shows_colour
from weibofilter.explain import Language, describe
from weibofilter.verdict import Action, Reason, Verdict
from weibofilter.visible import spans_of, visible, visible_lines

if TYPE_CHECKING:
    from rich.text import Text

    from weibofilter.filter import Filter

_UNDECODED = re.compile("[\udc80-\udcff]").search
"""What Python makes of the bytes of an argument that the locale's encoding does not read (PEP 383)."""

EXIT_CODES = {Action.ALLOW: 0, Action.FLAG: 3, Action.DELETE: 4}


class Shape(StrEnum):
    """How a verdict is printed."""

    TEXT = "text"
    JSON = "json"


def check(
    text: Post,
    shape: Annotated[Shape, typer.Option("--format", help="In words, or as JSON.")] = Shape.TEXT,
    lang: Lang = Language.EN,
    rules: Rules = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
) -> None:
    """Judges one post: shows it with the hits marked, and each reason in words.

    Exit code: 0 allow, 3 flag, 4 delete.
    """
    post = given_post(text)
    chosen = chosen_filter(rules, with_shipped=with_shipped, policy=policy)
    verdict = chosen.check(post)
    if shape is Shape.JSON:
        written = dumps(verdict.to_dict())
        typer.echo(visible_lines(written) if sys.stdout.isatty() else written)
    else:
        _show(post, verdict, chosen, lang)
    raise typer.Exit(EXIT_CODES[verdict.action])


def given_post(argument: str) -> str:
    """The post that the argument is, or that standard input holds if it is ``-``.

    One line end at the end of standard input is the shell's (``echo``, an editor) and not the post's.

    Raises:
        InputError: it is not UTF-8.

    """
    if argument != STANDARD:
        if undecoded := _UNDECODED(argument):
            byte, place = ord(undecoded.group()) - 0xDC00, undecoded.start()
            raise InputError(
                f"the post is not UTF-8: byte 0x{byte:02x} behind {place} characters; give it on standard input, as UTF-8"
            )
        return argument
    content = sys.stdin.buffer.read()
    try:
        post = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"standard input is not UTF-8: byte 0x{content[error.start]:02x} at {error.start}") from error
    return post.removesuffix("\n").removesuffix("\r") if post.endswith("\n") else post


def _show(post: str, verdict: Verdict, chosen: Filter, lang: Language) -> None:
    screen = console()
    head = marked(post, spans_of(verdict.reasons), colour=shows_colour(screen))
    screen.print(_badge(verdict.action), head, sep="  ", soft_wrap=True)
    for reason in verdict.reasons:
        screen.print(_line(reason, chosen, lang), soft_wrap=True)
    for reason in verdict.shadow:
        screen.print("  shadow", _line(reason, chosen, lang), sep="", soft_wrap=True, style="dim")
    if verdict.dismissed:
        screen.print(f"  let go: {len(verdict.dismissed)} (weibofilter explain shows why)", soft_wrap=True, style="dim")


def _badge(action: Action) -> Text:
    from rich.text import Text  # noqa: PLC0415 - slow to import

    return Text(action, ACTION_STYLES[action])


def _line(reason: Reason, chosen: Filter, lang: Language) -> Text:
    from rich.text import Text  # noqa: PLC0415 - slow to import

    where = f" ({reason.wordlist}:{reason.line})" if reason.wordlist is not None and reason.line is not None else ""
    line = Text("  ").append(reason.rule, "bold").append(f"  {reason.start}:{reason.end}  ", "dim")
    return line.append(visible(describe(reason, lang, chosen.categories))).append(visible(where), "dim")
