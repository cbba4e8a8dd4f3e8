"""``python -m benchmarks.fresh [default | open FILE | words FILE]``: what it costs to begin, in a process that has done nothing else.

Prints JSON: milliseconds of CPU time of the import, until the filter is ready, and until it is warm and has judged a post; megabytes at
rest and at the highest, all beyond Python and numpy. Memory is read from /proc, so it stands there on Linux alone.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Begins, measures, prints."""
    import numpy as np  # noqa: PLC0415 - what is counted begins after it

    told: dict[str, float] = {}
    base, began = _memory(), time.process_time()
    np.zeros(1)
    import weibofilter  # noqa: PLC0415 - what is measured

    imported = time.process_time()
    match sys.argv[1:]:
        case ["open", path]:
            judge = weibofilter.Filter.open(path)
        case ["words", path]:
            judge = weibofilter.Filter.from_words(Path(path).read_text(encoding="utf-8").split("\n"))
        case _:
            judge = weibofilter.Filter.default()
    ready = time.process_time()
    told |= _beyond(base, "resting_mb", "peak_mb")
    judge.check("今天的路口交通有点堵")
    first = time.process_time()
    judge.warm().check("今天的路口交通有点堵")
    warm = time.process_time()
    told |= _beyond(base, "warm_mb", "warm_peak_mb")
    moments = {
        "import_ms": (began, imported),
        "ready_ms": (imported, ready),
        "first_ms": (ready, first),
        "warm_ms": (first, warm),
    }
    print(json.dumps({**told, **{name: 1000 * (after - before) for name, (before, after) in moments.items()}}))


def _memory() -> dict[str, float]:
    """Megabytes that this process holds now and held at most; empty where there is no /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {}
    gc.collect()
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return {name: int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}


def _beyond(base: dict[str, float], now: str, peak: str) -> dict[str, float]:
    memory = _memory()
    return {name: memory[key] - base["VmRSS"] for name, key in ((now, "VmRSS"), (peak, "VmHWM")) if key in memory}


if __name__ == "__main__":
    main()
