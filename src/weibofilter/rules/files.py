"""Which files a set of paths means, and their text."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter.errors import Diagnostic, Location, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = frozenset({".toml", ".txt"})
CATEGORIES_FILE = "categories.toml"
MOST_BYTES = 1 << 28
"""Of a file: ten million keywords. What is larger is no word list, or needs memory that should be decided about."""
_SKIPPED_FOLDER = "cases"
_LEGACY_ENCODINGS = ("gb18030", "big5")
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


class SourceFile:
    r"""The text of a file and what was found about it.

    Lines end at a line feed only, with a carriage return before it taken off: the same lines that TOML and editors count.

    >>> file = SourceFile("刷单.txt", "刷单\r\n兼职")
    >>> file.lines
    ['刷单', '兼职']
    >>> file.error("demo", Location("刷单.txt", 2), "nothing wrong with 兼职")
    >>> file.found[0].source
    '兼职'
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text.replace("\r\n", "\n")
        self.lines = self.text.split("\n")
        self.found: list[Diagnostic] = []

    def place(self, line: int = 1, column: int = 1) -> Location:
        """The place in this file."""
        return Location(self.path, line, column)

    def error(self, code: str, place: Location, message: str, way_out: str = "") -> None:
        """Keeps what was found, with the line it was found on."""
        self.tell(Severity.ERROR, code, place, message, way_out)

    def warning(self, code: str, place: Location, message: str, way_out: str = "") -> None:
        """The same, for what does not keep the rules from loading."""
        self.tell(Severity.WARNING, code, place, message, way_out)

    def tell(self, severity: Severity, code: str, place: Location, message: str, way_out: str = "") -> None:
        """The same, of any severity."""
        self.found.append(Diagnostic(code, place, message, way_out, severity, self.lines[place.line - 1]))


def find_files(paths: Iterable[Path | str]) -> tuple[list[Path], list[Diagnostic]]:
    """The word-list and category files that ``paths`` mean, each once, and what is wrong with the paths.

    A directory is walked in sorted order; hidden entries, folders called ``cases`` and files of other suffixes are passed
    over. A file that is reached twice, by a second path or through a symbolic link, counts once, so that no rule is a
    duplicate of itself and a loop of links ends.
    """
    files: dict[str, Path] = {}
    faults: list[Diagnostic] = []
    for path in map(Path, paths):
        reached = list(_walk(path)) if path.is_dir() else [path]
        fault = _path_fault(path, reached)
        if fault is not None:
            faults.append(fault)
            continue
        for file in reached:
            files.setdefault(os.path.realpath(file), file)
    return list(files.values()), faults


def _path_fault(path: Path, reached: list[Path]) -> Diagnostic | None:
    here = Location(str(path))
    if not path.exists():
        return Diagnostic("missing-file", here, f"no such file or directory: {str(path)!r}", "check the path")
    if not reached:
        return Diagnostic("no-wordlists", here, f"no word list in {str(path)!r}", "a word list is a .toml or .txt file")
    if not path.is_dir() and path.suffix not in SUFFIXES:
        return Diagnostic("unknown-suffix", here, f"{path.name!r} is no word list", "name the file .toml or .txt")
    return None


def _walk(top: Path) -> Iterator[Path]:
    seen: set[str] = set()
    for folder, folders, names in os.walk(top, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != _SKIPPED_FOLDER)
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix in SUFFIXES:
                yield Path(folder, name)


def read_file(path: Path) -> SourceFile | Diagnostic:
    """The file's text (UTF-8, a byte order mark taken off), or what kept it from being read.

    A pipe or a device that is named like a word list is not waited for, nor read without end.
    """
    here = Location(str(path))
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode):
            return Diagnostic("unreadable-file", here, "is no file but a pipe, a socket or a device", "copy it to a file")
        if known.st_size > MOST_BYTES:
            message = f"has {known.st_size:,} bytes, more than {MOST_BYTES:,}"
            return Diagnostic("unreadable-file", here, message, "split it, or compile its parts one by one")
        data = path.read_bytes()
    except OSError as error:
        return Diagnostic("unreadable-file", here, f"cannot be read: {error.strerror}", "check its permissions")
    return decode(str(path), data)


def decode(path: str, data: bytes) -> SourceFile | Diagnostic:
    r"""The text of ``data``, or the line and byte that are not UTF-8.

    A NUL counts as a fault of encoding: no keyword has one, and UTF-16 without a mark is full of them.

    >>> print(decode("刷单.txt", "兼职\n刷单".encode("gbk")))
    刷单.txt:1:1: error[bad-encoding]: byte 1 of line 1 (0xbc) is not UTF-8; the file reads as GB18030: save it as UTF-8
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _encoding_fault(path, data, 0, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind a byte order mark.
        shift = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        return _encoding_fault(path, data, error.start + shift, _legacy_encoding(data))
    nul = data.find(b"\x00")
    return SourceFile(path, text) if nul < 0 else _encoding_fault(path, data, nul, "UTF-16 without a byte order mark")


def _encoding_fault(path: str, data: bytes, offset: int, reads_as: str | None) -> Diagnostic:
    start = data.rfind(b"\n", 0, offset) + 1
    number = data.count(b"\n", 0, offset) + 1
    line = data[start:].split(b"\n", 1)[0].removesuffix(b"\r")
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    message = f"byte {offset - start + 1} of line {number} (0x{data[offset]:02x}) is not UTF-8"
    way_out = f"the file reads as {reads_as}: save it as UTF-8" if reads_as else "save the file as UTF-8"
    source = line.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return Diagnostic("bad-encoding", Location(path, number, column), message, way_out, source=source)


def _legacy_encoding(data: bytes) -> str | None:
    for name in _LEGACY_ENCODINGS:
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name.upper()
    return None
