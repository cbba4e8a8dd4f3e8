from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

DELETED = "有人种植大麻"
FLAGGED = "想看的加.微.信"
ALLOWED = "我有一个大麻烦"


@pytest.mark.parametrize(("post", "code", "action"), [(ALLOWED, 0, "allow"), (FLAGGED, 3, "flag"), (DELETED, 4, "delete")])
def test_the_exit_code_is_the_verdict(run: Run, rules: Path, post: str, code: int, action: str) -> None:
    result = run("check", post, "--rules", rules)
    assert (result.exit_code, result.stdout.split()[0]) == (code, action)


@pytest.mark.parametrize("command", ["check", "explain"])
def test_an_argument_that_is_not_utf_8_is_no_post(run: Run, rules: Path, command: str) -> None:
    post = DELETED.encode("gbk").decode("utf-8", "surrogateescape")
    result = run(command, post, "--rules", rules)
    assert result.exit_code == 2
    assert "the post is not UTF-8: byte 0xd3 behind 0 characters" in " ".join(result.stderr.split())


def test_the_hit_stands_in_brackets_where_there_is_no_colour(run: Run, rules: Path) -> None:
    assert run("check", f"听说{DELETED}", "--rules", rules).stdout.splitlines()[0] == "delete  听说有人种植⟦大麻⟧"


def test_a_reason_is_worded_with_its_rule_and_its_place(run: Run, rules: Path) -> None:
    line = run("check", FLAGGED, "--rules", rules, "--lang", "zh").stdout.splitlines()[1]
    assert line.split()[:2] == ["spam.contact/add-wechat", "3:8"]
    assert line.endswith(f"({rules}:6)")
    assert "“加.微.信”即“加微信”（字间插入符号）" in line


def test_json_is_the_verdict_and_nothing_else(run: Run, rules: Path) -> None:
    result = run("check", DELETED, "--rules", rules, "--format", "json")
    assert json.loads(result.stdout) == Filter.load(rules).check(DELETED).to_dict()


def test_shadow_rules_and_hits_let_go_are_told(run: Run, rules: Path) -> None:
    out = run("check", f"招人刷单，{ALLOWED}", "--rules", rules).stdout
    assert "shadow" in out
    assert "fraud/watched" in out
    assert "let go: 1" in out


@pytest.mark.parametrize(
    ("given", "post"), [("大\n麻\n", "大\n麻"), ("大麻\r\n", "大麻"), ("大麻\n\n", "大麻\n"), ("", ""), ("大麻\r", "大麻\r")]
)
def test_standard_input_is_one_post_without_the_line_end_of_the_shell(run: Run, rules: Path, given: str, post: str) -> None:
    result = run("check", "-", "--rules", rules, "--format", "json", stdin=given.encode())
    assert json.loads(result.stdout) == Filter.load(rules).check(post).to_dict()


def test_standard_input_that_is_no_text_is_an_error(run: Run, rules: Path) -> None:
    result = run("check", "-", "--rules", rules, stdin="大麻".encode("gb18030"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "weibofilter: standard input is not UTF-8: byte 0xb4 at 0\n"


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x9b2J", "\u202e", "\u200b", "\x00", "\r", "\n", "\x07", "\u2028", "\U000e0041"])
def test_what_would_act_on_a_terminal_is_shown_and_not_sent(run: Run, rules: Path, hidden: str) -> None:
    for command in ("check", "explain"):
        out = run(command, f"有人{hidden}种植大麻", "--rules", rules).stdout
        assert hidden.encode("unicode_escape").decode() in out
        assert hidden not in out.replace("\n", "") if hidden == "\n" else hidden not in out


def test_markup_of_rich_and_codes_of_emoji_are_text(run: Run, rules: Path) -> None:
    post = "[bold]你好[/bold] :smile: [doge] \\["
    assert post in run("check", post, "--rules", rules).stdout


def test_a_lone_surrogate_is_judged_and_escaped(run: Run, rules: Path) -> None:
    post = "有人种植大麻\ud83d"
    assert "\\ud83d" in run("check", post, "--rules", rules).stdout
    assert json.loads(run("check", post, "--rules", rules, "--format", "json").stdout)["action"] == "delete"
