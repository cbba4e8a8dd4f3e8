"""Outcomes of examples as JUnit XML, which every CI shows.

Source of the form: the schema of Jenkins' xunit plugin (junit-10.xsd), as pytest writes it too.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from weibofilter.errors import Severity, render
from weibofilter.testing.examples import Outcome, Run, Status

if TYPE_CHECKING:
    from weibofilter.errors import Diagnostic

_NO_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufde0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, escaped or not, and what it discourages: controls, surrogates, non-characters."""


def junit_xml(run: Run) -> bytes:
    r"""The run as a JUnit XML document in UTF-8: a suite for each file, a case for each example, an error for a file that does not load.

    What XML cannot hold stands as a Python escape (``\x00``).
    """
    top = ET.Element("testsuites", name="weibofilter")
    errors = [fault for fault in run.diagnostics if fault.severity is Severity.ERROR]
    for path, faults in groupby(errors, key=lambda fault: fault.location.path):
        _broken(top, path, list(faults))
    for path, outcomes in groupby(run.outcomes, key=_path):
        _suite(top, path, list(outcomes))
    counts = {"tests": len(run.outcomes) + len(top.findall("testsuite[@errors='1']")), "errors": 0, "failures": 0, "skipped": 0}
    for suite in top:
        for name in ("errors", "failures", "skipped"):
            counts[name] += int(suite.get(name, "0"))
    top.attrib.update({name: str(count) for name, count in counts.items()})
    ET.indent(top)
    document: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return document


def _path(outcome: Outcome) -> str:
    return outcome.example.place.path if outcome.example.place else "<words>"


def _broken(top: ET.Element, path: str, faults: list[Diagnostic]) -> None:
    suite = ET.SubElement(top, "testsuite", name=_clean(path), tests="1", errors="1", failures="0", skipped="0")
    case = ET.SubElement(
        suite, "testcase", classname=_clean(path), name="loads", file=_clean(path), line=str(faults[0].location.line)
    )
    error = ET.SubElement(case, "error", message=_clean(str(faults[0])), type="WordlistError")
    error.text = _clean("\n".join(map(render, faults)))


def _suite(top: ET.Element, path: str, outcomes: list[Outcome]) -> None:
    counted = {status: sum(outcome.status is status for outcome in outcomes) for status in Status}
    suite = ET.SubElement(
        top,
        "testsuite",
        name=_clean(path),
        tests=str(len(outcomes)),
        errors="0",
        failures=str(counted[Status.FAILED]),
        skipped=str(counted[Status.SKIPPED]),
    )
    for outcome in outcomes:
        _case(suite, outcome)


def _case(suite: ET.Element, outcome: Outcome) -> None:
    example = outcome.example
    case = ET.SubElement(
        suite, "testcase", classname=_clean(example.rule.name), name=_clean(f"{example.name}: {example.post.text}")
    )
    if example.place:
        case.attrib |= {"file": _clean(example.place.path), "line": str(example.place.line)}
    if outcome.status is Status.FAILED:
        failure = ET.SubElement(case, "failure", message=_clean(outcome.fault), type="AssertionError")
        failure.text = _clean("\n".join([str(outcome), *(f"{stage.name}: {stage.told}" for stage in outcome.stages)]))
    elif outcome.status is Status.SKIPPED:
        ET.SubElement(case, "skipped", message=_clean(outcome.fault))


def _clean(text: str) -> str:
    return _NO_XML.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
