"""Every code of loading is told once, and its example yields it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from weibofilter.errors import WordlistError
from weibofilter.rules.wordlist import read_wordlists

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "faults.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## `([a-z-]+)`\n(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```\w+\n(?P<content>.*?)^```", re.DOTALL | re.MULTILINE)
WITHOUT = {
    "missing-file",
    "no-wordlists",
    "unknown-suffix",
    "unreadable-file",
    "bad-encoding",
    "duplicate-category",
    "long-regex",
}
"""Codes that are about files, not about what stands in one; and one whose example would fill the page."""
NO_CODES = {"self-harm"}


def test_every_code_of_the_source_is_told_once() -> None:
    told = [code for code, _ in SECTIONS]
    source = "".join(path.read_text(encoding="utf-8") for path in (TOP / "src" / "weibofilter" / "rules").glob("*.py"))
    assert len(told) == len(set(told))
    assert set(told) == set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)) - NO_CODES


def test_every_code_has_an_example_where_one_can_be() -> None:
    assert {code for code, section in SECTIONS if EXAMPLE.search(section) is None} == WITHOUT


@pytest.mark.parametrize(
    ("code", "section"), [pytest.param(code, section, id=code) for code, section in SECTIONS if code not in WITHOUT]
)
def test_its_example_yields_it_with_the_severity_that_is_told(code: str, section: str, tmp_path: Path) -> None:
    example = EXAMPLE.search(section)
    assert example is not None
    (tmp_path / (example["path"] or "rules.toml")).write_text(example["content"], encoding="utf-8")
    try:
        found = read_wordlists([tmp_path]).diagnostics
    except WordlistError as error:
        found = error.diagnostics
    assert section.strip().partition(".")[0].lower() in {fault.severity for fault in found if fault.code == code}
