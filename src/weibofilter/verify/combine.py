"""Members to combinations: one of each group, near each other, said by one voice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING

from weibofilter.rules.rule import VIEW_ORDER
from weibofilter.verify.evidence import Evidence
from weibofilter.verify.finding import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from weibofilter.verify.context import Context

Member = tuple[int, Finding]
"""A finding of a member and the number of its group."""


Judge = Callable[[Finding], Outcome]
"""What becomes of a combination: itself, or its dismissal."""

MOST_MEMBERS = 4
"""Times the number of groups: so many of the last members of each group are remembered. Those that fit together are among them, but where
more words than that of one group stand inside each other.
"""
MOST_TOGETHER = 8
"""Groups of which every order is tried; of more, the last member that fits is taken each time."""


def combine(members: Iterable[Member], groups: int, within: int | None, judge: Judge, context: Context) -> Iterator[Outcome]:
    """The combinations of these members, from the start of the post on, none sharing a member with another.

    Each is the tightest that ends where it ends. A post that passes on others' words is several voices, and what one asks and
    another offers is no combination. One that is dismissed takes no member from the next.
    """
    latest: dict[int, deque[Finding]] = {}
    voice = None
    for group, member in sorted(members, key=_place_first):
        if voice != (voice := context.zones.voice(member.start)):
            latest = {}
        latest.setdefault(group, deque(maxlen=MOST_MEMBERS * groups)).append(member)
        if len(latest) == groups:
            chosen = one_of_each(latest)
            if chosen and (within is None or span_between(chosen, context) <= within):
                outcome = judge(joined(chosen))
                yield outcome
                if isinstance(outcome, Finding):
                    latest = {}


def _place_first(pair: Member) -> tuple[int, int, int, int, str, int]:
    """The order of members; of several at one place in one group the plainest is first, by whatever engine they were found."""
    group, member = pair
    return member.end, member.start, group, len(member.evidence.disguises), member.keyword, VIEW_ORDER[member.view]


def by_group(members: Iterable[Member]) -> dict[int, list[Finding]]:
    """The members of each group, in order."""
    found: dict[int, list[Finding]] = {}
    for group, member in sorted(members, key=_place_first):
        found.setdefault(group, []).append(member)
    return found


def one_of_each(candidates: Mapping[int, Collection[Finding]]) -> list[Finding]:
    """A member for each group, in the order of the groups, none inside or across another, the latest that go together; or none.

    加微信 is no 微信 besides. From the last to the first: of all ways to have so many groups behind a place, the one that leaves most room
    before them is the best, whatever comes before.
    """
    best: dict[frozenset[int], list[Member]] = {frozenset(): []}
    for _ in candidates:
        if len(candidates) > MOST_TOGETHER:
            best = dict(sorted(best.items(), key=lambda had: -had[1][-1][1].own[0] if had[1] else 0)[:1])
        best = _with_one_more(best, candidates)
    return [member for _, member in sorted(*best.values(), key=itemgetter(0))] if best else []


def _with_one_more(
    best: Mapping[frozenset[int], list[Member]], candidates: Mapping[int, Collection[Finding]]
) -> dict[frozenset[int], list[Member]]:
    """Of each set of groups that these lead to by one more, the members that leave most room before them."""
    found: dict[frozenset[int], list[Member]] = {}
    for had, chosen in sorted(best.items(), key=lambda item: sorted(item[0], reverse=True)):
        before = chosen[-1][1].own[0] if chosen else None
        for group in sorted(candidates.keys() - had):
            last, have = _last_before(before, candidates[group]), had | {group}
            if last is not None and (have not in found or last.own[0] > found[have][-1][1].own[0]):
                found[have] = [*chosen, (group, last)]
    return found


def _last_before(place: int | None, members: Iterable[Finding]) -> Finding | None:
    """The member that begins last of those that end there or before; of those the longest."""
    fitting = (member for member in members if place is None or member.own[1] <= place)
    return max(fitting, key=lambda member: member.own, default=None)


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
