"""Rules by what moderators made of their holds: how often each was right, the worst first.

A *label* is what a person decided about a held post: ``kept`` (the hold was right) or ``overturned``. A post that several rules hold counts
for each of them; ``alone`` says of how many a rule was the only one, whose precision nobody else's mistakes can lower.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weibofilter.intervals import Share, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAMPLES = 3
"""Overturned posts that are kept of each rule."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What a scan said of a post: the rules that held it, and those in shadow that would have. ``key`` is what labels name it by."""

    key: str
    text: str
    rules: frozenset[str]
    shadow: frozenset[str] = frozenset()


def hold_of(
    row: Mapping[str, Any], *, id_field: str | None = None, text_field: str = "text", verdict_field: str = "verdict"
) -> Hold:
    """The hold that a row of a scan's output tells of; ``verdict`` may be an object or its JSON text, as csv and parquet have it.

    Without ``id_field``, labels name posts by their text. ``ValueError``, with the reason, for a row that tells of none.

    >>> hold_of({"id": 7, "text": "种大麻", "verdict": '{"reasons": [{"rule": "drugs/cannabis"}], "shadow": []}'}, id_field="id")
    Hold(key='7', text='种大麻', rules=frozenset({'drugs/cannabis'}), shadow=frozenset())
    """
    text, said = row.get(text_field), row.get(verdict_field)
    key = text if id_field is None else row.get(id_field)
    if key is None or not isinstance(text, str):
        missing = id_field if id_field is not None and isinstance(text, str) else text_field
        raise ValueError(f"no field {missing!r} with the {'post' if missing == text_field else 'id'}")
    if isinstance(said, str):
        said = json.loads(said)
    if not isinstance(said, dict):
        told = f"no verdict in field {verdict_field!r}" if said is None else f"field {verdict_field!r} is no verdict"
        raise ValueError(told)  # noqa: TRY004 - a row with a fault, not a call
    return Hold(str(key), text, _rules(said, "reasons"), _rules(said, "shadow"))


def _rules(verdict: Mapping[str, Any], kind: str) -> frozenset[str]:
    try:
        return frozenset(str(reason["rule"]) for reason in verdict[kind])
    except (KeyError, TypeError) as error:
        raise ValueError(f"the verdict has no {kind} with their rules") from error


@dataclass(slots=True)
class RuleReview:
    """Posts of a rule that moderators decided about. ``posts`` counts all that it held, decided or not."""

    rule: str
    posts: int = 0
    kept: int = 0
    overturned: int = 0
    alone_kept: int = 0
    alone_overturned: int = 0
    samples: list[str] = field(default_factory=list)

    @property
    def precision(self) -> Share:
        """The share of its decided posts that were kept."""
        return share(self.kept, self.kept + self.overturned)

    @property
    def alone(self) -> Share:
        """The same of the posts that no other rule held."""
        return share(self.alone_kept, self.alone_kept + self.alone_overturned)


@dataclass(slots=True)
class Review:
    """What moderators made of the holds of a scan. ``rules`` and ``shadow`` have the worst first, those without decisions last.

    ``unlabelled`` counts held posts that nobody decided about, ``unknown`` labels of posts that are not among the results, of which
    ``first_unknown`` names a few.
    """

    rules: tuple[RuleReview, ...]
    shadow: tuple[RuleReview, ...]
    posts: int
    held: int
    unlabelled: int
    unknown: int
    first_unknown: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The review as plain dictionaries, lists, strings and numbers, ready for ``json.dumps``; told in ``docs/review.md``."""
        return {
            "posts": self.posts,
            "held": self.held,
            "unlabelled": self.unlabelled,
            "unknown_labels": self.unknown,
            "rules": [_entry(one) for one in self.rules],
            "shadow_rules": [_entry(one) for one in self.shadow],
        }


def _entry(one: RuleReview) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "posts": one.posts,
        "kept": one.kept,
        "overturned": one.overturned,
        "precision": _interval(one.precision),
        "alone": {"kept": one.alone_kept, "overturned": one.alone_overturned, "precision": _interval(one.alone)},
        "samples": one.samples,
    }


def _interval(found: Share) -> dict[str, float] | None:
    return {"rate": found.rate, "low": found.low, "high": found.high} if found.of else None


def review(holds: Iterable[Hold], labels: Mapping[str, bool]) -> Review:
    """What the labels (by key, true for kept) say of the rules that held these posts.

    The worst rule is the one whose precision cannot be high: the order is by the upper bound of the interval, so that one post
    overturned of one does not stand before sixty of a hundred.

    >>> holds = [Hold("1", "种大麻", frozenset({"drugs/cannabis"})), Hold("2", "大麻布", frozenset({"drugs/cannabis"}))]
    >>> [(one.rule, one.kept, one.overturned) for one in review(holds, {"1": True, "2": False}).rules]
    [('drugs/cannabis', 1, 1)]
    """
    rules: dict[str, RuleReview] = {}
    shadow: dict[str, RuleReview] = {}
    counts: Counter[str] = Counter()
    decided: set[str] = set()
    for hold in holds:
        counts["posts"] += 1
        label = labels.get(hold.key)
        if label is not None:
            decided.add(hold.key)
        if hold.rules:
            counts["held"] += 1
            counts["unlabelled"] += label is None
        for names, known in ((hold.rules, rules), (hold.shadow, shadow)):
            for name in names:
                _count(known.setdefault(name, RuleReview(name)), hold, label, alone=len(names) == 1)
    unknown = [key for key in labels if key not in decided]
    return Review(
        rules=_worst_first(rules),
        shadow=_worst_first(shadow),
        posts=counts["posts"],
        held=counts["held"],
        unlabelled=counts["unlabelled"],
        unknown=len(unknown),
        first_unknown=tuple(unknown[:SAMPLES]),
    )


def _count(one: RuleReview, hold: Hold, label: bool | None, *, alone: bool) -> None:
    one.posts += 1
    if label is None:
        return
    one.kept += label
    one.overturned += not label
    one.alone_kept += label and alone
    one.alone_overturned += not label and alone
    if not label and len(one.samples) < SAMPLES:
        one.samples.append(hold.text)


def _worst_first(rules: Mapping[str, RuleReview]) -> tuple[RuleReview, ...]:
    return tuple(sorted(rules.values(), key=lambda one: (not one.precision.of, one.precision.high, -one.precision.of, one.rule)))
