"""Settings of every test."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# What was asked of this run is not asked of those that tests start.
os.environ.pop("PYTEST_ADDOPTS", None)

# Machines that run tests are shared: how long an example takes says nothing there.
settings.register_profile("shared-machine", deadline=None)
settings.register_profile("mutants", deadline=None, max_examples=30, derandomize=True, database=None)
settings.load_profile("shared-machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="a skipped test is a failure: where every extra is installed, none is"
    )
    parser.addoption(
        "--skipped-to", type=Path, metavar="FILE", help="write the names of what was skipped, for a run with more installed"
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # one of several processes: the first tells for all
        return
    skipped = reporter.stats.get("skipped", [])
    if session.config.getoption("--no-skips") and skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    names: Path | None = session.config.getoption("--skipped-to")
    if names is not None:
        names.write_text("".join(f"{name}\n" for name in sorted({report.nodeid for report in skipped})), encoding="utf-8")
