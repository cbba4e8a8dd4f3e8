"""Rules by what moderators decided: counts, intervals, the order, and what half-written files tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter
from weibofilter.review import Hold, hold_of, review

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]


def held(key: str, *rules: str, shadow: str = "") -> Hold:
    return Hold(key, f"帖子{key}", frozenset(rules), frozenset({shadow} if shadow else ()))


def test_each_rule_is_counted_and_alone() -> None:
    holds = [
        held("1", "a/x"),
        held("2", "a/x", "a/y"),
        held("3", "a/x"),
        held("4", "a/y", shadow="a/z"),
        held("5", shadow="a/z"),
        held("6"),
    ]
    found = review(holds, {"1": True, "2": False, "4": False, "5": True, "9": True, "6": True})
    told = [(one.rule, one.posts, one.kept, one.overturned, one.alone_kept, one.alone_overturned) for one in found.rules]
    assert told == [("a/y", 2, 0, 2, 0, 1), ("a/x", 3, 1, 1, 1, 0)]
    assert [(one.rule, one.kept, one.overturned) for one in found.shadow] == [("a/z", 1, 1)]
    assert (found.posts, found.held, found.unlabelled, found.unknown, found.first_unknown) == (6, 4, 1, 1, ("9",))
    assert found.rules[0].samples == ["帖子2", "帖子4"]


def test_the_worst_first_is_the_one_that_cannot_be_good() -> None:
    holds = [held(f"{rule}{number}", rule) for rule in ("once", "often", "never-decided") for number in range(100)]
    labels = {"once0": False} | {f"often{number}": number >= 60 for number in range(100)}
    found = review(holds, labels)
    assert [one.rule for one in found.rules] == ["often", "once", "never-decided"]
    assert found.rules[0].precision.rate == pytest.approx(0.4)
    assert found.to_json()["rules"][2]["precision"] is None


def test_a_row_of_a_scan_is_a_hold() -> None:
    verdict = Filter.from_words(["大麻"]).check("种大麻").to_dict()
    row: dict[str, Any] = {"text": "种大麻", "id": 7, "verdict": verdict}
    assert hold_of(row) == Hold("种大麻", "种大麻", frozenset({"custom/words"}))
    assert hold_of({**row, "verdict": json.dumps(verdict)}, id_field="id").key == "7"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"verdict": {}}, "no field 'text'"),
        ({"text": 3, "verdict": {}}, "no field 'text'"),
        ({"text": "种大麻"}, "no verdict in field 'verdict'"),
        ({"text": "种大麻", "verdict": 3}, "is no verdict"),
        ({"text": "种大麻", "verdict": "{"}, "Expecting"),
        ({"text": "种大麻", "verdict": {}}, "no reasons"),
        ({"text": "种大麻", "verdict": {"reasons": [{}], "shadow": []}}, "no reasons"),
        ({"text": "种大麻", "verdict": {"reasons": None, "shadow": []}}, "no reasons"),
    ],
)
def test_a_row_that_is_none_says_why(row: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        hold_of(row)


@pytest.fixture
def results(run: Run, rules: Path, tmp_path: Path) -> Path:
    posts, out = tmp_path / "posts.jsonl", tmp_path / "verdicts.jsonl"
    texts = ["种大麻", "种大麻吗", "加微信", "招人刷单", "你好"]
    lines = [json.dumps({"id": number, "text": text}, ensure_ascii=False) for number, text in enumerate(texts)]
    posts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("scan", posts, "-o", out, "-q", "--rules", rules).exit_code == 0
    return out


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command(run: Run, results: Path, tmp_path: Path) -> None:
    labels = write(tmp_path / "labels.csv", "text,decision\n种大麻,kept\n种大麻吗,OVERTURNED \n招人刷单,kept\n不在,kept\n")
    result = run("review", results, labels)
    assert result.exit_code == 0
    told = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert " ".join(told[0]) == "5 posts, 3 held, 1 of these undecided"
    assert ["50.0%", "9%", "to", "91%", "1", "1", "1/2", "drugs/cannabis"] in told
    assert ["undecided", "0", "0", "0/0", "spam.contact/add-wechat"] in told
    assert ["100.0%", "21%", "to", "100%", "1", "0", "1/1", "fraud/watched"] in told
    assert told[-1] == ["种大麻吗"]
    assert result.stderr == f"1 decisions are about posts that {results} does not have: 不在\n"


def test_labels_by_id_and_in_words_of_ones_own(run: Run, results: Path, tmp_path: Path) -> None:
    lines = [{"id": 0, "outcome": "维持"}, {"id": 1, "outcome": "撤销"}, {"id": 1, "outcome": "维持"}]
    labels = write(tmp_path / "labels.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))
    options = ["--id-field", "id", "--decision-field", "outcome", "--kept", "维持", "--overturned", "撤销"]
    told = json.loads(run("review", results, labels, *options, "--format", "json").stdout)
    assert list(told) == ["posts", "held", "unlabelled", "unknown_labels", "rules", "shadow_rules", "bad"]
    cannabis = next(one for one in told["rules"] if one["rule"] == "drugs/cannabis")
    assert (cannabis["kept"], cannabis["overturned"]) == (2, 0)


def test_half_written_files_are_told_and_passed_over(run: Run, results: Path, tmp_path: Path) -> None:
    with results.open("a", encoding="utf-8") as file:
        file.write('{"text": "种大麻", "verd')
    labels = write(
        tmp_path / "labels.jsonl",
        '{"text": "种大麻", "decision": "kept"}\n{"text": "加微信", "decision": "perhaps"}\n{"decision": "kept"}\n{"te',
    )
    result = run("review", results, labels)
    assert result.exit_code == 0
    assert "labels.jsonl:2: decision 'perhaps' is none of kept, overturned" in result.stderr
    assert "labels.jsonl:3: no field 'text', which names the post" in result.stderr
    assert "labels.jsonl:4: not JSON" in result.stderr
    assert "verdicts.jsonl:6: not JSON" in result.stderr
    assert "1/1" in result.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [("text,label\na,kept\n", "no field 'decision' in the input"), ("", "")],
)
def test_labels_that_are_none(run: Run, results: Path, tmp_path: Path, content: str, told: str) -> None:
    result = run("review", results, write(tmp_path / "labels.csv", content))
    assert result.exit_code == (2 if told else result.exit_code)
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_word_that_says_both(run: Run, results: Path) -> None:
    assert run("review", results, results, "--kept", "yes", "--overturned", "YES").exit_code == 2
