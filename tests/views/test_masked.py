from __future__ import annotations

import pytest

from weibofilter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.rules.rule import View
from weibofilter.views import Term
from weibofilter.views.masked import build, load
from weibofilter.views.weigh import suspected

HELD = [
    ("六合彩", "今晚六合*开奖", "六合*"),
    ("裸聊视频", "裸*视频看不看", "裸*视频"),
    ("赌博网站", "最大的×博网站上线了", "×博网站"),
    ("高利贷", "谁在放高○贷", "高○贷"),
    ("非法集资", "涉嫌非**资", "非**资"),
    ("六合彩", "~六合*~", "六合*"),
    ("六合彩", "六合*@小明 来", "六合*"),
    ("六合彩", "[六合*]", "六合*"),
]


@pytest.mark.parametrize(("keyword", "post", "place"), HELD)
def test_a_masked_keyword_is_held_where_it_stands(keyword: str, post: str, place: str) -> None:
    (reason,) = Filter.from_words([keyword], views=["masked"]).check(post).reasons
    assert (reason.keyword, reason.text, reason.view, reason.disguises) == (keyword, place, "masked", ("masked",))


@pytest.mark.parametrize(
    ("keyword", "post"),
    [
        ("六合彩", "六合是南京的一个区*这里有说明"),
        ("约炮", "约*吗"),
        ("高利贷", "高xx贷"),
        ("微信群", "2*3=6"),
    ],
)
def test_a_mark_is_one_character_of_a_longer_keyword(keyword: str, post: str) -> None:
    assert not Filter.from_words([keyword], views=["masked"]).check(post).reasons


def test_a_stored_index_finds_the_same() -> None:
    fold = skeleton_fold()
    index = build([Term(number, keyword) for number, (keyword, _, _) in enumerate(HELD)], fold)
    batch = fold.batch([post for _, post, _ in HELD])
    first, second = (next(suspected({View.MASKED: each}, batch))[1] for each in (index, load(index.to_bytes(), fold)))
    assert first.terms.tolist() == second.terms.tolist()
    assert first.terms.size >= len(HELD)


@pytest.mark.parametrize("post", ["", "*", "*" * 50_000, "六*" * 20_000, "\ud800*"])
def test_any_post_gets_a_verdict(post: str) -> None:
    assert Filter.from_words(["六合六合"], views=["masked"]).check(post) is not None
