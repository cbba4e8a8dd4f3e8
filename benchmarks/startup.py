"""What it costs to begin: import and first filter, each in a process of its own. Reads memory from /proc, so on Linux alone."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

PROGRAM = """
import json, sys, time
def peak_kilobytes():  # of this program: getrusage keeps what the process that started it had
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
began = time.process_time(); import numpy; numpy_done = time.process_time()
base = peak_kilobytes()
import weibofilter
imported = time.process_time()
judge = weibofilter.Filter.open(sys.argv[1]) if len(sys.argv) > 1 else weibofilter.Filter.default()
ready = time.process_time()
memory = peak_kilobytes()
judge.warm()
judge.check("路口交通")
warm = time.process_time()
print(json.dumps({
    "import_ms": 1000 * (imported - numpy_done), "ready_ms": 1000 * (ready - imported), "warm_ms": 1000 * (warm - ready),
    "memory_mb": (memory - base) / 1024, "warm_memory_mb": (peak_kilobytes() - base) / 1024,
}))
"""


def startup(runs: int, *compiled: str) -> dict[str, float]:
    """Medians over fresh processes, beyond Python and numpy; CPU milliseconds and megabytes of peak memory."""
    told = [
        json.loads(subprocess.run([sys.executable, "-c", PROGRAM, *compiled], check=True, capture_output=True, text=True).stdout)  # noqa: S603 - a fixed program
        for _ in range(runs)
    ]
    return {name: statistics.median(one[name] for one in told) for name in told[0]}
