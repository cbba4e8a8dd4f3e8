"""Rules and categories as JSON, and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, assert_never

from weibofilter.errors import Location
from weibofilter.rules.rule import Boundary, Category, Combination, Keyword, Keywords, Pattern, Regex, Rule, State, View
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.rules.stored_words import FileNumbers

_TEXTS = ("note", "owner", "source")


def meaning(rule: Rule) -> dict[str, Any]:
    """What the rule decides, and nothing else: no place, no note, no example; two rules that mean the same are equal."""
    return {
        **_settings(rule),
        "name": rule.name,
        "pattern": _meaning_of(rule.pattern),
        "unless": sorted(word.text for word in rule.unless),
        "not": sorted(word.text for word in rule.forbidden),
    }


def _settings(rule: Rule) -> dict[str, Any]:
    return {
        "action": rule.action,
        "wide_action": rule.wide_action,
        "views": sorted(rule.views),
        "boundary": rule.boundary,
        "zones": sorted(rule.zones),
        "within": rule.within,
        "state": rule.state,
    }


def _meaning_of(pattern: Pattern) -> list[Any]:
    match pattern:
        case Keywords(words):
            return ["keywords", sorted(word.text for word in words)]
        case Combination(groups):
            return ["all", [sorted(word.text for word in group) for group in groups]]
        case Regex(source):
            return ["regex", source]
        case _:
            assert_never(pattern)


def rule_to_json(rule: Rule, numbers: FileNumbers) -> dict[str, Any]:
    """Everything of a rule but its keywords, which are terms of the rule set and stored with them; files by their number."""
    return {
        **_settings(rule),
        "id": rule.id,
        "category": rule.category,
        "pattern": _pattern_to_json(rule.pattern, numbers),
        "unless": _words_to_json(rule.unless, numbers),
        "not": _words_to_json(rule.forbidden, numbers),
        "hit": _words_to_json(rule.hit, numbers),
        "miss": _words_to_json(rule.miss, numbers),
        "start": rule.start and rule.start.isoformat(),
        "until": rule.until and rule.until.isoformat(),
        "location": _location_to_json(rule.location, numbers),
        **{name: getattr(rule, name) for name in _TEXTS},
    }


def rule_from_json(said: dict[str, Any], words: Sequence[Keyword], paths: Sequence[str]) -> Rule:
    """The rule that ``rule_to_json`` wrote; ``words`` are its keywords, if it has any, and ``paths`` the files that were numbered."""
    return Rule(
        id=said["id"],
        category=said["category"],
        pattern=_pattern_from_json(said["pattern"], words, paths),
        action=Action(said["action"]),
        views=frozenset(map(View, said["views"])),
        wide_action=Action(said["wide_action"]),
        boundary=Boundary(said["boundary"]),
        zones=frozenset(said["zones"]),
        unless=_words_from_json(said["unless"], paths),
        forbidden=_words_from_json(said["not"], paths),
        within=said["within"],
        state=State(said["state"]),
        start=said["start"] and dt.date.fromisoformat(said["start"]),
        until=said["until"] and dt.date.fromisoformat(said["until"]),
        hit=_words_from_json(said["hit"], paths),
        miss=_words_from_json(said["miss"], paths),
        location=_location_from_json(said["location"], paths),
        **{name: said[name] for name in _TEXTS},
    )


def category_to_json(category: Category) -> dict[str, Any]:
    """Everything of a category."""
    return asdict(category)


def category_from_json(said: dict[str, Any]) -> Category:
    """The category that ``category_to_json`` wrote."""
    return Category(**{**said, "action": Action(said["action"]), "dsa_keywords": tuple(said["dsa_keywords"])})


def _pattern_to_json(pattern: Pattern, numbers: FileNumbers) -> list[Any]:
    match pattern:
        case Keywords():
            return ["keywords", None]
        case Combination(groups):
            return ["all", [_words_to_json(group, numbers) for group in groups]]
        case Regex(source):
            return ["regex", source]
        case _:
            assert_never(pattern)


def _pattern_from_json(said: Sequence[Any], words: Sequence[Keyword], paths: Sequence[str]) -> Pattern:
    kind, value = said
    if kind == "keywords":
        return Keywords(words)
    if kind == "all":
        return Combination(tuple(_words_from_json(group, paths) for group in value))
    return Regex(value)


def _words_to_json(words: Sequence[Keyword], numbers: FileNumbers) -> list[Any]:
    return [[word.text, *(_location_to_json(word.location, numbers) or ())] for word in words]


def _words_from_json(said: Sequence[Any], paths: Sequence[str]) -> tuple[Keyword, ...]:
    return tuple(Keyword(text, _location_from_json(location, paths)) for text, *location in said)


def _location_to_json(location: Location | None, numbers: FileNumbers) -> list[int] | None:
    return None if location is None else [numbers[location.path], location.line, location.column]


def _location_from_json(said: Sequence[int] | None, paths: Sequence[str]) -> Location | None:
    if not said:
        return None
    number, line, column = said
    return Location(paths[number - 1], line, column)
