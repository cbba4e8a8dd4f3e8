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


def rule_to_json(rule: Rule) -> dict[str, Any]:
    """Everything of a rule but its keywords, which are terms of the rule set and stored with them."""
    return {
        **_settings(rule),
        "id": rule.id,
        "category": rule.category,
        "pattern": _pattern_to_json(rule.pattern),
        "unless": _words_to_json(rule.unless),
        "not": _words_to_json(rule.forbidden),
        "hit": _words_to_json(rule.hit),
        "miss": _words_to_json(rule.miss),
        "start": rule.start and rule.start.isoformat(),
        "until": rule.until and rule.until.isoformat(),
        "location": _location_to_json(rule.location),
        **{name: getattr(rule, name) for name in _TEXTS},
    }


def rule_from_json(said: dict[str, Any], words: Sequence[Keyword]) -> Rule:
    """The rule that ``rule_to_json`` wrote; ``words`` are its keywords, if it has any."""
    return Rule(
        id=said["id"],
        category=said["category"],
        pattern=_pattern_from_json(said["pattern"], words),
        action=Action(said["action"]),
        views=frozenset(map(View, said["views"])),
        wide_action=Action(said["wide_action"]),
        boundary=Boundary(said["boundary"]),
        zones=frozenset(said["zones"]),
        unless=_words_from_json(said["unless"]),
        forbidden=_words_from_json(said["not"]),
        within=said["within"],
        state=State(said["state"]),
        start=said["start"] and dt.date.fromisoformat(said["start"]),
        until=said["until"] and dt.date.fromisoformat(said["until"]),
        hit=_words_from_json(said["hit"]),
        miss=_words_from_json(said["miss"]),
        location=_location_from_json(said["location"]),
        **{name: said[name] for name in _TEXTS},
    )


def category_to_json(category: Category) -> dict[str, Any]:
    """Everything of a category."""
    return asdict(category)


def category_from_json(said: dict[str, Any]) -> Category:
    """The category that ``category_to_json`` wrote."""
    return Category(**{**said, "action": Action(said["action"]), "dsa_keywords": tuple(said["dsa_keywords"])})


def _pattern_to_json(pattern: Pattern) -> list[Any]:
    match pattern:
        case Keywords():
            return ["keywords", None]
        case Combination(groups):
            return ["all", [_words_to_json(group) for group in groups]]
        case Regex(source):
            return ["regex", source]
        case _:
            assert_never(pattern)


def _pattern_from_json(said: Sequence[Any], words: Sequence[Keyword]) -> Pattern:
    kind, value = said
    if kind == "keywords":
        return Keywords(words)
    if kind == "all":
        return Combination(tuple(map(_words_from_json, value)))
    return Regex(value)


def _words_to_json(words: Sequence[Keyword]) -> list[Any]:
    return [[word.text, _location_to_json(word.location)] for word in words]


def _words_from_json(said: Sequence[Any]) -> tuple[Keyword, ...]:
    return tuple(Keyword(text, _location_from_json(location)) for text, location in said)


def _location_to_json(location: Location | None) -> list[Any] | None:
    return None if location is None else [location.path, location.line, location.column]


def _location_from_json(said: Sequence[Any] | None) -> Location | None:
    return None if said is None else Location(*said)
