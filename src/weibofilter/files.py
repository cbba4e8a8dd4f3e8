"""Files written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Writes ``data`` beside ``path`` and moves it there, so that a kill at any moment leaves the old file or the new one.

    A link is followed. What is no file (a pipe, a device) is written into: moving a file to its place would end it.
    """
    import secrets  # noqa: PLC0415 - who only judges writes nothing

    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    new = path.with_name(f".{path.name[:200]}.{secrets.token_hex(8)}")
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException as error:
        with suppress(OSError):
            new.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # the one that the caller knows
        raise
