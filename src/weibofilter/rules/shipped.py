"""The shipped word lists: where they are, and the rule set of them that a wheel carries, compiled when the wheel was built."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from weibofilter.rules.files import SourceFile, find_files, read_file
from weibofilter.rules.sealed import VERSION

_PACKAGE = Path(__file__).parents[1]
_SCHEME = "shipped:"


def shipped_path() -> Path:
    """Where the shipped word lists are: inside the package of a wheel, at the top of the project in a checkout."""
    packed = _PACKAGE / "wordlists"
    return packed if packed.is_dir() else _PACKAGE.parents[1] / "wordlists"


def compiled_path() -> Path:
    """Where the shipped lists lie compiled, if they do.

    The name says what the file is made of: the text of every list, the engine, the format. One of other lists has another name, so what
    is found is never out of date; a checkout, in which lists and code change, has none.
    """
    from importlib.metadata import version  # noqa: PLC0415 - a fifth of what it takes to import this package

    made_of = hashlib.sha256(f"{VERSION} {version('daachorse')}".encode())
    for path in find_files([shipped_path()])[0]:
        file = read_file(path)
        # What cannot be read is told by whoever reads the lists, and no compiled file has it in its name.
        made_of.update(f"{portable(str(path))}\0{file.text if isinstance(file, SourceFile) else file}".encode())
    return _PACKAGE / "data" / f"shipped-{made_of.hexdigest()[:16]}.wf"


def portable(path: str) -> str:
    """The path of a word list as a compiled rule set keeps it: that of a shipped one holds on every machine.

    >>> resolved(portable("rules.toml")), portable(str(shipped_path() / "drugs" / "trade.toml"))
    ('rules.toml', 'shipped:drugs/trade.toml')
    """
    top = f"{shipped_path()}{os.sep}"
    return _SCHEME + path.removeprefix(top).replace(os.sep, "/") if path.startswith(top) else path


def resolved(path: str) -> str:
    """The path that ``portable`` was given, on this machine."""
    return str(shipped_path() / path.removeprefix(_SCHEME)) if path.startswith(_SCHEME) else path
