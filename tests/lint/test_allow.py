"""Comments that answer findings: where they stand, what they speak of, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weibofilter.lint import lint

if TYPE_CHECKING:
    from pathlib import Path


def codes(tmp_path: Path, text: str, name: str = "rules.toml") -> list[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [finding.diagnostic.code for finding in lint([path])]


REST = 'hit = ["看av"]\nmiss = ["have"]\n'
RULE = '[[rule]]\nid = "a"\nkeywords = ["av"]\n' + REST

ANSWERED = [
    '[[rule]]\nid = "a"\nkeywords = ["av"]  # lint: allow short-latin 片名\n' + REST,
    '[[rule]]\nid = "a"\n# lint: allow short-latin 片名\nkeywords = ["av"]\n' + REST,
    '[[rule]]\nid = "a"\n# lint: allow short-latin 片名\n# 说明\n\nkeywords = [\n  "加微信",\n  "av",\n]\n' + REST,
    '[[rule]]\nid = "a"\nkeywords = [  # lint: allow short-latin 片名\n  "加微信",\n  "av",\n]\n' + REST,
    '[[rule]]\nid = "a"\nkeywords = [\n  # lint: allow short-latin 片名\n  "av",\n]\n' + REST,
    '[[rule]]\nid = "a"\nkeywords = [\n  "av",#lint:allow short-latin 片名\n]\n' + REST,
    "# lint: allow short-latin 片名\n" + RULE,
    RULE.replace("[[rule]]", "[[rule]] # lint: allow short-latin 片名"),
    '[[rule]]\nid = "a"\n# lint: allow short-latin 片名\n# lint: allow missing-hit 片名\nkeywords = ["av"]\nmiss = ["have"]\n',
]


@pytest.mark.parametrize("text", ANSWERED[:-1])
def test_a_finding_is_answered_on_its_line_above_it_and_above_its_key_or_rule(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


def test_a_comment_above_a_key_does_not_speak_of_the_rule(tmp_path: Path) -> None:
    assert codes(tmp_path, ANSWERED[-1]) == ["missing-hit", "unused-allow"]


def test_a_comment_above_one_rule_does_not_speak_of_the_next(tmp_path: Path) -> None:
    text = "# lint: allow short-latin 片名\n" + RULE + RULE.replace('"a"', '"b"').replace("av", "sm").replace("have", "smoke")
    assert codes(tmp_path, text) == ["short-latin"]


def test_an_item_of_a_long_array_is_answered_alone(tmp_path: Path) -> None:
    text = '[[rule]]\nid = "a"\nkeywords = [\n  "av",  # lint: allow short-latin 片名\n  "sm",\n]\n' + REST
    assert codes(tmp_path, text) == ["short-latin"]


def test_a_hash_in_a_string_is_no_comment(tmp_path: Path) -> None:
    text = RULE + 'note = "# lint: allow short-latin 片名"\n'
    assert codes(tmp_path, text) == ["short-latin"]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("# lint: allow short-latin", ["bad-allow"]),
        ("# lint: alow short-latin 片名", ["short-latin", "bad-allow"]),
        ("# lint: allow", ["short-latin", "bad-allow"]),
        ("# lint: allow short-latn 片名", ["short-latin", "unused-allow"]),
        ("# lint: allow far-miss 片名", ["short-latin", "unused-allow"]),
    ],
)
def test_what_is_wrong_with_a_comment_is_told(tmp_path: Path, comment: str, told: list[str]) -> None:
    text = f'[[rule]]\nid = "a"\nkeywords = ["av"]  {comment}\n{REST}'
    assert codes(tmp_path, text) == told


def test_an_unknown_code_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULE + "# lint: allow short-latn 片名\n", encoding="utf-8")
    assert "did you mean 'short-latin'?" in [finding.diagnostic.help for finding in lint([path])]


def test_a_plain_list_is_answered_above_the_keyword(tmp_path: Path) -> None:
    assert codes(tmp_path, "# lint: allow short-latin 片名\nav\nsm\n", "词.txt") == ["short-latin"]


def test_warnings_of_loading_are_answered_and_faults_are_not(tmp_path: Path) -> None:
    answer = "# lint: allow repeated-keyword 两处来源"
    repeated = f'[[rule]]\nid = "a"\n{answer}\nkeywords = ["加微信", "加微信"]\nhit = ["加微信"]\nmiss = ["加微"]\n'
    assert codes(tmp_path, repeated) == []
    faulty = '# lint: allow unknown-key 以后用\n[[rule]]\nid = "a"\nkeyword = ["加微信"]\n'
    assert "unknown-key" in codes(tmp_path, faulty)
