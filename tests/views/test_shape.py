from __future__ import annotations

import pytest

from weibofilter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.rules.rule import View
from weibofilter.views import Term
from weibofilter.views.shape import build, load
from weibofilter.views.weigh import suspected

HELD = [
    ("微信", "有需要的加薇信联系", "薇信"),
    ("黑鬼", "这个嘿鬼真烦人", "嘿鬼"),
    ("女权", "又是这帮籹权在闹", "籹权"),
    ("约炮", "今晚有人约火包吗", "约火包"),
    ("加微信", "想了解的话加微亻言聊", "加微亻言"),
    ("男同", "他是个田力同吧", "田力同"),
    ("非法集资", "他们搞的是非氵去集资", "非氵去集资"),
    ("加微信", "想了解的话加薇亻言聊", "加薇亻言"),
    ("加微信", "想了解的话加v亻言聊", "加v亻言"),
    ("加微信", "想了解的话加wei亻言聊", "加wei亻言"),
    ("微信", "有需要的加薇❤xin联系", "薇❤xin"),
    ("人肉搜索", "小心被丿乀肉搜索", "丿乀肉搜索"),
]


@pytest.mark.parametrize(("keyword", "post", "place"), HELD)
def test_a_keyword_in_another_shape_is_held_where_it_stands(keyword: str, post: str, place: str) -> None:
    (reason,) = Filter.from_words([keyword], views=["shape"]).check(post).reasons
    assert (reason.keyword, reason.text, reason.view) == (keyword, place, "shape")


@pytest.mark.parametrize(
    ("keyword", "post"),
    [
        ("微信", "今天天气不错，我们去公园吧"),
        ("好人", "那个女子人很不错"),
        ("代考", "成绩出来了，老师说要好好准备期末"),
        ("约炮", "明天约鲍勃一起吃饭怎么样"),
        ("嫖娼", "票已经买好了"),
        ("法会", "去开会之前先喝口水。去的人很多"),
    ],
)
def test_ordinary_text_is_let_be(keyword: str, post: str) -> None:
    assert not Filter.from_words([keyword], views=["shape"]).check(post).reasons


def test_what_is_written_out_is_the_skeletons() -> None:
    (reason,) = Filter.from_words(["微信"], views=["skeleton", "shape"]).check("有需要的加微信联系").reasons
    assert reason.view == "skeleton"


def test_the_reason_names_the_disguises() -> None:
    (reason,) = Filter.from_words(["加微信"], views=["shape"]).check("想了解的话加薇亻言聊").reasons
    assert reason.disguises == ("look-alike", "split")


def test_no_hit_spans_two_posts() -> None:
    verdicts = Filter.from_words(["非法集资"], views=["shape"]).check_many(["他们搞的是非氵", "去集资"])
    assert not any(verdict.reasons for verdict in verdicts)


def test_a_sentence_end_parts_a_keyword() -> None:
    assert not Filter.from_words(["黑鬼"], views=["shape"]).check("他在一旁嘿。鬼知道为什么").reasons


def test_a_stored_index_finds_the_same() -> None:
    fold = skeleton_fold()
    index = build([Term(number, keyword) for number, (keyword, _, _) in enumerate(HELD)], fold)
    batch = fold.batch([post for _, post, _ in HELD])
    first, second = (next(suspected({View.SHAPE: each}, batch))[1] for each in (index, load(index.to_bytes(), fold)))
    assert first.terms.tolist() == second.terms.tolist()
    assert first.margins.tolist() == second.margins.tolist()
    assert first.terms.size >= len(HELD)


@pytest.mark.parametrize("post", ["嘿" * 20_000, "嘿籹" * 10_000, "", "\ud800", "丿乀" * 10_000])
def test_hostile_posts_get_a_verdict(post: str) -> None:
    assert Filter.from_words(["黑女黑", "女黑"], views=["shape"]).check(post) is not None


def test_an_index_of_nothing_finds_nothing() -> None:
    fold = skeleton_fold()
    index = build([Term(0, "黑")], fold)
    assert not list(suspected({View.SHAPE: index}, fold.batch(["嘿女"])))


def test_a_hostile_post_costs_its_neighbours_nothing() -> None:
    judge = Filter.from_words(["黑鬼", "女权"], views=["shape"])
    posts = ["这个嘿鬼真烦人", "嘿籹汝潶" * 5_000, "又是这帮籹权在闹"]
    assert list(judge.check_many(posts)) == [judge.check(post) for post in posts]


def test_a_rare_character_reads_as_one_that_it_shares_a_part_with() -> None:
    (reason,) = Filter.from_words(["黑东北"], views=["shape"]).check("网上总有人黑朩北").reasons
    assert reason.text == "黑朩北"
