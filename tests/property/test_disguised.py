"""Laws of disguise, by the strategies that are shipped for authors of rules."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weibofilter import Action, Filter
from weibofilter.errors import Severity
from weibofilter.impact import impact
from weibofilter.lint.fix import fix
from weibofilter.testing import SKELETON_KINDS, WIDE_KINDS, assert_flags, disguises, posts, run_examples, wordlists


@cache
def wide_filter() -> Filter:
    return Filter.from_words(["加微信", "约炮"], views=["wide", "initials", "swapped", "masked"])


KEYWORDS = ["加微信", "代开发票", "大麻", "fuck", "加v信", "qq群123", "盗版软件"]


def loaded(text: str) -> Filter:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rules.toml")
        path.write_text(text, encoding="utf-8")
        return Filter.load(path)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_any_two_disguises_are_seen_through(keyword: str) -> None:
    judge = Filter.from_words([keyword])

    @given(disguises(keyword, most=2))
    def survives(text: str) -> None:
        assert_flags(judge, text, rule="custom/words")

    survives()


@given(posts(holding=disguises("加微信", most=2)))
def test_they_are_seen_through_in_a_post(post: str) -> None:
    assert_flags(Filter.from_words(["加微信"]), post, rule="custom/words")


@given(st.data())
def test_whatever_is_drawn_has_a_verdict(data: st.DataObject) -> None:
    form = data.draw(disguises("加微信", kinds=(*SKELETON_KINDS, *WIDE_KINDS), most=3))
    verdict = wide_filter().check(form)
    assert all(form[reason.start : reason.end] == reason.text for reason in verdict.reasons)


@cache
def each_view_alone() -> list[Filter]:
    keywords = ["加微信", "约炮", "垃圾人", "六合彩", "地下钱庄", "操你妈", "肥猪", "代开发票"]
    return [Filter.from_words(keywords, views=[view]) for view in ("sound", "shape", "initials", "swapped", "masked")]


@given(
    st.lists(
        posts(
            holding=st.sampled_from(["加微信", "约炮", "垃圾人", "代开发票"]).flatmap(
                lambda word: disguises(word, kinds=WIDE_KINDS, most=3)
            )
        )
        | st.text("加微信薇徽芯亻言约炮火包月勺氵去辣鸡垃圾人髢坓地土也下丿丨六合*🐴妈🍺jiaweixnmslyp2 。\n❤", max_size=12),
        min_size=2,
        max_size=4,
    )
)
def test_a_post_alone_is_seen_through_as_in_a_batch(some: list[str]) -> None:
    """A single post is first looked at without arrays, which may never miss what a view would suspect."""
    for judge in each_view_alone():
        assert list(judge.check_many(some)) == [judge.check(post) for post in some]


@settings(max_examples=25)
@given(wordlists())
def test_word_lists_load_and_hold_what_they_say(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rules.toml")
        path.write_text(text, encoding="utf-8")
        run = run_examples(path)
    assert not [fault for fault in run.diagnostics if fault.severity is Severity.ERROR]
    assert len(run.outcomes) == text.count("keywords = ")


@settings(max_examples=20)
@given(wordlists(), st.lists(posts(), max_size=4))
def test_a_saved_filter_is_the_same(text: str, some: list[str]) -> None:
    judge = loaded(text)
    again = Filter.from_bytes(judge.to_bytes())
    assert again.digest == judge.digest
    assert list(again.check_many(some)) == list(judge.check_many(some))


@settings(max_examples=20)
@given(wordlists(), wordlists(), st.lists(posts(holding=disguises("加微信")), max_size=4))
def test_impact_is_the_difference_of_two_filters(old_text: str, new_text: str, some: list[str]) -> None:
    old, new = loaded(old_text), loaded(new_text)
    moves = [(old.check(post).action, new.check(post).action) for post in some]
    found = impact(old, new, some)
    assert found.moves.total() == sum(before != after for before, after in moves)
    assert found.new_holds.count == sum(before is Action.ALLOW < after for before, after in moves)


@settings(max_examples=15)
@given(wordlists(), st.lists(posts(holding=st.sampled_from(KEYWORDS)), max_size=4))
def test_a_safe_edit_changes_no_verdict(text: str, some: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rules.toml")
        path.write_text(text, encoding="utf-8")
        before = Filter.load(path)
        fix([path])
        assert not impact(before, Filter.load(path), some).moves
