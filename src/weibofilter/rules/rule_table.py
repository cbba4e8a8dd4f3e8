"""The ``[[rule]]`` tables of a word list in TOML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.rules.categories import category_action
from weibofilter.rules.keywords import SHORTEST_MASKED, Fold, distinct, keyword_faults
from weibofilter.rules.regexes import regex_faults
from weibofilter.rules.rule import Boundary, Category, Combination, Keyword, Keywords, Pattern, Regex, Rule, State, View, lineage
from weibofilter.rules.settings import REGEX_ZONES, SETTING_KEYS, WORD_ZONES, Settings, read_settings
from weibofilter.rules.table import Table, type_name
from weibofilter.rules.toml_source import TomlSource
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weibofilter.errors import Location
    from weibofilter.rules.files import SourceFile

PATTERNS = ("keywords", "all", "regex")
RULE_KEYS = ("id", *PATTERNS, "unless", "not", "within", "hit", "miss", "from", "until", "note", *SETTING_KEYS)
HEAD_KEYS = (*SETTING_KEYS, "rule")

DEFAULTS = Settings(
    category="custom",
    wide_action=Action.FLAG,
    views=frozenset({View.SKELETON}),
    boundary=Boundary.SOFT,
    state=State.LIVE,
    owner="",
    source="",
)
"""What holds where neither rule nor head says anything; action and zones depend on the category and the pattern."""

# It stands between "/" in the rule's name and in reports, and on the command line.
_ID = re.compile(r"\w[\w.-]*")


def read_rule_tables(file: SourceFile, categories: Mapping[str, Category], fold: Fold) -> list[Rule]:
    """The rules of a ``.toml`` that are whole; what is wrong with the others is told to ``file``."""
    toml = TomlSource(file)
    if not toml.values and any(found.code == "bad-toml" for found in file.found):
        return []
    head = Table(toml, (), toml.values)
    head.refuse_unknown(HEAD_KEYS)
    settings = read_settings(head, categories).over(DEFAULTS)
    _warn_of_cap(head, settings)
    tables = list(_rule_tables(head))
    rules = [_Reading(table, settings, categories, fold).rule() for table in tables]
    return [rule for rule in rules if rule is not None]


def _rule_tables(head: Table) -> Iterator[Table]:
    found = head.values.get("rule", [])
    if not isinstance(found, list):
        head.error("rule", "wrong-type", f"rule must be an array of tables, not {type_name(found)}", "write [[rule]]")
        return
    if not found:
        head.toml.file.error("no-rules", head.toml.file.place(), "the file has no rules", "add a [[rule]], or remove the file")
    for number, values in enumerate(found):
        path = ("rule", number)
        if isinstance(values, dict):
            yield Table(head.toml, path, values)
        else:
            message = f"a rule must be a table, not {type_name(values)}"
            head.toml.file.error("wrong-type", head.toml.place(path), message, "write [[rule]]")


def _warn_of_cap(table: Table, settings: Settings) -> None:
    """Tells a ``delete`` written here that the cap of self-harm takes back."""
    if settings.category is None or "self-harm" not in lineage(settings.category):
        return
    for key in ("action", "wide_action"):
        if table.values.get(key) == Action.DELETE:
            message = f"{key} = 'delete' is capped at flag: nothing of category self-harm is deleted"
            table.warning(key, "capped-action", message, f"write {key} = 'flag'")


@dataclass(frozen=True, slots=True)
class _Reading:
    """The reading of one rule."""

    table: Table
    defaults: Settings
    categories: Mapping[str, Category]
    fold: Fold

    def rule(self) -> Rule | None:
        """The rule, or None after telling what keeps it from being one."""
        table = self.table
        table.refuse_unknown(RULE_KEYS)
        name = self._id()
        own = read_settings(table, self.categories)
        settings = own.over(self.defaults)
        _warn_of_cap(table, settings)
        pattern = self._pattern(name)
        within = self._within()
        start, until = table.day("from"), table.day("until")
        if start and until and start > until:
            table.error("until", "bad-date", f"until = {until} lies before from = {start}", "exchange the two")
        unless, forbidden = self._words("unless"), self._words("not")
        hit, miss, note = table.words("hit"), table.words("miss"), table.string("note")
        category = settings.category or ""
        action = settings.action or category_action(category, self.categories)
        if name is None or pattern is None or action is None:
            return None
        self._warn_of_views(pattern, own.views, settings.views or frozenset())
        return Rule(
            id=name,
            category=category,
            pattern=pattern,
            action=action,
            views=_views(pattern, settings),
            wide_action=settings.wide_action or Action.FLAG,
            boundary=settings.boundary or Boundary.SOFT,
            zones=settings.zones or (REGEX_ZONES if isinstance(pattern, Regex) else WORD_ZONES),
            unless=unless,
            forbidden=forbidden,
            within=within,
            state=settings.state or State.LIVE,
            start=start,
            until=until,
            hit=hit or (),
            miss=miss or (),
            note=note or "",
            owner=settings.owner or "",
            source=settings.source or "",
            location=self._place("id"),
        )

    def _place(self, key: str) -> Location:
        return self.table.toml.place((*self.table.path, key))

    def _id(self) -> str | None:
        table = self.table
        if "id" not in table:
            table.toml.file.error("missing-id", table.toml.place(table.path), "the rule has no id", 'add id = "..."')
            return None
        name = table.string("id")
        if name is not None and not _ID.fullmatch(name):
            way_out = "letters, digits, '-', '_' and '.', beginning with a letter or digit"
            table.error("id", "bad-id", f"id {name!r} is not well-formed", way_out)
        return name

    def _pattern(self, name: str | None) -> Pattern | None:
        table = self.table
        written = [key for key in PATTERNS if key in table]
        if len(written) != 1:
            what = f"rule {name!r}" if name else "the rule"
            has = f"has {' and '.join(written)}" if written else "has none of keywords, all and regex"
            place = table.toml.key((*table.path, written[1])) if written else table.toml.place(table.path)
            table.toml.file.error("one-pattern", place, f"{what} {has}", "a rule has exactly one of keywords, all, regex")
            return None
        if written == ["keywords"]:
            return self._keywords()
        return self._combination() if written == ["all"] else self._regex()

    def _keywords(self) -> Keywords | None:
        words = self._words("keywords")
        if self.table.values["keywords"] == []:
            self.table.error("keywords", "no-keywords", "keywords is empty", "add one, or remove the rule")
        return Keywords(words) if words else None

    def _combination(self) -> Combination | None:
        table = self.table
        groups = table.values["all"]
        if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
            wrong = (
                next((group for group in groups if not isinstance(group, list)), groups) if isinstance(groups, list) else groups
            )
            message = f"all must be an array of arrays of strings, but holds {type_name(wrong)}"
            table.error("all", "wrong-type", message, 'write all = [["加微信", "加qq"], ["返利"]]')
            return None
        if len(groups) < 2:
            way_out = "it takes two or more; for one, write keywords = [...]"
            table.error("all", "few-groups", f"all has too few groups: {len(groups)}", way_out)
        found = tuple(self._words("all", number) for number in range(len(groups)))
        for number, group in enumerate(groups):
            if not group:
                place = table.toml.place((*table.path, "all", number))
                message = f"group {number + 1} of all is empty"
                table.toml.file.error("no-keywords", place, message, "add a keyword, or remove the group")
        return Combination(found) if found and all(found) else None

    def _regex(self) -> Regex | None:
        source = self.table.string("regex")
        if source is None:
            return None
        path = (*self.table.path, "regex")
        for fault in regex_faults(source, self.fold):
            place = self.table.toml.inside(path, source, fault.offset)
            self.table.toml.file.tell(fault.severity, fault.code, place, fault.message, fault.way_out)
        return Regex(source)

    def _words(self, *keys: str | int) -> tuple[Keyword, ...]:
        """The words of a list, each of them looked at."""
        words = self.table.words(*keys) or ()
        for fault in keyword_faults(words, self.fold):
            place = fault.keyword.location or self._place(str(keys[0]))
            self.table.toml.file.tell(fault.severity, fault.code, place, fault.message, fault.way_out)
        return distinct(words)

    def _within(self) -> int | None:
        within = self.table.count("within")
        if within is not None and "all" not in self.table and "not" not in self.table:
            message = "within has nothing to measure: the rule has neither all nor not"
            self.table.warning("within", "idle-within", message, "take it out")
        return within

    def _warn_of_views(self, pattern: Pattern, own: frozenset[View] | None, views: frozenset[View]) -> None:
        if isinstance(pattern, Regex):
            if own is not None and own != {View.SKELETON}:
                message = "a regex runs on the skeleton only"
                self.table.warning("views", "idle-views", message, "take views out, or write keywords")
        elif isinstance(pattern, Keywords) and View.MASKED in views:
            short = [word for word in pattern.words if len(word.text) < SHORTEST_MASKED]
            if short:
                more = f" (and {len(short) - 1} more)" if len(short) > 1 else ""
                message = f"keyword {short[0].text!r}{more} is too short for the view masked: {SHORTEST_MASKED} characters"
                place = short[0].location or self._place("keywords")
                way_out = "the other views apply; shorter ones belong into a combination"
                self.table.toml.file.warning("short-masked", place, message, way_out)


def _views(pattern: Pattern, settings: Settings) -> frozenset[View]:
    if isinstance(pattern, Regex) or settings.views is None:
        return frozenset({View.SKELETON})
    return settings.views
