"""What a change of rules does to a corpus: exactly the posts that two filters judge differently, and no other work."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Action, Filter, Policy
from weibofilter.impact import changed_rules, impact, to_json
from weibofilter.intervals import share

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
category = "drugs"
[[rule]]
id = "cannabis"
keywords = ["大麻"]
[[rule]]
id = "ice"
keywords = ["冰毒"]
"""


def load(folder: Path, text: str) -> Filter:
    path = folder / f"{abs(hash(text))}.toml"
    path.write_text(text, encoding="utf-8")
    return Filter.load(path)


def test_only_what_a_rule_decides_makes_it_another_one(tmp_path: Path) -> None:
    old = load(tmp_path, RULES)
    moved = load(tmp_path, f"# a line more\n{RULES}note = 'why'\nmiss = ['冰']\n")
    assert not changed_rules(old, moved)
    assert changed_rules(old, load(tmp_path, RULES + 'views = ["wide"]\n')).changed == ("drugs/ice",)
    assert changed_rules(old, load(tmp_path, RULES.replace("ice", "meth"))).added == ("drugs/meth",)
    assert changed_rules(old, load(tmp_path, RULES.replace("ice", "meth"))).removed == ("drugs/ice",)


def test_a_policy_changes_the_rules_of_its_categories(tmp_path: Path) -> None:
    text = RULES + '[[rule]]\nid = "orders"\ncategory = "fraud"\nkeywords = ["刷单"]\n'
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    changes = changed_rules(Filter.load(path), Filter.load(path, policy=Policy({"fraud": "delete"})))
    assert (changes.changed, changes.of("fraud/orders"), changes.of("drugs/ice")) == (("fraud/orders",), "changed", "")


def test_moves_rules_and_samples(tmp_path: Path) -> None:
    old = load(tmp_path, RULES)
    new = load(
        tmp_path,
        RULES.replace('id = "cannabis"', 'id = "cannabis"\naction = "delete"').replace("冰毒", "麻古")
        + '[[rule]]\nid = "watched"\nkeywords = ["天气"]\nstate = "shadow"\n',
    )
    found = impact(old, new, ["有人种大麻", "出冰毒", "收麻古", "大麻烦", "今天天气不错", "种大麻和冰毒"])
    allow, flag, delete = Action
    assert found.posts == 6
    assert found.moves == Counter({(flag, delete): 2, (flag, allow): 1, (allow, flag): 1})
    assert found.new_holds == share(1, 6)
    assert found.released == share(1, 6)
    told = {rule: (one.newly, one.no_longer, one.otherwise, dict(one.moves)) for rule, one in found.rules.items()}
    assert told == {
        "drugs/cannabis": (0, 0, 2, {(flag, delete): 2}),
        "drugs/ice": (1, 2, 0, {(flag, allow): 1, (allow, flag): 1, (flag, delete): 1}),
    }
    assert {rule: one.newly for rule, one in found.shadow.items()} == {"drugs/watched": 1}
    [sample] = found.samples[allow, flag]
    assert (sample.number, sample.post, [reason.text for reason in sample.gained], sample.lost) == (3, "收麻古", ["麻古"], ())


def test_the_same_action_for_other_reasons_is_counted_apart(tmp_path: Path) -> None:
    found = impact(load(tmp_path, RULES), load(tmp_path, RULES.replace("大麻", "种植")), ["种植大麻和冰毒"])
    assert (dict(found.moves), found.same_action) == ({}, 1)
    assert found.rules["drugs/cannabis"].otherwise == 1


KEYWORDS = ["大麻", "加微信", "微信", "约炮", "刷单", "兼职", "av", "666"]
filters = st.builds(
    lambda words, boundary, views, action: Filter.from_words(words, boundary=boundary, views=views, action=action),
    st.lists(st.sampled_from(KEYWORDS), min_size=1, unique=True),
    st.sampled_from(["soft", "off"]),
    st.sampled_from([["skeleton"], ["wide"]]),
    st.sampled_from(["flag", "delete"]),
)
pieces = st.sampled_from([*KEYWORDS, "加薇信", "大 麻", "烦", "快", "，", "have", "6", "招", "日结", "❤"])


@given(filters, filters, st.lists(st.lists(pieces, max_size=5).map("".join), max_size=8))
def test_it_is_what_judging_every_post_twice_tells(old: Filter, new: Filter, posts: list[str]) -> None:
    found = impact(old, new, posts)
    moves = Counter((old.check(post).action, new.check(post).action) for post in posts)
    assert found.posts == len(posts)
    assert found.moves == Counter({move: count for move, count in moves.items() if move[0] != move[1]})


def test_posts_are_read_once_and_lazily() -> None:
    taken = 0

    def posts() -> object:
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield "种大麻"

    found = impact(Filter.from_words(["刷单"]), Filter.from_words(["大麻"]), posts(), samples=3)  # type: ignore[arg-type]
    assert (taken, found.posts, found.new_holds.count, [len(kept) for kept in found.samples.values()]) == (
        10_000,
        10_000,
        10_000,
        [3],
    )


def test_samples_are_drawn_from_the_whole_corpus_and_the_same_each_time() -> None:
    old, new, posts = Filter.from_words(["刷单"]), Filter.from_words(["大麻"]), ["种大麻"] * 3000
    first, again = (impact(old, new, posts) for _ in range(2))
    numbers = [change.number for change in first.samples[Action.ALLOW, Action.FLAG]]
    assert numbers == [change.number for change in again.samples[Action.ALLOW, Action.FLAG]]
    assert max(numbers) > 1000


def test_workers_tell_the_same() -> None:
    old, new = Filter.from_words(["大麻", "刷单"]), Filter.from_words(["大麻", "刷单", "兼职"], action="delete")
    posts = ["种大麻", "你好", "招兼职"] * 1500
    assert to_json(impact(old, new, posts, workers=2)) == to_json(impact(old, new, posts))


def test_no_rules_at_all_are_rules_too() -> None:
    f = Filter.from_words(["大麻"])
    assert impact(f, f, ["种大麻"]).posts == 1
    assert not impact(f, f, ["种大麻"]).moves


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_the_bounds_are_where_the_score_test_begins_to_reject(count: int, of: int) -> None:
    found, z = share(min(count, of), of), 1.959963984540054
    for bound in (found.low, found.high):
        if 0 < bound < 1:
            assert abs(found.rate - bound) == pytest.approx(z * sqrt(bound * (1 - bound) / of))


def test_of_nothing_nothing_is_known() -> None:
    assert (share(0, 0).low, share(0, 0).high) == (0, 1)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_an_interval_holds_its_rate(count: int, of: int) -> None:
    found = share(min(count, of), of)
    assert 0 <= found.low <= found.rate <= found.high <= 1
