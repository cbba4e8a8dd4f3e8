import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter.post import Zones

CASES = [
    ("", []),
    ("平常的话", [("text", "平常的话")]),
    ("看 http://t.cn/A6abc吧", [("text", "看 "), ("url", "http://t.cn/A6abc"), ("text", "吧")]),
    ("上www.example.com/x?y=1看", [("text", "上"), ("url", "www.example.com/x?y=1"), ("text", "看")]),
    ("去 abc-123.vip 玩", [("text", "去 "), ("url", "abc-123.vip"), ("text", " 玩")]),
    ("@小明 你好", [("mention", "@小明"), ("text", " 你好")]),
    ("回复@小红:好的", [("text", "回复"), ("mention", "@小红"), ("text", ":好的")]),
    ("写信到a@b.com吧", [("text", "写信到a@b.com吧")]),
    ("#抽奖活动#来了", [("topic", "#抽奖活动#"), ("text", "来了")]),
    ("love #foodie so", [("text", "love #foodie so")]),
    ("笑死[doge]了[DOGE]", [("text", "笑死"), ("emoticon", "[doge]"), ("text", "了"), ("emoticon", "[DOGE]")]),
    ("好[em]e163[/em]啊", [("text", "好"), ("emoticon", "[em]e163[/em]"), ("text", "啊")]),
    ("[em]163[/em]", [("text", "[em]163[/em]")]),
    ("[加微信]不是表情", [("text", "[加微信]不是表情")]),
    ("转//@老王:说得对", [("text", "转"), ("repost", "//"), ("mention", "@老王"), ("repost", ":说得对")]),
    ("1.5元 3:00", [("text", "1.5元 3:00")]),
    ("[加微信]@小明 [doge]", [("text", "[加微信]"), ("mention", "@小明"), ("text", " "), ("emoticon", "[doge]")]),
    (
        "看t.cn/a//@甲:http://t.cn/b//@乙:好t.cn//@丙:",
        [
            ("text", "看"),
            ("url", "t.cn/a"),
            ("repost", "//"),
            ("mention", "@甲"),
            ("repost", ":"),
            ("url", "http://t.cn/b"),
            ("repost", "//"),
            ("mention", "@乙"),
            ("repost", ":好"),
            ("url", "t.cn"),
            ("repost", "//"),
            ("mention", "@丙"),
            ("repost", ":"),
        ],
    ),
    (
        "@甲甲//@乙:#丙丙#//@丁:戊",
        [
            ("mention", "@甲甲"),
            ("repost", "//"),
            ("mention", "@乙"),
            ("repost", ":"),
            ("topic", "#丙丙#"),
            ("repost", "//"),
            ("mention", "@丁"),
            ("repost", ":戊"),
        ],
    ),
    ("加@微@信看片", [("text", "加@微@信看片")]),
    ("加@微 @小明", [("text", "加@微 "), ("mention", "@小明")]),
    ("赌#博# 网 #站", [("text", "赌#博# 网 #站")]),
]


@pytest.mark.parametrize(("post", "zones"), CASES)
def test_zones(post: str, zones: list[tuple[str, str]]) -> None:
    spans = [span for span in Zones(post).spans if span.end > span.start]
    merged: list[tuple[str, str]] = []
    for zone in spans:
        text = post[zone.start : zone.end]
        if merged and merged[-1][0] == zone.name == "text":
            merged[-1] = ("text", merged[-1][1] + text)
        else:
            merged.append((zone.name, text))
    assert merged == zones


PIECES = ["@小明", "//@甲:", "#话题#", "[doge]", "[加微信]", "ab.cn/a", "http://", "微信", "a", " ", "＃", ":", "\n", "@", "."]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_zones_tile_the_post_and_none_is_empty(post: str) -> None:
    zones = Zones(post)
    ends = [zone.end for zone in zones.spans]
    assert [zone.start for zone in zones.spans] == [0, *ends[:-1]]
    assert ends[-1] == len(post)
    assert all(zone.start < zone.end for zone in zones.spans) or post == ""
    assert [zones.at(zone.start, zone.end) for zone in zones.spans] == [zone.name for zone in zones.spans]
    assert [zones.at(zone.start, zone.end + 1) for zone in zones.spans[:-1]] == [None] * (len(ends) - 1)


def test_a_place_that_bridges_two_zones_has_none() -> None:
    zones = Zones("加#微信#吧")
    assert zones.at(0, 1) == "text"
    assert zones.at(2, 4) == "topic"
    assert zones.at(0, 3) is None


def test_each_repost_is_another_voice() -> None:
    zones = Zones("我//@甲:好//@乙:坏")
    assert [zones.voice(place) for place in (0, 6, 12)] == [0, 1, 2]
