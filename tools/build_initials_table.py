"""Builds `src/weibofilter/views/data/initials.tables`: how ordinary a short run of Latin letters is in Chinese text.

    pip install wordfreq==3.1.1
    python tools/build_initials_table.py

A run's probability is taken among all runs of 2 to 8 letters: three quarters from wordfreq's Chinese list (the Latin words in Chinese
text), a quarter from its English one. Runs rarer than e^-16 are as good as none.
"""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import numpy as np
from wordfreq import get_frequency_dict

from weibofilter.arrays import pack_arrays

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "views" / "data" / "initials.tables"
PINNED = "3.1.1"
RUN = re.compile(r"[a-z]{2,8}")
SHARES = {"zh": 0.75, "en": 0.25}
RAREST = 16.0


def main() -> int:
    """The exit code: 0."""
    if version("wordfreq") != PINNED:
        raise SystemExit(f"the table is made with wordfreq {PINNED}")
    surprise = {run: -math.log(share) for run, share in shares().items() if -math.log(share) < RAREST}
    runs = sorted(surprise)
    content = pack_arrays(
        {
            "runs": np.frombuffer(" ".join(runs).encode(), np.uint8),
            "surprise": np.array([round(10 * surprise[run]) for run in runs], np.uint8),
        },
        source=f"wordfreq {PINNED}",
        licence="CC-BY-SA-4.0",
    )
    TARGET.write_bytes(content)
    print(f"{TARGET}: {len(runs):,} runs, {len(content):,} bytes")
    return 0


def shares() -> dict[str, float]:
    """The probability of each run."""
    mixed: defaultdict[str, float] = defaultdict(float)
    for language, share in SHARES.items():
        counted = {word: count for word, count in get_frequency_dict(language, "large").items() if RUN.fullmatch(word)}
        total = sum(counted.values())
        for word, count in counted.items():
            mixed[word] += share * count / total
    return mixed


if __name__ == "__main__":
    sys.exit(main())
