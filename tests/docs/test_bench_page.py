"""The page of ``weibofilter bench``: its commands run, and what it shows is what they tell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from weibofilter.cli import app
from weibofilter.rules.regexes import compile_regex

if TYPE_CHECKING:
    import pytest

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "bench.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def told(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(TOP)
    program, *arguments = command.split()
    assert program == "weibofilter"
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def shape(value: object) -> object:
    """The keys of a value, and of what is in it; those of maps whose keys are names of rules, views and checks do not count."""
    if isinstance(value, dict):
        return {key: None if key in {"views", "dismissed"} else shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) else None


def test_the_page_shows_what_the_command_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    in_words, as_json = blocks("sh")
    (text,), (data,) = blocks("text"), blocks("json")
    shown = json.loads(data)
    found = json.loads(told(f"{as_json.strip()} --rounds 1", monkeypatch))
    assert shape(found) == shape(shown)
    assert {key: found[key] for key in ("posts", "characters", "bad")} == {"posts": 300, "characters": 4725, "bad": 0}
    words = told(f"{in_words.strip()} --rounds 1 --most 60", monkeypatch)
    headings = [line.split() for line in text.splitlines() if line.startswith(("view ", "rule "))]
    assert [line.split() for line in words.splitlines() if line.startswith(("view ", "rule "))] == headings
    numberless = [re.sub(r"[\d,.]+", "0", line)[:40] for line in text.splitlines()[:3]]
    assert [re.sub(r"[\d,.]+", "0", line)[:40] for line in words.splitlines()[:3]] == numberless


def test_the_literals_that_the_page_speaks_of() -> None:
    literals = compile_regex(r"微信号?\d{6}").literals
    assert (literals[0], literals[-1]) == ("微信0", "微信号9")
    assert compile_regex(r"微.{0,5}\d{6}").literals == ("微",)
