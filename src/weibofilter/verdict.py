"""What is said of a post: frozen values that pickle, hash and turn into JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """What is to be done with a post, ordered by gravity: ``ALLOW < FLAG < DELETE``.

    The values are strings, so that they stand in JSON as they are, but compare by gravity and not by alphabet.

    >>> max(Action.FLAG, Action.DELETE, Action.ALLOW)
    <Action.DELETE: 'delete'>
    >>> Action.FLAG == "flag", Action.FLAG > Action.ALLOW
    (True, True)
    """

    ALLOW = "allow"
    FLAG = "flag"
    DELETE = "delete"

    @property
    def gravity(self) -> int:
        """0 for allow, 1 for flag, 2 for delete."""
        return _GRAVITY[self._value_]

    def __lt__(self, other: str) -> bool:
        return self.gravity < Action(other).gravity

    def __le__(self, other: str) -> bool:
        return self.gravity <= Action(other).gravity

    def __gt__(self, other: str) -> bool:
        return self.gravity > Action(other).gravity

    def __ge__(self, other: str) -> bool:
        return self.gravity >= Action(other).gravity


_GRAVITY = {"allow": 0, "flag": 1, "delete": 2}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a post is held: one rule, one place.

    ``start`` and ``end`` are a half-open span of code points of the post as it was given, and ``text`` is exactly
    ``post[start:end]``. ``keyword`` stands as the word list writes it. ``disguises`` names what was seen through,
    ``spellings`` what differs innocently (traditional characters, full width, case); ``parts`` are the spans of the members of a
    combination. ``wordlist`` and ``line`` are None for rules that no file holds.
    """

    rule: str
    category: str
    action: Action
    keyword: str
    start: int
    end: int
    text: str
    view: str
    zone: str
    disguises: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    wordlist: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A hit that was not held: which check let it go, by which margin (in nats, where the check has one), and why."""

    rule: str
    keyword: str
    start: int
    end: int
    text: str
    view: str
    check: str
    margin: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with a post, and why.

    ``reasons`` is empty exactly when the action is ``ALLOW``. A verdict has no truth value, since "true" could as well mean
    "allowed" as "held".

    >>> Verdict(Action.ALLOW, digest="0" * 64).to_dict()["action"]
    'allow'
    """

    action: Action
    reasons: tuple[Reason, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()
    shadow: tuple[Reason, ...] = ()
    digest: str = ""

    def __bool__(self) -> bool:
        raise TypeError("a verdict is neither true nor false: compare its action, as in verdict.action == Action.ALLOW")

    def to_dict(self) -> dict[str, Any]:
        """The verdict as plain dictionaries, lists, strings and numbers, ready for ``json.dumps``."""
        return {
            "action": str(self.action),
            "reasons": [_plain(reason) for reason in self.reasons],
            "dismissed": [_plain(dismissal) for dismissal in self.dismissed],
            "shadow": [_plain(reason) for reason in self.shadow],
            "digest": self.digest,
        }


def _plain(entry: Reason | Dismissal) -> dict[str, Any]:
    return {field.name: _as_json(getattr(entry, field.name)) for field in fields(entry)}


def _as_json(value: object) -> object:
    if isinstance(value, Action):
        return str(value)
    if isinstance(value, tuple):
        return [_as_json(item) for item in value]
    return value
