"""Members to combinations: one of each group, near each other, said by one voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.rules.rule import VIEW_ORDER
from weibofilter.verify.evidence import Evidence
from weibofilter.verify.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.verify.context import Context

Member = tuple[int, Finding]
"""A finding of a member and the number of its group."""


def combine(members: Sequence[Member], groups: int, within: int | None, context: Context) -> Iterator[Finding]:
    """The combinations of these members, from the start of the post on, none sharing a member with another.

    Each is the tightest that ends where it ends. A post that passes on others' words is several voices, and what one asks and
    another offers is no combination.
    """
    last: dict[int, Finding] = {}
    for group, member in sorted(members, key=lambda pair: (pair[1].end, pair[1].start)):
        voice = context.zones.voice(member.start)
        last = {other: seen for other, seen in last.items() if context.zones.voice(seen.start) == voice}
        last[group] = member
        if len(last) == groups and _is_near(last, within, context):
            yield joined([last[number] for number in range(groups)])
            last = {}


def _is_near(members: dict[int, Finding], within: int | None, context: Context) -> bool:
    """Whether the members are different places, at most ``within`` skeleton characters from the first one's end to the last one's start."""
    if len({(member.start, member.end) for member in members.values()}) < len(members):
        return False
    return within is None or span_between(members.values(), context) <= within


def span_between(members: Iterable[Finding], context: Context) -> int:
    """Skeleton characters from the end of the first member to the start of the last one."""
    ordered = sorted(members, key=lambda member: (member.start, member.end))
    return context.distance(ordered[0].end, ordered[-1].start)


def joined(members: Sequence[Finding]) -> Finding:
    """One finding of a combination's members, which are in the order of their groups."""
    first = min(members, key=lambda member: member.start)
    return Finding(
        rule=first.rule,
        keyword=" + ".join(member.keyword for member in members),
        start=first.start,
        end=max(member.end for member in members),
        view=max((member.view for member in members), key=VIEW_ORDER.__getitem__),
        zone=first.zone,
        evidence=Evidence(
            _union(member.evidence.disguises for member in members), _union(member.evidence.spellings for member in members)
        ),
        parts=tuple(sorted((member.start, member.end) for member in members)),
    )


def _union(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for some in names for name in some}))
