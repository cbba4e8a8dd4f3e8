from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Action, Filter, Reason, Verdict
from weibofilter.rules.dsa import dsa_terms
from weibofilter.transparency import TransparencyError, payloads, statement, validate

if TYPE_CHECKING:
    from weibofilter.rules.rule import Category

DAYS = {"content_date": dt.date(2026, 3, 1), "application_date": dt.date(2026, 3, 2)}
GIVEN: dict[str, Any] = {**DAYS, "puid": "post-1", "terms": "社区公约 3.2"}
SHIPPED = Filter.default().categories


def held(category: str, action: Action = Action.FLAG, rule: str = "", disguises: tuple[str, ...] = ()) -> Reason:
    return Reason(rule or f"{category}/a", category, action, "加微信", 0, 3, "加微信13800138000", "skeleton", "text", disguises)


def told(*reasons: Reason, **fields: Any) -> dict[str, Any]:
    verdict = Verdict(max(reason.action for reason in reasons), reasons)
    return statement(verdict, **{**GIVEN, "categories": SHIPPED, **fields})


def faults(**fields: Any) -> dict[str, str]:
    with pytest.raises(TransparencyError) as error:
        told(held("fraud"), **fields)
    assert all(problem.fault and problem.way_out for problem in error.value.problems)
    return {problem.field: str(problem) for problem in error.value.problems}


def test_a_statement_is_what_the_database_takes_and_nothing_of_the_post() -> None:
    said = told(held("fraud.loan", Action.DELETE, disguises=("homophone",)), lang="zh")
    assert said == {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_facts": "自动检测发现正文符合规则 fraud.loan/a（贷款诈骗），使用了变体写法：同音字。决定由系统自动作出。",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "社区公约 3.2",
        "incompatible_content_explanation": "本服务的规则不允许以下内容：贷款诈骗。",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
        "content_language": "ZH",
        "content_date": "2026-03-01",
        "application_date": "2026-03-02",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_FULLY",
        "puid": "post-1",
    }
    assert "加微信" not in json.dumps(said, ensure_ascii=False)


def test_what_was_flagged_was_decided_by_a_person() -> None:
    said = told(held("fraud"))
    assert said["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"
    assert "by a person, upon an automated finding" in said["decision_facts"]


def test_the_gravest_reason_gives_the_category_and_the_others_stand_beside_it() -> None:
    said = told(held("spam.contact"), held("drugs", Action.DELETE), held("abuse.slur"), held("custom"))
    assert said["category"] == "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"
    assert said["category_addition"] == ["STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"]
    assert said["category_specification"] == ["KEYWORD_DISCRIMINATION", "KEYWORD_PROHIBITED_PRODUCTS"]


@pytest.mark.parametrize("category", list(SHIPPED.values()), ids=lambda category: category.name)
def test_every_shipped_category_has_a_place_in_the_database(category: Category) -> None:
    assert told(held(category.name))["category"] == category.dsa_category
    assert category.dsa_category in dsa_terms()["STATEMENT_CATEGORIES"]
    assert set(category.dsa_keywords) <= set(dsa_terms()["KEYWORDS"])


def test_a_category_below_a_known_one_has_its_place() -> None:
    assert told(held("gambling.platform.mobile"))["category"] == SHIPPED["gambling"].dsa_category


def test_many_rules_fit_into_the_facts() -> None:
    said = told(*(held("fraud", rule=f"fraud/{'规则' * 60}{number}") for number in range(300)))
    assert "and 280 more" in said["decision_facts"]


def test_a_statement_of_illegal_content() -> None:
    ground = {"illegal_content_legal_ground": "Article 1", "illegal_content_explanation": "It sells what may not be sold."}
    said = told(held("drugs"), decision_ground="DECISION_GROUND_ILLEGAL_CONTENT", **ground)
    assert "incompatible_content_ground" not in said


def test_nothing_is_stated_of_an_allowed_post() -> None:
    with pytest.raises(TransparencyError, match="a statement is due only where something was restricted"):
        statement(Verdict(Action.ALLOW), **GIVEN)


def test_every_fault_is_told_at_once() -> None:
    assert set(faults(puid="a b", terms="", content_date=dt.date(1999, 1, 1), source_type="SOURCE_X", colour="red")) == {
        "puid",
        "incompatible_content_ground",
        "content_date",
        "source_type",
        "colour",
    }


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"puid": "x" * 501}, "puid", "has 501 characters; 500 at most"),
    ({"decision_facts": "x" * 5001}, "decision_facts", "5,000 at most"),
    ({"decision_facts": 3}, "decision_facts", "is of type int"),
    ({"terms": "x" * 501}, "incompatible_content_ground", "500 at most"),
    ({"content_type": "CONTENT_TYPE_TEXT"}, "content_type", "is no list"),
    ({"content_type": ["CONTENT_TYPE_TEX"]}, "content_type", "did you mean CONTENT_TYPE_TEXT?"),
    ({"category": ["STATEMENT_CATEGORY_VIOLENCE"]}, "category", "is no single name"),
    ({"automated_detection": "yes"}, "automated_detection", "did you mean Yes?"),
    ({"content_language": "zh-CN"}, "content_language", "write it as ZH"),
    (
        {"content_type": ["CONTENT_TYPE_OTHER"]},
        "content_type_other",
        "is missing; it is wanted with content_type CONTENT_TYPE_OTHER",
    ),
    ({"category_specification": ["KEYWORD_OTHER"]}, "category_specification_other", "is missing"),
    ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, "decision_visibility_other", "is missing"),
    ({"decision_visibility": []}, "decision_visibility", "say what was decided"),
    ({"illegal_content_explanation": "x"}, "illegal_content_explanation", "has no meaning"),
    ({"content_date": dt.date(2026, 3, 3)}, "application_date", "is before content_date 2026-03-03"),
    ({"end_date_account_restriction": "2019-03-03"}, "end_date_account_restriction", "is not after 2020-01-01"),
    ({"end_date_account_restriction": "soon"}, "end_date_account_restriction", "is no day"),
    ({"territorial_scope": ["CN"]}, "territorial_scope", "is none of its names"),
    ({"desicion_account": "x"}, "desicion_account", "did you mean decision_account?"),
    ({"category": ""}, "category", "is missing; give one of STATEMENT_CATEGORY_ANIMAL_WELFARE"),
    ({"decision_facts": "写信给 xiaoming@example.com"}, "decision_facts", "is an e-mail address"),
    ({"decision_facts": "他叫 @小明同学"}, "decision_facts", "is an @name"),
    ({"decision_facts": "电话 138-0013-8000"}, "decision_facts", "is a number of 7 digits or more"),
    ({"incompatible_content_explanation": "from 203.0.113.7"}, "incompatible_content_explanation", "an address on the network"),
]


@pytest.mark.parametrize(("fields", "field", "fault"), FAULTS, ids=[fault for *_, fault in FAULTS])
def test_a_fault_names_its_field_the_value_and_the_way_out(fields: dict[str, Any], field: str, fault: str) -> None:
    found = faults(**fields)
    assert fault in found[field]
    assert found[field].startswith(f"{field}: ")


def test_a_category_that_nobody_placed_is_asked_for() -> None:
    with pytest.raises(TransparencyError, match="category: is missing"):
        statement(Verdict(Action.FLAG, (held("seasonal"),)), **GIVEN)


def test_a_call_has_at_most_a_hundred_and_no_name_twice() -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        payloads([], 101)
    with pytest.raises(TransparencyError, match="puid: 'a' names two statements"):
        list(payloads([{"puid": "a"}, {"puid": "b"}, {"puid": "a"}]))


def test_what_is_built_is_valid() -> None:
    validate(told(held("self-harm")))
