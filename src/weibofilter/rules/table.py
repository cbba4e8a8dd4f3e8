"""A table of a TOML file, read field by field: every fault told at its place, with the value and the way out."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from weibofilter.rules.rule import Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weibofilter.rules.toml_source import Path, TomlSource

_Choice = TypeVar("_Choice", bound=StrEnum)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# From the special to the general: a datetime is a date, a boolean an integer.
_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (str, "a string"),
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a float"),
    (list, "an array"),
    (dict, "a table"),
    (dt.datetime, "a date with a time"),
    (dt.date, "a date"),
    (dt.time, "a time"),
)


def type_name(value: object) -> str:
    """What TOML calls the value.

    >>> type_name(True), type_name(["刷单"])
    ('a boolean', 'an array')
    """
    return next((name for kind, name in _TYPE_NAMES if isinstance(value, kind)), type(value).__name__)


def suggest(value: str, known: Iterable[str], *, prefix: str = "one of") -> str:
    """The way out for a value that is none of ``known``: the nearest of them, else all (few enough to read).

    >>> suggest("keyword", ["keywords", "regex"])
    "did you mean 'keywords'?"
    >>> suggest("宽", ["plain", "skeleton"])
    'one of plain, skeleton'
    """
    names = list(map(str, known))
    close = difflib.get_close_matches(value, names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"{prefix} {', '.join(names)}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table, and the way to it in its file."""

    toml: TomlSource
    path: Path
    values: Mapping[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def error(self, key: str, code: str, message: str, way_out: str = "") -> None:
        """Tells a fault of the value of ``key``."""
        self.toml.file.error(code, self.toml.place((*self.path, key)), message, way_out)

    def warning(self, key: str, code: str, message: str, way_out: str = "") -> None:
        """Tells what is doubtful about the value of ``key``."""
        self.toml.file.warning(code, self.toml.place((*self.path, key)), message, way_out)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Tells every key that is none of ``known``."""
        names = list(known)
        for key in self.values:
            if key not in names:
                place = self.toml.key((*self.path, key))
                self.toml.file.error("unknown-key", place, f"unknown key {key!r}", suggest(key, names, prefix="known are"))

    def string(self, key: str) -> str | None:
        """The string, or None where there is none or it is something else."""
        value = self.values.get(key)
        if value is None or isinstance(value, str):
            return value
        self._wrong_type(key, value, "a string")
        return None

    def count(self, key: str) -> int | None:
        """The whole number, zero or more."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong_type(key, value, "an integer")
            return None
        if value < 0:
            self.error(key, "bad-number", f"{key} = {value} is below zero", "give a number of characters")
            return None
        return value

    def day(self, key: str) -> dt.date | None:
        """The date, written as a TOML date or as a string ``2024-12-31``."""
        value = self.values.get(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        if isinstance(value, str):
            return self._day_of(key, value)
        self._wrong_type(key, value, "a date", f"write {key} = 2024-12-31")
        return None

    def _day_of(self, key: str, value: str) -> dt.date | None:
        try:
            if _DAY.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass  # well-formed, but no day of any calendar: 2024-02-30
        self.error(key, "bad-date", f"{key} = {value!r} is no date", "write it as 2024-12-31")
        return None

    def choice(self, key: str, options: type[_Choice], code: str, *, refused: Mapping[str, str] | None = None) -> _Choice | None:
        """The member of ``options``; ``refused`` has the ways out for members that are not open here."""
        value = self.string(key)
        if value is None:
            return None
        if refused and value in refused:
            self.error(key, code, f"{key} = {value!r} is not open to rules", refused[value])
            return None
        if value in list(options):
            return options(value)
        open_options = [option for option in options if not refused or option not in refused]
        self.error(key, code, f"unknown {key} {value!r}", suggest(value, open_options))
        return None

    def choices(self, key: str, options: Iterable[str], code: str) -> frozenset[str] | None:
        """The members of ``options`` that an array names: at least one."""
        words = self.words(key)
        if words is None:
            return None
        names = list(options)
        if not words:
            self.error(key, code, f"{key} names nothing", f"{suggest('', names)}, or leave {key} out")
        for word in words:
            if word.text not in names:
                place = word.location or self.toml.place((*self.path, key))
                message = f"unknown {code.removeprefix('unknown-')} {word.text!r}"
                self.toml.file.error(code, place, message, suggest(word.text, names))
        return frozenset(word.text for word in words if word.text in names)

    def words(self, *keys: str | int) -> tuple[Keyword, ...] | None:
        """The strings of an array, each with its place; None where there is no such array."""
        value = self._at(keys)
        path = (*self.path, *keys)
        if value is None:
            return None
        if not isinstance(value, list):
            example = f"write {keys[0]} = [{_quoted(value)}]" if isinstance(value, str) and len(keys) == 1 else ""
            self._wrong_type_at(path, value, "an array of strings", example)
            return None
        places = self.toml.items(path, len(value))
        words = tuple(Keyword(text, place) for text, place in zip(value, places, strict=True) if isinstance(text, str))
        if len(words) == len(value):
            return words
        for item, place in zip(value, places, strict=True):
            if not isinstance(item, str):
                message = f"{keys[0]} holds {type_name(item)}, it must be an array of strings"
                self.toml.file.error("wrong-type", place, message)
        return None

    def _at(self, keys: tuple[str | int, ...]) -> Any:
        value: Any = self.values.get(str(keys[0]))
        for key in keys[1:]:
            value = value[key]
        return value

    def _wrong_type(self, key: str, value: object, wanted: str, way_out: str = "") -> None:
        self._wrong_type_at((*self.path, key), value, wanted, way_out)

    def _wrong_type_at(self, path: Path, value: object, wanted: str, way_out: str = "") -> None:
        name = next(step for step in reversed(path) if isinstance(step, str))
        self.toml.file.error("wrong-type", self.toml.place(path), f"{name} must be {wanted}, not {type_name(value)}", way_out)


def _quoted(text: str) -> str:
    """The text as TOML writes it; a long one shortened."""
    shown = text if len(text) <= 20 else f"{text[:19]}…"
    return f"'{shown}'" if "\\" in shown or '"' in shown else f'"{shown}"'
