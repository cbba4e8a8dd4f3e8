"""What is odd about a rule as a whole: one that cannot hold, words that take its own keywords back, views too wide for its keywords."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING, assert_never

import regex

from weibofilter.errors import Location
from weibofilter.lint.finding import Edit, Remark, Remove
from weibofilter.post import EMOTICON, MENTION, REPOST, TEXT, TOPIC, URL, Zones
from weibofilter.rules.regexes import compiled_pattern
from weibofilter.rules.rule import EXACT_VIEWS, Combination, Keywords, Regex, Rule, View
from weibofilter.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weibofilter.lint.subject import Subject, Word
    from weibofilter.verdict import Verdict

_IN_ZONE = {TEXT: "{}", TOPIC: "#{}#", REPOST: "转//@甲：{}", URL: "http://a.cn/{}"}
_LET_GO = {MENTION: "an @name", EMOTICON: "the code of an emoticon"}
_SHORT_LATIN = regex.compile(r"[a-z]{1,2}")
_WIDE_ENOUGH = 3
_NAMED = 5


def never_holds(subject: Subject) -> Iterator[Remark]:
    """Rules that hold none of their own keywords, posted by themselves, and none of their examples.

    A regex has no keyword to post, so only the others are told. Nearly every rule holds the first thing it is asked, so the firsts of
    all rules are judged together.
    """
    rules = [(rule, _probes(rule, subject)) for rule in subject.rules if not isinstance(rule.pattern, Regex)]
    firsts = subject.filter.check_many([next(probes) for _, probes in rules])
    doubtful = [(rule, probes, first) for (rule, probes), first in zip(rules, firsts, strict=True) if not _holds(rule, first)]
    for rule, probes, first in doubtful:
        checks = _let_go(rule, first)
        for verdict in subject.filter.check_many(probes, batch_size=64):
            if _holds(rule, verdict):
                break
            checks |= _let_go(rule, verdict)
        else:
            why = f": they are let go by {' and '.join(map(repr, sorted(checks)))}" if checks else ""
            message = f"rule {rule.name} can never hold, not even its own keywords{why}"
            yield Remark(place_of(rule), message, "look at its unless, not and zones, or remove it")


def _probes(rule: Rule, subject: Subject) -> Iterator[str]:
    """Posts of which the rule should hold one if it can hold anything: its keywords in each of its zones, as written and folded."""
    zones = sorted(rule.zones, key=list(_IN_ZONE).index)
    for text in _alone(rule):
        yield from (_IN_ZONE[zone].format(text) for zone in zones)
        for skeleton in subject.skeletons([text])[0]:
            if skeleton != text:
                yield from (_IN_ZONE[zone].format(skeleton) for zone in zones)
    yield from (example.text for example in rule.hit)


def _alone(rule: Rule) -> Iterator[str]:
    """The keywords of a rule, or its combinations: as many of them as need be for each member to be in one."""
    match rule.pattern:
        case Keywords(words):
            yield from (word.text for word in words)
        case Combination(groups):
            most = max(map(len, groups))
            yield from map("，".join, zip(*(islice(cycle([word.text for word in group]), most) for group in groups), strict=True))
        case Regex():
            return
        case _:
            assert_never(rule.pattern)


def _holds(rule: Rule, verdict: Verdict) -> bool:
    return any(reason.rule == rule.name for reason in (*verdict.reasons, *verdict.shadow))


def _let_go(rule: Rule, verdict: Verdict) -> set[str]:
    return {dismissal.check for dismissal in verdict.dismissed if dismissal.rule == rule.name}


def past_rules(subject: Subject) -> Iterator[Remark]:
    """Rules whose last day is over."""
    for rule in subject.rules:
        if rule.until is not None and rule.until < subject.at:
            message = f"rule {rule.name} is in force until {rule.until}, which is over"
            yield Remark(place_of(rule), message, "remove it, or give it a new date")


def shielded_keywords(subject: Subject) -> Iterator[Remark]:
    """Keywords that an excuse of their own rule equals, or a ``not`` word of it stands in: as written, they are never held."""
    excuses = [frozenset(subject.fold.spell(word.text).text for word in rule.unless) for rule in subject.rules]
    forbidden = [tuple(subject.fold.spell(word.text).text for word in rule.forbidden) for rule in subject.rules]
    for word in subject.keywords:
        if word.spelled in excuses[word.rule]:
            message = f"{word.text!r} is a word of unless as well, which takes it back wherever it is written plainly"
            yield Remark(word.place, message, "remove one of the two")
            continue
        taken = next((text for text in forbidden[word.rule] if text in word.spelled), None)
        if taken is not None:
            message = f"{word.text!r} holds the word {taken!r} of not, which takes it back wherever it is written plainly"
            yield Remark(word.place, message, "remove one of the two")


def idle_excuses(subject: Subject) -> Iterator[Remark]:
    """Words of ``unless`` that no keyword of their rule is found in, by any of its views: they shield nothing."""
    excuses = [
        (number, word) for number, rule in enumerate(subject.rules) for word in rule.unless if not isinstance(rule.pattern, Regex)
    ]
    ruleset = subject.ruleset
    hits = scan([word.text for _, word in excuses], ruleset)
    members = _members_by_rule(subject)
    for place, (number, word) in enumerate(excuses):
        if any(ruleset.terms.rules[hit.term] == number for hit in hits.get(place) or ()):
            continue
        [skeletons] = subject.skeletons([word.text])
        if not any(member in skeleton for member in members.get(number, ()) for skeleton in skeletons):
            rule = subject.rules[number]
            # What is found in it does not depend on what stands around it, so without wider views nothing changes where it goes.
            yield _idle(rule, word.text, word.location, Remove() if rule.views <= EXACT_VIEWS else None)
    yield from _idle_regex_excuses(subject)


def _members_by_rule(subject: Subject) -> dict[int, list[str]]:
    """The skeletons of combinations' members, which a scan seeks only where their anchor was found."""
    members: dict[int, list[str]] = {}
    for word in subject.members:
        members.setdefault(word.rule, []).extend(word.skeletons)
    return members


def _idle_regex_excuses(subject: Subject) -> Iterator[Remark]:
    for rule in subject.rules:
        if isinstance(rule.pattern, Regex):
            pattern = compiled_pattern(rule.pattern.source)
            for word in rule.unless:
                if not any(pattern.search(skeleton) for one in subject.skeletons([word.text]) for skeleton in one):
                    yield _idle(rule, word.text, word.location)


def _idle(rule: Rule, text: str, place: Location | None, edit: Edit | None = None) -> Remark:
    message = f"excuse {text!r} shields nothing: rule {rule.name} has no keyword in it"
    return Remark(place or place_of(rule), message, "an excuse is the whole word around a keyword, as 大麻烦 is for 大麻", edit)


def in_no_zone(subject: Subject) -> Iterator[Remark]:
    """Keywords that are, as written, a name, an emoticon code or (unless the rule asks for such) an address, in which none counts."""
    for word in (*subject.keywords, *subject.members):
        zone = Zones(word.text).at(0, len(word.text))
        if zone in _LET_GO or (zone == URL and URL not in subject.rule_of(word).zones):
            message = f"{word.text!r} is {_LET_GO.get(zone, 'an address')}, in which no keyword of its rule counts"
            way_out = 'let the rule ask for it, zones = ["url"]' if zone == URL else "take it out, or ask for its word alone"
            yield Remark(word.place, message, way_out)


def short_latin(subject: Subject) -> Iterator[Remark]:
    """Keywords of one or two Latin letters, which are names, units and abbreviations of everything."""
    for word in subject.keywords:
        if any(map(_SHORT_LATIN.fullmatch, word.skeletons)):
            message = f"{word.text!r} has one or two Latin letters: by itself it is an abbreviation of many things"
            yield Remark(word.place, message, "ask for more: all = [[...], [...]], or a regex with what stands around it")


def wide_and_short(subject: Subject) -> Iterator[Remark]:
    """Rules that ask for wider views for keywords of one or two characters, told once a rule with these keywords."""
    short: dict[int, list[Word]] = {}
    for word in subject.keywords:
        if not subject.rule_of(word).views <= EXACT_VIEWS and all(len(skeleton) < _WIDE_ENOUGH for skeleton in word.skeletons):
            short.setdefault(word.rule, []).append(word)
    for words in short.values():
        views = "、".join(view for view in View if view in subject.rule_of(words[0]).views - EXACT_VIEWS)
        message = f"the views {views} are asked for keywords of less than {_WIDE_ENOUGH} characters: {_named(words)}"
        yield Remark(words[0].place, message, "put them into a rule without views")


def _named(words: Iterable[Word]) -> str:
    texts = [word.text for word in words]
    more = f" and {len(texts) - _NAMED} more" if len(texts) > _NAMED else ""
    return "、".join(texts[:_NAMED]) + more


def place_of(rule: Rule) -> Location:
    """Where a rule is written."""
    return rule.location or Location("<words>")
