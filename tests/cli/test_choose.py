from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weibofilter.cli.choose import spread_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

SPREAD = [
    (["TEXT"], ["TEXT"]),
    (["--rules", "a", "TEXT"], ["--rules", "a", "TEXT"]),
    (["TEXT", "--rules", "a"], ["TEXT", "--rules", "a"]),
    (["TEXT", "--rules", "a", "b", "c"], ["TEXT", "--rules", "a", "--rules", "b", "--rules", "c"]),
    (["--rules", "a", "b", "TEXT"], ["--rules", "a", "--rules", "b", "TEXT"]),
    (["--rules", "a", "--rules", "b", "TEXT"], ["--rules", "a", "--rules", "b", "TEXT"]),
    (["--rules", "a", "b", "-o", "OUT", "IN"], ["--rules", "a", "--rules", "b", "-o", "OUT", "IN"]),
    (["--rules", "a", "IN", "-o", "OUT"], ["--rules", "a", "IN", "-o", "OUT"]),
    (["--rules", "a", "b", "--", "-TEXT"], ["--rules", "a", "--rules", "b", "--", "-TEXT"]),
    (["--rules", "a", "-"], ["--rules", "a", "-"]),
    (["--rules=a", "b"], ["--rules=a", "b"]),
    (["--rules", "a", "b", "--quiet", "IN"], ["--rules", "a", "--rules", "b", "--quiet", "IN"]),
    (["--rules"], ["--rules"]),
    ([], []),
]


@pytest.mark.parametrize(("given", "spread"), SPREAD)
def test_rules_take_several_paths_and_leave_the_argument(given: list[str], spread: list[str]) -> None:
    assert spread_rules(given, {"--rules", "-o"}) == spread


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("刷单\n", encoding="utf-8")
    return path


def test_several_lists_are_one_filter(run: Run, rules: Path, words: Path) -> None:
    out = run("check", "刷单送大麻", "--rules", rules, words).stdout
    assert "drugs/cannabis" in out
    assert "custom/words" in out


def test_without_rules_the_shipped_lists_judge(run: Run) -> None:
    assert run("check", "今天天气很好").exit_code == 0


def test_shipped_lists_may_be_added(run: Run, words: Path) -> None:
    alone = run("check", "招人刷单", "--rules", words, "--format", "json").stdout
    added = run("check", "招人刷单", "--rules", words, "--with-shipped", "--format", "json").stdout
    assert "custom/words" in alone
    assert "custom/words" in added
    assert alone != added


def test_a_policy_changes_what_a_category_gets(run: Run, rules: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[actions]\n"spam.contact" = "delete"\n', encoding="utf-8")
    assert run("check", "加微信", "--rules", rules).exit_code == 3
    assert run("check", "加微信", "--rules", rules, "--policy", policy).exit_code == 4


def test_a_compiled_rule_set_stands_for_its_lists(run: Run, rules: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "all.rules"
    assert run("compile", rules, "-o", compiled).exit_code == 0
    ways = [run("check", "有人种植大麻", "--rules", path, "--format", "json").stdout for path in (rules, compiled)]
    assert ways[0] == ways[1]


def test_a_compiled_rule_set_stands_alone(run: Run, rules: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "all.rules"
    run("compile", rules, "-o", compiled)
    for more in ([rules], ["--with-shipped"]):
        result = run("check", "x", "--rules", compiled, *more)
        assert result.exit_code == 2
        assert "stands alone" in " ".join(result.stderr.replace("│", " ").split())


WRONG = [
    (["--rules", "missing.toml"], "no such file or directory: 'missing.toml'"),
    (["--rules", "{tmp}/broken.toml"], "broken.toml:1:"),
    (["--rules", "{tmp}/not.rules"], "not.rules"),
    (["--policy", "missing.toml"], "missing.toml: cannot be read"),
    (["--policy", "{tmp}/policy.toml"], "'forbid'"),
    (["--rules", "{tmp}/empty"], "no word list in"),
]


@pytest.mark.parametrize(("options", "told"), WRONG)
@pytest.mark.parametrize("command", ["check", "explain", "scan"])
def test_a_filter_that_cannot_be_had_is_one_message(
    run: Run, tmp_path: Path, command: str, options: list[str], told: str
) -> None:
    (tmp_path / "broken.toml").write_text("rule = [", encoding="utf-8")
    (tmp_path / "not.rules").write_bytes(b"no rule set")
    (tmp_path / "policy.toml").write_text('actions = {abuse = "forbid"}', encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "posts.txt").write_text("你好\n", encoding="utf-8")
    argument = str(tmp_path / "posts.txt") if command == "scan" else "你好"
    result = run(command, argument, *[option.format(tmp=tmp_path) for option in options])
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_signed_rule_set_is_compiled_and_opened_by_the_key_of_the_environment(
    run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, out = tmp_path / "key", tmp_path / "rules.compiled"
    key.write_bytes(bytes(32))
    monkeypatch.setenv("WEIBOFILTER_KEY_FILE", str(key))
    assert run("compile", rules, "-o", out).exit_code == 0
    assert run("check", "有人种植大麻", "--rules", out).exit_code == 4
    key.write_bytes(b"another key of some bytes")
    assert "was signed with another key" in run("check", "有人种植大麻", "--rules", out).stderr
    key.write_bytes(b"short")
    assert "a key of 5 bytes can be guessed" in run("check", "有人种植大麻", "--rules", out).stderr
    monkeypatch.delenv("WEIBOFILTER_KEY_FILE")
    result = run("check", "有人种植大麻", "--rules", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is signed; open it with the key" in result.stderr
