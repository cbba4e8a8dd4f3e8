"""The pytest plugin, run by pytest itself on projects of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
[[rule]]
id = "cannabis"
category = "drugs"
keywords = ["大麻"]
hit = ["有人种植大麻", "我有一个大麻烦"]
miss = ["大麻烦"]
"""
TEST = """
from weibofilter.testing import assert_allows, assert_flags

def test_rules(weibofilter):
    assert_flags(weibofilter, "种大麻", rule="drugs/cannabis")
    assert_allows(weibofilter, "我有一个大麻烦")

def test_more(weibofilter):
    assert_flags(weibofilter, "大麻烦")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\nweibofilter_wordlists = rules\ntestpaths = tests\n", encoding="utf-8")
    for folder in ("rules", "rules/cases", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "rules" / "drugs.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "rules" / "cases" / "more.txt").write_text("大麻烦\n", encoding="utf-8")
    (tmp_path / "tests" / "test_own.py").write_text(TEST, encoding="utf-8")
    return tmp_path


def run(project: Path, *args: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "--tb=short", *args]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program
    return done.returncode, done.stdout.splitlines()


def results(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(("PASSED ", "FAILED ", "ERROR ", "SKIPPED "))]


def test_examples_are_tests_beside_the_others(project: Path) -> None:
    (project / "rules" / "bad.toml").write_text("x =\n", encoding="utf-8")
    status, lines = run(project)
    assert status == 1
    assert sorted(line.partition(" - ")[0] for line in results(lines)) == [
        "ERROR tests/test_own.py::test_more",
        "ERROR tests/test_own.py::test_rules",
        "FAILED rules/bad.toml::loads",
        "FAILED rules/drugs.toml::drugs/cannabis hit 2",
        "PASSED rules/drugs.toml::drugs/cannabis hit 1",
        "PASSED rules/drugs.toml::drugs/cannabis miss 1",
    ]
    told = "\n".join(lines)
    assert "error[bad-toml]: not TOML" in told
    assert "the characters only meet by chance: this reads “麻烦”" in told


def test_the_fixture_is_the_filter_of_the_lists(project: Path) -> None:
    status, lines = run(project)
    assert status == 1
    assert "PASSED tests/test_own.py::test_rules" in lines
    assert any(line.startswith("E") and "not held: '大麻烦'" in line for line in lines)


def test_who_names_a_file_gets_that_file(project: Path) -> None:
    assert results(run(project, "tests", "-k", "rules")[1]) == ["PASSED tests/test_own.py::test_rules"]
    assert len(results(run(project, "rules/drugs.toml")[1])) == 3


def test_one_run_can_ask_for_lists_by_an_option(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    assert len(results(run(project, "tests", "-k", "cannabis", "--weibofilter-wordlists", "rules")[1])) == 3
    assert results(run(project, "rules")[1]) == []


def test_a_rule_that_the_policy_turns_off_is_skipped(project: Path) -> None:
    (project / "policy.toml").write_text('[actions]\ndrugs = "off"\n', encoding="utf-8")
    with (project / "pytest.ini").open("a", encoding="utf-8") as settings:
        settings.write("weibofilter_policy = policy.toml\n")
    status, lines = run(project, "rules")
    assert status == 0
    assert any("the policy turns drugs off" in line for line in results(lines))


def test_it_imports_nothing_where_nobody_asks(tmp_path: Path) -> None:
    program = """
import sys
def test_nothing_of_weibofilter_is_there():
    assert "pytest_weibofilter" in sys.modules
    assert not {"weibofilter", "numpy", "jieba"} & sys.modules.keys()
"""
    (tmp_path / "test_free.py").write_text(program, encoding="utf-8")
    assert run(tmp_path)[0] == 0
