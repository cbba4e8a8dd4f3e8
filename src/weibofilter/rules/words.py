"""One rule of words that a program gives, and what can be wrong with them: every fault at once, with the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weibofilter.errors import Diagnostic, Location, Severity, WordlistError
from weibofilter.fold import fold_keyword
from weibofilter.rules.keywords import keyword_faults
from weibofilter.rules.rule import WIDE, Boundary, Keyword, Keywords, Rule, View, expand_views
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ACTIONS = (Action.FLAG.value, Action.DELETE.value)
_DOTTED = re.compile(r"[^\s./]+(?:\.[^\s./]+)*")


def words_rule(
    words: Iterable[str], *, allow: Iterable[str], action: str, category: str, views: Iterable[str], boundary: str
) -> Rule:
    """The rule ``category/words``.

    Raises:
        TypeError: an argument, or one of the words, is of another type; a single string is not taken for its characters.
        WordlistError: with every word that is no keyword, and every setting that there is not.

    """
    keywords, excuses = tuple(map(Keyword, _strings("words", words))), tuple(map(Keyword, _strings("allow", allow)))
    names = frozenset(_strings("views", views))
    faults = [*_setting_faults(action, category, names, boundary), *_word_faults(keywords)]
    if faults:
        raise WordlistError(faults)
    return Rule(
        id="words",
        category=category,
        pattern=Keywords(keywords),
        action=Action(action),
        views=expand_views(names),
        boundary=Boundary(boundary),
        unless=excuses,
    )


def _strings(name: str, given: Iterable[str]) -> Iterable[str]:
    """What was given, each once, in order."""
    if isinstance(given, (str, bytes)):
        raise TypeError(f"{name} is one {type(given).__name__}, {given!r:.40}: put it into a list, [{given!r:.40}]")
    distinct = dict.fromkeys(given)
    for text in distinct:
        if not isinstance(text, str):
            raise TypeError(f"{name} holds {text!r:.40}, which is no str but {type(text).__name__}")
    return distinct


def _word_faults(keywords: tuple[Keyword, ...]) -> Iterator[Diagnostic]:
    for fault in keyword_faults(keywords, fold_keyword):
        if fault.severity is Severity.ERROR:
            yield Diagnostic(fault.code, Location("<words>"), fault.message, fault.way_out)


def _setting_faults(action: str, category: str, views: frozenset[str], boundary: str) -> Iterator[Diagnostic]:
    for name, value in (("action", action), ("category", category), ("boundary", boundary)):
        if not isinstance(value, str):
            raise TypeError(f"{name} is no str but {type(value).__name__}: {value!r:.40}")
    if action not in _ACTIONS:
        yield _unknown("action", action, _ACTIONS)
    if not _DOTTED.fullmatch(category):
        way_out = "a name, or names joined by dots, without spaces and slashes, as in 'spam.contact'"
        yield Diagnostic("bad-category", Location("<words>"), f"category name {category!r} is not well-formed", way_out)
    known = (*(view.value for view in View), WIDE)
    for view in sorted(views.difference(known)):
        yield _unknown("view", view, known)
    if not views:
        yield Diagnostic("unknown-view", Location("<words>"), "views names nothing", f"one or more of {', '.join(known)}")
    levels = tuple(level.value for level in Boundary)
    if boundary not in levels:
        yield _unknown("boundary", boundary, levels)


def _unknown(name: str, value: str, known: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(f"unknown-{name}", Location("<words>"), f"unknown {name} {value!r}", f"one of {', '.join(known)}")
