"""Where a clause ends: what a hit is judged in, and how far a run of its first or last character goes."""

from __future__ import annotations

import pytest

from weibofilter import Filter
from weibofilter.fold import skeleton_fold


@pytest.mark.parametrize("mark", ["，", "。", "❤", " ", "\n", "🙂", "~"])
def test_a_mark_ends_the_clause_that_a_hit_is_judged_in(mark: str) -> None:
    """大麻烦 lets no 大麻 be, but 大麻，烦 does."""
    judge = Filter.from_words(["大麻"])
    assert [reason.text for reason in judge.check(f"我有一个大麻{mark}烦死了").reasons] == ["大麻"]
    assert [reason.text for reason in judge.check(f"我有一个大麻{mark}").reasons] == ["大麻"]
    assert [let_go.check for let_go in Filter.from_words(["口交"]).check(f"{mark}路口交通{mark}").dismissed] == ["boundary"]


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\u0301", "\ufe0f"])
def test_what_nobody_sees_ends_none(mark: str) -> None:
    verdict = Filter.from_words(["大麻"]).check(f"我有一个大麻{mark}烦")
    assert (verdict.reasons, [let_go.check for let_go in verdict.dismissed]) == ((), ["boundary"])


def test_half_a_surrogate_pair_is_spelled_as_a_character() -> None:
    assert "\ud800" not in skeleton_fold().spell("大\ud800麻").text


RUNS = [
    # keyword, post, the place that is held
    ("加微信", "加微信。信不信由你", (0, 3)),
    ("加微信", "加加，加微信", (3, 6)),
    ("大麻", "麻了种大麻。麻烦", (3, 5)),
    ("大麻", "麻麻种大麻麻", (3, 6)),
    ("大麻", "大的种大大麻", (3, 6)),
    ("哈嘻嘻", "哈嘻嘻。嘻", (0, 3)),
    ("哈嘻嘻", "哈嘻，嘻嘻，嘻", (0, 5)),  # what the keyword needs is taken, over a clause mark too
    ("加微信", "加微信😂信不信", (0, 3)),
    ("fuck", "fuck. kiss", (0, 4)),
    ("傻逼", "傻😂逼😂逼", (0, 5)),
    ("嘻嘻哈", "嘻。嘻嘻哈", (2, 5)),
    ("嘻嘻嘻哈", "嘻，嘻嘻哈哈。哈", (0, 6)),
    ("赌博网站", "赌。博。网。站。站", (0, 9)),
    ("赌博网站", "赌赌。博。网。站", (0, 8)),
    ("赌博网站", "赌博网站。站", (0, 4)),
    # What stands between some is none that stands between all.
    ("赌博网站", "赌*博网站*站", (0, 5)),
    # Each run by what its own character needs.
    ("哈嘻嘻", "哈，哈嘻嘻", (2, 5)),
    ("嘻嘻哈", "嘻嘻哈，哈", (0, 3)),
    ("哈嘻嘻呵", "哈嘻嘻呵，呵", (0, 4)),
    ("cc群号", "㏄群号", (0, 3)),
    ("mmcc", "㎜㏄c，c", (0, 3)),
]


@pytest.mark.parametrize(("keyword", "post", "place"), RUNS)
def test_a_run_of_one_character_ends_where_its_clause_does(keyword: str, post: str, place: tuple[int, int]) -> None:
    verdict = Filter.from_words([keyword], boundary="off").check(post)
    assert [(reason.start, reason.end) for reason in verdict.reasons] == [place]
