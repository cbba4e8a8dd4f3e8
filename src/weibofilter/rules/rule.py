"""What a rule is: frozen values, each with the line it was written on.

A rule has exactly one *pattern* of a closed union: ``Keywords`` (any of them), ``Combination`` (one of each group) or ``Regex``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from weibofilter.verdict import Action

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from weibofilter.errors import Location


class View(StrEnum):
    """What a post can look like to a rule, the plainest first."""

    PLAIN = "plain"
    SKELETON = "skeleton"
    SOUND = "sound"
    SHAPE = "shape"
    INITIALS = "initials"
    SWAPPED = "swapped"
    MASKED = "masked"


VIEW_ORDER = {view: place for place, view in enumerate(View)}
"""The views' places from the plainest to the widest."""

WIDE = "wide"
"""The name that word lists use for skeleton, sound and shape together."""

EXACT_VIEWS = frozenset({View.PLAIN, View.SKELETON})
"""The views whose hits take the rule's action; hits of the others are capped at flag."""


_WIDE_VIEWS = frozenset({View.SKELETON, View.SOUND, View.SHAPE})


def expand_views(names: frozenset[str]) -> frozenset[View]:
    """The views meant: ``wide`` spelled out, ``skeleton`` implied unless only ``plain`` is asked.

    >>> sorted(expand_views(frozenset({"wide"})))
    [<View.SHAPE: 'shape'>, <View.SKELETON: 'skeleton'>, <View.SOUND: 'sound'>]
    >>> expand_views(frozenset({"plain"}))
    frozenset({<View.PLAIN: 'plain'>})
    """
    views = frozenset(View(name) for name in names if name != WIDE)
    if WIDE in names:
        views |= _WIDE_VIEWS
    return views if views == {View.PLAIN} else views | {View.SKELETON}


class Boundary(StrEnum):
    """How the ends of a hit must lie to the words of the post."""

    SOFT = "soft"
    STRICT = "strict"
    OFF = "off"


class State(StrEnum):
    """Whether a rule acts, or is only watched."""

    LIVE = "live"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword as the list writes it, and where."""

    text: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Keywords:
    """Any one of these words: a tuple, or what equals one."""

    words: Sequence[Keyword]


@dataclass(frozen=True, slots=True)
class Combination:
    """One word of each group."""

    groups: tuple[tuple[Keyword, ...], ...]


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression on the skeleton with repeats kept."""

    source: str


Pattern = Keywords | Combination | Regex


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with every default of its file and category already filled in.

    ``within`` is a distance in skeleton characters: between the members of a combination, and to the ``forbidden`` words
    (``not`` in the file); None means the whole post for members and the same sentence for forbidden words.
    """

    id: str
    category: str
    pattern: Pattern
    action: Action
    views: frozenset[View] = frozenset({View.SKELETON})
    wide_action: Action = Action.FLAG
    boundary: Boundary = Boundary.SOFT
    zones: frozenset[str] = frozenset({"text", "topic", "repost"})
    unless: tuple[Keyword, ...] = ()
    forbidden: tuple[Keyword, ...] = ()
    within: int | None = None
    state: State = State.LIVE
    start: dt.date | None = None
    until: dt.date | None = None
    hit: tuple[Keyword, ...] = ()
    miss: tuple[Keyword, ...] = ()
    note: str = ""
    owner: str = ""
    source: str = ""
    location: Location | None = field(default=None)

    @property
    def name(self) -> str:
        """``category/id``, by which reasons and reports call the rule."""
        return f"{self.category}/{self.id}"

    @property
    def is_plain_list(self) -> bool:
        """Whether the rule is a whole file, of which its place tells nothing more: in a word list of tables no rule stands first of all."""
        return self.location is not None and (self.location.line, self.location.column) == (1, 1)

    def in_force(self, at: dt.date) -> bool:
        """Whether ``at`` lies in the rule's dates, both ends included."""
        return (self.start is None or self.start <= at) and (self.until is None or at <= self.until)


@dataclass(frozen=True, slots=True)
class Category:
    """A category: dotted name, a name and a description for people, and the action of rules that state none.

    ``dsa_category`` and ``dsa_keywords`` are what it is in the EU's transparency database; empty where nobody has said.
    """

    name: str
    zh: str
    en: str
    description: str
    action: Action
    dsa_category: str = ""
    dsa_keywords: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[str, ...]:
        """The category itself and those above it, the most specific first.

        >>> Category("spam.contact", "引流", "contact luring", "", Action.FLAG).parents
        ('spam.contact', 'spam')
        """
        return lineage(self.name)


def lineage(name: str) -> tuple[str, ...]:
    """The dotted name and each of its parents, the most specific first: ``a.b.c, a.b, a``."""
    parts = name.split(".")
    return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))
