"""Days of posts, however they are written, and counts over them in bounded memory."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from weibofilter.verdict import Action

_WEIBO = "%a %b %d %H:%M:%S %z %Y"
_DAY = re.compile(r"\s*(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?!\d)")
_MILLISECONDS = 100_000_000_000
"""Numbers from here on count milliseconds: as seconds it would be the year 5138."""

_MOST = 400
"""Times that are counted apart: a year of days; more become weeks, months, years."""


def day_of(value: object) -> dt.date | None:
    """The day that a field means, as its own clock has it; None if it means none.

    ISO 8601, the form of Weibo's API, days with slashes or in Chinese, and seconds or milliseconds since 1970 (UTC).

    >>> [str(day_of(one)) for one in ("2025-03-01T23:30:00+08:00", "Sat Mar 01 23:30:00 +0800 2025", "2025年3月1日", 1740790800)]
    ['2025-03-01', '2025-03-01', '2025-03-01', '2025-03-01']
    >>> day_of("昨天") is None
    True
    """
    match value:
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case bool():
            return None
        case int() | float():
            return _from_epoch(value)
        case str():
            return _from_text(value)
        case _:
            return None


def _from_epoch(value: float) -> dt.date | None:
    try:
        return dt.datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS else value, dt.UTC).date()
    except (ValueError, OverflowError, OSError):  # nan, or beyond the calendar
        return None


def _from_text(text: str) -> dt.date | None:
    found = _DAY.match(text)
    try:
        if found:
            return dt.date(*map(int, found.groups()))
        if text.isascii() and text.isdigit():
            return _from_epoch(int(text)) if len(text) <= 13 else None
        return dt.datetime.strptime(text, _WEIBO).date()  # noqa: DTZ007 - the form has its zone
    except ValueError:
        return None


class Unit(StrEnum):
    """How long the times are that are counted apart."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_COARSER = {Unit.DAY: Unit.WEEK, Unit.WEEK: Unit.MONTH, Unit.MONTH: Unit.YEAR}


@dataclass(slots=True)
class Timeline:
    """Counts of verdicts by day, or by week, month or year where the days are too many to keep or to look at."""

    unit: Unit = Unit.DAY
    counts: dict[dt.date, Counter[Action]] = field(default_factory=dict)

    def add(self, day: dt.date, action: Action) -> None:
        """Counts one."""
        start = _start(day, self.unit)
        if start not in self.counts:
            self.counts[start] = Counter()
            if len(self.counts) > _MOST and self.unit in _COARSER:
                self._coarsen()
                start = _start(day, self.unit)
        self.counts.setdefault(start, Counter())[action] += 1

    def at_most(self, times: int) -> Timeline:
        """The same counts by the finest unit that needs no more times than these, or by year."""
        merged = Timeline(self.unit, self.counts)
        while len(merged.counts) > times and merged.unit in _COARSER:
            merged._coarsen()
        return merged

    def _coarsen(self) -> None:
        self.unit = _COARSER[self.unit]
        merged: dict[dt.date, Counter[Action]] = {}
        for day, counted in self.counts.items():
            merged.setdefault(_start(day, self.unit), Counter()).update(counted)
        self.counts = merged


def _start(day: dt.date, unit: Unit) -> dt.date:
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - dt.timedelta(days=day.weekday())  # the first day of the calendar is a Monday
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)
        case _:
            assert_never(unit)
