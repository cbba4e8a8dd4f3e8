"""``weibofilter impact``: what changes, in words and as JSON, and the gate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter
from weibofilter.cli.impact import parsed_limit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def new(tmp_path: Path, rules: Path) -> Path:
    path = tmp_path / "new.toml"
    path.write_text(rules.read_text(encoding="utf-8").replace('"大麻"', '"大麻", "天气"'), encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    posts = ["看天气不错", "种大麻", "你好", *["吃饭了吗"] * 97]
    lines = [json.dumps({"text": post}, ensure_ascii=False) for post in posts]
    path.write_text("\n".join([*lines[:2], "{", *lines[2:]]) + "\n", encoding="utf-8")
    return path


def test_it_tells_what_changes_and_shows_it(run: Run, rules: Path, new: Path, corpus: Path) -> None:
    result = run("impact", rules, new, corpus)
    assert result.exit_code == 0
    told = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert " ".join(told[0]) == "100 posts; rules: 0 added, 0 removed, 1 changed"
    assert ["allow", "→", "delete", "1", "1.000%", "0.177%", "to", "5.449%"] in told
    assert ["drugs/cannabis", "changed", "1", "0", "0", "allow", "→", "delete", "1"] in told
    assert ["line", "1:", "看⟦天气⟧不错"] in told
    assert result.stderr == "1 rows could not be judged, the first is line 3\n"


@pytest.mark.parametrize(
    ("limit", "status", "told"),
    [
        ("2%", 0, "newly held: 1.0000% of the posts, at most 2.0000% are allowed\nbut 100 posts cannot show it"),
        ("0.01", 0, "newly held: 1.0000%"),
        ("0.5%", 1, "too many newly held: 1.0000% of the posts, at most 0.5000% are allowed\n"),
        ("0", 1, "too many newly held: 1.0000%"),
    ],
)
def test_the_gate(run: Run, rules: Path, new: Path, corpus: Path, limit: str, status: int, told: str) -> None:
    result = run("impact", rules, new, corpus, "--max-new-holds", limit)
    assert result.exit_code == status
    assert told in result.stderr


@pytest.mark.parametrize("corpus_text", ["", "\n", '{"text": 1}\n{"txt": "a"}\n', "nothing\n"])
def test_where_no_post_could_be_judged_the_gate_is_shut(
    run: Run, rules: Path, new: Path, tmp_path: Path, corpus_text: str
) -> None:
    (tmp_path / "empty.jsonl").write_text(corpus_text, encoding="utf-8")
    for after in (rules, new):
        result = run("impact", rules, after, tmp_path / "empty.jsonl", "--max-new-holds", "1%")
        assert result.exit_code == 1
        assert "no post could be judged" in result.stderr


def test_where_no_rule_changes_the_gate_is_open(run: Run, rules: Path, corpus: Path) -> None:
    assert run("impact", rules, rules, corpus, "--max-new-holds", "0%").exit_code == 0


@pytest.mark.parametrize("limit", ["1", "lots", "-1%", "101%", "", "%"])
def test_a_limit_that_is_none(run: Run, rules: Path, corpus: Path, limit: str) -> None:
    result = run("impact", rules, rules, corpus, "--max-new-holds", limit)
    assert result.exit_code == 2
    assert "is no rate" in " ".join(result.stderr.replace("│", " ").split())


def test_limits() -> None:
    assert [parsed_limit(text) for text in ("0.1%", ".1 %", "100%", "0.25")] == [0.001, 0.001, 1.0, 0.25]


def test_json(run: Run, rules: Path, new: Path, corpus: Path) -> None:
    told = json.loads(run("impact", rules, new, corpus, "--format", "json", "--max-new-holds", "1%").stdout)
    assert list(told) == [
        "posts", "rules", "new_holds", "released", "moves", "same_action", "by_rule", "by_shadow_rule", "samples", "bad", "gate",
    ]  # fmt: skip
    assert (told["posts"], told["bad"], told["gate"]) == (100, 1, {"max_new_holds": 0.01, "passed": True})
    assert told["moves"][0] | {"low": 0, "high": 0} == {
        "from": "allow",
        "to": "delete",
        "posts": 1,
        "rate": 0.01,
        "low": 0,
        "high": 0,
    }
    [sample] = told["samples"]
    assert sample["text"][sample["gained"][0]["start"] : sample["gained"][0]["end"]] == "天气"


def test_the_same_rules_change_nothing(run: Run, rules: Path, corpus: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "all.rules"
    Filter.load(rules).save(compiled)
    assert "no verdict changes" in run("impact", rules, compiled, corpus).stdout


def test_rules_where_there_were_none(run: Run, rules: Path, corpus: Path) -> None:
    told = run("impact", "none", rules, corpus).stdout
    assert "rules: 3 added, 0 removed, 0 changed" in told
    assert "allow → delete" in told


def test_faulty_rules_are_told_with_their_places(run: Run, rules: Path, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("x =\n", encoding="utf-8")
    result = run("impact", rules, tmp_path / "bad.toml", corpus)
    assert result.exit_code == 2
    assert "bad.toml:1:4: error[bad-toml]" in result.stderr


def test_what_a_scan_has_written_is_judged_anew(run: Run, rules: Path, new: Path, corpus: Path, tmp_path: Path) -> None:
    judged = tmp_path / "judged.jsonl"
    assert run("scan", corpus, "-o", judged, "--rules", rules).exit_code == 0
    result = run("impact", rules, new, judged)
    assert (result.exit_code, result.stdout.splitlines()[0][:9]) == (0, "100 posts")
