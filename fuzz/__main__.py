"""``python -m fuzz TARGET``: runs one target, guided by coverage, and tells what it did.

Needs the extra ``fuzz`` (atheris, for Linux and macOS). A crash stops the run and leaves the input as ``crash-...`` in ``--work``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

from fuzz.corpus import keep_inputs, kept_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TARGETS = ("posts",)
LONGEST_INPUT = 4096
SECONDS_AN_INPUT = 60
"""Wall time after which an input counts as a hang; the limit on CPU time, which is tighter, stands in ``fuzz.invariants``."""


class Count:
    """A target that counts what was examined, and stops the run when it was enough: inputs are of any number of them."""

    def __init__(self, examine: Callable[[bytes], int], most: int, name: str) -> None:
        self._examine = examine
        self._most = most
        self._name = name
        self._began = time.monotonic()
        self._done = 0
        self._inputs = 0

    def __call__(self, data: bytes) -> None:
        """Examines one input."""
        self._done += self._examine(data)
        self._inputs += 1
        if self._inputs % 10_000 == 0 or self._done >= self._most:
            self.tell()
        if self._done >= self._most:
            os._exit(0)  # libFuzzer takes an exit of Python's for a crash

    def tell(self) -> None:
        """Prints how much was examined."""
        seconds = time.monotonic() - self._began
        print(f"fuzz {self._name}: {self._done:,} examined in {self._inputs:,} inputs, {seconds:,.0f} s", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--most", type=int, default=1_000_000, help="stop after so many posts (1,000,000)")
    parser.add_argument("--seed", type=int, default=0, help="of the fuzzer; 0 takes one by the clock")
    parser.add_argument(
        "--unguided", action="store_true", help="no coverage: five times as many inputs a second, none of them kept"
    )
    parser.add_argument("--keep", type=int, metavar="N", help="fuzz nothing: put N of the inputs found in --work into the corpus")
    parser.add_argument("--work", type=Path, help="folder for inputs that reach something new, kept between runs (a new one)")
    return parser.parse_args()


def _dictionary_file(words: Iterable[bytes], folder: Path) -> Path:
    path = folder / f"words-{time.monotonic_ns()}.dict"
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in words if word]
    path.write_text("\n".join(lines), encoding="ascii")
    return path


def main() -> None:
    """Fuzzes."""
    arguments = _arguments()
    work = arguments.work or Path(tempfile.mkdtemp(prefix="weibofilter-fuzz-"))
    inputs = work / arguments.target
    inputs.mkdir(parents=True, exist_ok=True)
    if arguments.keep is not None:
        keep_inputs(arguments.target, inputs, arguments.keep)
        return
    with atheris.instrument_imports(include=["weibofilter"]):
        target = import_module(f"fuzz.{arguments.target}")
    for number, kept in enumerate(kept_inputs(arguments.target)):
        (inputs / f"kept-{number:04}").write_bytes(kept)
    options = [
        f"-dict={_dictionary_file(target.dictionary(), work)}",
        f"-artifact_prefix={work}/crash-",
        f"-max_len={LONGEST_INPUT}",
        "-len_control=10",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-seed={arguments.seed}",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(inputs)], Count(target.examine, arguments.most, arguments.target))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
