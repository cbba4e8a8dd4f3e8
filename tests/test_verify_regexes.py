"""Regex rules at their edges: the window around a literal, what objects to a match, and a regex that is not done in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weibofilter import Action, Filter, Policy
from weibofilter.rules.regexes import WINDOW

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, regex: str, more: str = "", policy: Policy | None = None) -> Filter:
    path = folder / "own.toml"
    path.write_text(f"[[rule]]\ncategory = 'spam'\nid = 'one'\nregex = '{regex}'\n{more}\n", encoding="utf-8")
    return Filter.load(path, policy=policy)


def texts(judge: Filter, post: str) -> list[str]:
    return [reason.text for reason in judge.check(post).reasons]


def filler(count: int) -> str:
    return ("看听" * count)[:count]


def test_behind_a_literal_the_window_ends_at_its_width(tmp_path: Path) -> None:
    judge = load(tmp_path, "微信[看听]*(?:口)")
    for more in ("", "。后面还有很多很多话"):
        inside = f"微信{filler(WINDOW - 1)}口"
        assert texts(judge, f"好{inside}{more}") == [inside]
        assert texts(judge, f"好微信{filler(WINDOW)}口{more}") == []


def test_before_a_literal_the_window_begins_at_its_width(tmp_path: Path) -> None:
    judge = load(tmp_path, "(?:口)[看听]*微信")
    for more in ("", "前面还有很多很多话。"):
        inside = f"口{filler(WINDOW - 1)}微信"
        assert texts(judge, f"{more}{inside}好") == [inside]
        assert texts(judge, f"{more}口{filler(WINDOW)}微信好") == []


@pytest.mark.parametrize("apart", [2 * WINDOW - 1, 2 * WINDOW, 2 * WINDOW + 1])
def test_windows_that_touch_are_one(tmp_path: Path, apart: int) -> None:
    judge = load(tmp_path, "微信(?:[看听]|微信)*口")
    whole = f"微信{filler(apart)}微信口"
    assert texts(judge, f"好{whole}好") == [whole if apart <= 2 * WINDOW else "微信口"]


def test_far_apart_each_literal_has_its_own_window(tmp_path: Path) -> None:
    judge = load(tmp_path, "微信[看听]{0,3}口")
    post = filler(200).join(["微信口", "微信看口", "微信看听口"])
    assert texts(judge, post) == ["微信口", "微信看口", "微信看听口"]
    assert texts(judge, f"好{post}好") == texts(judge, post)


def test_a_match_is_told_once_and_the_longer_first(tmp_path: Path) -> None:
    judge = load(tmp_path, "微信(?:看听)*|微信看")
    assert [(reason.start, reason.end, reason.keyword) for reason in judge.check("微信看听，微信看").reasons] == [
        (0, 4, "微信(?:看听)*|微信看"),
        (5, 7, "微信(?:看听)*|微信看"),
    ]


OBJECTIONS = [
    ("看@微信口 好", "zone"),
    ("看#微信#口", "zone"),
    ("好的微信口", ""),
    ("好的微.信❤口", ""),
    ("好的微信口子", "exception"),
    ("小微信口", "exception"),
    ("小.微信口", ""),
    ("微信口qq1", ""),
]


@pytest.mark.parametrize(("post", "check"), OBJECTIONS)
def test_what_objects_to_a_match(tmp_path: Path, post: str, check: str) -> None:
    judge = load(tmp_path, "微信口", 'unless = ["微信口子", "小微信口"]')
    verdict = judge.check(post)
    assert [let_go.check for let_go in verdict.dismissed] == ([check] if check else [])
    assert len(verdict.reasons) == (0 if check else 1)


SHORTER: list[tuple[str, str, list[str]]] = [
    ("加微信.{0,20}返利", "加微信返利 //@小王：返利", ["加微信返利"]),
    ("加微信(?:.{0,10}返利)?", "加微信 //@a: 返利", ["加微信"]),
    (".{0,3}加我", "@abc 加我", ["加我"]),
    (".{0,3}加我", "xyzabc加我", ["加我"]),
    (".?加我", "[微笑]加我", ["加我"]),
    ("加微信.{0,9}返利", "加微信[doge]有返利", ["加微信[doge]有返利"]),
    (r"q\d{5}", "q123456", []),  # a number is not cut, however often one tries
    (r"q\d{5}", "xq123456 q12345", ["q12345"]),
    ("[加家]{1,40}微", "x" + "加" * 40 + "微", ["加" * 40 + "微"]),
    # A number behind another is no part of it where the whole would be cut.
    (r"(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}", "qq：12345678 13800138000", ["qq：12345678"]),
    (r"(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}", "qq 123456 78901 2024年", ["qq 123456 78901"]),
    (r"(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}", "QQ12345678\n13800138000，扣扣 12345 13800138000", ["QQ12345678", "扣扣 12345"]),
    (r"(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}", "qq 123 13800138000", []),
    (r"qq\d{5,9}", "qq12345678 13800", ["qq12345678"]),
    (r"qq\d{5,20}", "qq12345678 12345678901234567890", ["qq12345678"]),
    (r"qq(?:\d{9}|\d{7}|\d{5})", "qq12345 678 90", ["qq12345"]),
    (r"qq\d{5,9}", "xqq12345678 13800", []),
    (r"加我.{0,5}", "加我看这里abcdefg", ["加我看这里"]),
    (r"加我[a-z]{2,9}", "加我 abc de fuckingly", ["加我 abc de"]),
    ("约炮(?:吗|$)", "约炮@炮王", ["约炮"]),
    ("(?:约|^)炮", "[微笑]炮", ["炮"]),
    ("^加我", "@小明加我 @小明 加我", ["加我"]),
    # A number ends where the next one begins, whatever the regex asks of its sides.
    (r"qq\d{5,10}(?!\d|元)", "qq1234567890，100元一次", ["qq1234567890"]),
    (r"qq\d{5,10}(?!\d|元)", "qq 138 0013 8000\n2024年", ["qq 138 0013"]),
    (r"qq\d{5,10}(?!\d|元)", "qq1234567890100元", []),
    (r"(?<!\d)1\d{10}威信", "2024.13900001234威信", ["13900001234威信"]),
    (r"(?<!\d)1\d{10}威信\d+(?!\d|元)", "2024.13900001234威信123 5元", ["13900001234威信123"]),
    (r"电话1[3-9]\d{9}(?!\d)", "电话1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣ 2、", ["电话1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣"]),
    # So does a word, where the regex asks for its end and not for certain letters.
    (r"(?:vx|微信)[a-z]{2}\d{3,6}(?![a-z0-9])", "微信ab1234 abc", ["微信ab1234"]),
    (r"(?:vx|微信)[a-z]{2}\d{3,6}(?![a-z0-9])", "微信ab1234abc", []),
    (r"你个sb(?![a-z])", "你个sb。iPhone都买不起", ["你个sb"]),
    (r"你个sb\b", "你个sb ok", ["你个sb"]),
    ("加v(?!ip)", "加v ip", []),
    # However long the run is that a match would begin in.
    (r"\d{5,20}代办", "1234567890 13800138000代办", ["13800138000代办"]),
    ("[a-z]{5,20}办证", "abcdefghijkl mnopqrstuvw办证", ["mnopqrstuvw办证"]),
    ("[a-z]{5,20}办证", "abcdefghijklmnopqrstuvw办证", []),
]


@pytest.mark.parametrize(("source", "post", "held"), SHORTER)
def test_a_match_that_does_not_count_hides_none_that_begins_or_ends_inside_it(
    tmp_path: Path, source: str, post: str, held: list[str]
) -> None:
    assert [reason.text for reason in load(tmp_path, source).check(post).reasons] == held


@pytest.mark.parametrize(("boundary", "held"), [("soft", []), ("strict", []), ("off", ["扣扣12345"])])
def test_a_number_is_not_cut_by_a_match(tmp_path: Path, boundary: str, held: list[str]) -> None:
    judge = load(tmp_path, r"扣扣\d{5}", f'boundary = "{boundary}"')
    assert texts(judge, "扣扣123456") == held
    assert texts(judge, "@扣扣12345 好") == []
    assert texts(judge, "扣扣12345好") == ["扣扣12345"]


def test_a_match_in_an_address_counts_for_rules_of_regexes(tmp_path: Path) -> None:
    (reason,) = load(tmp_path, r"bet\d{3}").check("上http://a.cn/bet365看").reasons
    assert (reason.zone, reason.text) == ("url", "bet365")
    (reason,) = load(tmp_path, r"bet\d{3}").check("看#bet365#").reasons
    assert (reason.zone, reason.view) == ("topic", "skeleton")


SLOW = r"微信(.+)(.+)(.+)(.+)(.+)(.+)\6\5\4"
"""Tries every way to cut what stands behind its literal into seven, where nothing stands twice: some 70 million."""

DISTINCT = "".join(map(chr, range(0x5000, 0x5000 + 100)))


@pytest.mark.parametrize("policy", [None, Policy({"spam": "delete"}, escalate_disguised=True)], ids=["rule", "policy"])
def test_a_regex_that_is_not_done_in_time_flags_its_window(tmp_path: Path, policy: Policy | None) -> None:
    excuses = f'action = "delete"\nunless = ["{DISTINCT[60:]}"]\nnot = ["{DISTINCT[:2]}"]'
    judge = load(tmp_path, SLOW, excuses, policy)
    verdict = judge.check(f"{DISTINCT}微信{DISTINCT}")
    (reason,) = verdict.reasons
    assert (verdict.action, reason.action, reason.keyword) == (Action.FLAG, Action.FLAG, "rule timed out")
    assert (reason.start, reason.end) == (100 - WINDOW, 102 + WINDOW)
    assert reason.rule == "spam/one"
    (reason,) = judge.check(f"微❤信{DISTINCT[:60]}").reasons
    assert (reason.keyword, reason.start, reason.end) == ("rule timed out", 0, 63)


def test_a_slow_regex_that_matches_at_once_is_no_timeout(tmp_path: Path) -> None:
    (reason,) = load(tmp_path, SLOW).check("微信看听口看听口口听看").reasons
    assert (reason.keyword, reason.text[:2]) == (SLOW, "微信")
