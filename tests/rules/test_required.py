"""What else a post must hold: what lacks it is passed over early, and never what would have held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weibofilter.errors import Severity
from weibofilter.fold import skeleton_fold
from weibofilter.rules.compile import Ruleset, compile_rules
from weibofilter.rules.regexes import regex_faults
from weibofilter.rules.required import Required
from weibofilter.rules.rule import Combination, Keyword, Regex, Rule, View
from weibofilter.scan import SHORT, scan
from weibofilter.verdict import Action
from weibofilter.verify import verify

COMMON = "宽购付午肯库借罢厚缺耳屋嘴末戏谢巨培页瓦款犯困店翻旗智拥雪圣亡吉婚奖岩疑币圆歌廷"
MANY = "|".join(
    f"[{chr(code)}-{chr(code + 3)}][{chr(code + 4)}-{chr(code + 7)}].?{common}"
    for code, common in zip(range(0x5000, 0x5140, 8), COMMON, strict=True)
)
FILLER = "的" + "山水" * SHORT


def rule_of(pattern: Regex | Combination, *, wide: bool = False) -> Rule:
    views = frozenset({View.SKELETON, View.SOUND} if wide else {View.SKELETON})
    return Rule(id="b", category="a", action=Action.FLAG, pattern=pattern, views=views)


def regex_rules(source: str) -> Ruleset:
    return compile_rules([rule_of(Regex(source))], skeleton_fold())


def combination(*groups: str, wide: bool = False) -> Rule:
    return rule_of(Combination(tuple(tuple(map(Keyword, group.split("|"))) for group in groups)), wide=wide)


@pytest.mark.parametrize(
    ("source", "passed_over", "looked_at"),
    [
        ("怎么.{0,3}(?:死|自杀)", "怎么走", "怎么去死"),
        ("怎么.{0,3}(?:死|自杀)", "怎么到自然", "死也要走，怎么"),
        # Each alternative for itself: what the other needs is nothing to this one.
        ("怎么.{0,3}自杀|今晚.{0,3}解脱", "怎么今天就解脱了", "今晚就解脱"),
        ("怎么.{0,3}自杀|今晚.{0,3}解脱", "今晚想着自杀", "怎么自杀"),
        ("自杀.{0,3}的|自杀.{0,3}了", "自杀", "自杀了"),
        ("自杀.{0,3}的|自杀.{0,3}了", "自杀", "自杀的"),
        # Of so many alternatives other literals are chosen than of each alone, and then any of them may find any.
        (MANY, "宽", "倁倅的宽"),
        # Digits are required as any other part is; what is optional or only looked at is not.
        (r"[威薇]号?(?:[a-z]{1,6})\d{2,9}", "威武abc", "威abc12"),
        (r"[威薇](?=信)\d?号?", "武", "威"),
        (r"(?:加(?:微|薇).{0,3}){1,2}群", "加微", "群加微"),
        # As folded text has it: repeats are drawn together.
        ("怎么.{0,3}死死", "怎么走", "怎么死"),
        # A long post is not searched again for each of its literals.
        ("怎么.{0,3}(?:死|自杀)", "怎么走", "怎么走" + FILLER),
    ],
)
def test_a_literal_counts_where_the_rest_of_its_regex_stands(source: str, passed_over: str, looked_at: str) -> None:
    ruleset = regex_rules(source)
    assert not scan([passed_over, "无"], ruleset)
    assert list(scan([looked_at, "无"], ruleset)) == [0]
    assert bool(scan([passed_over], ruleset)) < bool(scan([looked_at], ruleset))


def test_an_anchor_counts_where_a_member_of_each_other_group_stands() -> None:
    groups = ("赌球|赌马", "平台", "加我|私我")
    ruleset = compile_rules([combination(*groups)], skeleton_fold())
    assert scan(["赌球赌马加我", "賭球上平.臺私我", "平台加我"], ruleset).keys() == {1}


def test_nothing_is_required_of_a_combination_that_wider_views_may_complete() -> None:
    ruleset = compile_rules([combination("赌球", "加微信", wide=True)], skeleton_fold())
    assert not ruleset.required.ways
    assert verify("赌球加薇芯", scan(["赌球加薇芯"], ruleset)[0], ruleset).live


def test_a_member_may_stand_in_another_way_to_take_the_post() -> None:
    """In 做❤ the symbol is 爱, and where another symbol is read aloud it may be left out."""
    ruleset = compile_rules([combination("赌球", "做爱")], skeleton_fold())
    assert verify("赌球做❤", scan(["赌球做❤"], ruleset)[0], ruleset).live


PIECES = st.sampled_from(
    ["a", "b", "ab", "[ab]", "c?", "[abc]{0,2}", "(?:ab|c)", "(?:a.?b|bc)", "b{2}", "(?=a)", ".", "(a|b.)", r"\d", r"\d{2,9}"]
)
SOURCES = st.lists(PIECES, min_size=1, max_size=4).map("".join)
EXPRESSIONS = SOURCES | st.lists(SOURCES, min_size=2, max_size=3).map("|".join)
GROUPS = st.lists(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3).map("|".join), min_size=2, max_size=3)
POSTS = st.lists(st.text("abc01 。❤爱", max_size=12), min_size=1, max_size=3)


def is_fit(source: str) -> bool:
    return all(fault.severity is not Severity.ERROR for fault in regex_faults(source))


@settings(max_examples=300)
@given(EXPRESSIONS.filter(is_fit), GROUPS, POSTS)
def test_what_is_passed_over_would_not_have_held(source: str, groups: list[str], posts: list[str]) -> None:
    ruleset = compile_rules([rule_of(Regex(source)), replace(combination(*groups), id="c")], skeleton_fold())
    without = replace(ruleset, required=Required((), {}))
    early, all_of_them = scan(posts, ruleset), scan(posts, without)
    for place, post in enumerate(posts):
        assert verify(post, early.get(place, []), ruleset) == verify(post, all_of_them.get(place, []), without)
