"""Members to combinations: one of each group, near each other, said by one voice."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from weibofilter.rules.rule import VIEW_ORDER
from weibofilter.verify.evidence import Evidence
from weibofilter.verify.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from weibofilter.verify.context import Context

Member = tuple[int, Finding]
"""A finding of a member and the number of its group."""


def combine(members: Sequence[Member], groups: int, within: int | None, context: Context) -> Iterator[Finding]:
    """The combinations of these members, from the start of the post on, none sharing a member with another.

    Each is the tightest that ends where it ends. A post that passes on others' words is several voices, and what one asks and
    another offers is no combination.
    """
    latest: dict[int, deque[Finding]] = {}
    voice = None
    for group, member in sorted(members, key=lambda pair: (pair[1].end, pair[1].start)):
        if voice != (voice := context.zones.voice(member.start)):
            latest = {}
        latest.setdefault(group, deque(maxlen=groups)).append(member)
        if len(latest) == groups:
            chosen = _one_of_each(latest)
            if chosen and (within is None or span_between(chosen, context) <= within):
                yield joined(chosen)
                latest = {}


def _one_of_each(candidates: Mapping[int, Iterable[Finding]]) -> list[Finding]:
    """A member for each group, in the order of the groups, no place for two of them, the latest that go together; or none.

    One word may stand in several groups, and then its place serves the group that has no other. Places are given away from the
    last to the first, a group giving up its place where it can take an earlier one: what is found so is the assignment whose
    first place is the latest possible, as always when a matching grows by its heaviest vertex.
    """
    at = {(member.start, member.end, group): member for group, group_members in candidates.items() for member in group_members}
    wanted_by: dict[tuple[int, int], list[int]] = {}
    for start, end, group in at:
        wanted_by.setdefault((start, end), []).append(group)
    place_of: dict[int, tuple[int, int]] = {}

    def give(place: tuple[int, int], asked: set[int]) -> bool:
        for group in wanted_by[place]:
            if group not in asked:
                asked.add(group)
                if group not in place_of or give(place_of[group], asked):
                    place_of[group] = place
                    return True
        return False

    for place in sorted(wanted_by, key=lambda place: (place[1], place[0]), reverse=True):
        give(place, set())
        if len(place_of) == len(candidates):
            return [at[(*place_of[group], group)] for group in sorted(candidates)]
    return []


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
