"""How far a scan has come, beside its output, so that ``--resume`` goes on where it was stopped.

The output of a scan that was killed may be ahead of what is noted here, never behind: it is cut back to the noted length, and the
records after the noted number are judged, so that none is lost and none is there twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from weibofilter.cli.formats import Format, output_format
from weibofilter.cli.formats.records import InputError
from weibofilter.cli.formats.streams import STANDARD
from weibofilter.cli.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".resume"
_SECONDS = 0.25
"""Between two notes: what a killed scan has to judge again at most."""
_HEAD = 1 << 16
"""Bytes of the input that must be the same, and its length: enough to notice that it is another file."""


class Checkpoints(Protocol):
    """Is told after each batch what is counted so far."""

    def note(self, tally: Tally) -> None:
        """Notes this, if it is time to."""


class NoCheckpoints:
    """Notes nothing: a stream is not read twice."""

    def note(self, tally: Tally) -> None:
        """Does nothing with it."""


@dataclass(slots=True)
class FileCheckpoints:
    """Notes how far the output has come, in a file of its own beside it."""

    out: Path
    asked: dict[str, Any]
    noted: float = 0.0

    def note(self, tally: Tally) -> None:
        """Notes this, if a quarter of a second has passed."""
        if time.monotonic() - self.noted >= _SECONDS:
            self.write(tally)

    def write(self, tally: Tally) -> None:
        """Notes this now."""
        length = self.out.stat().st_size if tally.seen else 0
        said = {"asked": self.asked, "bytes": length, "tally": tally.to_json()}
        new = self.out.with_name(f"{self.out.name}{SUFFIX}.new")
        new.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        new.replace(place_of(self.out))
        self.noted = time.monotonic()


def place_of(out: Path) -> Path:
    """The file of notes of this output."""
    return out.with_name(out.name + SUFFIX)


def what_is_asked(name: str, output: str, source: Format, options: dict[str, str | None]) -> dict[str, Any] | None:
    """What must be the same when a scan goes on; None for scans that cannot, of streams and to Parquet."""
    files = STANDARD not in (name, output) and Path(name).is_file() and (Path(output).is_file() or not Path(output).exists())
    if not files or output_format(source, output) is Format.PARQUET:
        return None
    with Path(name).open("rb") as file:
        head = hashlib.sha256(file.read(_HEAD)).hexdigest()
        size = os.fstat(file.fileno()).st_size
    return {"input": [size, head], "format": source.value, **options}


def resumed(name: str, output: str, asked: dict[str, Any] | None) -> Tally:
    """What was counted when the scan was stopped, its output cut back to it.

    Raises:
        InputError: nothing was stopped here, or something else was asked then.
        OSError: the notes or the output cannot be read or written.

    """
    if asked is None:
        raise InputError("--resume goes on from file to file: a stream cannot be read again, nor a Parquet file be continued")
    out = Path(output)
    if not place_of(out).exists():
        if out.exists():
            raise InputError(f"{output}: there is no {place_of(out).name} beside it: it is complete, or no scan wrote it")
        return Tally()
    try:
        said = json.loads(place_of(out).read_text(encoding="utf-8"))
        then, length, tally = said["asked"], said["bytes"], Tally.from_json(said["tally"])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{place_of(out)}: not what a scan notes; remove it and {output}, and scan anew") from error
    other = sorted(key for key in asked.keys() | then.keys() if asked.get(key) != then.get(key))
    if other:
        raise InputError(f"{output}: was begun with another {', '.join(other)}; resume {name} as it was begun, or scan anew")
    if not out.exists() or out.stat().st_size < length:
        raise InputError(
            f"{output}: is shorter than it was when the scan was stopped; remove it and {place_of(out)}, and scan anew"
        )
    os.truncate(out, length)
    return tally


@contextmanager
def checkpoints(output: str, asked: dict[str, Any] | None, tally: Tally) -> Iterator[Checkpoints]:
    """Takes notes while entered, once more when the scan is stopped by an error or Ctrl-C; a scan that ends needs none.

    The first note comes before the output is touched, so that there is one whenever a kill comes. Where no file can be put beside the
    output, which is no reason not to scan, there are none.
    """
    notes = None if asked is None else FileCheckpoints(Path(output), asked)
    try:
        if notes is not None and not tally.seen:
            notes.write(tally)
    except OSError:
        notes = None
    if notes is None:
        yield NoCheckpoints()
        return
    try:
        yield notes
    except InputError:
        if not tally.seen:  # a wrong call: nothing was begun
            place_of(notes.out).unlink(missing_ok=True)
        raise
    except BaseException:
        if tally.seen:
            with suppress(OSError):  # a full disk is told once, by what met it first; the last note stands
                notes.write(tally)
        raise
    place_of(notes.out).unlink(missing_ok=True)
