"""Long posts in windows: nothing skipped, nothing told twice, spans of the whole post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Action, Filter, Verdict
from weibofilter.windows import Windowed

FILTER = Filter.from_words(["加微信", "大麻", "代开发票"])
SENTENCES = [
    "今天天气不错。",
    "快加.微.信领红包！",
    "有人种植大麻，",
    "我有一个大麻烦。",
    "代開發票找我\n",
    "😀👍🏽",
    "好",
    "ＡＢＣ ",
    "　",
]


def told(verdict: Verdict) -> tuple[object, ...]:
    return verdict.action, verdict.reasons, set(verdict.dismissed), verdict.digest


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=60).map("".join), st.integers(50, 120))
def test_windows_find_what_the_whole_post_holds(post: str, width: int) -> None:
    windowed = Windowed(FILTER, max_chars=width, overlap=width // 2)
    assert told(windowed.check(post)) == told(FILTER.check(post))


@given(st.text(st.sampled_from("加微信大麻烦。x😀 \u200b"), max_size=200), st.integers(4, 40))
def test_spans_are_those_of_the_post_and_no_finding_is_told_twice(post: str, width: int) -> None:
    verdict = Windowed(FILTER, max_chars=width).check(post) if width > 9 else Windowed(FILTER, width, 1).check(post)
    for reason in (*verdict.reasons, *verdict.shadow):
        assert post[reason.start : reason.end] == reason.text
    for dismissal in verdict.dismissed:
        assert post[dismissal.start : dismissal.end] == dismissal.text
    assert len(set(verdict.reasons)) == len(verdict.reasons)
    assert (verdict.action is Action.ALLOW) is (not verdict.reasons)


def test_a_keyword_across_every_cut_is_held_once() -> None:
    for before in range(60):
        post = "天" * before + "加微信" + "地" * 100
        reasons = Windowed(FILTER, max_chars=20, overlap=8).check(post).reasons
        assert [(reason.start, reason.end) for reason in reasons] == [(before, before + 3)]


def test_an_excuse_across_a_cut_excuses() -> None:
    judge = Windowed(Filter.from_words(["大麻"], allow=["大麻籽"], boundary="off"), max_chars=20, overlap=8)
    for before in range(60):
        assert judge.check("天" * before + "大麻籽" + "地" * 60).action is Action.ALLOW


def test_the_parts_of_a_combination_move_with_it(tmp_path: object) -> None:
    path = f"{tmp_path}/rules.toml"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - a test
        file.write('category = "spam"\n[[rule]]\nid = "both"\nall = [["加微信"], ["返利"]]\nwithin = 5\n')
    post = "天" * 75 + "加微信有返利" + "地" * 75
    (reason,) = Windowed(Filter.load(path), max_chars=40, overlap=20).check(post).reasons
    assert [post[start:end] for start, end in reason.parts] == ["加微信", "返利"]


def test_many_posts_come_in_order_whatever_their_length() -> None:
    posts = ["大麻", "好" * 300, "x" * 100 + "加微信" + "y" * 300, "", "加微信" * 50, "天" * 40]
    windowed = Windowed(FILTER, max_chars=100, overlap=50)
    together = list(windowed.check_many(posts, batch_size=4))
    assert together == [windowed.check(post) for post in posts]
    assert [verdict.action.value for verdict in together] == ["flag", "allow", "flag", "allow", "flag", "allow"]


def test_a_megabyte_is_judged_to_its_end() -> None:
    reasons = Windowed(FILTER).check("好" * 1_000_000 + "加微信").reasons
    assert [(reason.start, reason.end) for reason in reasons] == [(1_000_000, 1_000_003)]


def test_what_is_no_text_is_named_after_the_verdicts_before_it() -> None:
    verdicts = Windowed(FILTER).check_many(["大麻", "好", None, "好"], batch_size=2)  # type: ignore[list-item]
    assert [next(verdicts).action.value, next(verdicts).action.value] == ["flag", "allow"]
    with pytest.raises(TypeError, match="post 2 is no str but NoneType"):
        next(verdicts)
    with pytest.raises(TypeError, match="a post is no str but bytes"):
        Windowed(FILTER).check(b"x")  # type: ignore[arg-type]


@pytest.mark.parametrize(("width", "overlap"), [(0, 0), (1, 1), (10, 6), (10, 0), (5, -1), (-10, -1)])
def test_sizes_that_make_no_windows_are_refused(width: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="the overlap must be 1 to half of max_chars"):
        Windowed(FILTER, width, overlap)


def test_a_batch_of_no_posts_is_refused() -> None:
    with pytest.raises(ValueError, match="batch_size is 0"):
        Windowed(FILTER).check_many([], batch_size=0)
