from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from weibofilter import Action, Dismissal, Filter, Reason, Verdict
from weibofilter.report.dates import Timeline, Unit, day_of
from weibofilter.report.sample import excerpt

pytest.importorskip("jinja2")

from weibofilter.report import Collector

if TYPE_CHECKING:
    from weibofilter.rules.rule import Category

JUDGE = Filter.from_words(["大麻", "加微信"])
POSTS = ["有人种植大麻", "我有一个大麻烦", "快加.微.信", "今天天气很好"]


def reason(rule: str, action: Action = Action.FLAG, disguises: tuple[str, ...] = ()) -> Reason:
    return Reason(rule, rule.partition("/")[0], action, "加微信", 0, 3, "加微信", "skeleton", "text", disguises)


def collected(posts: list[str], seed: int = 0) -> Collector:
    seen = Collector(JUDGE.categories, seed=seed)
    for post, verdict in zip(posts, JUDGE.check_many(posts), strict=True):
        seen.add(post, verdict)
    return seen


def told(*verdicts: Verdict, categories: dict[str, Category] | None = None) -> Collector:
    seen = Collector(categories or {})
    for verdict in verdicts:
        seen.add("加微信的帖子", verdict)
    return seen


def test_every_post_is_counted_once_a_verdict_category_rule_and_disguise() -> None:
    seen = collected([*POSTS, "加.微.信和加-微-信和大麻"])
    assert seen.actions == {Action.FLAG: 3, Action.ALLOW: 2}
    assert seen.by_category == {"custom": {Action.FLAG: 3}}
    assert (seen.rules["custom/words"].posts, seen.rules["custom/words"].disguised) == (3, 2)
    assert seen.disguises == {"interleaved": 2}
    assert seen.checks == {"boundary": 1}


def test_a_rule_is_alone_where_no_other_held_the_post() -> None:
    seen = told(
        Verdict(Action.FLAG, (reason("spam/a"),)),
        Verdict(Action.DELETE, (reason("spam/a"), reason("fraud/b", Action.DELETE))),
        Verdict(Action.FLAG, (reason("spam/a"),), shadow=(reason("spam/watched"),)),
        Verdict(Action.ALLOW, shadow=(reason("spam/watched"),)),
    )
    assert (seen.rules["spam/a"].posts, seen.rules["spam/a"].alone) == (3, 2)
    assert (seen.shadow["spam/watched"].posts, seen.shadow["spam/watched"].alone) == (2, 1)
    assert "spam/watched" not in seen.rules
    assert seen.by_category["fraud"] == {Action.DELETE: 1}


def test_the_same_seed_draws_the_same_posts_and_another_one_others() -> None:
    posts = [f"有人种植大麻{number}" for number in range(500)]
    first, again, other = (collected(posts, seed).held["custom"].samples() for seed in (1, 1, 2))
    assert first == again != other
    assert [sample.number for sample in first] == sorted(sample.number for sample in first)


def test_every_post_is_as_likely_to_be_drawn() -> None:
    counts = [0] * 4
    for seed in range(2000):
        for sample in collected([f"大麻，{'甲乙丙丁'[number]}" for number in range(4)], seed).held["custom"].samples():
            counts[sample.number - 1] += 1
    assert all(1350 < count < 1650 for count in counts)  # 1500 expected, a deviation of 19


def test_what_is_kept_grows_with_the_rules_and_not_with_the_posts() -> None:
    seen = Collector({})
    let_go = Dismissal("a/b", "大麻", 0, 2, "大麻", "skeleton", "boundary", 3.0, "麻烦")
    for number in range(3000):
        post = f"{'很长的帖子' * 300}{number}"
        seen.add(post, Verdict(Action.FLAG, (reason(f"spam/{number % 7}"),), (let_go,), (reason("w/w"),)), when=number * 86400)
        seen.add(post, Verdict(Action.ALLOW, dismissed=(let_go,)))
        seen.add_bad(number, "x" * 10_000)
    kept = [*seen.held.values(), *seen.let_go.values(), *seen.watched.values()]
    assert [len(one.kept) for one in kept] == [3, 3, 3]
    assert all(len(sample.excerpt.text) <= 400 for one in kept for sample in one.kept)
    assert len(seen.timeline.counts) <= 400
    assert seen.undated == 3000
    assert (seen.bad_count, len(seen.bad)) == (3000, 3)
    assert all(len(error) <= 300 for _, error in seen.bad)


def test_a_regex_as_long_as_a_page_is_cut() -> None:
    seen = told(
        Verdict(Action.FLAG, (Reason("a/b", "a", Action.FLAG, "(?x)\n " + "x|" * 500, 0, 3, "加微信", "skeleton", "text"),))
    )
    assert len(seen.held["a"].samples()[0].told[0].sentence) < 100


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2025-03-01", "2025-03-01"),
        ("2025/3/1 15:28", "2025-03-01"),
        ("2025.03.01", "2025-03-01"),
        ("2025年3月1日 15:28", "2025-03-01"),
        ("Sat Mar 01 15:28:00 +0800 2025", "2025-03-01"),
        ("1740790800", "2025-03-01"),
        (1740790800000, "2025-03-01"),
        (dt.datetime(2025, 3, 1, 23, tzinfo=dt.UTC), "2025-03-01"),
        (dt.date(2025, 3, 1), "2025-03-01"),
    ],
)
def test_dates_are_read_as_they_are_written(given: object, day: str) -> None:
    assert str(day_of(given)) == day


@pytest.mark.parametrize(
    "given", ["", "昨天", "2025-13-01", "2025-02-30", "9" * 40, float("nan"), 1e300, -1e300, True, None, [], "２０２５"]
)
def test_what_is_no_date_is_none(given: object) -> None:
    assert day_of(given) is None


def test_times_become_longer_where_there_are_too_many_and_nothing_is_lost() -> None:
    line = Timeline()
    first = dt.date(1, 1, 1)
    for number in range(0, 3_600_000, 997):
        line.add(first + dt.timedelta(days=number), Action.FLAG)
    assert line.unit is Unit.YEAR
    assert sum(counts.total() for counts in line.counts.values()) == len(range(0, 3_600_000, 997))
    few = Timeline()
    for number in range(300):
        few.add(dt.date(2024, 12, 30) + dt.timedelta(days=number), Action.ALLOW)
    weekly = few.at_most(60)
    assert (few.unit, weekly.unit, len(weekly.counts)) == (Unit.DAY, Unit.WEEK, 43)
    assert weekly.counts[dt.date(2024, 12, 30)].total() == 7


def test_an_excerpt_keeps_its_spans_on_the_hit() -> None:
    post = "前" * 1000 + "大麻" + "后" * 1000
    shown = excerpt(post, [(1000, 1002, Action.FLAG), (1900, 1902, Action.FLAG)])
    (start, end, _), *others = shown.spans
    assert shown.text[start:end] == "大麻"
    assert others == []
    assert shown.cut == (True, True)
    whole = excerpt("大麻" * 1000, [(0, 2000, Action.FLAG)])
    assert whole.spans == ((0, 400, Action.FLAG),)
