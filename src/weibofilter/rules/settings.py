"""What the head of a word list sets for its rules, and a rule for itself."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from weibofilter.rules.categories import NO_ALLOW
from weibofilter.rules.rule import WIDE, Boundary, Category, State, View, expand_views
from weibofilter.rules.table import Table, suggest
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONES = ("text", "topic", "repost", "url")
WORD_ZONES = frozenset({"text", "topic", "repost"})
REGEX_ZONES = frozenset(ZONES)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may stand in the head and in a rule; None where it does not stand."""

    category: str | None = None
    action: Action | None = None
    wide_action: Action | None = None
    views: frozenset[View] | None = None
    boundary: Boundary | None = None
    zones: frozenset[str] | None = None
    state: State | None = None
    owner: str | None = None
    source: str | None = None

    def over(self, defaults: Settings) -> Settings:
        """These settings, with ``defaults`` where they say nothing.

        >>> Settings(action=Action.DELETE).over(Settings(action=Action.FLAG, owner="审核组")).owner
        '审核组'
        """
        missing = {field.name: getattr(defaults, field.name) for field in fields(self) if getattr(self, field.name) is None}
        return replace(self, **missing)


SETTING_KEYS = tuple(field.name for field in fields(Settings))


def read_settings(table: Table, categories: Mapping[str, Category]) -> Settings:
    """The settings of a head or rule; what is wrong with them is told, and left out."""
    return Settings(
        category=_category(table, categories),
        action=table.choice("action", Action, "unknown-action", refused=NO_ALLOW),
        wide_action=table.choice("wide_action", Action, "unknown-action", refused=NO_ALLOW),
        views=_views(table),
        boundary=table.choice("boundary", Boundary, "unknown-boundary"),
        zones=table.choices("zones", ZONES, "unknown-zone"),
        state=table.choice("state", State, "unknown-state"),
        owner=table.string("owner"),
        source=table.string("source"),
    )


def _category(table: Table, categories: Mapping[str, Category]) -> str | None:
    name = table.string("category")
    if name is not None and name not in categories:
        way_out = f"{suggest(name, categories)} Else declare it in a categories.toml".replace("? Else", "? Else")
        table.error("category", "unknown-category", f"unknown category {name!r}", way_out)
    return name


def _views(table: Table) -> frozenset[View] | None:
    names = table.choices("views", (*View, WIDE), "unknown-view")
    return None if names is None else expand_views(names)
