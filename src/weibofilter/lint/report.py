"""Findings for other programs: JSON, and SARIF for the code review of forges and editors."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from weibofilter.errors import Severity
from weibofilter.lint.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weibofilter.lint.finding import Finding

DOCUMENTATION = "docs/lint.md"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(found: Sequence[Finding]) -> str:
    """One JSON object: ``diagnostics``, each with its place and whether ``--fix`` mends it, and ``counts`` by severity."""
    counts = Counter(one.diagnostic.severity for one in found)
    told = {"diagnostics": [_entry(one) for one in found], "counts": {severity.value: counts[severity] for severity in Severity}}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _entry(finding: Finding) -> dict[str, Any]:
    told = finding.diagnostic
    return {
        "code": told.code,
        "severity": told.severity.value,
        "path": told.location.path,
        "line": told.location.line,
        "column": told.location.column,
        "message": told.message,
        "help": told.help,
        "source": told.source,
        "fixable": finding.edit is not None,
    }


def as_sarif(found: Sequence[Finding], version: str) -> str:
    """A SARIF 2.1.0 log of one run; ``version`` is that of weibofilter.

    Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
    """
    codes = list(dict.fromkeys(one.diagnostic.code for one in found))
    driver = {"name": "weibofilter", "version": version, "rules": [_descriptor(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.diagnostic.code)) for one in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _descriptor(code: str) -> dict[str, Any]:
    summary = next((check.summary for check in CHECKS if check.code == code), "a fault that loading the list reports")
    help_text = f"{DOCUMENTATION}, section {code}"
    return {"id": code, "shortDescription": {"text": f"Finds {summary}."}, "help": {"text": help_text}}


def _result(finding: Finding, index: int) -> dict[str, Any]:
    told = finding.diagnostic
    message = f"{told.message}; {told.help}" if told.help else told.message
    region = {"startLine": told.location.line, "startColumn": told.location.column}
    place = {"artifactLocation": {"uri": _uri(told.location.path)}, "region": region}
    return {
        "ruleId": told.code,
        "ruleIndex": index,
        "level": told.severity.value,  # SARIF's levels are ours: error, warning, note
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    """The path as SARIF wants it: a relative one as it is, an absolute one as a file: address, either quoted."""
    from pathlib import Path  # noqa: PLC0415 - for this alone
    from urllib.parse import quote  # noqa: PLC0415 - for this alone

    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
