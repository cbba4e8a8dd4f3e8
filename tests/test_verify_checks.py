"""Each check of a hit, at the very character where it begins to object, and what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter

if TYPE_CHECKING:
    from weibofilter import Verdict

HELD = "held"


def told(verdict: Verdict) -> list[tuple[str, str, str]]:
    """What was held, and what was let go by which check for what."""
    held = [(HELD, reason.text, "") for reason in verdict.reasons]
    return held + [(let_go.check, let_go.text, let_go.detail) for let_go in verdict.dismissed]


SENTENCE, CLAUSE = "sentence end", "clause mark"
GAPS = [
    ("大麻", "大，麻", CLAUSE),
    ("大麻", "大 麻", CLAUSE),
    ("大麻", "大，\u0301麻", CLAUSE),
    ("大麻", "大 ， 麻", CLAUSE),
    ("大麻", "大,麻", CLAUSE),
    ("大麻", "大！麻", CLAUSE),
    ("大麻", "大，，麻", ""),
    ("大麻", "大，.麻", ""),
    ("大麻", "大❤麻", ""),
    ("大麻", "大\u200b麻", ""),
    ("大麻", "大。麻", SENTENCE),
    ("大麻", "大?麻", SENTENCE),
    ("大麻", "大\n麻", SENTENCE),
    ("大麻", "大，。麻", SENTENCE),
    ("加微信", "加，微信", ""),
    ("加微信", "加！微信", ""),
    ("加微信", "加。微信", SENTENCE),
    ("加微信", "加微\n信", SENTENCE),
    ("加微信", "加.微。信", SENTENCE),
    ("加微信", "加。微。信", ""),
    ("加微信", "加\n微\n信", ""),
    ("加微信", "加。。微。信", SENTENCE),
    ("赌博网站", "赌。博。网。站", ""),
    ("赌博网站", "赌。博网。站", SENTENCE),
    # Inside a character that the keyword repeats, and inside one that the post does.
    ("666", "66。6", SENTENCE),
    ("666", "6。6。6", ""),
    ("666", "6 66", ""),
    ("妈妈", "妈，妈", CLAUSE),
    ("妈妈桑", "妈\n妈桑", SENTENCE),
    ("asshole", "as\nshole", SENTENCE),
    ("嘻嘻哈哈", "嘻。嘻哈哈", SENTENCE),
    ("他妈的", "他妈。妈的", SENTENCE),
    ("赌博网站", "赌。博。网。站站", ""),
    ("666a", "6。66。a", SENTENCE),
    ("嘻嘻哈嘻", "嘻嘻。哈。嘻", SENTENCE),
    ("嘻嘻哈嘻", "嘻。嘻。哈。嘻", ""),
]


@pytest.mark.parametrize(("keyword", "post", "why"), GAPS)
def test_what_stands_between_is_a_disguise_or_an_end(keyword: str, post: str, why: str) -> None:
    judge = Filter.from_words([keyword], boundary="off")
    assert told(judge.check(f"好{post}好")) == [("gap" if why else HELD, post, why)]


RUNS = [
    ("加q", "快加qx", "qx"),
    ("加q", "快加q", ""),
    ("加q", "快加q1", ""),
    ("q加", "xq加", "xq"),
    ("q加", "q加", ""),
    ("q加", "1q加", ""),
    ("加1", "加12", "12"),
    ("加1", "加1a", ""),
    ("av", "have", "have"),
    ("av", "avenue", "avenue"),
    ("av", "xav", "xav"),
    ("av", "AVＥ", "AVＥ"),
    ("av", "аv", ""),  # Cyrillic а, seen through or not, cuts no Latin word
    ("av", "看av他", ""),
    ("1a2", "01a23", "01"),
]


@pytest.mark.parametrize(("keyword", "post", "run"), RUNS)
def test_a_run_of_letters_or_digits_is_not_cut(keyword: str, post: str, run: str) -> None:
    verdict = Filter.from_words([keyword]).check(post)
    assert [(let_go.check, let_go.detail) for let_go in verdict.dismissed] == ([("run", run)] if run else [])
    assert not verdict.reasons or not run
    if run:
        assert Filter.from_words([keyword], boundary="off").check(post).reasons


@pytest.mark.parametrize("letters", [1, 2, 18, 19, 20, 21, 40])
def test_of_a_run_twenty_characters_to_either_side_are_told(letters: int) -> None:
    behind, before = Filter.from_words(["加q"]), Filter.from_words(["q加"])
    (let_go,) = behind.check(f"快加q{'x' * letters}快").dismissed
    assert let_go.detail == "q" + "x" * min(letters, 20)
    (let_go,) = before.check(f"快{'x' * letters}q加快").dismissed
    assert let_go.detail == "x" * min(letters, 21) + "q"
    (let_go,) = before.check(f"{'x' * letters}q加").dismissed
    assert let_go.detail == "x" * min(letters, 21) + "q"


ZONES = [
    ("看@微信小助手 好", "mention"),
    ("看[微信]好", "held"),
    ("给你[心]好", "emoticon"),
    ("看#微信#好", "held"),
    ("看#聊微#信好", "bridges two zones"),
    ("上http://a.cn/微信", "held"),  # the address ends before it
    ("好//@甲:微信", "held"),
    ("好//@微信:好", "mention"),
]


def test_a_keyword_in_the_code_of_an_emoticon_is_let_go_wherever_its_post_stands() -> None:
    judge = Filter.from_words(["doge", "ok", "心"], boundary="off")
    posts = ["", "好\uffff[Doge]", "[心][心]", "[oK]", "[\u212aO][oſk]", "[心", "心]"]
    alone = [judge.check(post) for post in posts]
    assert [[let_go.detail for let_go in verdict.dismissed] for verdict in alone] == [
        [], ["emoticon"], ["emoticon"] * 2, ["emoticon"], [], [], []
    ]  # fmt: skip
    assert [bool(verdict.reasons) for verdict in alone] == [False] * 5 + [True] * 2
    assert list(judge.check_many(posts)) == alone


@pytest.mark.parametrize(("post", "wanted"), ZONES)
def test_what_a_place_is_decides_whether_it_counts(post: str, wanted: str) -> None:
    judge = Filter.from_words(["微信", "心"], boundary="off")
    verdict = judge.check(post)
    assert [HELD for _ in verdict.reasons] + [let_go.detail for let_go in verdict.dismissed] == [wanted]


BOUNDARIES = [
    # keyword, post, off, soft, strict: what the check read instead, "" where the hit is held
    ("微信", "加我微信号看片", "", "", "信号"),
    ("发票", "代开发票", "", "", "开发票"),
    ("口交", "地铁口交易", "", "地铁口·交易", "地铁口·交易"),
    ("大麻", "我有一个大麻烦", "", "麻烦", "麻烦"),
    ("大麻", "大麻烦来了", "", "麻烦", "麻烦"),
    ("大麻", "有人种植大麻", "", "", ""),
    ("大麻", "大麻", "", "", ""),
]


@pytest.mark.parametrize(("keyword", "post", "off", "soft", "strict"), BOUNDARIES)
def test_how_the_ends_must_lie_to_the_words(keyword: str, post: str, off: str, soft: str, strict: str) -> None:
    for boundary, read in (("off", off), ("soft", soft), ("strict", strict)):
        assert told(Filter.from_words([keyword], boundary=boundary).check(post)) == [
            ("boundary" if read else HELD, keyword, read)
        ]


@pytest.mark.parametrize("end", "，。！？；\n:)\u3000")
def test_words_are_read_within_their_clause(end: str) -> None:
    judge = Filter.from_words(["大麻"], boundary="soft")
    assert told(judge.check(f"种大麻{end}烦死了")) == [(HELD, "大麻", "")]
    assert told(judge.check(f"说了{end}好{end}大麻烦{end}好了{end}行")) == [("boundary", "大麻", "麻烦")]
    assert told(judge.check(f"麻烦{end}大麻{end}好")) == [(HELD, "大麻", "")]


RUN_ENDS = [
    # What a run repeats in another clause is of another word there.
    ("大麻", "有人种大麻。麻烦举报", ["大麻"], ()),
    ("大麻", "有人种大麻，麻烦举报", ["大麻"], ()),
    ("大麻", "有人种大麻 麻烦举报", ["大麻"], ()),
    ("大麻", "有人种大麻\n麻烦举报", ["大麻"], ()),
    ("大麻", "有人种大麻！！？麻烦", ["大麻"], ()),
    ("大麻", "声音很大，大麻。", ["大麻"], ()),
    ("大麻", "声音很大。大，大麻。麻，麻烦", ["大麻"], ()),
    ("他妈", "去他妈。妈妈来了", ["他妈"], ()),
    ("大麻", "种大❤麻。麻烦举报", ["大❤麻"], ("interleaved",)),
    ("赌博网站", "赌。博。网。站，站长", ["赌。博。网。站"], ("interleaved",)),
    ("嘻嘻哈哈", "嘻嘻哈哈。哈尔滨", ["嘻嘻哈哈"], ()),
    ("大麻", "大麻。麻烦，大麻", ["大麻", "大麻"], ()),
    # Each run keeps what its keyword needs, whatever stands between.
    ("嘻嘻哈哈", "嘻，嘻哈，哈，哈", ["嘻，嘻哈，哈"], ("interleaved",)),
    ("大麻", "买大麻😂麻烦快点", ["大麻"], ()),
    ("操", "操\n操", ["操", "操"], ()),
    ("操", "操操。操操", ["操操", "操操"], ("repeated",)),
    ("666", "666。666，66", ["666", "666"], ()),
    ("666", "6.6.6", ["6.6.6"], ("interleaved",)),
    # A dot is a filler where another is, and so is what stands between every two alike.
    ("傻逼", "傻逼.逼", ["傻逼"], ()),
    ("大麻", "大麻.麻烦你了", ["大麻"], ()),
    ("大傻逼", "大.傻逼.逼", ["大.傻逼.逼"], ("interleaved", "repeated")),
    ("大傻逼", "大。傻。逼。逼，逼近", ["大。傻。逼。逼"], ("interleaved", "repeated")),
]


@pytest.mark.parametrize(
    ("keyword", "post", "held"),
    [
        ("黑鬼", "黑 鬼 滚 出 中 国", True),
        ("滚出", "黑 鬼 滚 出", True),
        ("鬼滚", "黑 鬼 滚 出", True),
        ("傻逼", "傻.逼.东.西", True),
        ("冰毒", "冰\n毒\n现\n货", True),
        ("裸聊", "看 到 裸 聊吧", True),
        ("裸聊", "明天 到 裸 聊吧", False),
        ("裸聊", "看 到 了 裸 聊", True),
        ("裸聊", "到 裸 聊 天天", False),
        ("嫖赌", "吃、喝、嫖、赌", False),
        ("嫖赌", "吃，喝，嫖，赌", False),
        ("做爱", "做。爱你们", False),
        ("大麻", "声音 大 麻 烦", False),
    ],
)
def test_a_keyword_of_two_is_seen_in_a_row_of_characters_apart(keyword: str, post: str, held: bool) -> None:
    assert bool(Filter.from_words([keyword], boundary="off").check(post).reasons) is held


@pytest.mark.parametrize(
    ("keyword", "post", "held"),
    [
        ("加微信", "#加微❤信", ["加微❤信"]),
        ("fuck", "🇨🇳ⓕⓤⓒⓚ", ["ⓕⓤⓒⓚ"]),
        ("fuck", "🇨🇳fuck🇺🇸", ["fuck"]),
        ("加V", "#加V：abc12345", ["加V"]),
        ("裸聊", "看 #裸聊 来", ["裸聊"]),
        ("加vx", "加vx.cc领红包", ["加vx"]),
        ("傻b", "傻b.cc", ["傻b"]),
        ("加vx", "加 vx.cc", []),
        ("加vx", "加vxt.cc", []),
        ("加vx", "加a.vx.cc", []),
        ("加vx", "加http://vx.cc", []),
        ("加vx", "加vxhttp://t.cn/a", ["加vx"]),
        ("fuck", "fuckhttps://t.cn/a", ["fuck"]),
        ("操你妈", "操@你@妈", ["操@你@妈"]),
        ("傻逼", "傻@逼", ["傻@逼"]),
    ],
)
def test_marks_of_tags_names_and_addresses_hide_no_keyword(keyword: str, post: str, held: list[str]) -> None:
    assert [reason.text for reason in Filter.from_words([keyword]).check(post).reasons] == held


@pytest.mark.parametrize(("keyword", "post", "held", "disguises"), RUN_ENDS)
def test_a_run_ends_where_its_clause_does(keyword: str, post: str, held: list[str], disguises: tuple[str, ...]) -> None:
    judge = Filter.from_words([keyword])
    for verdict in (judge.check(post), *judge.check_many([post, post])):
        assert [(reason.text, reason.disguises) for reason in verdict.reasons] == [(text, disguises) for text in held]
        assert all(post[reason.start : reason.end] == reason.text for reason in verdict.reasons)


def test_a_rule_without_disguises_holds_a_keyword_whose_last_character_begins_the_next_sentence() -> None:
    assert told(Filter.from_words(["大麻"], views=["plain"]).check("种大麻。麻烦举报")) == [(HELD, "大麻", "")]


FAR_REPEATS = [
    # keyword, post, what is held: what its ends repeat in another zone, or in a word that would be cut, is not of it
    ("卖大麻", "卖大麻@麻将", "卖大麻"),
    ("卖大麻", "卖大麻 #麻将#", "卖大麻"),
    ("卖大麻", "卖大麻//@麻将:好", "卖大麻"),
    ("加微信", "#参加#加微信", "加微信"),
    ("fuck", "fuck... kiss", "fuck"),
    ("fuck", "fuck @kk", "fuck"),
    ("fuck", "f.u.c.k.kiss", "f.u.c.k"),
    ("porn", "stop/porn", "porn"),
    ("porn", "stop  porn", "porn"),
    ("666", "@66 666", "666"),
    ("666", "66。6 666", "666"),
    ("妈妈", "妈，妈妈", "妈妈"),
    ("妈的", "看她妈😂妈的", "妈的"),
    # Each end by what its own character needs.
    ("哈嘻嘻", "@哈 哈嘻嘻", "哈嘻嘻"),
    ("嘻嘻哈", "嘻嘻哈 @哈", "嘻嘻哈"),
    ("哈嘻嘻呵", "哈嘻嘻呵 @呵", "哈嘻嘻呵"),
    ("koo", "ok.koo", "koo"),
    ("ook", "ook.kiss", "ook"),
    ("kool", "kool.lamp", "kool"),
]


@pytest.mark.parametrize(("keyword", "post", "held"), FAR_REPEATS)
def test_what_stands_far_off_lets_no_hit_go(keyword: str, post: str, held: str) -> None:
    judge = Filter.from_words([keyword])
    assert told(judge.check(post)) == [(HELD, held, "")]
    assert list(judge.check_many([post, post])) == [judge.check(post)] * 2


@pytest.mark.parametrize(
    ("post", "disguises"),
    [
        ("卖大麻@麻将", ()),
        ("卖.大.麻@麻将", ("interleaved",)),
        ("卖大麻麻@麻将", ("repeated",)),
        ("@卖 卖卖大麻", ("repeated",)),
        ("f.u.c.k.kiss", ("interleaved",)),
        ("f.u.c.kk.kiss", ("interleaved", "repeated")),
    ],
)
def test_what_stands_far_off_is_no_disguise(post: str, disguises: tuple[str, ...]) -> None:
    assert [reason.disguises for reason in Filter.from_words(["卖大麻", "fuck"]).check(post).reasons] == [disguises]


def test_of_a_symbol_taken_in_several_ways_the_plainest_is_told_wherever_the_post_stands() -> None:
    """❤心 is 心心, of which the first may stand far off, and 爱心."""
    judge, post = Filter.from_words(["❤心"], boundary="off"), "@操心'❤心"
    alone = judge.check(post)
    assert [(reason.text, reason.disguises) for reason in alone.reasons] == [("❤心", ())]
    assert list(judge.check_many([post, "\U000e007f"])) == [alone, judge.check("")]
    assert list(judge.check_many(["❤", post, "做❤"]))[1] == alone


@pytest.mark.parametrize(("keyword", "post"), [("c++", "c❤c++"), ("做❤", "做♥做❤"), ("1一", "①，1一")])
def test_what_stands_as_the_list_writes_it_is_no_disguise_whatever_stands_before_it(keyword: str, post: str) -> None:
    judge = Filter.from_words([keyword])
    alone = judge.check(post)
    assert alone.reasons[-1].disguises == ()
    assert [list(judge.check_many([before, post, "啊"]))[1] for before in ("好", "❤", post)] == [alone] * 3


REPEATED = [
    ("他妈", "看到他妈妈了", [("boundary", "他妈妈", "妈妈")]),
    ("妈的", "妈妈的", [("boundary", "妈妈的", "妈妈")]),
    ("他妈", "看到他妈妈妈了", [(HELD, "他妈妈妈", "")]),
    ("他妈", "看到他妈妈妈妈了", [("boundary", "他妈妈妈妈", "妈妈")]),
    ("大麻", "大麻麻烦了", [(HELD, "大麻麻", "")]),
    ("大麻", "大大麻烦", [("boundary", "大大麻", "大大·麻烦")]),
    ("看他妈", "我看他妈妈了", [("boundary", "看他妈妈", "妈妈")]),
    ("妈", "看到妈妈了", [("boundary", "妈妈", "妈妈")]),
    ("爷", "老爷爷们", [("boundary", "爷爷", "老爷爷")]),
    ("天", "天天向上", [("boundary", "天天", "天天向上")]),
    ("信", "诚信信息", [("boundary", "信信", "信息")]),
    ("加微信", "请加微信信任我", [(HELD, "加微信信", "")]),
]


@pytest.mark.parametrize(("keyword", "post", "wanted"), REPEATED)
def test_what_a_run_repeats_may_belong_to_another_word(keyword: str, post: str, wanted: list[tuple[str, str, str]]) -> None:
    assert told(Filter.from_words([keyword]).check(post)) == wanted


def test_a_repeat_before_a_hit_is_weighed_with_what_stands_before_it() -> None:
    judge = Filter.from_words(["妈的"])
    (alone,), (after_a_word,) = judge.check("妈妈的").dismissed, judge.check("干妈妈的").dismissed
    assert alone.margin is not None
    assert after_a_word.margin is not None
    assert alone.margin > after_a_word.margin + 1  # 干妈 is a word as well as 妈妈


SEEN_THROUGH = [
    ("發發財", "快發.發財", ("interleaved",), ()),
    ("fuck", "Ⓕｆuck", ("enclosed", "repeated"), ("case", "full-width")),
    ("fuck", "ｆⒻuck", ("enclosed", "repeated"), ("case", "full-width")),
    ("❤軟體", "爱.软件", ("interleaved",), ("regional",)),
    ("❤軟體", "心.軟體", ("interleaved",), ()),
    ("加微信", "加微信.信", (), ()),
    ("加微信", "加.加微.信.信", ("interleaved", "repeated"), ()),
    ("加微信", "開心地加.微信", ("interleaved",), ()),
    ("加微信", "ＯＫ，加微信", (), ()),
    ("貳手", "贰手", (), ("traditional",)),
    ("贰手", "二手", ("number",), ()),
]


@pytest.mark.parametrize(("keyword", "post", "disguises", "spellings"), SEEN_THROUGH)
def test_what_was_seen_through_is_what_stands_in_the_hit(
    keyword: str, post: str, disguises: tuple[str, ...], spellings: tuple[str, ...]
) -> None:
    reason = Filter.from_words([keyword], boundary="off").check(post).reasons[0]
    assert (reason.disguises, reason.spellings) == (disguises, spellings)


def test_an_exception_shields_the_hits_inside_it_and_no_other() -> None:
    judge = Filter.from_words(["大麻"], allow=["麻烦", "大麻烦事", "大麻籽油"], boundary="off")
    assert told(judge.check("大麻烦事")) == [("exception", "大麻", "大麻烦事")]
    assert told(judge.check("种大麻，不是大麻烦事")) == [(HELD, "大麻", ""), ("exception", "大麻", "大麻烦事")]
    assert told(judge.check("大麻烦事，种大麻")) == [(HELD, "大麻", ""), ("exception", "大麻", "大麻烦事")]
    assert told(judge.check("麻烦种大麻")) == [(HELD, "大麻", "")]


@pytest.mark.parametrize(
    "keywords", [["加微信", "微信"], ["微信", "加微信"], ["加微", "加微信"], ["微", "加微信"], ["加", "微", "信", "加微信"]]
)
def test_what_lies_inside_a_longer_hit_is_not_told(keywords: list[str]) -> None:
    judge = Filter.from_words(keywords, boundary="off")
    assert told(judge.check("快加微信")) == [(HELD, "加微信", "")]
    assert [reason.text for reason in judge.check("快加.微❤信").reasons] == ["加.微❤信"]


def test_single_characters_side_by_side_are_each_held() -> None:
    judge = Filter.from_words(["赌", "嫖", "毒"], boundary="off")
    assert told(judge.check("赌嫖毒")) == [(HELD, "赌", ""), (HELD, "嫖", ""), (HELD, "毒", "")]
    assert told(judge.check("好赌嫖")) == [(HELD, "赌", ""), (HELD, "嫖", "")]


def test_a_suspicion_that_tears_a_word_is_let_go_with_the_word() -> None:
    judge = Filter.from_words(["六合彩"], views=["sound"])
    (let_go,) = judge.check("留和菜市场").dismissed
    assert (let_go.check, let_go.text, let_go.detail, let_go.view) == ("torn", "留和菜", "菜市场", "sound")
    assert let_go.margin is not None
    assert let_go.margin < 0
    for post in ("留和菜，市场", "留和菜\n市场"):
        assert told(judge.check(post)) == [(HELD, "留和菜", "")]
    assert told(Filter.from_words(["六合彩"], views=["sound"], boundary="off").check("留和菜市场")) == [(HELD, "留和菜", "")]


def test_a_suspicion_is_let_go_by_zone_exception_or_plausibility() -> None:
    judge = Filter.from_words(["加微信", "大麻"], views=["sound"], allow=["请加薇信哦"])
    margins = {}
    for post in ("快jia微信", "买点大码的衣服", "看@jia微信 好", "请加薇信哦"):
        verdict = judge.check(post)
        found = [("sound" if one.view == "sound" else one.view, HELD) for one in verdict.reasons]
        margins[post] = found + [(one.view, one.check) for one in verdict.dismissed]
        assert all((one.margin is not None and one.margin < 0) == (one.check == "plausibility") for one in verdict.dismissed)
    assert margins == {
        "快jia微信": [("sound", HELD)],
        "买点大码的衣服": [("sound", "plausibility")],
        "看@jia微信 好": [("sound", "zone")],
        "请加薇信哦": [("sound", "exception")],
    }
    (reason,) = judge.check("看#快jia微信吧#好").reasons
    assert (reason.zone, reason.text) == ("topic", "jia微信")
