"""``weibofilter explain``: what each stage saw of a post, and what came of it."""

# ruff: noqa: TC001, TC003 - typer reads the annotations of a command when it runs

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.check import given_post
from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.one_rule import require_rule
from weibofilter.cli.options import Lang, PolicyFile, Post, Rules, WithShipped
from weibofilter.cli.screen import ACTION_STYLES, HIT_STYLES, console, marked, shows_colour
from weibofilter.explain import Language, Words, category_name, describe, describe_dismissal, word
from weibofilter.verdict import Action, Dismissal, Reason, Verdict
from weibofilter.visible import spans_of, visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    from weibofilter.filter import Filter, Trace
    from weibofilter.rules.rule import Category

_LABELS = {
    "post": Words("帖子", "post"),
    "views": Words("各视图所见", "as each view sees it"),
    "zones": Words("区域", "zones"),
    "held": Words("命中", "held"),
    "let go": Words("放过", "let go"),
    "shadow": Words("观察中的规则", "shadow rules"),
    "why not": Words("为何没有被 {rule} 命中", "why {rule} does not hold it"),
    "nothing": Words("没有命中", "nothing was hit"),
    "decision": Words("结论", "decision"),
    "because": Words("依据", "because of"),
}


RuleName = Annotated[
    str | None, typer.Option("--rule", metavar="NAME", help="Tell of this rule: category/id.", show_default=False)
]


def explain(
    text: Post,
    lang: Lang = Language.EN,
    rules: Rules = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
    rule: RuleName = None,
) -> None:
    """Shows every stage: the views, the zones, the hits, what was let go and by which margin, the decision.

    With --rule it tells of that rule alone, and if it does not hold the post, why: the hit that came nearest and the
    check that let it go, or what in the post is most like a keyword.

    Exit code: 0.
    """
    post = given_post(text)
    chosen = chosen_filter(rules, with_shipped=with_shipped, policy=policy)
    screen = console()
    trace, colour = chosen.trace(post), shows_colour(screen)
    if rule is None:
        parts = rendered(post, trace, chosen.categories, lang, colour=colour)
    else:
        require_rule(rule, chosen, rules, with_shipped=with_shipped)
        parts = rendered_rule(post, chosen, trace, rule, lang, colour=colour)
    for part in parts:
        screen.print(part)


def rendered(
    post: str, trace: Trace, categories: Mapping[str, Category], lang: Language, *, colour: bool
) -> Iterator[RenderableType]:
    """The parts of the explanation, from the post to the decision; stages that saw nothing are left out."""
    verdict = trace.verdict
    yield from _seen(post, trace, verdict.reasons, lang, colour=colour)
    if verdict.reasons:
        yield _stage(_label("held", lang), [row for reason in verdict.reasons for row in _reason_rows(reason, categories, lang)])
    if verdict.dismissed:
        yield _stage(_label("let go", lang), [row for let_go in verdict.dismissed for row in _dismissal_rows(let_go, lang)])
    if verdict.shadow:
        yield _stage(_label("shadow", lang), [row for reason in verdict.shadow for row in _reason_rows(reason, categories, lang)])
    yield ""
    yield _decision(verdict, categories, lang)


def rendered_rule(
    post: str, chosen: Filter, trace: Trace, rule: str, lang: Language, *, colour: bool
) -> Iterator[RenderableType]:
    """The same of one rule: what it holds, or what came nearest to it and why that is let go."""
    from weibofilter.nearest import near_misses  # noqa: PLC0415 - slow to import

    verdict, categories = trace.verdict, chosen.categories
    live, shadow = ([reason for reason in some if reason.rule == rule] for some in (verdict.reasons, verdict.shadow))
    yield from _seen(post, trace, live or shadow, lang, colour=colour)
    if live or shadow:
        title = f"{_label('held' if live else 'shadow', lang)}: {visible(rule)}"
        yield _stage(title, [row for reason in live or shadow for row in _reason_rows(reason, categories, lang)])
    else:
        title = _label("why not", lang).replace("{rule}", visible(rule))
        rows = [row for let_go in near_misses(chosen, post, rule) for row in _dismissal_rows(let_go, lang)]
        yield _stage(title, rows)
    yield ""
    yield _decision(verdict, categories, lang)


def _seen(post: str, trace: Trace, held: Sequence[Reason], lang: Language, *, colour: bool) -> Iterator[RenderableType]:
    """The post with its hits marked, as each view sees it, and its zones."""
    yield _panel(marked(post, spans_of(held), colour=colour), _label("post", lang), "bright_black")
    yield _stage(_label("views", lang), _view_rows(trace, lang))
    if any(name != "text" for name, _, _ in trace.zones):
        yield _stage(_label("zones", lang), _zone_rows(post, trace, lang))


def _label(name: str, lang: Language) -> str:
    return _LABELS[name].zh if lang is Language.ZH else _LABELS[name].en


def _panel(content: RenderableType, title: str, style: str) -> Panel:
    from rich.panel import Panel  # noqa: PLC0415 - slow to import

    return Panel(content, title=_text(title, "bold"), title_align="left", border_style=style, padding=(0, 1))


def _stage(title: str, rows: Iterable[Sequence[str | Text]]) -> Table:
    """A stage: its title, and a row for each thing it saw, the last column taking what room there is."""
    from rich.table import Table  # noqa: PLC0415 - slow to import

    heading = _text(f"\n{title}", "bold cyan")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 1), title=heading, title_justify="left", expand=True)
    cells = [tuple(_text(cell, "") if isinstance(cell, str) else cell for cell in row) for row in rows]
    width = max(map(len, cells), default=1)
    for column in range(width):
        table.add_column(no_wrap=column < width - 1, ratio=1 if column == width - 1 else None)
    for row in cells:
        table.add_row(*row)
    return table


def _view_rows(trace: Trace, lang: Language) -> Iterator[tuple[str, str]]:
    """The folded texts, each view named once: one of symbols that may be read aloud or not has several."""
    named = ""
    for name, folded in trace.views:
        yield "" if name == named else word("view", name, lang), visible(folded)
        named = name


def _zone_rows(post: str, trace: Trace, lang: Language) -> Iterator[tuple[str, str, str]]:
    """The zones, without those that are only spacing between others."""
    for name, start, end in trace.zones:
        if not post[start:end].isspace():
            yield word("zone", name, lang), f"{start}:{end}", visible(post[start:end].strip())


def _reason_rows(reason: Reason, categories: Mapping[str, Category], lang: Language) -> Iterator[tuple[Text, Text, Text]]:
    """What was found, and in a second row how: the rule, the view, the place in the file."""
    found = _text(visible(reason.text), HIT_STYLES[reason.action])
    yield found, _text(f"{reason.start}:{reason.end}", "dim"), _text(visible(describe(reason, lang, categories)), "")
    view = word("view", reason.view, lang)
    line = f" · {reason.wordlist}:{reason.line}" if reason.wordlist is not None and reason.line is not None else ""
    yield _text("", ""), _text("", ""), _text(visible(f"{reason.rule} · {view}{line}"), "dim")


def _dismissal_rows(let_go: Dismissal, lang: Language) -> Iterator[tuple[Text, Text, Text]]:
    yield (
        _text(visible(let_go.text), "strike"),
        _text(f"{let_go.start}:{let_go.end}" if let_go.text else "", "dim"),
        _text(visible(describe_dismissal(let_go, lang)), ""),
    )
    view = word("view", let_go.view, lang)
    yield _text("", ""), _text("", ""), _text(visible(f"{let_go.rule} · {view} · {let_go.check}"), "dim")


def _decision(verdict: Verdict, categories: Mapping[str, Category], lang: Language) -> Panel:
    called = dict.fromkeys((str(verdict.action), word("action", verdict.action, lang)))
    action = _text("  ".join(called), ACTION_STYLES[verdict.action])
    if verdict.action is Action.ALLOW:
        told = "" if verdict.dismissed else f"  {_label('nothing', lang)}"
    else:
        grave = dict.fromkeys(reason.category for reason in verdict.reasons if reason.action is verdict.action)
        listed = ", ".join(category_name(category, lang, categories) for category in grave)
        told = f"  {_label('because', lang)} {listed}"
    content = action.append(visible(told), "default not bold").append(f"  {verdict.digest[:12]}", "dim not bold")
    return _panel(content, _label("decision", lang), ACTION_STYLES[verdict.action].removeprefix("bold "))


def _text(text: str, style: str) -> Text:
    from rich.text import Text  # noqa: PLC0415 - slow to import

    return Text().append(text, style)  # not Text(text, style), whose style would colour the padding too
