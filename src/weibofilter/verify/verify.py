"""The stage itself: the hits of one post to what holds of them, and what was let go and why."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, assert_never

from weibofilter.post import TEXT
from weibofilter.rules.rule import EXACT_VIEWS, VIEW_ORDER, Combination, Keywords, Regex, View
from weibofilter.scan import Hit, Suspicion
from weibofilter.verdict import Dismissal
from weibofilter.verify.checks import CHECKS, Objection, excuse_objection, zone_objection
from weibofilter.verify.combine import by_group, combine, joined, one_of_each
from weibofilter.verify.context import Context
from weibofilter.verify.evidence import NONE, Evidence, evidence_of
from weibofilter.verify.finding import Finding, Outcome
from weibofilter.verify.regexes import regex_matches
from weibofilter.verify.repeats import needed_span, without_far_repeats
from weibofilter.verify.torn import torn_objection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.rules.compile import Ruleset
    from weibofilter.rules.rule import Rule
    from weibofilter.verify.spans import Span, Spans

TIMED_OUT = "rule timed out"
"""Stands for the keyword in a finding of a regex that could not be run over its window in time."""


class Findings(NamedTuple):
    """What holds, and what does not; each ordered by place, longer first, then by rule and keyword."""

    live: tuple[Finding, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()


def verify(post: str, hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> Findings:
    """What holds of the hits of a post."""
    context = Context(post, ruleset)
    if len(hits) == 1 and _needs_no_other(ruleset.rules[ruleset.terms.rules[hits[0].term]]):
        outcome = judge(hits[0], context)
        return Findings((outcome,)) if isinstance(outcome, Finding) else Findings((), (outcome,))
    live: list[Finding] = []
    dismissed: list[Dismissal] = []
    for number, own in _by_rule(_in_one_order(hits, post), ruleset).items():
        outcomes = list(_outcomes(number, own, context))
        dismissed += [outcome for outcome in outcomes if isinstance(outcome, Dismissal)]
        live += _reported(_unsuspected([outcome for outcome in outcomes if isinstance(outcome, Finding)], dismissed, context))
    if len(live) > 1:
        live.sort(key=lambda found: (found.start, -found.end, ruleset.rules[found.rule].name, found.keyword))
    if live and dismissed:
        dismissed = _not_believed_otherwise(dismissed, live, ruleset)
    if len(dismissed) > 1:
        dismissed = sorted(set(dismissed), key=_place_first)
    return Findings(tuple(live), tuple(dismissed))


def _not_believed_otherwise(dismissed: list[Dismissal], live: Sequence[Finding], ruleset: Ruleset) -> list[Dismissal]:
    """The dismissals without those of suspicions that are believed of the same place in another variant of the post."""
    believed = {(ruleset.rules[found.rule].name, found.keyword, found.start, found.end) for found in live}
    return [
        one for one in dismissed if one.check != "plausibility" or (one.rule, one.keyword, one.start, one.end) not in believed
    ]


def _in_one_order(hits: Sequence[Hit | Suspicion], post: str) -> Sequence[Hit | Suspicion]:
    """The hits with those of the post as it is before those of its variants, as a batch and a post alone do not find them in one order:
    of two at one place the first is told.
    """
    if all(isinstance(hit, Suspicion) or hit.taken == post for hit in hits):
        return hits
    return sorted(hits, key=lambda hit: "" if isinstance(hit, Suspicion) or hit.taken == post else hit.taken)


def _needs_no_other(rule: Rule) -> bool:
    """Whether a hit of the rule holds by itself, whatever else stands in the post."""
    return isinstance(rule.pattern, Keywords) and not rule.forbidden


def _place_first(let_go: Dismissal) -> tuple[object, ...]:
    """The order of what was let go, to its last field: a keyword may be suspected at one place in several ways."""
    margin = 0.0 if let_go.margin is None else let_go.margin
    return let_go.start, -let_go.end, let_go.rule, let_go.keyword, let_go.view, let_go.check, margin, let_go.detail


def _unsuspected(held: list[Finding], dismissed: list[Dismissal], context: Context) -> list[Finding]:
    """The findings of a rule without the suspicions at places where another of its keywords stands as written; these are dismissed.

    Who writes 反同, which the rule names, does not mean 饭桶, which it names as well.
    """
    written = {(one.start, one.end): one.keyword for one in held if one.view in EXACT_VIEWS} if context.ruleset.views else {}
    suspected = [one for one in held if one.view not in EXACT_VIEWS and (one.start, one.end) in written]
    if not suspected:
        return held
    dismissed += [_let_go(one, Objection("written", detail=written[one.start, one.end]), context) for one in suspected]
    return [one for one in held if one.view in EXACT_VIEWS or (one.start, one.end) not in written]


def _by_rule(hits: Sequence[Hit | Suspicion], ruleset: Ruleset) -> dict[int, list[Hit | Suspicion]]:
    """The hits by the rules that they are of; without the suspicions that a hit of the skeleton explains, which has it written out."""
    owners = ruleset.terms.rules
    written = {(hit.term, hit.start, hit.end) for hit in hits if isinstance(hit, Hit)} if ruleset.views else ()
    grouped: dict[int, list[Hit | Suspicion]] = {}
    for hit in hits:
        if isinstance(hit, Hit) or (hit.term, hit.start, hit.end) not in written:
            grouped.setdefault(owners[hit.term], []).append(hit)
    return grouped


def _outcomes(number: int, hits: Sequence[Hit | Suspicion], context: Context) -> Iterable[Outcome]:
    """What becomes of the hits of one rule: what holds must also stand clear of the rule's ``not`` words."""
    pattern = context.ruleset.rules[number].pattern
    match pattern:
        case Keywords():
            outcomes: Iterable[Outcome] = [judge(hit, context) for hit in hits]
        case Combination(groups):
            return _combination(hits, len(groups), context)
        case Regex(source):
            outcomes = _regex(number, source, hits, context)
        case _:
            assert_never(pattern)
    return map(partial(_clear_of_forbidden, context=context), outcomes) if context.ruleset.rules[number].forbidden else outcomes


def _clear_of_forbidden(outcome: Outcome, context: Context) -> Outcome:
    """What holds, or its dismissal if a ``not`` word of its rule is near."""
    word = _forbidden_word(outcome, context) if isinstance(outcome, Finding) else None
    return outcome if word is None else _let_go(outcome, Objection("not", detail=word), context)


def judge(hit: Hit | Suspicion, context: Context) -> Outcome:
    """A finding if no check objects to the hit, else its dismissal."""
    return _judge_suspicion(hit, context) if isinstance(hit, Suspicion) else _judge_hit(hit, context)


def _judge_suspicion(hit: Suspicion, context: Context) -> Outcome:
    number = context.ruleset.terms.rules[hit.term]
    zone = context.zones.at(hit.start, hit.end) or TEXT
    found = _found(hit, hit.view, zone, Evidence(hit.disguises), context)
    objection = (
        zone_objection(hit.start, hit.end, context.ruleset.rules[number], context)
        or excuse_objection(hit.start, hit.end, number, context)
        or (Objection("plausibility", hit.margin) if hit.margin < 0 else None)
        or torn_objection(hit, context)
    )
    return found if objection is None else _let_go(found, objection, context)


def _judge_hit(hit: Hit, context: Context) -> Outcome:
    objection = _objection(hit, context)
    if objection is not None:
        nearer = next((near for near in without_far_repeats(hit, context) if _objection(near, context) is None), None)
        if nearer is None:
            return _let_go(_found(hit, hit.view, TEXT, NONE, context), objection, context)
        hit = nearer
    evidence = evidence_of(hit, context)
    view = _plainest_view(evidence, context.rule_of(hit))
    found = _found(hit, view or hit.view, context.zones.at(hit.start, hit.end) or TEXT, evidence, context)
    found = found._replace(needed=needed_span(hit, context)) if any(hit.surplus) else found
    return found if view else _let_go(found, Objection("view", detail=", ".join(evidence.disguises)), context)


def _objection(hit: Hit, context: Context) -> Objection | None:
    """What the first check says that objects to the hit."""
    for check in CHECKS:
        if (objection := check(hit, context)) is not None:
            return objection
    return None


def _plainest_view(evidence: Evidence, rule: Rule) -> View | None:
    """The plainest view that the rule asks for and that shows this; a rule that asks for the plain one alone lets a disguise go."""
    if View.PLAIN in rule.views and not evidence.disguises:
        return View.PLAIN
    return View.SKELETON if View.SKELETON in rule.views else None


def _found(hit: Hit | Suspicion, view: View, zone: str, evidence: Evidence, context: Context) -> Finding:
    terms, end = context.ruleset.terms, _with_marks(hit.end, context)
    return Finding(terms.rules[hit.term], terms.texts[hit.term], hit.start, end, view, zone, evidence, term=hit.term)


def _with_marks(end: int, context: Context) -> int:
    """The end of a place with the marks, selectors and joiners of its last character."""
    post, characters = context.post, context.fold.characters
    while end < len(post) and characters[post[end]].is_mark:
        end += 1
    return end


def _let_go(found: Outcome, objection: Objection, context: Context) -> Dismissal:
    if isinstance(found, Dismissal):
        return found
    return Dismissal(
        rule=context.ruleset.rules[found.rule].name,
        keyword=found.keyword,
        start=found.start,
        end=found.end,
        text=context.post[found.start : found.end],
        view=found.view.value,
        check=objection.check,
        margin=objection.margin,
        detail=objection.detail,
    )


def _combination(hits: Sequence[Hit | Suspicion], groups: int, context: Context) -> Iterator[Outcome]:
    """Combinations of the hits; where there is none though each group was hit, why: the members let go, or their distance."""
    group_of = context.ruleset.terms.groups
    if len({group_of[hit.term] for hit in hits}) < groups:
        return
    outcomes = [(group_of[hit.term], judge(hit, context)) for hit in hits]
    members = [(group, outcome) for group, outcome in outcomes if isinstance(outcome, Finding)]
    if len({group for group, _ in members}) < groups:
        yield from (outcome for _, outcome in outcomes if isinstance(outcome, Dismissal))
        return
    within = context.ruleset.rules[members[0][1].rule].within
    combined = list(combine(members, groups, within, partial(_clear_of_forbidden, context=context), context))
    yield from combined
    if not combined and (nearest := one_of_each(by_group(members))):
        voices = {context.zones.voice(member.start) for member in nearest}
        detail = "another voice" if len(voices) > 1 else f"more than {within} characters"
        yield _let_go(joined(nearest), Objection("distance", detail=detail), context)


def _regex(number: int, source: str, hits: Sequence[Hit | Suspicion], context: Context) -> Iterator[Outcome]:
    literals = [hit for hit in hits if isinstance(hit, Hit)]
    for match, objection in regex_matches(number, source, literals, context):
        found = Finding(
            rule=number,
            keyword=TIMED_OUT if match.timed_out else source,
            start=match.start,
            end=_with_marks(match.end, context),
            view=View.SKELETON,
            zone=context.zones.at(match.start, match.end) or TEXT,
            timed_out=match.timed_out,
        )
        yield found if objection is None else _let_go(found, objection, context)


def _forbidden_word(found: Finding, context: Context) -> str | None:
    """A ``not`` word of the rule, of the same voice, that stands undisguised in the sentence of the finding, or within the rule's distance
    of it.
    """
    words = context.forbidden.get(found.rule)
    if found.timed_out or words is None:
        return None
    within = context.ruleset.rules[found.rule].within
    near = _in_sentence(found, words, context) if within is None else _within(found, words, within, context)
    return None if near is None else context.post[slice(*near)]


def _in_sentence(found: Finding, words: Spans, context: Context) -> Span | None:
    first, after = context.sentence(found.start, found.end)
    begin, end = context.zones.words_of_voice(found.start)
    return _first_within(words.from_end(max(first, begin)), max(first, begin), min(after, end))


def _within(found: Finding, words: Spans, distance: int, context: Context) -> Span | None:
    def may_begin_near(span: Span) -> bool:
        return context.distance(found.end, span[1] - words.longest) <= distance

    begin, end = context.zones.words_of_voice(found.start)
    near = takewhile(may_begin_near, words.from_end(max(begin, context.before(found.start, distance))))
    return _first_within((span for span in near if context.distance(found.end, span[0]) <= distance), begin, end)


def _first_within(spans: Iterable[Span], first: int, after: int) -> Span | None:
    """The first of these spans, in the order of their ends, that lies in [first, after)."""
    ended = takewhile(lambda span: span[1] <= after, spans)
    return next((span for span in ended if first <= span[0]), None)


def _reported(found: list[Finding]) -> Iterable[Finding]:
    """Of the findings of one rule one for each keyword and place, and none wholly inside a longer one."""
    return found if len(found) < 2 else _outermost(_plainest(found))


def _plainest(found: Iterable[Finding]) -> list[Finding]:
    """One finding for each keyword and span, the one from the plainest view, and one without a disguise before one with."""
    plainest: dict[tuple[str, int, int], Finding] = {}
    for one in found:
        place = (one.keyword, one.start, one.end)
        if place not in plainest or _plainness(one) < _plainness(plainest[place]):
            plainest[place] = one
    return list(plainest.values())


def _plainness(found: Finding) -> tuple[int, bool]:
    return VIEW_ORDER[found.view], bool(found.evidence.disguises)


def _outermost(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of one rule that lie not wholly inside a longer one."""
    widest = (0, 0)
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        span = (one.start, one.end)
        if one.end > widest[1]:
            widest = span
        if one.end > widest[1] or span == widest:
            yield one
