"""What a live filter is made from: word lists or one compiled file, and by what one sees that they have changed."""

from __future__ import annotations

import datetime as dt
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter.filter import Filter
from weibofilter.policy import Policy, read_policy
from weibofilter.rules.files import SUFFIXES, find_files

if TYPE_CHECKING:
    from collections.abc import Iterator

Stamp = tuple[dt.date | None, frozenset[tuple[object, ...]]]
"""The day, where rules may depend on it, and each file with its device, inode, size and times."""


def today() -> dt.date:
    """The local day, by which rules are in force."""
    return dt.date.today()  # noqa: DTZ011 - as in Filter.load


@dataclass(frozen=True, slots=True)
class Source:
    """Word lists with a policy, or one compiled file, which has its policy inside, signed with ``key`` where there is one.

    ``policy`` may be a file, and is watched then.
    """

    paths: tuple[Path, ...]
    shipped: bool = False
    policy: Policy | Path | None = None
    key: bytes | None = None
    compiled: bool = field(init=False)

    def __post_init__(self) -> None:
        if not self.paths and not self.shipped:
            raise TypeError("a live filter needs at least one path, or shipped=True")
        # Asked once: a folder that is gone for a moment is no compiled file, nor the other way round.
        compiled = [path for path in self.paths if path.suffix not in SUFFIXES and path.is_file()]
        if compiled and (len(self.paths) > 1 or self.shipped or self.policy):
            raise ValueError(f"{compiled[0]} is a compiled rule set, which stands alone: its lists and its policy are inside")
        if self.key is not None and not compiled:
            raise ValueError("a key is for a compiled rule set: word lists are not signed")
        object.__setattr__(self, "compiled", bool(compiled))

    def load(self, day: dt.date) -> Filter:
        """The filter of the files as they are, warm. WeiboFilterError or OSError if one cannot be read, or is broken."""
        if self.compiled:
            return Filter.open(self.paths[0], key=self.key).warm()
        policy = read_policy(self.policy) if isinstance(self.policy, Path) else self.policy
        return Filter.load(*self.paths, shipped=self.shipped, policy=policy, at=day).warm()

    def stamp(self) -> Stamp:
        """Equal as long as nothing has changed: files, what links lead to, and the day, on which ``from`` and ``until`` depend."""
        files = frozenset((str(path), *_state(path)) for path in self._files())
        return None if self.compiled else today(), files

    def names(self) -> frozenset[str]:
        """The files, by the names under which a change of theirs is told."""
        return frozenset(name for path in self._files() for name in (os.path.abspath(path), os.path.realpath(path)))  # noqa: PTH100 - links stay

    def folders(self) -> dict[str, int]:
        """The folders in which a change may be seen, with their inodes: those of the files, and those that hold the paths.

        A file that is replaced by a rename, as editors do, and a link that is set anew, as Kubernetes does with ``..data``, are
        changes of a folder.
        """
        found: dict[str, int] = {}
        for path in (*self.paths, *self._files()):
            for place in (os.path.abspath(path), os.path.realpath(path)):  # noqa: PTH100 - links stay
                found |= _folder(place) | _folder(os.path.dirname(place))  # noqa: PTH120 - text from text
        return found

    def _files(self) -> Iterator[Path]:
        if self.compiled:
            yield self.paths[0]
        else:
            yield from find_files(self.paths)[0]
        if isinstance(self.policy, Path):
            yield self.policy


def _folder(name: str) -> dict[str, int]:
    """The folder of this name with its inode, or nothing: it may be gone between two looks."""
    try:
        status = os.stat(name)  # noqa: PTH116 - text from text
    except OSError:
        return {}
    return {name: status.st_ino} if stat.S_ISDIR(status.st_mode) else {}


def _state(path: Path) -> tuple[object, ...]:
    try:
        status = path.stat()
    except OSError as error:
        return (error.errno,)
    return os.path.realpath(path), status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
