"""The checks of a hit of the skeleton, cheap ones first: each says None, or why the hit is let go."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.fold.clauses import LISTING, SENTENCE_BREAK, is_clause_mark
from weibofilter.post import EMOTICON, MENTION
from weibofilter.rules.rule import Boundary
from weibofilter.segment import REACH, segmenter
from weibofilter.verify.evidence import gaps_of

if TYPE_CHECKING:
    from weibofilter.fold.characters import RunKind
    from weibofilter.rules.rule import Rule
    from weibofilter.scan import Hit
    from weibofilter.verify.context import Context


class Objection(NamedTuple):
    """Why a hit is let go: the check's name, its margin in nats where it has one, and what it saw."""

    check: str
    margin: float | None = None
    detail: str = ""


LEAST_APART = 2
"""Characters that stand apart around a keyword of two, by which its gap is told to be a disguise."""

Check = Callable[["Hit", "Context"], Objection | None]


def zone(hit: Hit, context: Context) -> Objection | None:
    """No hit bridges two zones, and names, emoticons and (unless the rule asks for them) addresses hold none."""
    return zone_objection(hit.start, hit.end, context.rule_of(hit), context)


def zone_objection(start: int, end: int, rule: Rule, context: Context) -> Objection | None:
    """Why this place of the post does not count for the rule, by its zone."""
    name = context.zones.at(start, end)
    if name is None:
        return Objection("zone", detail="bridges two zones")
    if name in (MENTION, EMOTICON) or name not in rule.zones:
        return Objection("zone", detail=name)
    return None


def gaps(hit: Hit, context: Context) -> Objection | None:
    """What was dropped inside the hit must be a disguise and not the end of a sentence (做。爱你们) or a clause.

    The same filler between every two characters is always a disguise, even a full stop: 赌。博。网。站. A keyword of two is seen in a row
    of characters that are so parted: 黑 鬼 滚 出.
    """
    if not hit.runs:
        return None
    between = gaps_of(hit, context)
    if not any(between) or (len(set(between)) == 1 and (len(between) > 1 or _is_spaced_out(hit, between[0], context))):
        return None
    if any(mark in gap for gap in between for mark in SENTENCE_BREAK):
        return Objection("gap", detail="sentence end")
    if _is_of_two(hit) and is_clause_mark(between[0], context.fold.characters):
        return Objection("gap", detail="clause mark")
    return None


def _is_of_two(hit: Hit) -> bool:
    """Whether the keyword has two characters."""
    return sum(run.length for run in hit.runs) - sum(hit.surplus) == 2


def _is_spaced_out(hit: Hit, gap: str, context: Context) -> bool:
    """Whether the hit stands in a row of four characters or more with this gap between every two, and no list (吃、喝、嫖、赌)."""
    if gap in LISTING or context.post[hit.start : hit.end].isascii():
        return False
    step = len(gap) + 1
    before = takewhile(lambda place: _is_apart(place, gap, context), range(hit.start - step, -1, -step))
    behind = takewhile(lambda place: _is_apart(place, gap, context), range(hit.end - 1 + step, len(context.post), step))
    return len([*islice(before, 2), *islice(behind, 2)]) >= LEAST_APART


def _is_apart(place: int, gap: str, context: Context) -> bool:
    """Whether a character stands here by itself, with the gap on one side and nothing that is read right on the other."""
    post, characters = context.post, context.fold.characters
    is_gap = post.endswith(gap, 0, place), post.startswith(gap, place + 1)
    is_free = (
        place == 0 or not characters[post[place - 1]].skeleton,
        place + 1 == len(post) or not characters[post[place + 1]].skeleton,
    )
    return bool(characters[post[place]].skeleton) and any(is_gap) and all(is_free)


def runs(hit: Hit, context: Context) -> Objection | None:
    """A Latin word or a number is not cut: have holds no av, 加vx123 holds 加vx."""
    if context.rule_of(hit).boundary is Boundary.OFF:
        return None
    return run_objection(hit.start, hit.end, context)


def run_objection(start: int, end: int, context: Context) -> Objection | None:
    """Whether this place begins or ends inside a run of Latin letters or of digits of the post."""
    for outside, inside in ((start - 1, start), (end, end - 1)):
        if 0 <= outside < len(context.post) and (kind := common_run(outside, inside, context)):
            return Objection("run", detail=_whole_run(outside, kind, context))
    return None


def common_run(one: int, other: int, context: Context) -> RunKind:
    """The kind of run that the characters at two places of the post, one behind the other, are both of, if any; where an address begins,
    a run ends.
    """
    kind = _kind_at(one, context)
    if not kind or kind != _kind_at(other, context) or context.zones.at(min(one, other), max(one, other) + 1) is None:
        return ""
    return kind


def _kind_at(place: int, context: Context) -> RunKind:
    """The kind of run that the character at this place is of; a keycap is a symbol, though written with a plain digit."""
    post = context.post
    kind = context.fold.characters[post[place]].run
    is_keycap = kind == "digit" and post.startswith(("\u20e3", "\ufe0f\u20e3"), place + 1)
    return "digit symbol" if is_keycap else kind


def _whole_run(place: int, kind: str, context: Context) -> str:
    """The run around a place, at most 20 characters to either side."""
    post, characters, first, after = context.post, context.fold.characters, place, place + 1
    while first > max(0, place - 20) and characters[post[first - 1]].run == kind:
        first -= 1
    while after < min(len(post), place + 20) and characters[post[after]].run == kind:
        after += 1
    return post[first:after]


def exceptions(hit: Hit, context: Context) -> Objection | None:
    """A word of ``unless`` that holds the place, written without disguise, shields it: 大麻烦 excuses 大麻."""
    return excuse_objection(hit.start, hit.end, context.ruleset.terms.rules[hit.term], context)


def excuse_objection(start: int, end: int, number: int, context: Context) -> Objection | None:
    """Whether an undisguised excuse of this rule (by its number) holds the place."""
    if not context.ruleset.rules[number].unless or number not in context.excuses:
        return None
    excuse = context.excuses[number].around(start, end)
    return None if excuse is None else Objection("exception", detail=context.post[slice(*excuse)])


def boundary(hit: Hit, context: Context) -> Objection | None:
    """The hit must stand as a word in its clause, by the likelihood of the clause with it and without (``segment``)."""
    mode = context.rule_of(hit).boundary
    if mode is Boundary.OFF or _is_clause(hit, context):
        return None
    clause, start, end = clause_of(hit, context)
    judged = segmenter().judge(clause, start, end, "strict" if mode is Boundary.STRICT else "soft")
    return None if judged.stands else Objection("boundary", judged.margin, "·".join(judged.words))


def _is_clause(hit: Hit, context: Context) -> bool:
    """Whether the hit begins and ends where its clause does."""
    post, characters = context.post, context.fold.characters
    begins = hit.start == 0 or characters[post[hit.start - 1]].is_break
    return begins and (hit.end == len(post) or characters[post[hit.end]].is_break) and not any(hit.surplus)


def clause_of(hit: Hit, context: Context) -> tuple[str, int, int]:
    """The clause around a hit as it reads, with the keyword itself in the hit's place, and the keyword's span in it.

    What a run at either end repeats beyond the keyword stays outside it: in 看到他妈妈了 the second 妈 may belong to 妈妈.
    """
    characters, clauses, post = context.fold.characters, context.fold.clauses, context.post
    keyword = "".join([characters[character].spelled for character in context.ruleset.terms.texts[hit.term]])
    before = post[max(0, hit.start - REACH) : hit.start].translate(clauses)
    after = post[hit.end : hit.end + REACH].translate(clauses)
    left, right = before[before.rfind("\n") + 1 :], after.partition("\n")[0]
    if hit.runs:
        left += keyword[:1] * hit.surplus[0]
        right = keyword[-1:] * (hit.surplus[-1] if len(hit.runs) > 1 else 0) + right
    return left + keyword + right, len(left), len(left) + len(keyword)


CHECKS: tuple[Check, ...] = (zone, gaps, runs, exceptions, boundary)
"""Every check of a hit of the skeleton, in the order in which they are asked."""
