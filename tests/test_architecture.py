"""Imports go one way, and importing does no work."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "weibofilter"

LAYERS = [
    {"errors", "verdict", "automaton", "gate", "files", "visible"},
    {"fold"},
    {"policy", "rules", "views", "plausible"},
    {"scan"},
    {"segment", "post"},
    {"verify"},
    {"decide"},
    {"filter", "parallel"},
    {"windows"},
    {"arrow", "arrow_verdicts", "audit", "live"},
    {"metrics", "pandas", "polars", "spark"},
    {"explain", "nearest", "lint", "testing", "impact", "review", "bench"},
    {"statement_fields", "notice", "suggest"},
    {"transparency"},
    {"report"},
    {"serve"},
    {"cli"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(name: str) -> str | None:
    head, *rest = name.split(".")
    return rest[0] if head == "weibofilter" and rest else None


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (
                [f"weibofilter.{alias.name}" for alias in node.names] if node.module == "weibofilter" else [node.module or ""]
            )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imported(path):
        part = part_of(name)
        if part in RANK and part != own:
            assert RANK[part] <= RANK[own], f"{own} imports {name}, which comes after it"


def test_importing_does_no_work(tmp_path: Path) -> None:
    program = """
import logging, os, sys, tempfile
import weibofilter
assert not logging.getLogger().handlers and not logging.getLogger("jieba").handlers
assert tempfile.gettempdir() == os.environ["TMPDIR"] and not os.listdir(tempfile.gettempdir())
heavy = {"jieba", "opencc", "pypinyin", "typer", "rich", "pyarrow", "tree_sitter"} & sys.modules.keys()
assert not heavy, heavy
"""
    environment = os.environ | {"TMPDIR": str(tmp_path)}  # one that nobody else writes to
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, env=environment)  # noqa: S603 - a fixed program


def test_judging_writes_nothing_and_logs_nothing(tmp_path: Path) -> None:
    program = """
import logging, os, tempfile
from weibofilter import Filter
Filter.from_words(["口交"]).warm().check("路口交通")
assert not logging.getLogger().handlers and not logging.getLogger("jieba").handlers
assert os.listdir(tempfile.gettempdir()) == []
"""
    environment = {"TMPDIR": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", program], check=True, env=environment, capture_output=True, text=True)  # noqa: S603 - a fixed program
    assert (done.stdout, done.stderr) == ("", "")
