"""Statements of reasons for the EU's transparency database, as Article 17 and 24(5) of the Digital Services Act want them.

A statement is built from a verdict and what only the service knows, and is valid or is not built: every fault of every field is told
at once. Nothing of a post goes into it, since the database takes no personal data, and a post may be full of them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from weibofilter.errors import WeiboFilterError
from weibofilter.explain import Language, category_name, names, word
from weibofilter.rules.rule import lineage
from weibofilter.statement_fields import FIELDS, Problem, field_problems, problems_between
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from weibofilter.rules.rule import Category
    from weibofilter.verdict import Reason, Verdict

PER_CALL: Final = 100
"""Statements that one call of the database's API takes."""

_RULES_NAMED = 20


class TransparencyError(WeiboFilterError):
    """A statement that the database would not take, or must not get: ``problems`` has every field, its value, and the way out."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def statement(
    verdict: Verdict,
    *,
    puid: str,
    content_date: dt.date,
    application_date: dt.date,
    terms: str = "",
    categories: Mapping[str, Category] | None = None,
    lang: Language | str = Language.EN,
    **fields: Any,
) -> dict[str, Any]:
    """The fields of one statement, ready for JSON: what the verdict tells, and what only the service knows.

    ``puid`` is the service's own name of the decision, ``terms`` the clause of its terms that the post is incompatible with, and
    ``categories`` those of the filter that decided (``Filter.categories``), which say what each is in the database. Any other field may be
    given by its name, and wins over what is built: a person who decided alone is
    ``automated_decision="AUTOMATED_DECISION_NOT_AUTOMATED"``. What the verdict itself deletes is taken as decided by machine alone, what
    it flags as decided by a person.

    Facts of the fields: digital-services-act/transparency-database, its model ``Statement`` and its documentation of the API.

    Raises:
        TransparencyError: the post was allowed, or a field is missing, unknown, too long, out of its terms, or has personal data in it.

    >>> import datetime as dt, textwrap
    >>> from weibofilter import Filter
    >>> judge = Filter.from_words(["代开发票"], category="black-market.documents", action="delete")
    >>> told = statement(judge.check("代.开.发.票"), puid="post-1", terms="Rules of the community, 3.2",
    ...                  content_date=dt.date(2026, 3, 1), application_date=dt.date(2026, 3, 2),
    ...                  category="STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS")
    >>> told["automated_decision"], told["decision_visibility"]
    ('AUTOMATED_DECISION_FULLY', ['DECISION_VISIBILITY_CONTENT_REMOVED'])
    >>> print(textwrap.fill(told["decision_facts"], 120))
    An automated check of the text matched black-market.documents/words (black-market.documents), written in disguise
    (filler between the characters). The decision was taken by automated means alone.

    """
    if verdict.action is Action.ALLOW:
        way_out = "a statement is due only where something was restricted"
        raise TransparencyError([Problem("verdict", "allow", "nothing was decided against the author", way_out)])
    built = {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": "ZH",
        **_placed(verdict.reasons, categories or {}),
        "content_date": _day(content_date),
        "application_date": _day(application_date),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": f"AUTOMATED_DECISION_{'FULLY' if verdict.action is Action.DELETE else 'PARTIALLY'}",
        "puid": puid,
    } | fields
    if built["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT":
        built = {
            "incompatible_content_ground": terms,
            "incompatible_content_explanation": _policy(verdict, categories, lang),
        } | built
    built = {"decision_facts": _facts(verdict, categories, lang, built["automated_decision"])} | built
    said = {name: built[name] for name in (*FIELDS, *built) if built.get(name) not in (None, "", [], ())}
    validate(said)
    return said


def validate(fields: Mapping[str, Any]) -> None:
    """Raises TransparencyError with everything that is wrong with a statement's fields; returns nothing if nothing is.

    >>> try:
    ...     validate({"puid": "帖子 1"})
    ... except TransparencyError as error:
    ...     print(len(error.problems), error.problems[-2])
    11 puid: '帖子 1' has characters that are none of A-Z a-z 0-9 _ -; name the decision with these alone
    """
    problems = [*field_problems(fields), *problems_between(fields)]
    if problems:
        raise TransparencyError(problems)


def payloads(statements: Iterable[Mapping[str, Any]], size: int = PER_CALL) -> Iterator[dict[str, list[Mapping[str, Any]]]]:
    """The bodies of the calls that send these statements, in order, at most 100 in each; lazily.

    Raises:
        ValueError: ``size`` is none of 1 to 100.
        TransparencyError: two statements have one ``puid``, of which the database would refuse the second.

    >>> [len(body["statements"]) for body in payloads({"puid": str(number)} for number in range(250))]
    [100, 100, 50]

    """
    if not 1 <= size <= PER_CALL:
        raise ValueError(f"size is {size}: the database takes 1 to {PER_CALL} statements a call")
    return _payloads(statements, size)


def _payloads(statements: Iterable[Mapping[str, Any]], size: int) -> Iterator[dict[str, list[Mapping[str, Any]]]]:
    seen: set[str] = set()
    batch: list[Mapping[str, Any]] = []
    for one in statements:
        if one["puid"] in seen:
            raise TransparencyError(
                [Problem("puid", one["puid"], "names two statements", "give each decision a name of its own")]
            )
        seen.add(one["puid"])
        batch.append(one)
        if len(batch) == size:
            yield {"statements": batch}
            batch = []
    if batch:
        yield {"statements": batch}


def _day(given: dt.date) -> str:
    return (given.date() if isinstance(given, dt.datetime) else given).isoformat()


def _placed(reasons: Sequence[Reason], categories: Mapping[str, Category]) -> dict[str, Any]:
    """Where the reasons stand in the database: the gravest first reason's category, and those of the others beside it."""
    graver = sorted(reasons, key=lambda reason: -reason.action.gravity)
    known = [one for one in (_known(reason.category, categories) for reason in graver) if one is not None and one.dsa_category]
    placed = list(dict.fromkeys(one.dsa_category for one in known))
    keywords = sorted({keyword for one in known for keyword in one.dsa_keywords})
    return {"category": placed[0] if placed else "", "category_addition": placed[1:], "category_specification": keywords}


def _known(category: str, categories: Mapping[str, Category]) -> Category | None:
    return next((categories[name] for name in lineage(category) if name in categories), None)


def _policy(verdict: Verdict, categories: Mapping[str, Category] | None, lang: Language | str) -> str:
    called = dict.fromkeys(category_name(reason.category, lang, categories) for reason in verdict.reasons)
    if lang == Language.ZH:
        return f"本服务的规则不允许以下内容：{'、'.join(called)}。"
    return f"The terms of the service do not allow: {', '.join(called)}."


def _facts(verdict: Verdict, categories: Mapping[str, Category] | None, lang: Language | str, decision: str) -> str:
    """What was found and how, in the names of rules and disguises: never in the words of the post."""
    zh = lang == Language.ZH
    rules = list(dict.fromkeys((reason.rule, category_name(reason.category, lang, categories)) for reason in verdict.reasons))
    listed = ("、" if zh else ", ").join(
        f"{rule}（{called}）" if zh else f"{rule} ({called})" for rule, called in rules[:_RULES_NAMED]
    )
    if len(rules) > _RULES_NAMED:
        listed += f"，另有 {len(rules) - _RULES_NAMED} 条" if zh else f", and {len(rules) - _RULES_NAMED} more"
    disguises = names("disguise", dict.fromkeys(one for reason in verdict.reasons for one in reason.disguises), lang)
    if zh:
        disguised = f"，使用了变体写法：{disguises}" if disguises else ""
        return f"自动检测发现正文符合规则 {listed}{disguised}。{word('decision', decision, lang)}。"
    disguised = f", written in disguise ({disguises})" if disguises else ""
    return f"An automated check of the text matched {listed}{disguised}. {word('decision', decision, lang)}."
