"""What was measured, where and when, as JSON; and the table of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.definitions import HERE, TOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.bench import Section
    from benchmarks.definitions import Figure

RESULTS = HERE / "results"
PACKAGES = ("weibofilter", "numpy", "daachorse", "pyahocorasick", "jieba", "regex", "opencc-python-reimplemented")


def circumstances(packages: Sequence[str] = PACKAGES) -> Section:
    """Machine, versions, date and commit."""
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "system": platform.platform(terse=True),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": [round(one, 2) for one in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "python": sys.version.split()[0],
        "versions": {name: _version(name) for name in packages},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """The commit that is checked out, marked if files differ from it; None without git or outside a repository."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(TOP), "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - git, by its path
    return done.stdout.strip() or None


def _processor() -> str:
    """The name of the processor."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def write_record(record: Section, path: Path) -> None:
    """Writes a record, numbers to four digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_rounded(record), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {key: _rounded(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_rounded(entry) for entry in value]
        case _:
            return value


def latest(kind: str) -> Section:
    """The newest record of a kind ("speed", "peers"). FileNotFoundError says how to get one."""
    paths = sorted(RESULTS.glob(f"{kind}-*.json"))
    if not paths:
        raise FileNotFoundError(f"no record of {kind} in {RESULTS}: run python -m benchmarks {kind}")
    record: Section = json.loads(paths[-1].read_text(encoding="utf-8"))
    return record


def number_at(record: Section, at: Iterable[str]) -> float | None:
    """The number that stands at the end of this way into a record; None if the run did not measure it.

    >>> number_at({"hit": {"more": 31.5}}, ["hit", "more"])
    31.5
    """
    entry: Any = record
    for key in at:
        if not isinstance(entry, dict) or key not in entry:
            return None
        entry = entry[key]
    return None if entry is None else float(entry)


def table(record: Section, figures: Iterable[Figure]) -> list[str]:
    """The lines of the table: each figure measured, beside what it is to reach."""
    lines = [f"{'figure':46}{'measured':>11}  {'to reach':>10}  unit"]
    for figure in figures:
        value = number_at(record, figure.at)
        measured = "-" if value is None else f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
        mark = "" if value is None or figure.reached(value) else "  (not reached)"
        bound = ("at least " if figure.least else "") + f"{figure.target:g}"
        lines.append(f"{figure.name:46}{measured:>11}  {bound:>12}  {figure.unit}{mark}")
    return lines
