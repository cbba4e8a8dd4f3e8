from __future__ import annotations

import numpy as np
import pytest

from weibofilter import Action, Filter
from weibofilter.fold import skeleton_fold
from weibofilter.rules.rule import View
from weibofilter.views import Term
from weibofilter.views.hearing import hear
from weibofilter.views.sound import build, load
from weibofilter.views.sound_tables import SoundTables, sound_tables
from weibofilter.views.weigh import suspected

HELD = [
    # keyword, post, the place, its disguises
    ("约炮", "月炮吗妹妹", "月炮", ("homophone",)),
    ("微信", "有需要的加威芯联系", "威芯", ("homophone",)),
    ("垃圾人", "这群辣鸡人真多", "辣鸡人", ("homophone",)),
    ("加微信", "快来jia微信", "jia微信", ("pinyin",)),
    ("法西斯", "殴打fa xi si分子", "fa xi si", ("pinyin",)),
    ("法西斯", "殴打faxisi分子", "faxisi", ("pinyin",)),
    ("恶心", "你这人真的很饿❤啊", "饿❤", ("emoji", "homophone")),
    ("批发商", "找个靠谱的🍺发商", "🍺发商", ("emoji",)),
]


@pytest.mark.parametrize(("keyword", "post", "place", "disguises"), HELD)
def test_a_keyword_by_its_sound_is_held_where_it_stands(keyword: str, post: str, place: str, disguises: tuple[str, ...]) -> None:
    (reason,) = Filter.from_words([keyword], views=["sound"]).check(post).reasons
    assert (reason.keyword, reason.text, reason.view, reason.disguises) == (keyword, place, "sound", disguises)
    assert post[reason.start : reason.end] == place


@pytest.mark.parametrize(
    ("keyword", "post"),
    [
        ("公猿", "今天天气很好，我们去公园散步"),
        ("元批", "他是通信链路的工程师"),
        ("笑笑", "😂😂😂太好玩了"),
        ("妈妈", "🐴🐴🐴新年好"),
        ("以此", "这也行吗⁉⁉"),
        ("难同", "男同学都去打球了"),
        ("女全", "女权运动的历史"),
        ("微信", "这是中国的威信"),
        ("世界波", "I like women and fan"),
        ("无钙", "唔該借一借，我哋要落車"),
    ],
)
def test_ordinary_text_is_let_be(keyword: str, post: str) -> None:
    assert not Filter.from_words([keyword], views=["sound"]).check(post).reasons


def test_what_is_let_go_says_by_how_much() -> None:
    (dismissal,) = Filter.from_words(["加微信"], views=["sound"]).check("增加威信要靠做事").dismissed
    assert (dismissal.text, dismissal.view) == ("加威信", "sound")
    assert dismissal.margin is not None
    assert dismissal.margin < 0


def test_a_sentence_end_is_no_part_of_a_keyword() -> None:
    assert not Filter.from_words(["恶心"], views=["sound"]).check("我好饿。❤️你").reasons


def test_a_hit_by_sound_never_deletes_of_itself() -> None:
    assert Filter.from_words(["约炮"], views=["sound"], action="delete").check("月炮吗妹妹").action is Action.FLAG


def test_an_index_read_back_finds_the_same() -> None:
    fold = skeleton_fold()
    index = build([Term(7, "约炮"), Term(9, "加微信")], fold)
    batch = fold.batch(["月炮吗妹妹", "", "快来jia微信"])
    found, again = (next(suspected({View.SOUND: each}, batch))[1] for each in (index, load(index.to_bytes(), fold)))
    assert sorted(found.terms.tolist()) == [7, 9]
    for column in ("terms", "starts", "ends", "margins", "disguises"):
        assert np.array_equal(getattr(found, column), getattr(again, column))


def test_neighbours_in_a_batch_do_not_matter() -> None:
    posts = ["月炮", "吗妹妹", "快来jia", "微信", "月炮吗妹妹", "快来jia微信", "饿", "❤"]
    judge = Filter.from_words(["约炮", "加微信", "恶心"], views=["sound"])
    assert [one.reasons for one in judge.check_many(posts)] == [judge.check(post).reasons for post in posts]


def test_single_characters_and_what_cannot_be_said_are_not_indexed() -> None:
    index = build([Term(0, "妈"), Term(1, "①②")], skeleton_fold())
    assert not list(suspected({View.SOUND: index}, skeleton_fold().batch(["🐴"])))


def spoken(tables: SoundTables, text: str) -> list[str]:
    heard = hear(np.array([ord(character) for character in text], dtype=np.uint32), tables)
    return [text[start:end] for start, end in zip(heard.starts.tolist(), heard.ends.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("坨shi", ["坨", "shi"]),
        ("wei xin", ["wei", "xin"]),
        ("weixin好", ["wei", "xin", "好"]),
        ("hello", list("hello")),
        ("a\u200b微", ["a", "微"]),
    ],
)
def test_letters_are_heard_by_syllables_where_they_are_pinyin(text: str, units: list[str]) -> None:
    assert spoken(sound_tables(), text) == units


@pytest.mark.parametrize(
    ("one", "other"), [("男", "兰"), ("飞", "灰"), ("知", "姿"), ("生", "森"), ("热", "乐"), ("🐴", "妈"), ("4", "死")]
)
def test_confused_sounds_share_a_class(one: str, other: str) -> None:
    tables = sound_tables()
    said = [
        set(tables.classes[unit][tables.classes[unit] > 0].tolist()) for unit in tables.units(np.array([ord(one), ord(other)]))
    ]
    assert said[0] & said[1]
