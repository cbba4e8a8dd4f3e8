"""The shipped lists: every rule passes its own examples, the cases come out as they say, and words of identity are allowed."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from weibofilter import Action, Filter, Policy, Verdict
from weibofilter.rules.rule import Rule, State

TOP = Path(__file__).parents[1]
CASES = TOP / "wordlists" / "cases"


@cache
def shipped() -> Filter:
    return Filter.default()


def examples() -> list[tuple[Rule, str, bool]]:
    return [
        (rule, example.text, wanted)
        for rule in shipped().rules
        for wanted, some in ((True, rule.hit), (False, rule.miss))
        for example in some
    ]


def rules_of(verdict: Verdict) -> set[str]:
    return {reason.rule for reason in (*verdict.reasons, *verdict.shadow)}


def test_every_rule_holds_its_hits_and_lets_its_misses_go() -> None:
    wrong = [
        f"{rule.location}: {rule.name} {'must hold' if wanted else 'must let go'} {text!r}"
        for (rule, text, wanted), verdict in zip(examples(), shipped().check_many(text for _, text, _ in examples()), strict=True)
        if (rule.name in rules_of(verdict)) is not wanted
    ]
    assert not wrong, "\n".join(wrong)


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert not [rule.name for rule in shipped().rules if not rule.hit or not rule.miss]


def cases() -> list[dict[str, Any]]:
    return [case for path in sorted(CASES.glob("*.toml")) for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]


def test_cases_come_out_as_they_say() -> None:
    wrong = []
    for case, verdict in zip(cases(), shipped().check_many(case["text"] for case in cases()), strict=True):
        if verdict.action != case["action"] or case.get("rule", "") not in {"", *rules_of(verdict)}:
            wrong.append(
                f"{case['text']!r} must be {case['action']} {case.get('rule', '')}: {verdict.action} {rules_of(verdict)}"
            )
    assert not wrong, "\n".join(wrong)


def lines_of(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def identity_words() -> list[str]:
    return [word for line in lines_of("identity-words.txt") for word in line.split()]


@cache
def frames() -> list[str]:
    return lines_of("identity-frames.txt")


def held(posts: list[str]) -> list[tuple[str, set[str]]]:
    verdicts = shipped().check_many(posts)
    return [(post, rules_of(verdict)) for post, verdict in zip(posts, verdicts, strict=True) if verdict.reasons]


def test_words_of_identity_are_allowed() -> None:
    assert not held(lines_of("identity.txt"))


def test_every_word_of_identity_is_allowed_in_every_plain_sentence_in_both_scripts() -> None:
    posts = [frame.replace("{}", word) for word in identity_words() for frame in frames()]
    traditional = OpenCC("s2t")
    assert not held([*posts, *map(traditional.convert, posts)])


@given(st.data())
def test_plain_sentences_about_groups_are_allowed_side_by_side(data: st.DataObject) -> None:
    pairs = st.tuples(st.sampled_from(frames()), st.sampled_from(identity_words()))
    mark = data.draw(st.sampled_from(["。", "，", " ", "\n", "？", ""]))
    said = data.draw(st.lists(pairs, min_size=2, max_size=4))
    assert not held([mark.join(frame.replace("{}", word) for frame, word in said)])


def test_example_posts_are_judged_as_their_author_expects() -> None:
    posts = [json.loads(line) for line in (TOP / "examples" / "posts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(posts) == 300
    verdicts = shipped().check_many(post["text"] for post in posts)
    wrong = [
        (post["id"], post["text"], verdict.action.value)
        for post, verdict in zip(posts, verdicts, strict=True)
        if verdict.action != post["expected"]
    ]
    assert not wrong


@pytest.mark.parametrize("policy", [Policy(), Policy({"self-harm": "delete"}, escalate_disguised=True)])
def test_distress_is_never_deleted(policy: Policy) -> None:
    judge = Filter.default(policy=policy)
    distress = [rule for rule in judge.rules if rule.category.split(".")[0] == "self-harm"]
    assert any(rule.state is State.LIVE for rule in distress)
    for rule in distress:
        for verdict in judge.check_many(example.text for example in rule.hit):
            own = verdict.shadow if rule.state is State.SHADOW else verdict.reasons
            assert {reason.action for reason in own if reason.rule == rule.name} == {Action.FLAG}


def test_no_rule_allows() -> None:
    assert {action for rule in shipped().rules for action in (rule.action, rule.wide_action)} == {Action.FLAG, Action.DELETE}


def test_every_category_in_use_has_names_in_both_languages() -> None:
    for rule in shipped().rules:
        known = shipped().categories[rule.category]
        assert known.zh
        assert known.en
