"""Why a rule does not hold a post: what came nearest, and the check that let it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.explain import describe_dismissal
from weibofilter.nearest import UnknownRuleError, near_misses

if TYPE_CHECKING:
    from pathlib import Path

RULES = r"""
category = "spam"

[[rule]]
id = "words"
keywords = ["加微信", "代开发票"]
unless = ["请加微信支付"]

[[rule]]
id = "both"
all = [["加微信", "加qq"], ["返利", "佣金"]]
within = 5
not = ["官方"]

[[rule]]
id = "number"
regex = '(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}'

[[rule]]
id = "plain"
keywords = ["大麻"]
views = ["plain"]

[[rule]]
id = "watched"
keywords = ["刷单"]
state = "shadow"
"""

NEAR = [
    # rule, post, the nearest: check, what stands there, detail
    ("words", "请加微信支付", "exception", "加微信", "请加微信支付"),
    ("words", "快加，\n微信", "gap", "加，\n微信", "sentence end"),
    ("words", "@加微信 你好", "zone", "加微信", "mention"),
    ("words", "快加威芯", "unasked-view", "加威芯", "sound"),
    ("words", "快加了她微信", "in-part", "加了她微信", ""),
    ("words", "代开真发票", "in-part", "代开真发票", ""),
    ("words", "你好", "nothing-like-it", "", "加微信、代开发票"),
    ("both", "加微信有惊喜", "missing-member", "加微信", "返利、佣金"),
    ("both", "加微信，看头像看主页，有返利", "distance", "加微信，看头像看主页，有返利", "more than 5 characters"),
    ("both", "官方加微信返利", "not", "加微信返利", "官方"),
    ("both", "你好", "nothing-like-it", "", "加微信、加qq、返利、佣金"),
    ("number", "我的qq是123", "no-match", "qq", "qq"),
    ("number", "你好", "nothing-like-it", "", "qq、扣扣"),
    ("plain", "大❤麻", "view", "大❤麻", "interleaved"),
    ("watched", "刷一单", "in-part", "刷一单", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Filter:
    path: Path = tmp_path_factory.mktemp("rules") / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return Filter.load(path)


@pytest.mark.parametrize(("rule", "post", "check", "text", "detail"), NEAR)
def test_the_nearest_miss(judge: Filter, rule: str, post: str, check: str, text: str, detail: str) -> None:
    nearest = near_misses(judge, post, f"spam/{rule}")[0]
    assert (nearest.check, nearest.text, nearest.detail) == (check, text, detail)
    assert post[nearest.start : nearest.end] == nearest.text
    for lang in ("en", "zh"):
        told = describe_dismissal(nearest, lang)
        assert "{" not in told
        assert text in told


@pytest.mark.parametrize(("rule", "post"), [("words", "加.微.信"), ("watched", "刷单"), ("number", "扣扣12345")])
def test_what_is_held_has_no_near_miss(judge: Filter, rule: str, post: str) -> None:
    assert near_misses(judge, post, f"spam/{rule}") == ()


def test_a_later_check_and_a_smaller_margin_are_nearer() -> None:
    f = Filter.from_words(["大麻", "口交"])
    found = near_misses(f, "@大麻 路口交通有大麻烦", "custom/words")
    assert [(one.check, one.text) for one in found] == [("boundary", "大麻"), ("boundary", "口交"), ("zone", "大麻")]


def test_a_rule_that_is_none(judge: Filter) -> None:
    with pytest.raises(UnknownRuleError, match="spam/none"):
        near_misses(judge, "你好", "spam/none")


ALPHABET = "加微信代开发票返利佣金qq扣1239大麻刷单官方请支付 ，。@#❤\n\u200b\ud800"


@given(st.text(ALPHABET, max_size=24), st.sampled_from(["words", "both", "number", "plain", "watched"]))
def test_there_is_a_near_miss_exactly_where_the_rule_does_not_hold(judge: Filter, post: str, rule: str) -> None:
    verdict = judge.check(post)
    held = f"spam/{rule}" in {reason.rule for reason in (*verdict.reasons, *verdict.shadow)}
    found = near_misses(judge, post, f"spam/{rule}")
    assert held is (not found)
    assert all(one.rule == f"spam/{rule}" and post[one.start : one.end] == one.text for one in found)
