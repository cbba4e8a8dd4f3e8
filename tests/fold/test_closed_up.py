"""Characters that stand apart are closed up, place for place, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.fold.closed_up import closed_up, may_stand_apart
from weibofilter.fold.folded import join
from weibofilter.fold.tables import FILLER


@pytest.mark.parametrize(
    ("post", "read"),
    [
        ("加 薇 信", "加薇信"),
        ("快加.薇.信.吧", "快加薇信吧"),
        ("加❤️薇❤️信", "加薇信"),
        ("加\u3000薇\u3000信", "加薇信"),
        ("cao.ni.ma", "caonima"),
        ("加.wei.信", "加wei信"),
        ("真是n.m.s.l啊", "真是nmsl啊"),
        ("n m s l", "nmsl"),
        ("加 薇", "加 薇"),
        ("加 薇.信", "加 薇.信"),
        ("吃、喝、嫖、赌", "吃、喝、嫖、赌"),
        ("we are not so", "we are not so"),
        ("今天 天气 很好", "今天 天气 很好"),
        ("加\n薇\n信", "加\n薇\n信"),
        ("1.2.3.4", "1.2.3.4"),
    ],
)
def test_what_is_closed_up(post: str, read: str) -> None:
    assert closed_up(post).replace(FILLER, "") == read
    assert len(closed_up(post)) == len(post)


pieces = st.sampled_from(["加", "薇", "信", "wei", "xin", "w", ".", "..", " ", "❤️", "*", "、", "1", "。", "，"])


@given(st.lists(pieces, max_size=12).map("".join))
def test_whatever_is_closed_up_is_looked_for_in_a_batch(post: str) -> None:
    if closed_up(post) != post:
        assert may_stand_apart(join([post]).raw, skeleton_fold().tables).size


@pytest.mark.parametrize("gap", [" ", ".", "*", "❤", "~", "｜", "\u3000", "..", "❤️"])
@pytest.mark.parametrize(("keyword", "post"), [("加微信", "加薇信"), ("代开发票", "袋开发票"), ("网络赌场", "网络赌厂")])
def test_a_homophone_is_seen_where_its_characters_stand_apart(keyword: str, post: str, gap: str) -> None:
    judge = Filter.from_words([keyword], views=["wide"])
    apart = gap.join(post)
    told = [
        [(reason.start, reason.end) for reason in verdict.reasons]
        for verdict in (judge.check(apart), *judge.check_many([apart, "好"]))
    ]
    assert told == [[(0, len(apart))], [(0, len(apart))], []]


def test_what_is_believed_closed_up_is_not_let_go_as_well() -> None:
    verdict = Filter.from_words(["加微信"], views=["wide"]).check("加.薇.信")
    assert [reason.text for reason in verdict.reasons] == ["加.薇.信"]
    assert verdict.dismissed == ()
