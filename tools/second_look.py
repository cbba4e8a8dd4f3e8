"""Looks again at the mutants that ``mutmut run`` calls survivors: all selected tests, in a process of their own for each.

    pip install -e '.[test,mutants]' && mutmut run && python tools/second_look.py

mutmut runs the tests that were seen to call what was mutated. Tables that are built once, when the first test asks for them, are called by
no later test, and their mutants outlive tests that would have killed them. Here each mutant has a process that has imported everything and
built nothing, split off from one that waits. What outlives this too is printed, for somebody to read.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
MUTANTS = TOP / "mutants"
SECONDS = 300
NONE = "none"
"""What no mutant is called."""


def survivors() -> list[str]:
    """The mutants that mutmut says no test killed, by name."""
    told = subprocess.run([_program("mutmut"), "results"], cwd=TOP, check=True, capture_output=True, text=True).stdout  # noqa: S603 - mutmut
    pairs = (line.strip().partition(": ") for line in told.splitlines())
    return sorted(name for name, _, state in pairs if state in {"survived", "no tests", "suspicious"})


def killed(mutant: str, tests: list[str]) -> bool:
    """Whether a test of the selection fails with this mutant, or does not end. Asked once in a process."""
    if not (imported := Path(str(sys.modules["weibofilter"].__file__))).is_relative_to(MUTANTS):
        raise RuntimeError(f"{imported} has no mutants")
    os.environ["MUTANT_UNDER_TEST"] = mutant
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(SECONDS)
    # What was imported before is not rewritten to tell more of a failure, and is not asked to.
    with tempfile.TemporaryDirectory() as folder:  # of its own: pytest clears the one that its sessions share
        own = ["-x", "-p", "no:cacheprovider", f"--basetemp={folder}", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        return bool(pytest.main([*own, *tests]))


def _give_up(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Prints the survivors of the second look with what was changed, and how many there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="mutants whose names contain this")
    arguments = parser.parse_args()
    asked = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    tests = [*asked["pytest_add_cli_args_test_selection"], *asked["pytest_add_cli_args"]]
    os.chdir(MUTANTS)
    # What waits to be split off takes one of the two, by the version of Python.
    os.environ["PYTHONPATH"] = str(MUTANTS / "src")
    sys.path.insert(0, str(MUTANTS / "src"))
    os.environ["MUTANT_UNDER_TEST"] = NONE
    names = [name for name in survivors() if arguments.only in name]
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["hypothesis", "numpy", "opencc", "pytest", "regex", "weibofilter", "weibofilter.fold"])
    with ProcessPoolExecutor(arguments.processes, forking, max_tasks_per_child=1) as pool:
        dead = pool.map(partial(killed, tests=tests), [NONE, *names])
        if next(dead):
            sys.exit("the tests fail without any mutant")
        living = [name for name, is_dead in zip(names, dead, strict=True) if not is_dead]
    for name in living:
        show = [_program("mutmut"), "show", name]
        print(subprocess.run(show, cwd=TOP, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - mutmut
    print(f"{len(names)} looked at again, {len(living)} alive")


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


if __name__ == "__main__":
    main()
