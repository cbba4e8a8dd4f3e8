"""The programs of docs/pipeline.md are run, and its tables hold what the code has."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "pipeline.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
OPTIONAL = ("opentelemetry", "pandas", "polars", "pyarrow", "pyspark", "watchfiles")
NEEDS = {
    "weibofilter.metrics": "opentelemetry",
    "weibofilter.live": "watchfiles",
    "weibofilter.arrow": "pyarrow",
    "import pandas": "pandas",
    "import polars": "polars",
    "pyspark": "pyspark",
}


@pytest.mark.parametrize("program", PROGRAMS, ids=[re.findall(r"weibofilter\.(\w+)", program)[0] for program in PROGRAMS])
def test_a_program_of_the_page_runs(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, package in NEEDS.items():
        if text in program:
            pytest.importorskip(package)
    if "pyspark" in program and shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java 17")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "contact.txt").write_text("加微信\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    names: dict[str, object] = {}
    exec(compile(program, "docs/pipeline.md", "exec"), names)  # noqa: S102 - the page's own program
    if "spark" in names:
        names["spark"].stop()  # type: ignore[attr-defined]


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> set[str]:
    rows = re.findall(r"^\| (`[^|]*`) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_the_fields_of_a_verdict_are_told() -> None:
    pytest.importorskip("pyarrow")
    from weibofilter.arrow import VERDICT  # noqa: PLC0415 - needs an extra

    assert first_cells(section("Arrow")) == {field.name for field in VERDICT}


def test_every_outcome_of_a_reload_is_told() -> None:
    pytest.importorskip("watchfiles")
    from weibofilter.live import Outcome  # noqa: PLC0415 - needs an extra

    assert all(f"`{outcome}`" in section("A live service") for outcome in Outcome)


def test_every_instrument_is_told() -> None:
    pytest.importorskip("opentelemetry")
    import weibofilter.metrics  # noqa: PLC0415 - needs an extra

    told = first_cells(section("Counting"))
    assert told == set(re.findall(r"``(weibofilter\.[a-z.]+)``", weibofilter.metrics.__doc__ or ""))
    made = re.findall(r'"(weibofilter\.[a-z.]+)"', Path(weibofilter.metrics.__file__).read_text(encoding="utf-8"))
    assert told == set(made)
