"""Findings for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from typer.testing import CliRunner

from weibofilter import __version__
from weibofilter.cli import app
from weibofilter.lint import lint
from weibofilter.lint.report import as_json, as_sarif

if TYPE_CHECKING:
    from pathlib import Path

RULES = '[[rule]]\nid = "a"\nkeywords = ["同性恋", "𠮷 av", "av", "av"]\nhit = ["看av"]\n'

# What SARIF 2.1.0 asks of the parts that are written here (sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.28, 3.30, 3.49).
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn"],
    "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}},
}
PLACE = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {"type": "object", "required": ["uri"], "properties": {"uri": {"pattern": "^[!-~]+$"}}},
                "region": REGION,
            },
        }
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": PLACE},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name", "version", "rules"],
    "properties": {
        "rules": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "object", "required": ["id"], "properties": {"shortDescription": TEXT, "help": TEXT}},
        }
    },
}
RUN = {
    "type": "object",
    "required": ["tool", "results", "columnKind"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
}
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {"version": {"const": "2.1.0"}, "runs": {"type": "array", "minItems": 1, "items": RUN}},
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "规则.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


def sarif(path: Path) -> Any:
    return json.loads(as_sarif(lint([path]), __version__))


def test_a_sarif_log_has_what_the_standard_asks(rules: Path) -> None:
    log = sarif(rules)
    jsonschema.validate(log, LOG)
    [run] = log["runs"]
    assert len(run["results"]) == len(lint([rules]))
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_nothing_found_is_a_log_too(tmp_path: Path) -> None:
    path = tmp_path / "词.txt"
    path.write_text("加微信\n", encoding="utf-8")
    jsonschema.validate(sarif(path), LOG)
    assert json.loads(as_json(lint([path]))) == {"diagnostics": [], "counts": {"error": 0, "warning": 0, "note": 0}}


def test_json_has_every_finding_with_its_place(rules: Path) -> None:
    told = json.loads(as_json(lint([rules])))
    latin = next(one for one in told["diagnostics"] if one["code"] == "short-latin")
    assert latin["source"][latin["column"] - 1 :].startswith('"av"')
    assert latin["line"] == 3
    repeated = next(one for one in told["diagnostics"] if one["code"] == "repeated-keyword")
    assert repeated["fixable"] is True
    assert told["counts"]["error"] == 1


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_the_command_writes_both(rules: Path, form: str) -> None:
    result = CliRunner().invoke(app, ["lint", str(rules), "--format", form])
    assert result.exit_code == 1
    json.loads(result.stdout)
    assert result.stderr.startswith("1 error, ")


def test_the_command_mends(rules: Path) -> None:
    result = CliRunner().invoke(app, ["lint", str(rules), "--fix"])
    assert result.exit_code == 1
    assert result.stderr.startswith("2 edits made\n1 error, ")
    assert '["同性恋", "𠮷av", "av"]' in rules.read_text(encoding="utf-8")
