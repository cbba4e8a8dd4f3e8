from __future__ import annotations

import pytest

from weibofilter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.rules.rule import View
from weibofilter.views import Term
from weibofilter.views.initials import build, load
from weibofilter.views.weigh import suspected

HELD = [
    ("你妈死了", "这种人真是nmsl", "nmsl"),
    ("约炮", "今晚有人yp吗", "yp"),
    ("死变态", "旁边坐了个sbt吓死我了", "sbt"),
    ("普信男", "这种pxn真的恶心", "pxn"),
    ("你妈死了", "我只想说nmslwsl", "nmsl"),
]


@pytest.mark.parametrize(("keyword", "post", "place"), HELD)
def test_initials_are_held_where_they_stand(keyword: str, post: str, place: str) -> None:
    (reason,) = Filter.from_words([keyword], views=["initials"]).check(post).reasons
    assert (reason.keyword, reason.text, reason.view, reason.disguises) == (keyword, place, "initials", ("initials",))


BESIDE = [
    "{}!",
    "{}, 走开",
    "({})",
    "1 {}",
    "《{}》~",
    "看 http://t.cn/a {}",
    "{} https://t.cn/a",
    "#超话#{}",
    "//@abc:{}",
    "@小明 {}!",
    "{}@小明",
    "{}[怒]",
    "{}...",
]


@pytest.mark.parametrize("post", BESIDE)
def test_initials_are_held_whatever_ends_beside_them(post: str) -> None:
    (reason,) = Filter.from_words(["你妈死了"], views=["initials"]).check(post.format("nmsl")).reasons
    assert reason.text == "nmsl"


IN_CODES = [
    "{}@qq.com",
    "see {} again",
    "v1.{}",
    "{}.com",
    "{}/a",
    "a-{}",
    "{}_x",
    "$ {} -l",
    "@{}",
    "http://{}.cn",
    "{}3",
    "x={}",
    "is it {}?",
]


@pytest.mark.parametrize(
    ("keyword", "post"),
    [
        *(("你妈死了", post.format("nmsl")) for post in IN_CODES),
        ("阿婆婆", "这个app挺好用的"),
        ("我去", "we are the champions, wq is a name"),
        ("奶妈", "Never mind, nm is fine"),
        ("可疑", "ok没问题"),
        ("挖坑", "办了一张vip卡"),
        ("你别啊", "今晚看nba总决赛"),
        ("恶心", "详见 https://ex.com/ex"),
    ],
)
def test_ordinary_letters_are_let_be(keyword: str, post: str) -> None:
    assert not Filter.from_words([keyword], views=["initials"]).check(post).reasons


def test_a_stored_index_finds_the_same() -> None:
    fold = skeleton_fold()
    index = build([Term(number, keyword) for number, (keyword, _, _) in enumerate(HELD)], fold)
    batch = fold.batch([post for _, post, _ in HELD])
    first, second = (next(suspected({View.INITIALS: each}, batch))[1] for each in (index, load(index.to_bytes(), fold)))
    assert first.terms.tolist() == second.terms.tolist()
    assert first.terms.size >= len(HELD)


@pytest.mark.parametrize("post", ["", "ａ", "好㎏", "yp" * 20_000, "\ud800yp", "y p", "😀"])
def test_any_post_gets_a_verdict(post: str) -> None:
    assert Filter.from_words(["约炮"], views=["initials"]).check(post) is not None
