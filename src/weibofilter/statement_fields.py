"""What the fields of a statement of reasons may hold, and what is wrong with one: facts of the EU's transparency database."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from weibofilter.rules.dsa import dsa_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: its name, its value, what is wrong about it, and the way out."""

    field: str
    value: object
    fault: str
    way_out: str

    def __str__(self) -> str:
        if self.value in (None, "", [], ()):
            return f"{self.field}: {self.fault}; {self.way_out}"
        shown = repr(self.value)
        return f"{self.field}: {shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '…'} {self.fault}; {self.way_out}"


@dataclass(frozen=True, slots=True)
class Field:
    """What one field takes: a text of at most ``longest`` characters, names of ``terms`` (one, or a list), or a day after ``after``."""

    longest: int = 0
    terms: str = ""
    many: bool = False
    after: dt.date | None = None
    required: bool = False
    pattern: str = ""


_FIRST_DAY = dt.date(2000, 1, 1)
_FIRST_DECISION = dt.date(2020, 1, 1)

FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "decision_visibility": Field(terms="DECISION_VISIBILITIES", many=True),
        "decision_visibility_other": Field(longest=500),
        "end_date_visibility_restriction": Field(after=_FIRST_DECISION),
        "decision_monetary": Field(terms="DECISION_MONETARIES"),
        "decision_monetary_other": Field(longest=500),
        "end_date_monetary_restriction": Field(after=_FIRST_DECISION),
        "decision_provision": Field(terms="DECISION_PROVISIONS"),
        "end_date_service_restriction": Field(after=_FIRST_DECISION),
        "decision_account": Field(terms="DECISION_ACCOUNTS"),
        "end_date_account_restriction": Field(after=_FIRST_DECISION),
        "account_type": Field(terms="ACCOUNT_TYPES"),
        "decision_facts": Field(longest=5000, required=True),
        "decision_ground": Field(terms="DECISION_GROUNDS", required=True),
        "decision_ground_reference_url": Field(longest=500),
        "illegal_content_legal_ground": Field(longest=500),
        "illegal_content_explanation": Field(longest=2000),
        "incompatible_content_ground": Field(longest=500),
        "incompatible_content_explanation": Field(longest=2000),
        "incompatible_content_illegal": Field(terms="AUTOMATED_DETECTIONS"),
        "content_type": Field(terms="CONTENT_TYPES", many=True, required=True),
        "content_type_other": Field(longest=500),
        "category": Field(terms="STATEMENT_CATEGORIES", required=True),
        "category_addition": Field(terms="STATEMENT_CATEGORIES", many=True),
        "category_specification": Field(terms="KEYWORDS", many=True),
        "category_specification_other": Field(longest=500),
        "content_language": Field(longest=2, pattern="[A-Z]{2}"),
        "territorial_scope": Field(terms="COUNTRIES", many=True),
        "content_date": Field(after=_FIRST_DAY, required=True),
        "application_date": Field(after=_FIRST_DECISION, required=True),
        "source_type": Field(terms="SOURCE_TYPES", required=True),
        "source_identity": Field(longest=500),
        "automated_detection": Field(terms="AUTOMATED_DETECTIONS", required=True),
        "automated_decision": Field(terms="AUTOMATED_DECISIONS", required=True),
        "puid": Field(longest=500, required=True, pattern="[A-Za-z0-9_-]+"),
    }
)
"""Every field there is, in the order of the database's documentation. Yes and No are the names of ``AUTOMATED_DETECTIONS``."""

_DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")

_NEEDED_WITH: Final = (
    ("decision_visibility", "DECISION_VISIBILITY_OTHER", ("decision_visibility_other",)),
    ("decision_monetary", "DECISION_MONETARY_OTHER", ("decision_monetary_other",)),
    ("decision_ground", "DECISION_GROUND_ILLEGAL_CONTENT", ("illegal_content_legal_ground", "illegal_content_explanation")),
    (
        "decision_ground",
        "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        ("incompatible_content_ground", "incompatible_content_explanation"),
    ),
    ("content_type", "CONTENT_TYPE_OTHER", ("content_type_other",)),
    ("category_specification", "KEYWORD_OTHER", ("category_specification_other",)),
)
"""A field, one of its values, and the fields that are wanted with this value and without it have no meaning."""

_HOW_WRITTEN = MappingProxyType(
    {
        "puid": ("has characters that are none of A-Z a-z 0-9 _ -", "name the decision with these alone"),
        "content_language": ("is no language of two letters", "write it as ZH, by ISO 639-1"),
    }
)

_PERSONAL: Final = (
    ("an e-mail address", r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    ("an @name", r"(?<![\w.])[@＠][\w\-·]+"),
    ("a number of 7 digits or more, as of a telephone, an account or an identity card", r"\d(?:[ \-–.()]{0,2}\d){6,}"),
    ("an address on the network", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"),
)
"""What is surely somebody's. Names of people cannot be told by a pattern; nothing that is built here has one."""


def field_problems(fields: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with each field by itself."""
    for name in fields:
        if name not in FIELDS:
            close = difflib.get_close_matches(name, FIELDS, n=1)
            yield Problem(
                name, fields[name], "is a field that there is not", f"did you mean {close[0]}?" if close else "leave it out"
            )
    for name, field in FIELDS.items():
        value = fields.get(name)
        if value not in (None, "", [], ()):
            yield from _value_problems(name, field, value)
        elif field.required:
            yield Problem(name, value, "is missing", f"give {_wanted(field)}")


def _value_problems(name: str, field: Field, value: object) -> Iterator[Problem]:
    if field.terms:
        yield from _term_problems(name, field, value)
    elif not isinstance(value, str):
        yield Problem(name, value, f"is of type {type(value).__name__}", f"give {_wanted(field)}")
    elif field.after is not None:
        yield from _day_problems(name, field.after, value)
    else:
        yield from _text_problems(name, field, value)


def _wanted(field: Field) -> str:
    if field.terms:
        return f"{'a list of some' if field.many else 'one'} of {_listed(dsa_terms()[field.terms])}"
    return "a day as 2026-03-01" if field.after is not None else f"a text of at most {field.longest} characters"


def _listed(terms: tuple[str, ...]) -> str:
    few = 8
    return ", ".join(terms[:few]) + (f" and {len(terms) - few} more" if len(terms) > few else "")


def _term_problems(name: str, field: Field, value: object) -> Iterator[Problem]:
    terms = dsa_terms()[field.terms]
    if isinstance(value, str) is field.many or (field.many and not isinstance(value, list | tuple)):
        yield Problem(name, value, "is no list" if field.many else "is no single name", f"give {_wanted(field)}")
        return
    for one in value if isinstance(value, list | tuple) else (value,):
        if one not in terms:
            close = difflib.get_close_matches(str(one), terms, n=1)
            yield Problem(name, one, "is none of its names", f"did you mean {close[0]}?" if close else f"give {_wanted(field)}")


def _day_problems(name: str, after: dt.date, value: str) -> Iterator[Problem]:
    try:
        day = dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, of no zone
    except ValueError:
        yield Problem(name, value, "is no day", "write it as 2026-03-01")
        return
    if day <= after:
        yield Problem(name, value, f"is not after {after}", "give the day it really was")


def _text_problems(name: str, field: Field, value: str) -> Iterator[Problem]:
    if len(value) > field.longest:
        yield Problem(name, value, f"has {len(value):,} characters", f"{field.longest:,} at most: shorten it")
    if field.pattern:
        if not re.fullmatch(field.pattern, value):
            yield Problem(name, value, *_HOW_WRITTEN[name])
        return  # written by these patterns it can hold nothing personal but a number, and the service's own are numbers
    for what, pattern in _personal():
        found = pattern.search(value)
        if found and name != "decision_ground_reference_url":
            yield Problem(name, found[0], f"is {what}", "no field may have personal data: leave it out")


@lru_cache(maxsize=1)
def _personal() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((what, re.compile(pattern)) for what, pattern in _PERSONAL)


def problems_between(fields: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with fields together: one wanted with another, and days in the wrong order."""
    if not any(fields.get(name) for name in _DECISIONS):
        yield Problem("decision_visibility", None, "is missing", f"say what was decided: one of {', '.join(_DECISIONS)} at least")
    for name, term, needed in _NEEDED_WITH:
        given = fields.get(name)
        is_so = term in given if isinstance(given, list | tuple) else given == term
        for other in needed:
            if is_so and not fields.get(other):
                yield Problem(other, fields.get(other), "is missing", f"it is wanted with {name} {term}")
            elif not is_so and fields.get(other):
                yield Problem(other, fields[other], "has no meaning", f"it goes with {name} {term}: leave it out")
    content, application = fields.get("content_date"), fields.get("application_date")
    if isinstance(content, str) and isinstance(application, str) and content > application:
        yield Problem("application_date", application, f"is before content_date {content}", "a post is there before it is judged")
