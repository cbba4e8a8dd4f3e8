"""What the playground answers: the verdict of a post under typed rules and the shipped ones, or what is wrong with the rules."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from weibofilter.errors import Diagnostic, WordlistError
from weibofilter.explain import Language, category_name, describe, describe_dismissal, names, word
from weibofilter.filter import Filter
from weibofilter.verdict import Action, Dismissal, Reason, Verdict
from weibofilter.visible import pieces, spans_of, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weibofilter.rules.rule import Category

_FILE = "rules.toml"
_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Typed:
    """Typed rules: the filter that they make, None where there are none or they have faults, and what was found about them."""

    filter: Filter | None
    found: tuple[Diagnostic, ...] = ()


class Judge:
    """Judges posts under typed rules beside those of one filter, whose rules are compiled once and not with every letter."""

    def __init__(self, shipped: Filter) -> None:
        self._shipped = shipped
        self._typed = lru_cache(maxsize=8)(compile_typed)

    def judge(self, post: str, rules: str, lang: Language) -> dict[str, Any]:
        """Everything that the page shows, ready for JSON; what is text of the post has nothing hidden in it.

        Rules never influence one another, so that both verdicts together are that of all the rules.
        """
        typed = self._typed(rules)
        judges = [one for one in (typed.filter, self._shipped) if one is not None]
        verdict = together([judge.check(post) for judge in judges])
        categories = {name: one for judge in reversed(judges) for name, one in judge.categories.items()}
        trace = self._shipped.trace(post)
        return {
            "action": str(verdict.action),
            "called": word("action", verdict.action, lang),
            "post": _pieces(post, verdict.reasons),
            "views": [{"name": word("view", name, lang), "text": _pieces(text)} for name, text in dict.fromkeys(trace.views)],
            "zones": [_zone(post, zone, lang) for zone in trace.zones if zone[0] != "text"],
            "held": [_reason(one, lang, categories) for one in verdict.reasons],
            "shadow": [_reason(one, lang, categories) for one in verdict.shadow],
            "let_go": [_dismissal(one, lang) for one in verdict.dismissed],
            "faults": [_fault(one) for one in typed.found],
        }


def compile_typed(rules: str) -> Typed:
    r"""The filter of rules that somebody typed, or what keeps them from being one.

    >>> for fault in compile_typed('[[rule]]\nid = "a"\nkeyword = ["大麻"]').found:
    ...     print(fault)
    rules.toml:1:1: error[one-pattern]: rule 'a' has none of keywords, all and regex; a rule has exactly one of keywords, all, regex
    rules.toml:3:1: error[unknown-key]: unknown key 'keyword'; did you mean 'keywords'?
    """
    if not rules.strip():
        return Typed(None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _FILE)
        path.write_text(rules, encoding="utf-8", errors="surrogatepass", newline="")
        try:
            made = Filter.load(path)
        except WordlistError as error:
            return Typed(None, _placed(error.diagnostics))
    return Typed(made, _placed(made.diagnostics))


def _placed(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings without the folder that the rules stood in for a moment."""
    return tuple(replace(one, location=replace(one.location, path=_FILE)) for one in found)


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of all the rules that these verdicts are of.

    >>> together([Verdict(Action.ALLOW), Verdict(Action.FLAG)]).action
    <Action.FLAG: 'flag'>
    """
    reasons = sorted((one for verdict in verdicts for one in verdict.reasons), key=_order)
    shadow = sorted((one for verdict in verdicts for one in verdict.shadow), key=_order)
    dismissed = sorted((one for verdict in verdicts for one in verdict.dismissed), key=_order)
    action = max((verdict.action for verdict in verdicts), default=Action.ALLOW)
    return Verdict(action, tuple(reasons), tuple(dismissed), tuple(shadow))


def _order(hit: Reason | Dismissal) -> tuple[int, int, str, str]:
    return hit.start, -hit.end, hit.rule, hit.keyword


def _pieces(text: str, reasons: Sequence[Reason] = ()) -> list[dict[str, Any]]:
    shown = pieces(text, spans_of(reasons))
    return [{"text": one.text, "action": one.action and str(one.action), "hidden": one.escaped} for one in shown]


def _zone(post: str, zone: tuple[str, int, int], lang: Language) -> dict[str, str]:
    name, start, end = zone
    return {"name": word("zone", name, lang), "text": _short(post[start:end])}


def _reason(reason: Reason, lang: Language, categories: Mapping[str, Category]) -> dict[str, Any]:
    return {
        "text": _short(reason.text),
        "span": f"{reason.start}:{reason.end}",
        "sentence": _short(describe(reason, lang, categories)),
        "rule": visible(reason.rule),
        "category": visible(category_name(reason.category, lang, categories)),
        "action": str(reason.action),
        "view": word("view", reason.view, lang),
        "disguises": names("disguise", reason.disguises, lang),
        "line": visible(f"{PurePath(reason.wordlist).name}:{reason.line}") if reason.wordlist else "",
    }


def _dismissal(one: Dismissal, lang: Language) -> dict[str, Any]:
    return {
        "text": _short(one.text),
        "span": f"{one.start}:{one.end}",
        "sentence": _short(describe_dismissal(one, lang)),
        "rule": visible(one.rule),
        "view": word("view", one.view, lang),
        "margin": None if one.margin is None else round(one.margin, 2),
    }


def _fault(found: Diagnostic) -> dict[str, Any]:
    """A finding, its line cut at the place that it is about; a tab is a space, so that the caret stands under its letter."""
    source, place = found.source, found.location.column - 1
    start = max(0, place - 40)
    return {
        "severity": str(found.severity),
        "code": found.code,
        "line": found.location.line,
        "column": found.location.column,
        "message": visible(found.message),
        "help": visible(found.help),
        "before": ("…" if start else "") + visible(source[start:place].replace("\t", " ")),
        "after": visible(source[place : place + 60].replace("\t", " ")),
    }


def _short(text: str) -> str:
    return visible(text if len(text) <= _SENTENCE else f"{text[:_SENTENCE]}…")
