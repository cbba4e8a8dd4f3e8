"""Categories: read from ``categories.toml``, the shipped ones always known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weibofilter.rules.dsa import dsa_terms
from weibofilter.rules.files import CATEGORIES_FILE, SourceFile
from weibofilter.rules.rule import Category, lineage
from weibofilter.rules.table import Table, suggest, type_name
from weibofilter.rules.toml_source import TomlSource
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from weibofilter.errors import Location

NO_ALLOW: Mapping[str, str] = {"allow": "no rule has the action allow; what is not to be held goes into 'unless'"}

_KNOWN = ("zh", "en", "description", "action", "dsa_category", "dsa_keywords")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")


def read_categories(file: SourceFile, known: Mapping[str, Category], places: dict[str, Location]) -> dict[str, Category]:
    """The categories that one file declares; ``places`` has those declared by files before it, and gains these.

    A category without an action has that of its nearest parent, in this file or in ``known``, and so it is with its place in the
    EU's transparency database. One that is in ``known`` (the
    shipped ones) may be declared anew: the nearer file wins, and a copy of the shipped directory still loads.
    """
    toml = TomlSource(file)
    top = Table(toml, (), toml.values)
    top.refuse_unknown(["category"])
    tables = top.values.get("category", {})
    if not isinstance(tables, dict):
        message = f"category must be a table, not {type_name(tables)}"
        top.error("category", "wrong-type", message, 'write [category."spam.contact"]')
        return {}
    found: dict[str, Category] = {}
    # Parents first, whatever the order of the file, so that their actions are there to be taken.
    for name in sorted(tables, key=lambda name: name.count(".")):
        category = _category(top, name, tables[name], {**known, **found})
        if category is not None and _is_new(top, name, places):
            found[name] = category
    return {name: found[name] for name in tables if name in found}


def _category(top: Table, name: str, values: object, known: Mapping[str, Category]) -> Category | None:
    path = ("category", name)
    place = top.toml.key(path)
    if not isinstance(values, dict):
        top.toml.file.error("wrong-type", place, f"category {name!r} must be a table, not {type_name(values)}")
        return None
    if not _NAME.fullmatch(name):
        way_out = 'lower-case letters, digits and hyphens, parts joined by dots, and quoted: [category."spam.contact"]'
        top.toml.file.error("bad-category", place, f"category name {name!r} is not well-formed", way_out)
        return None
    table = Table(top.toml, path, values)
    table.refuse_unknown(_KNOWN)
    zh, en = table.string("zh"), table.string("en")
    for key in ("zh", "en"):
        if key not in table:
            top.toml.file.error("missing-name", place, f"category {name!r} has no {key}", f'add {key} = "..."')
    action = table.choice("action", Action, "unknown-action", refused=NO_ALLOW) or category_action(name, known)
    if action is None and "action" not in table:
        message = f"category {name!r} has no action and no parent to take it from"
        top.toml.file.error("missing-action", place, message, 'add action = "flag"')
    if zh is None or en is None or action is None:
        return None
    return Category(name, zh, en, table.string("description") or "", action, *_dsa(table, name, known))


def _dsa(table: Table, name: str, known: Mapping[str, Category]) -> tuple[str, tuple[str, ...]]:
    """The category and keywords in the transparency database: those that the file says, else the nearest parent's."""
    terms = dsa_terms()
    category = table.string("dsa_category")
    if category is not None and category not in terms["STATEMENT_CATEGORIES"]:
        way_out = suggest(category, terms["STATEMENT_CATEGORIES"])
        table.error("dsa_category", "unknown-dsa-category", f"unknown dsa_category {category!r}", way_out)
    keywords = table.choices("dsa_keywords", terms["KEYWORDS"], "unknown-dsa-keyword")
    above = next((known[one] for one in lineage(name)[1:] if one in known), None)
    if category is None and above is not None:
        category = above.dsa_category
        keywords = frozenset(above.dsa_keywords) if keywords is None else keywords
    return category or "", tuple(sorted(keywords or ()))


def category_action(name: str, categories: Mapping[str, Category]) -> Action | None:
    """The action of the category, or of its nearest parent that is known."""
    return next((categories[above].action for above in lineage(name) if above in categories), None)


def _is_new(top: Table, name: str, places: dict[str, Location]) -> bool:
    place = top.toml.key(("category", name))
    before = places.setdefault(name, place)
    if before is place:
        return True
    top.toml.file.error("duplicate-category", place, f"category {name!r} is declared before, at {before}", "remove one of them")
    return False


def is_categories_file(path: Path) -> bool:
    """Whether the file declares categories and not rules: by its name."""
    return path.name == CATEGORIES_FILE
