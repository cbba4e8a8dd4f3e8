from __future__ import annotations

import pytest

from weibofilter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.rules.rule import View
from weibofilter.views import Term
from weibofilter.views.swapped import build, load
from weibofilter.views.weigh import suspected

HELD = [
    ("约炮", "今晚有人炮约吗", "炮约"),
    ("垃圾", "你真是个圾垃东西", "圾垃"),
    ("王八蛋", "这个八王蛋又来了", "八王蛋"),
    ("高利贷", "他们家是放利高贷的", "利高贷"),
    ("非法集资", "他因为集法非资被抓了", "集法非资"),
    ("傻子", "你就是个傻的子啊", "傻的子"),
]


@pytest.mark.parametrize(("keyword", "post", "place"), HELD[:-1])
def test_a_keyword_out_of_order_is_held_where_it_stands(keyword: str, post: str, place: str) -> None:
    (reason,) = Filter.from_words([keyword], views=["swapped"]).check(post).reasons
    assert (reason.keyword, reason.text, reason.view, reason.disguises) == (keyword, place, "swapped", ("swapped",))


def test_a_character_that_changed_places_with_its_neighbour_is_displaced() -> None:
    (reason,) = Filter.from_words(["优越感"], views=["swapped"]).check("这些人的越优很感强").reasons or [None]
    assert reason is None or "displaced" in reason.disguises


@pytest.mark.parametrize(
    ("keyword", "post"),
    [
        ("上海", "我们在海上漂了三天"),
        ("蜜蜂", "超市里的蜂蜜打折"),
        ("人大", "他家的大人都很好"),
        ("色色", "色调暗色系的衣服"),
        ("牛奶", "这是给孩子喝的奶牛牌"),
        ("机手", "我的手机坏了"),
    ],
)
def test_ordinary_text_is_let_be(keyword: str, post: str) -> None:
    assert not Filter.from_words([keyword], views=["swapped"]).check(post).reasons


def test_a_stored_index_finds_the_same() -> None:
    fold = skeleton_fold()
    index = build([Term(number, keyword) for number, (keyword, _, _) in enumerate(HELD)], fold)
    batch = fold.batch([post for _, post, _ in HELD])
    first, second = (next(suspected({View.SWAPPED: each}, batch))[1] for each in (index, load(index.to_bytes(), fold)))
    assert first.terms.tolist() == second.terms.tolist()
    assert first.margins.tolist() == second.margins.tolist()


@pytest.mark.parametrize("post", ["", "炮", "炮约" * 20_000, "\ud800炮", "约" * 1000])
def test_hostile_posts_get_a_verdict(post: str) -> None:
    assert Filter.from_words(["约炮约"], views=["swapped"]).check(post) is not None
