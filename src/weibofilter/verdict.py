"""What is said of a post: frozen values that pickle, hash and turn into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

Entry = TypeVar("Entry", "Reason", "Dismissal")


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

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Verdict:
        """The verdict that ``to_dict`` wrote; ValueError, naming what is wrong, for anything else: another version's, or half of one.

        >>> held = Verdict(Action.FLAG, (Reason("a/b", "a", Action.FLAG, "大麻", 0, 2, "大麻", "skeleton", "text"),))
        >>> Verdict.from_dict(held.to_dict()) == held
        True
        >>> Verdict.from_dict({"action": "flag", "why": []})
        Traceback (most recent call last):
        ...
        ValueError: no verdict of this version: it lacks reasons, dismissed, shadow, digest and has an unknown why
        """
        _require_keys(said, cls)
        for name, kind in (("reasons", list), ("dismissed", list), ("shadow", list), ("digest", str)):
            if not isinstance(said[name], kind):
                raise ValueError(f"no verdict: {name} is {said[name]!r:.60}")  # noqa: TRY004 - what stands in a file, not a wrong call
        reasons = tuple(_entry(Reason, one) for one in said["reasons"])
        dismissed = tuple(_entry(Dismissal, one) for one in said["dismissed"])
        shadow = tuple(_entry(Reason, one) for one in said["shadow"])
        return cls(_action(said["action"]), reasons, dismissed, shadow, said["digest"])


def _require_keys(said: object, kind: type[Verdict | Reason | Dismissal]) -> None:
    called = kind.__name__.lower()
    if not isinstance(said, Mapping):
        raise ValueError(f"no {called} but {type(said).__name__}")  # noqa: TRY004 - what stands in a file, not a wrong call
    known = [one.name for one in fields(kind)]
    told = {"lacks": [name for name in known if name not in said], "has an unknown": [name for name in said if name not in known]}
    if faults := [f"{what} {', '.join(map(str, names))}" for what, names in told.items() if names]:
        raise ValueError(f"no {called} of this version: it {' and '.join(faults)}")


def _entry(kind: type[Entry], said: Mapping[str, Any]) -> Entry:
    _require_keys(said, kind)
    values: dict[str, Any] = {name: _frozen(value) for name, value in said.items()}
    if wrong := [name for name, value in values.items() if not isinstance(value, _KINDS.get(name, str))]:
        raise ValueError(f"no {kind.__name__.lower()}: {wrong[0]} is {values[wrong[0]]!r:.60}")
    if "action" in values:
        values["action"] = _action(values["action"])
    return kind(**values)


_KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("start", "end"), int),
    **dict.fromkeys(("disguises", "spellings", "parts"), tuple),
    "line": (int, type(None)),
    "margin": (int, float, type(None)),
    "wordlist": (str, type(None)),
}
"""What the values of reasons and dismissals are, where they are no strings."""


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _action(said: object) -> Action:
    if not isinstance(said, str) or said not in list(Action):
        raise ValueError(f"action is {said!r}: it is one of {', '.join(Action)}")
    return Action(said)


def _plain(entry: Reason | Dismissal) -> dict[str, Any]:
    return {field.name: _as_json(getattr(entry, field.name)) for field in fields(entry)}


def _as_json(value: object) -> object:
    if isinstance(value, Action):
        return str(value)
    if isinstance(value, tuple):
        return [_as_json(item) for item in value]
    return value
