"""Runs what a page shows: files that it names are written, its consoles are typed in, its Python is executed, all in one folder.

- ```` ```console ````: each line behind ``$`` is a command, the lines below it are what it prints (both streams); ``...`` is any lines.
- `` `path`: `` on a line of its own before a block: the block is written to that file, and not run.
- ```` ```python ````: executed, with asserts of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BLOCK = re.compile(r"(?:^`(?P<path>[^`\n]+)`:\n\n?)?^```(?P<kind>\w+)\n(?P<content>.*?)^```$", re.DOTALL | re.MULTILINE)
_MARK = "\x1e"


@dataclass(frozen=True)
class Block:
    kind: str
    content: str
    path: str | None = None


def blocks(page: Path) -> list[Block]:
    return [Block(found["kind"], found["content"], found["path"]) for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def run_page(page: Path, folder: Path) -> None:
    for block in blocks(page):
        if block.path is not None:
            path = folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.content, encoding="utf-8")
        elif block.kind == "console":
            run_console(block.content, folder)
        elif block.kind == "python":
            run(["python", "-c", block.content], folder, must_succeed=True)


def run_console(content: str, folder: Path) -> None:
    commands = list(_commands(content))
    script = "\n".join(f"{command}\n__status=$?; printf '{_MARK}'; (exit $__status)" for command, _ in commands)
    printed = run(["bash", "-c", script], folder).split(_MARK)[: len(commands)]
    for (command, expected), got in zip(commands, printed, strict=True):
        told = "\n".join(line.rstrip() for line in got.splitlines()) + "\n" * bool(got.strip())
        wanted = expected.replace("\n...\n", "\n...")
        assert OutputChecker().check_output(wanted, told, ELLIPSIS), f"$ {command}\n{told}\n--- the page says:\n{expected}"


def _commands(content: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        while command.endswith("\\"):
            more, _, expected = expected.partition("\n")
            command = f"{command}\n{more}"
        yield command, expected


def run(command: list[str], folder: Path, *, must_succeed: bool = False) -> str:
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - what our own pages say
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert not must_succeed or done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture
def type_page() -> Callable[[Path, Path], None]:
    """Runs a page in a folder."""
    return run_page


@pytest.fixture
def type_command() -> Callable[..., str]:
    """Runs a command in a folder, with this project's programs first; what it prints."""
    return run
