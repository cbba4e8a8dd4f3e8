"""The examples of word lists: what passes, what fails and how it is told, and the JUnit document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from weibofilter import Filter, Policy
from weibofilter.testing import ExampleSet, Status, assert_allows, assert_flags, junit_xml, run_examples

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
category = "drugs"

[[rule]]
id = "cannabis"
keywords = ["大麻"]
hit = ["有人种植大麻", "我有一个大麻烦"]
miss = ["大麻烦", "种大❤麻"]

[[rule]]
id = "next-century"
keywords = ["冰毒"]
from = 2100-01-01
hit = ["出冰毒"]

[[rule]]
id = "last-century"
keywords = ["摇头丸"]
until = 1999-12-31
hit = ["卖摇头丸"]
miss = ["卖摇头丸的"]

[[rule]]
id = "watched"
keywords = ["麻古"]
state = "shadow"
hit = ["收麻古"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "drugs.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_each_example_is_run_whatever_the_dates_and_the_state_of_its_rule(path: Path) -> None:
    told = [(outcome.example.name, outcome.status.value) for outcome in run_examples(path).outcomes]
    assert told == [
        ("drugs/cannabis hit 1", "passed"),
        ("drugs/cannabis hit 2", "failed"),
        ("drugs/cannabis miss 1", "passed"),
        ("drugs/cannabis miss 2", "failed"),
        ("drugs/next-century hit 1", "passed"),
        ("drugs/last-century hit 1", "passed"),
        ("drugs/last-century miss 1", "failed"),
        ("drugs/watched hit 1", "passed"),
    ]


def test_a_hit_that_another_rule_holds_has_not_passed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[[rule]]\nid = "o"\ncategory = "fraud"\nkeywords = ["刷单"]\nhit = ["有人种植大麻"]\n', encoding="utf-8")
    [failed] = [outcome for outcome in run_examples(path, other).of(Status.FAILED) if outcome.example.rule.id == "o"]
    assert failed.fault.startswith("not held: nothing-like-it: ")
    assert failed.stages[-1].told == "flag, by drugs/cannabis"


def test_a_rule_that_the_policy_turns_off_is_skipped(path: Path) -> None:
    run = run_examples(path, policy=Policy({"drugs": "off"}))
    assert {(outcome.status, outcome.fault) for outcome in run.outcomes} == {(Status.SKIPPED, "the policy turns drugs off")}


def test_a_bad_file_is_told_and_the_others_are_run(path: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("x =", encoding="utf-8")
    run = run_examples(tmp_path, tmp_path / "none")
    assert [fault.code for fault in run.diagnostics] == ["missing-file", "bad-toml"]
    assert len(run.outcomes) == len(run_examples(path).outcomes)


def test_one_outcome_by_itself_is_that_of_the_run(path: Path) -> None:
    examples = ExampleSet([path])
    assert [examples.outcome(example) for example in examples.examples] == list(examples.run())


@pytest.mark.usefixtures("path")
def test_the_document_counts_what_the_run_counts(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("x =\n", encoding="utf-8")
    run = run_examples(tmp_path)
    top = ET.fromstring(junit_xml(run))  # noqa: S314 - what the test itself has written
    assert top.attrib == {"name": "weibofilter", "tests": "9", "errors": "1", "failures": "3", "skipped": "0"}
    cases = top.findall("testsuite/testcase")
    assert len(cases) == 9
    assert [case.get("name") for case in cases if case.find("error") is not None] == ["loads"]
    failed = [case for case in cases if case.find("failure") is not None]
    assert [(case.get("classname"), case.get("name"), case.get("line")) for case in failed] == [
        ("drugs/cannabis", "drugs/cannabis hit 2: 我有一个大麻烦", "7"),
        ("drugs/cannabis", "drugs/cannabis miss 2: 种大❤麻", "8"),
        ("drugs/last-century", "drugs/last-century miss 1: 卖摇头丸的", "21"),
    ]


@pytest.mark.parametrize("post", [r"加\u0000微", r"\u001b[2J", r"a\uffffb", "<![CDATA[x]]> & ]]> \\u2028", r"\U000e0041"])
def test_any_post_can_stand_in_the_document(post: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f'[[rule]]\nid = "a"\ncategory = "spam"\nkeywords = ["加微信"]\nhit = ["{post}"]\n', encoding="utf-8")
    [case] = ET.fromstring(junit_xml(run_examples(path))).iter("testcase")  # noqa: S314 - what the test itself has written
    assert case.find("failure") is not None


def test_the_assertions_return_the_verdict() -> None:
    f = Filter.from_words(["大麻"])
    assert assert_flags(f, "种大麻", rule="custom/words", action="flag").reasons[0].text == "大麻"
    assert assert_allows(f, "大麻烦").dismissed[0].check == "boundary"
    assert assert_allows(f, "大麻烦", rule="custom/words").reasons == ()


WRONG = [
    (lambda f: assert_flags(f, "你好"), "not held: '你好'"),
    (lambda f: assert_flags(f, "种大麻", rule="drugs/none"), "not held by drugs/none: '种大麻'"),
    (lambda f: assert_flags(f, "种大麻", action="delete"), "flag and not delete: '种大麻'"),
    (lambda f: assert_allows(f, "种大麻"), "not allowed: '种大麻'"),
    (lambda f: assert_allows(f, "种大麻", rule="custom/words"), "held by custom/words: '种大麻'"),
]


@pytest.mark.parametrize(("call", "heading"), WRONG)
def test_a_failed_assertion_tells_every_stage(call: object, heading: str) -> None:
    assert callable(call)
    with pytest.raises(AssertionError) as caught:
        call(Filter.from_words(["大麻"]))
    told = str(caught.value).splitlines()
    assert told[0] == heading
    assert told[1].split() == ["skeleton", heading.split("'")[1]]
    assert told[-1].split()[0] == "verdict"
