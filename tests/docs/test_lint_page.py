"""Every code that lint has is told with an example, and the example yields exactly that code."""

import re
from pathlib import Path

import pytest

from weibofilter.errors import Severity
from weibofilter.lint import lint
from weibofilter.lint.checks import CHECKS
from weibofilter.testing import Status, run_examples

PAGE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## `([a-z-]+)`\n(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE)
COMMENTS = {"bad-allow", "unused-allow"}


def example(section: str) -> str:
    found = re.search(r"^```toml\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_every_code_is_told_once() -> None:
    told = [code for code, _ in SECTIONS]
    assert len(told) == len(set(told))
    assert set(told) == {check.code for check in CHECKS} | COMMENTS


@pytest.mark.parametrize(("code", "section"), SECTIONS, ids=[code for code, _ in SECTIONS])
def test_its_example_yields_exactly_that_code(code: str, section: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(example(section), encoding="utf-8")
    found = {finding.diagnostic.code: finding.diagnostic for finding in lint([path])}
    assert set(found) == {code}
    assert section.strip().startswith(found[code].severity.value.capitalize())


@pytest.mark.parametrize("section", [pytest.param(section, id=code) for code, section in SECTIONS if code != "never-holds"])
def test_its_example_passes_its_own_examples(section: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(example(section), encoding="utf-8")
    run = run_examples(path)
    assert not run.diagnostics or {fault.severity for fault in run.diagnostics} == {Severity.WARNING}
    assert not [str(outcome) for outcome in run.of(Status.FAILED)]


def test_the_answer_that_the_page_shows_answers(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(example(PAGE), encoding="utf-8")
    assert not lint([path])
