"""What each check tells, and what it leaves alone. One example of each code stands in docs/lint.md and is run from there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from weibofilter.lint import lint
from weibofilter.lint.identity import identity_words
from weibofilter.rules.shipped import shipped_path

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = {"missing-hit", "missing-miss", "far-miss"}
"""Codes about examples, which the short rules here go without."""


def told(tmp_path: Path, *rules: str) -> list[tuple[str, str]]:
    """Code and message of what is found in these rules, but for what is said about examples."""
    path = tmp_path / "rules.toml"
    path.write_text("\n".join(f'[[rule]]\nid = "r{number}"\n{rule}' for number, rule in enumerate(rules)), encoding="utf-8")
    found = [finding.diagnostic for finding in lint([path], at=dt.date(2026, 1, 1))]
    return [(one.code, one.message) for one in found if one.code not in EXAMPLES]


def codes(tmp_path: Path, *rules: str) -> list[str]:
    return [code for code, _ in told(tmp_path, *rules)]


INNOCENT = [
    # Spellings and symbols that are meant.
    'keywords = ["QQ群"]',
    'keywords = ["乾隆"]',
    'keywords = ["做❤"]',
    'keywords = ["easy girl"]',
    'keywords = ["马丁·路德"]',
    'keywords = ["一夜情"]',
    'keywords = ["t.me"]\nzones = ["url"]',
    'keywords = ["①号群"]\nviews = ["plain"]',
    'keywords = ["👨‍👩‍👧群"]',
    # Commoner words that the boundary lets go, or that mean the keyword.
    'keywords = ["大麻"]',
    'keywords = ["口交"]',
    'keywords = ["强奸"]',
    'keywords = ["色色"]\nunless = ["形形色色"]',
    'keywords = ["蝻"]',
    # Everyday words in a combination.
    'all = [["兼职", "视频"], ["日结", "免费"]]',
    'all = [["加", "v"], ["返利", "佣金"]]',
    # An excuse found by another spelling, by a wider view, by a member, by a regex.
    'keywords = ["大麻煩事"]\nunless = ["出大麻烦事了"]'.replace("煩", "烦"),
    'keywords = ["加微信"]\nviews = ["wide"]\nunless = ["加威信"]',
    'all = [["加微信"], ["返利"]]\nunless = ["商场返利券"]',
    "regex = '加微信\\d{3,9}'\nunless = [\"加微信123456客服\"]",
    # A longer keyword where wider views are asked for, and where the shorter one would be let go.
    'keywords = ["加微信", "快加微信"]\nviews = ["wide"]',
    'keywords = ["大麻", "大麻烦制造者"]',
    # Dates.
    'keywords = ["加微信"]\nuntil = 2026-01-01',
    'keywords = ["加微信"]\nfrom = 2030-01-01',
    # Zones.
    'keywords = ["fanliwang"]\nzones = ["url"]',
    'keywords = ["返利网站"]\nzones = ["topic"]',
    'keywords = ["返利网站"]\nzones = ["repost"]',
]


@pytest.mark.parametrize("rule", INNOCENT)
def test_what_is_meant_is_left_alone(tmp_path: Path, rule: str) -> None:
    assert told(tmp_path, rule) == []


GUILTY = [
    ('keywords = ["免费"]', "everyday-keyword"),
    ('keywords = ["ＱＱ群聊"]', "other-spelling"),
    ('keywords = ["Ⓠ群聊"]', "disguised-keyword"),
    ('keywords = ["аv群聊"]', "disguised-keyword"),
    ('unless = ["大麻\u200b烦"]\nkeywords = ["大麻"]', "invisible-character"),
    ('keywords = [" 加微信"]', "idle-space"),
    ('keywords = ["[doge]"]', "in-no-zone"),
    ('keywords = ["@小明同学"]', "in-no-zone"),
    ('keywords = ["t.cn"]', "in-no-zone"),
    ('all = [["加微信"], ["返利"]]\nunless = ["客服"]', "idle-excuse"),
    ("regex = '加微信\\d{3,9}'\nunless = [\"加微信\"]", "idle-excuse"),
    ('keywords = ["加微信"]\nnot = ["微信"]', "shielded-keyword"),
    ('keywords = ["加微信"]\nuntil = 2025-12-31', "past-rule"),
    ('keywords = ["王八蛋", "死王八蛋"]', "covered-keyword"),
    ('keywords = ["lgbt"]', "identity-keyword"),
    ('keywords = ["跨性別者"]', "identity-keyword"),
    ("regex = '我是.{1,4}族'", "identity-held"),
    ('all = [["我的邻居"], ["人很好"]]', "identity-held"),
]


@pytest.mark.parametrize(("rule", "code"), GUILTY)
def test_what_is_wrong_is_told(tmp_path: Path, rule: str, code: str) -> None:
    assert code in codes(tmp_path, rule)


def test_a_rule_whose_every_keyword_is_taken_back_never_holds(tmp_path: Path) -> None:
    found = dict(told(tmp_path, 'keywords = ["加微信"]\nunless = ["加微信"]'))
    assert "exception" in found["never-holds"]
    assert "let go by 'not'" in dict(told(tmp_path, 'all = [["加微信"], ["返利"]]\nnot = ["返利"]'))["never-holds"]


def test_everyday_words_are_named_with_their_counts(tmp_path: Path) -> None:
    found = dict(told(tmp_path, 'keywords = ["色色"]'))
    assert "形形色色 (203)" in found["inside-everyday-words"]


SAME = 'category = "fraud.prize"\nkeywords = ["中奖领钱"]'
PAIRS = [
    # The same keyword twice.
    (SAME, SAME, ["duplicate-elsewhere"]),
    (SAME, SAME.replace("fraud.prize", "fraud"), ["duplicate-elsewhere"]),
    (SAME, SAME.replace("fraud.prize", "spam"), []),
    (SAME, SAME + '\nstate = "shadow"', ["duplicate-elsewhere"]),
    (SAME, SAME + '\nviews = ["wide"]', ["duplicate-elsewhere"]),
    (SAME + '\nunless = ["中奖领钱处"]', SAME, ["duplicate-elsewhere"]),
    (SAME + '\nviews = ["wide"]\nunless = ["中奖领钱处"]', SAME, []),
    (SAME, 'category = "fraud.prize"\nall = [["中奖领钱"], ["加微信"]]', []),
    # With two actions.
    (SAME, SAME + '\naction = "delete"', ["conflicting-actions"]),
    (SAME + '\nviews = ["wide"]', SAME + '\naction = "delete"', []),
    (SAME, SAME + '\naction = "delete"\nboundary = "strict"', []),
    (SAME, SAME + '\naction = "delete"\nstate = "shadow"', []),
    (SAME, SAME + '\naction = "delete"\nuntil = 2030-01-01', []),
    # A shorter one in another rule.
    (SAME, SAME.replace("中奖", "快来中奖"), ["covered-keyword"]),
    (SAME, SAME.replace("中奖", "快来中奖") + '\naction = "delete"', []),
    (SAME, SAME.replace("中奖", "快来中奖").replace("fraud.prize", "spam"), []),
]


@pytest.mark.parametrize(("first", "second", "expected"), PAIRS)
def test_rules_are_idle_only_beside_rules_that_reach_as_far(tmp_path: Path, first: str, second: str, expected: list[str]) -> None:
    assert codes(tmp_path, first, second) == expected


def test_one_faulty_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[[rule", encoding="utf-8")
    (tmp_path / "b.txt").write_text("免费\n", encoding="utf-8")
    assert [finding.diagnostic.code for finding in lint([tmp_path])] == ["bad-toml", "everyday-keyword"]


def test_every_finding_stands_on_a_line_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[[rule]]\nid = "a"\nkeywords = ["免费", "刷\\u200b单", "同性恋"]\n', encoding="utf-8")
    for finding in lint([path]):
        told = finding.diagnostic
        assert told.source == path.read_text(encoding="utf-8").split("\n")[told.location.line - 1]


def test_words_of_identity_are_each_told_once() -> None:
    words = identity_words()
    assert len(words) > 200
    assert all(word == word.strip() and about for word, about in words.items())


def test_the_shipped_lists_are_clean() -> None:
    assert not [str(finding.diagnostic) for finding in lint([shipped_path()])]
