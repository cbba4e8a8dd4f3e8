"""What the strategies draw: every kind by itself, what they refuse, and that posts and word lists have what they promise."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.post import Zones
from weibofilter.testing import SKELETON_KINDS, WIDE_KINDS, disguises, posts, wordlists

KEYWORD_OF = {
    "regional": "盗版软件",
    "number": "加微信123",
    "case": "加vx",
    "full-width": "加vx",
    "compatibility": "明月",
} | dict.fromkeys(("styled", "enclosed", "accented", "look-alike"), "加wx")


@pytest.mark.parametrize("kind", SKELETON_KINDS)
def test_a_kind_is_told_by_its_name_in_the_verdict(kind: str) -> None:
    keyword = KEYWORD_OF.get(kind, "做爱发票" if kind == "symbol" else "加微信发票")
    judge = Filter.from_words([keyword])

    @given(disguises(keyword, kinds=[kind], most=1))
    def told(text: str) -> None:
        assert text != keyword
        [reason] = judge.check(text).reasons
        assert kind in (*reason.disguises, *reason.spellings) or (kind == "regional" and not reason.disguises)

    told()


@pytest.mark.parametrize("kind", WIDE_KINDS)
def test_a_wide_kind_changes_the_keyword(kind: str) -> None:
    assert find(disguises("代开发票", kinds=[kind]), lambda text: text != "代开发票")


@pytest.mark.parametrize(
    ("keyword", "kinds", "options", "told"),
    [
        ("加微信", ["homofone"], {}, "no disguise is called homofone; known are traditional"),
        ("加微信", ["regional"], {}, "'加微信' can be disguised by 0 of these kinds, and 1 to 2 are asked for"),
        ("加微信", ["interleaved"], {"least": 2}, "by 1 of these kinds, and 2 to 2"),
        ("", SKELETON_KINDS, {}, "'' can be disguised by 0"),
        ("加微信", SKELETON_KINDS, {"least": 3, "most": 2}, "and 3 to 2 are asked for"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_once(keyword: str, kinds: list[str], options: dict[str, int], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        disguises(keyword, kinds, **options)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_as_many_kinds_as_are_asked_for(data: st.DataObject) -> None:
    kinds = ["traditional", "interleaved", "repeated"]
    text = data.draw(disguises("代开发票", kinds=kinds, least=3, most=3))
    [reason] = Filter.from_words(["代开发票"]).check(text).reasons
    assert {*reason.disguises, *reason.spellings} >= set(kinds)


def test_posts_have_every_zone() -> None:
    for zone in ("text", "topic", "repost", "url", "mention", "emoticon"):
        assert find(posts(), lambda post, zone=zone: zone in {span.name for span in Zones(post).spans})  # type: ignore[misc]


@given(posts(holding="占位词"))
def test_a_post_holds_what_it_is_to_hold_in_the_text_of_its_author(post: str) -> None:
    place = post.index("占位词")
    assert Zones(post).at(place, place + 3) == "text"


@given(wordlists(st.text("加微信\"\\'\n\u200b#", min_size=1, max_size=3)))
def test_any_word_can_stand_in_a_word_list(text: str) -> None:
    assert tomllib.loads(text)["rule"]
