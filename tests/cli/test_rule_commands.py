"""``lint``, ``test`` and ``compile``: what rule authors run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]


def test_lint_has_nothing_to_say_of_a_good_list(run: Run, rules: Path) -> None:
    rules.write_text(f'{rules.read_text(encoding="utf-8")}miss = ["刷题"]\n', encoding="utf-8")
    result = run("lint", rules)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no faults\n")


def test_lint_tells_every_fault_of_every_file_on_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('category = "fraud"\n\n[[rule]]\nid = "a"\nkeyword = ["刷单"]\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text("刷单\n！！\n", encoding="utf-8")
    result = run("lint", tmp_path)
    told = result.stdout.splitlines()
    assert result.exit_code == 1
    assert any(line.startswith(f"{tmp_path}/a.toml:5:1: error[unknown-key]: ") for line in told)
    assert any(line.startswith(f"{tmp_path}/b.txt:2:1: error[") for line in told)
    assert result.stderr == f"{len(told)} errors\n"


def test_lint_of_warnings_alone_succeeds(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("刷单\n刷单\n", encoding="utf-8")
    result = run("lint", tmp_path / "a.txt")
    assert (result.exit_code, result.stderr) == (0, "1 warning\n")


def test_lint_shows_what_a_file_hides(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('"\\u001b[2J" = 1\n', encoding="utf-8")
    result = run("lint", tmp_path / "a.toml")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout


def test_every_example_passes(run: Run, rules: Path) -> None:
    result = run("test", rules)
    assert (result.exit_code, result.stdout) == (0, f"{rules} .....\n5 passed, 0 failed; 5 examples of 3 rules\n")


FAILING = [
    (
        'hit = ["我有一个大麻烦"]',
        "hit '我有一个大麻烦': not held: boundary: “大麻”: the characters only meet by chance",
    ),
    ('hit = ["你好"]', "hit '你好': not held: nothing-like-it: the post has nothing like what the rule looks for: 大麻."),
    ('miss = ["种大❤麻"]', "miss '种大❤麻': held: “大❤麻” reads “大麻” (filler between the characters)"),
    ('miss = ["种大麻"]\nstate = "shadow"', "miss '种大麻': held: “大麻”"),
    ('hit = ["加微信"]\nstate = "shadow"', "hit '加微信': not held: nothing-like-it"),
]


@pytest.mark.parametrize(("example", "told"), FAILING)
def test_a_failing_example_is_told_with_its_place_and_every_stage(run: Run, rules: Path, example: str, told: str) -> None:
    before = rules.read_text(encoding="utf-8")
    rules.write_text(f'{before}\n[[rule]]\nid = "tested"\ncategory = "drugs"\nkeywords = ["大麻"]\n{example}\n', encoding="utf-8")
    result = run("test", rules)
    marks, failure, skeleton, *_, verdict, count = result.stdout.splitlines()
    assert result.exit_code == 1
    assert marks == f"{rules} .....F"
    column = example.index("[") + 2
    assert failure.startswith(f"{rules}:{before.count(chr(10)) + 6}:{column}: drugs/tested: {told}")
    assert skeleton.split()[0] == "skeleton"
    assert verdict.split()[0] == "verdict"
    assert count == "5 passed, 1 failed; 6 examples of 4 rules"


def test_every_example_is_named_where_it_is_asked_for(run: Run, rules: Path) -> None:
    told = run("test", "-v", rules).stdout.splitlines()
    assert told[0] == f"{rules}:9:8: passed spam.contact/add-wechat hit 1 '想看的加.微.信'"
    assert len(told) == 6
    assert run("test", "-q", rules).stdout == "5 passed, 0 failed; 5 examples of 3 rules\n"


def test_a_file_that_does_not_load_is_told_and_the_others_are_run(run: Run, rules: Path) -> None:
    (rules.parent / "bad.toml").write_text("x =\n", encoding="utf-8")
    result = run("test", "-q", rules.parent, "--junit", rules.parent / "out.xml")
    assert (result.exit_code, result.stdout) == (2, "5 passed, 0 failed; 5 examples of 3 rules\n")
    assert "bad.toml:1:4: error[bad-toml]" in result.stderr
    assert 'tests="6" errors="1"' in (rules.parent / "out.xml").read_text(encoding="utf-8")


def test_rules_without_examples_pass(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("刷单\n", encoding="utf-8")
    assert run("test", tmp_path).stdout == "0 passed, 0 failed; 0 examples of 0 rules\n"


def test_compile_writes_the_filter_and_tells_its_cost(run: Run, rules: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.rules"
    result = run("compile", rules, "-o", out)
    assert result.exit_code == 0
    assert Filter.open(out).digest == Filter.load(rules).digest
    told = [line.split() for line in result.stderr.splitlines()]
    assert told[0] == ["3", "rules,", "3", "keywords"]
    assert told[1] == ["view", "patterns", "seconds", "bytes"]
    assert told[2][0] == "skeleton"
    assert f"{out.stat().st_size:,}" in result.stderr


def test_compile_takes_the_policy_along(run: Run, rules: Path, tmp_path: Path) -> None:
    policy, out = tmp_path / "policy.toml", tmp_path / "all.rules"
    policy.write_text('[actions]\ndrugs = "off"\n', encoding="utf-8")
    assert run("compile", rules, "-o", out, "--policy", policy).exit_code == 0
    assert run("check", "有人种植大麻", "--rules", out).exit_code == 0


WRONG_CALLS = [
    (["lint"], "Missing argument"),
    (["lint", "missing"], "no such file or directory"),
    (["test"], "name the word lists to test"),
    (["test", "missing"], "no such file or directory"),
    (["compile", "{rules}"], "Missing option"),
    (["compile", "-o", "{tmp}/x"], "name the word lists to compile"),
    (["compile", "{rules}", "-o", "{tmp}/x.toml"], "must not look like a word list"),
    (["compile", "{rules}", "-o", "{tmp}"], "must not look like a word list"),
    (["compile", "{rules}", "-o", "{tmp}/none/x"], "No such file or directory"),
    (["check"], "Missing argument"),
    (["check", "a", "b"], "unexpected extra argument"),
    (["check", "a", "--lang", "fr"], "fr"),
    (["check", "a", "--format", "yaml"], "yaml"),
    (["check", "a", "--colour"], "No such option"),
    (["frob"], "No such command"),
]


@pytest.mark.parametrize(("args", "told"), WRONG_CALLS, ids=[" ".join(args) for args, _ in WRONG_CALLS])
def test_a_wrong_call_is_one_message(run: Run, rules: Path, tmp_path: Path, args: list[str], told: str) -> None:
    result = run(*[arg.format(rules=rules, tmp=tmp_path) for arg in args])
    assert result.exit_code == (1 if args == ["lint", "missing"] else 2)
    assert told in " ".join((result.stdout + result.stderr).replace("│", " ").split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["check", "scan", "explain", "test", "lint", "impact", "review", "schema", "compile"])
def test_every_command_explains_itself_and_its_exit_code(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert command == "compile" or "Exit code" in result.stdout
