"""The key that compiled rule sets are signed with and opened by."""

from __future__ import annotations

import os
from pathlib import Path

from weibofilter.cli.formats.records import InputError
from weibofilter.rules.sealed import SHORTEST_KEY

KEY_FILE = "WEIBOFILTER_KEY_FILE"
"""Names a file with the key. It is no option: the same key goes with every command, and ``ps`` shows options to everybody."""


def signing_key() -> bytes | None:
    """All bytes of the file that ``WEIBOFILTER_KEY_FILE`` names; None where it is not set.

    Raises:
        InputError: the key is too short to be one.
        OSError: it cannot be read.

    """
    name = os.environ.get(KEY_FILE)
    if not name:
        return None
    key = Path(name).read_bytes()
    if len(key) < SHORTEST_KEY:
        raise InputError(f"{name}: a key of {len(key)} bytes can be guessed: make one of 32 with: openssl rand 32 > {name}")
    return key
