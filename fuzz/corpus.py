"""The inputs that are kept: one file a target, a JSON string a line, bytes as the code points 0 to 255."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"


def kept_inputs(target: str) -> list[bytes]:
    """The kept inputs of a target, the oldest first; none if it has no file."""
    path = FOLDER / f"{target}.jsonl"
    if not path.exists():
        return []
    return [json.loads(line).encode("latin-1") for line in path.read_text(encoding="ascii").splitlines()]


def keep_inputs(target: str, found: Path, most: int) -> None:
    """Adds to what is kept as many of the inputs in a folder as ``most`` leaves room for, short and long ones evenly."""
    kept = kept_inputs(target)
    new = sorted({path.read_bytes() for path in found.iterdir()} - set(kept), key=lambda data: (len(data), data))
    room = max(0, most - len(kept))
    chosen = [new[place * len(new) // room] for place in range(min(room, len(new)))] if room < len(new) else new
    FOLDER.joinpath(f"{target}.jsonl").write_text("".join(f"{line_of(data)}\n" for data in [*kept, *chosen]), encoding="ascii")


def line_of(data: bytes) -> str:
    r"""The line that keeps an input.

    >>> line_of("加".encode())
    '"\\u00e5\\u008a\\u00a0"'
    """
    return json.dumps(data.decode("latin-1"))
