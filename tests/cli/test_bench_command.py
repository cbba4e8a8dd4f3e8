"""``bench``: rules measured on posts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter
from weibofilter.bench import Latency, measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

POSTS = ["今天天气不错", "快加.微.信", "要增加微信息量", "有人种植大麻", "招人刷单了", "加微信买大麻，加微信"]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps({"text": post}) for post in POSTS) + "\nnot JSON\n", encoding="utf-8")
    return path


def test_json_has_every_rule_with_what_was_found_held_and_let_go(run: Run, rules: Path, posts: Path) -> None:
    result = run("bench", "--rules", rules, posts, "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {key: found[key] for key in ("posts", "characters", "held", "found", "bad")} == {
        "posts": 6,
        "characters": sum(map(len, POSTS)),
        "held": 3,
        "found": 5,
        "bad": 1,
    }
    counts = {rule["rule"]: (rule["posts"], rule["hits"], rule["held"], rule["dismissed"]) for rule in found["rules"]}
    assert counts == {
        "spam.contact/add-wechat": (3, 4, 3, {"boundary": 1}),
        "drugs/cannabis": (2, 2, 2, {}),
        "fraud/watched": (1, 1, 1, {}),
    }
    micros = [rule["micros"] for rule in found["rules"]]
    assert micros == sorted(micros, reverse=True)
    assert min(micros) > 0
    assert found["bulk"]["posts_a_second"] == pytest.approx(1e6 / found["bulk"]["micros"])
    single = [found["single"][name] for name in ("p50", "p90", "p95", "p99", "p99.9", "p100")]
    assert single == sorted(single)
    assert 1 <= found["slowest_line"] <= 6


def test_words_name_the_dearest_rules_and_sum_up_the_others(run: Run, rules: Path, posts: Path) -> None:
    result = run("bench", posts, "--rules", rules, "--top", "1")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("6 posts of 7 characters on average, 3 held; in 83.3% something was found")
    (heading,) = [number for number, line in enumerate(lines) if line.startswith("rule ")]
    assert lines[heading + 1].split()[0] in {"spam.contact/add-wechat", "drugs/cannabis", "fraud/watched"}
    assert lines[heading + 2].startswith("and 2 more")
    assert "1 rows hold no post, the first is line 7" in result.stderr


def test_progress_goes_to_standard_error(run: Run, rules: Path, posts: Path) -> None:
    result = run("bench", posts, "--rules", rules, "--rounds", "2", "--format", "json")
    json.loads(result.stdout)
    assert [line for line in result.stderr.splitlines() if line.endswith(" ...")] == [
        "warming up ...",
        "in bulk, round 1 of 2 ...",
        "in bulk, round 2 of 2 ...",
        "one by one ...",
        "rule by rule ...",
    ]


def test_views_that_rules_ask_for_are_told(run: Run, tmp_path: Path, posts: Path) -> None:
    wide = tmp_path / "wide.toml"
    wide.write_text('category = "spam"\n[[rule]]\nid = "a"\nkeywords = ["加微信"]\nviews = ["wide"]\n', encoding="utf-8")
    found = json.loads(run("bench", posts, "--rules", wide, "--format", "json").stdout)
    assert set(found["views"]) == {"sound", "shape"}


def test_only_the_first_posts_are_taken(run: Run, rules: Path, posts: Path) -> None:
    assert json.loads(run("bench", posts, "--rules", rules, "--most", "4", "--format", "json").stdout)["posts"] == 4


def test_a_file_without_posts_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    result = run("bench", tmp_path / "empty.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no posts to measure with" in result.stderr
    with pytest.raises(ValueError, match="no posts"):
        measure(Filter.from_words(["大麻"]), [])


def test_the_slowest_post_is_named_by_its_place() -> None:
    latency = Latency.of([1.0, 5.0, *([2.0] * 98)])
    assert (latency.slowest, latency.percentiles[50.0], latency.percentiles[99.0], latency.percentiles[100.0]) == (
        1,
        2.0,
        2.0,
        5.0,
    )


def test_what_a_scan_has_written_is_measured_too(run: Run, rules: Path, posts: Path, tmp_path: Path) -> None:
    judged = tmp_path / "judged.jsonl"
    assert run("scan", posts, "-o", judged, "--rules", rules).exit_code == 0
    result = run("bench", judged, "--rules", rules)
    assert (result.exit_code, result.stdout.splitlines()[0].split(" of ")[0]) == (0, "6 posts")
