"""The same commands on a real terminal: colours, a bar, carets, and nothing of a post that acts on it."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")

PROGRAM = "from weibofilter.cli import main; main()"
INJECTIONS = Path(__file__).parents[1] / "cases" / "injections.jsonl"


def on_a_terminal(*args: str | Path, stdin: bytes = b"", program: str = PROGRAM, **environment: str) -> tuple[int, str]:
    """The exit code, and what a terminal that is standard output and error was sent."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    command = [sys.executable, "-c", program, *map(str, args)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=slave, stderr=slave, env=env) as process:  # noqa: S603 - our own
        os.close(slave)
        assert process.stdin
        process.stdin.write(stdin)
        process.stdin.close()
        shown = b"".join(iter(lambda: _read(master), b""))
    os.close(master)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # how Linux says that the other end has closed
        return b""


def test_hits_are_coloured_and_not_in_brackets(rules: Path) -> None:
    code, shown = on_a_terminal("check", "有人种植大麻", "--rules", rules, NO_COLOR="")
    assert code == 4
    assert "⟦" not in shown
    assert "\x1b[37;41m大麻\x1b[0m" in shown


def test_without_colour_they_are_in_brackets(rules: Path) -> None:
    assert "⟦大麻⟧" in on_a_terminal("check", "有人种植大麻", "--rules", rules, NO_COLOR="1")[1]


def test_lint_shows_the_line_and_a_caret(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('category = "fraud"\n[[rule]]\nid = "刷单"\nkeyword = ["刷单"]\n', encoding="utf-8")
    code, shown = on_a_terminal("lint", tmp_path, NO_COLOR="1", TERM="dumb")
    assert code == 1
    assert '4 | keyword = ["刷单"]\n  | ^\n' in shown


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv"])
def test_a_scan_sends_no_post_raw_to_the_terminal(rules: Path, form: str) -> None:
    post = "大麻\x1b]0;title\x07\x9b2J\u202e"
    rows = {"txt": post, "jsonl": '{"text": "大麻\\u001b\x9b2J\u202e"}', "csv": f"text\n{post}"}
    code, shown = on_a_terminal("scan", "-", "--input-format", form, "--rules", rules, "-q", stdin=rows[form].encode())
    assert code == 0
    assert not set("\x1b\x07\x9b\u202e") & set(shown)
    assert "\\u202e" in shown


EACH = """
import json, sys
from weibofilter.cli import app
for line in open(sys.argv[1], encoding="utf-8"):
    text = json.loads(line)["text"]
    print("==", app([sys.argv[2], "--rules", sys.argv[3], "--", text], standalone_mode=False))
"""


@pytest.mark.parametrize("command", ["scan", "check", "explain"])
def test_no_injection_acts_on_the_terminal_or_hides_there(rules: Path, command: str) -> None:
    posts = len(INJECTIONS.read_text(encoding="utf-8").splitlines())
    if command == "scan":
        code, shown = on_a_terminal("scan", INJECTIONS, "--rules", rules, "-q", NO_COLOR="1")
        assert shown.count('"verdict": {') == posts
    else:
        code, shown = on_a_terminal(INJECTIONS, command, rules, program=EACH, NO_COLOR="1", TERM="dumb")
        assert shown.count("\n== ") == posts
    assert code == 0
    hidden = {character for character in shown if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}
    assert not hidden | set("\u3164\u115f") & set(shown)
    assert "\\u202e" in shown
    assert "加微信" in shown


def test_json_on_a_terminal_is_still_json_and_acts_on_nothing(rules: Path) -> None:
    _, shown = on_a_terminal("check", "有人种植大\u202e麻", "--rules", rules, "--format", "json")
    assert "\u202e" not in shown
    assert '"text": "大\\u202e麻"' in shown


def test_a_bar_shows_how_far_a_scan_is(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("有人种植大麻\n" * 3000, encoding="utf-8")
    _, shown = on_a_terminal("scan", tmp_path / "posts.txt", "-o", tmp_path / "out.jsonl", "--rules", rules)
    assert "3,000 posts, 3,000 held" in shown
    assert "3,000 posts in" in shown
