"""Who runs a service decides what becomes of a category; the caps stand whatever he decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weibofilter.errors import PolicyError
from weibofilter.rules.rule import lineage
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OFF = "off"
_CHOICES = (OFF, Action.FLAG.value, Action.DELETE.value)


@dataclass(frozen=True, init=False)
class Policy:
    """What becomes of each category: ``off``, ``flag`` or ``delete``; what is not named keeps the actions of its rules.

    The most specific category wins. ``escalate_disguised`` makes a delete of a flag where the keyword was disguised; ways of
    spelling (traditional characters, full width, case) are no disguise. PolicyError names every setting that is none.

    >>> Policy({"abuse": "off", "spam.contact": "delete"}).for_category("spam.contact.wechat")
    'delete'
    >>> Policy(actions={"abuse": "allow"})
    Traceback (most recent call last):
    ...
    weibofilter.errors.PolicyError: actions['abuse'] is 'allow': use 'off', 'flag' or 'delete'
    """

    settings: tuple[tuple[str, str], ...]
    escalate_disguised: bool

    def __init__(self, actions: Mapping[str, str] | None = None, *, escalate_disguised: bool = False) -> None:
        given = dict(actions or {})
        if faults := _wrong_actions(given):
            raise PolicyError("; ".join(faults))
        object.__setattr__(self, "settings", tuple(sorted((category, str(action)) for category, action in given.items())))
        object.__setattr__(self, "escalate_disguised", bool(escalate_disguised))

    @property
    def actions(self) -> dict[str, str]:
        """A copy of what is set, by category."""
        return dict(self.settings)

    def for_category(self, category: str) -> str | None:
        """What is set for a category or the nearest of its parents, or None."""
        actions = dict(self.settings)
        return next((actions[name] for name in lineage(category) if name in actions), None)

    def check_categories(self, known: Iterable[str]) -> None:
        """PolicyError if a setting names a category that there is not; nothing of a policy is silently without effect."""
        names = set(known)
        strangers = [category for category, _ in self.settings if category not in names]
        if strangers:
            raise PolicyError("; ".join(f"no category is called {name!r}{_nearest(name, names)}" for name in strangers))


def policy_or_none_set(policy: Policy | None) -> Policy:
    """The policy, or one that sets nothing. TypeError for anything else, such as the mapping that one is made of."""
    if policy is None:
        return Policy()
    if not isinstance(policy, Policy):
        raise TypeError(f"policy is a {type(policy).__name__}, {policy!r:.80}: make one of it, Policy({policy!r:.80})")
    return policy


def read_policy(path: str | Path) -> Policy:
    """The policy of a TOML file: ``escalate_disguised`` and a table ``[actions]``, both optional.

    PolicyError, naming the file, if it cannot be read, is no TOML, or says anything else.
    """
    import tomllib  # noqa: PLC0415 - a policy made in Python reads no file

    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"{path}: {error}") from error
    faults = [*_unknown_keys(values), *_wrong_types(values)]
    if faults:
        raise PolicyError("; ".join(f"{path}: {fault}" for fault in faults))
    return Policy(values.get("actions", {}), escalate_disguised=values.get("escalate_disguised", False))


def _unknown_keys(values: Mapping[str, Any]) -> list[str]:
    known = ("actions", "escalate_disguised")
    return [f"unknown key {key!r}{_nearest(key, known)}" for key in values if key not in known]


def _wrong_types(values: Mapping[str, Any]) -> list[str]:
    faults = []
    actions = values.get("actions", {})
    if not isinstance(actions, dict):
        faults.append(f"actions is {actions!r}: use a table, as in [actions]")
    elif strangers := [key for key, value in actions.items() if not isinstance(value, str)]:
        faults += [f'actions.{key} is no string; a dotted category is quoted: "spam.contact" = "delete"' for key in strangers]
    if isinstance(actions, dict):
        faults += _wrong_actions({key: value for key, value in actions.items() if isinstance(value, str)})
    if not isinstance(values.get("escalate_disguised", False), bool):
        faults.append(f"escalate_disguised is {values['escalate_disguised']!r}: use true or false")
    return faults


def _wrong_actions(actions: Mapping[str, str]) -> list[str]:
    return [
        f"actions[{category!r}] is {action!r}: use 'off', 'flag' or 'delete'"
        for category, action in actions.items()
        if action not in _CHOICES
    ]


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - for messages only

    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
