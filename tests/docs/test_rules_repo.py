"""The example of a rules repository: its README does what it shows, its CI passes, and its hooks run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., str]

TOP = Path(__file__).parents[2]
REPOSITORY = TOP / "examples" / "rules-repo"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPOSITORY, tmp_path / "rules-repo", ignore=shutil.ignore_patterns(".*cache", ".hypothesis")))


def test_the_readme_does_what_it_shows(repository: Path, type_page: Callable[[Path, Path], None]) -> None:
    type_page(repository / "README.md", repository)


def test_a_rule_that_over_blocks_does_not_pass_its_ci(repository: Path, type_command: Run) -> None:
    base = shutil.copytree(repository, repository / "base")
    shutil.copy(repository / "proposals" / "part-time.toml", repository / "rules")
    with pytest.raises(AssertionError, match=r"too many newly held: 5\.3571%"):
        type_command(["env", f"BASE={base}", "./ci.sh"], repository, must_succeed=True)


def hooks() -> list[tuple[str, str]]:
    text = (TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return list(
        zip(re.findall(r"^- id: (.*)$", text, re.MULTILINE), re.findall(r"^  entry: (.*)$", text, re.MULTILINE), strict=True)
    )


@pytest.mark.parametrize(("name", "entry"), hooks())
def test_the_hooks_run(repository: Path, type_command: Run, name: str, entry: str) -> None:
    assert name in (repository / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    type_command([*entry.split(), "rules"], repository, must_succeed=True)
    (repository / "rules" / "bad.toml").write_text("x =\n", encoding="utf-8")
    program, *args = entry.split()
    command = [str(Path(sys.executable).parent / program), *args, "rules"]
    assert subprocess.run(command, cwd=repository, check=False, capture_output=True).returncode in {1, 2}  # noqa: S603 - our own hooks
