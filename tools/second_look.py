"""Looks again at the mutants that ``mutmut run`` calls survivors: all selected tests, in a process of their own for each.

    pip install -e '.[test,mutants]' && mutmut run && python tools/second_look.py

mutmut runs the tests that were seen to call what was mutated. Tables that are built once, when the first test asks for them, are called by
no later test, and their mutants outlive tests that would have killed them. What outlives this too is printed, for somebody to read.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOP = Path(__file__).parents[1]
SECONDS = 300


def survivors() -> list[str]:
    """The mutants that mutmut says no test killed, by name."""
    told = subprocess.run([_program("mutmut"), "results"], cwd=TOP, check=True, capture_output=True, text=True).stdout  # noqa: S603 - mutmut
    pairs = (line.strip().partition(": ") for line in told.splitlines())
    return sorted(name for name, _, state in pairs if state in {"survived", "no tests", "suspicious"})


def killed(mutant: str, tests: list[str]) -> bool:
    """Whether a test of the selection fails with this mutant, or does not end."""
    environment = os.environ | {"MUTANT_UNDER_TEST": mutant, "PYTHONPATH": str(TOP / "mutants" / "src")}
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=TOP / "mutants", env=environment, check=False, capture_output=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> None:
    """Prints the survivors of the second look with what was changed, and how many there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="mutants whose names contain this")
    arguments = parser.parse_args()
    asked = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    tests = [*asked["pytest_add_cli_args_test_selection"], *asked["pytest_add_cli_args"]]
    if killed("none", tests):
        sys.exit("the tests fail without any mutant")
    names = [name for name in survivors() if arguments.only in name]
    with ThreadPoolExecutor(arguments.processes) as pool:
        living = [name for name, dead in zip(names, pool.map(lambda name: killed(name, tests), names), strict=True) if not dead]
    for name in living:
        show = [_program("mutmut"), "show", name]
        print(subprocess.run(show, cwd=TOP, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - mutmut
    print(f"{len(names)} looked at again, {len(living)} alive")


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


if __name__ == "__main__":
    main()
