"""What the examples in the lists cannot say: that the rules survive disguise, and that ordinary posts survive the rules."""

from hypothesis import given

from weibofilter import Filter
from weibofilter.testing import assert_allows, assert_flags, disguises, posts

RULES = Filter.load("rules").warm()


@given(disguises("加微信"))
def test_it_survives_any_two_disguises(text: str) -> None:
    assert_flags(RULES, text, rule="spam.contact/add-wechat")


@given(posts())
def test_ordinary_posts_are_allowed(post: str) -> None:
    assert_allows(RULES, post)


def test_nobody_is_deleted_for_a_sound(weibofilter: Filter) -> None:
    assert_flags(weibofilter, "想了解的快来jia微信", rule="spam.contact/add-wechat-sounds", action="flag")
