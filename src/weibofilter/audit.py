"""An audit log of verdicts: JSON lines that are only ever appended, without the posts' text.

A post stands there as a keyed hash (HMAC-SHA-256), by which whoever has the key can find the lines of a post that he has, and nobody
else can guess at posts; and as the spans that were held.

>>> import tempfile
>>> from weibofilter import Filter
>>> verdict = Filter.from_words(["加微信"]).check("快加.微.信")
>>> with tempfile.TemporaryDirectory() as folder, AuditLog(f"{folder}/audit.jsonl", key=b"sixteen bytes or more") as log:
...     log.write("快加.微.信", verdict, post_id="post-1")
...     entry = json.loads(Path(f"{folder}/audit.jsonl").read_text())
>>> entry["id"], entry["action"], entry["reasons"][0]["rule"], entry["reasons"][0]["start"], entry["reasons"][0]["end"]
('post-1', 'flag', 'custom/words', 1, 6)
>>> entry["post"] == post_hash("快加.微.信", b"sixteen bytes or more")
True
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import os
import time
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from weibofilter.errors import WeiboFilterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from weibofilter.verdict import Reason, Verdict

__all__ = ["AuditError", "AuditLog", "post_hash"]

SHORTEST_KEY = 16
"""Bytes. Posts are guessable text: only a key that cannot be guessed keeps a hash from telling them."""

_MODE = 0o600

_A_WRITE = 0.02
"""Seconds: many times what a write of a line takes on a disk that is not full."""


class AuditError(WeiboFilterError, OSError):
    """Verdicts that could not be written whole to the audit log."""


def post_hash(text: str, key: bytes) -> str:
    """What stands for a post in the log: HMAC-SHA-256 over its UTF-8, lone surrogates as they would be encoded, in hex.

    ValueError for a key of less than ``SHORTEST_KEY`` bytes.
    """
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key has {len(key)} bytes: use {SHORTEST_KEY} or more, such as secrets.token_bytes(32)")
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()


class AuditLog:
    """Appends a line for each verdict to a file, which several threads and processes may write to at once.

    A line is ASCII without control characters, whatever stands in the post or its ``post_id``: no post can end a line, forge one, or
    reach the terminal of who reads it. Each call is one ``write`` to a file opened for appending, which local file systems keep whole
    (network file systems may not). A line that the disk had no room for is reported as AuditError, and the next one begins
    on a line of its own.

    With ``fsync`` a call returns when the disk has the line; without it, when the system has: what is written then survives the end
    of the process, not that of the machine. The file may be moved away at any time (``logrotate``): the next call begins a new one.
    ``text=True`` logs the posts, their passages and the keywords as well; then the log is as sensitive as the posts are.

    ``key`` (16 bytes or more) belongs where other secrets are; ``key_id`` names it in each line, so that it can be changed.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        key: bytes,
        key_id: str = "",
        text: bool = False,
        fsync: bool = False,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        post_hash("", key)
        self._path = Path(path)
        self._key = key
        self._key_id = key_id
        self._text = text
        self._fsync = fsync
        self._now = now
        self._writing = Lock()
        self._file = -1
        self._torn = False
        self._reopen()

    def write(self, text: str, verdict: Verdict, *, post_id: str | int | None = None) -> None:
        """Appends the verdict on one post; ``post_id`` is the application's own name of it. AuditError if it could not be written."""
        self.write_many([(text, verdict, post_id)])

    def write_many(self, judged: Iterable[tuple[str, Verdict, str | int | None]]) -> None:
        """Appends the verdicts on many posts, each with its text and id, in one piece."""
        now = self._now().astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        lines = [json.dumps(self._entry(now, *each), separators=(",", ":")) + "\n" for each in judged]
        self._append("".join(lines).encode("ascii"))

    def close(self) -> None:
        """Closes the file."""
        with self._writing:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _entry(self, now: str, text: str, verdict: Verdict, post_id: str | int | None) -> dict[str, Any]:
        entry: dict[str, Any] = {"time": now, "id": post_id, "post": post_hash(text, self._key), "key": self._key_id}
        entry |= {"length": len(text), "action": str(verdict.action)}
        entry |= {"reasons": [self._reason(reason) for reason in verdict.reasons]}
        entry |= {"shadow": [self._reason(reason) for reason in verdict.shadow], "digest": verdict.digest}
        return entry | ({"text": text} if self._text else {})

    def _reason(self, reason: Reason) -> dict[str, Any]:
        told: dict[str, Any] = {"rule": reason.rule, "action": str(reason.action), "start": reason.start, "end": reason.end}
        told |= {"view": reason.view, "zone": reason.zone, "disguises": reason.disguises, "parts": reason.parts}
        return told | ({"keyword": reason.keyword, "text": reason.text} if self._text else {})

    def _append(self, data: bytes) -> None:
        if not data:
            return
        with self._writing:
            if self._file < 0:
                raise ValueError(f"the audit log {self._path} is closed")
            self._follow_rotation()
            whole = b"\n" + data if self._torn else data
            try:
                written = os.write(self._file, whole)
                if self._fsync:
                    os.fsync(self._file)
            except OSError as error:
                raise AuditError(error.errno, f"the audit log lacks these verdicts: {error.strerror}", str(self._path)) from error
            self._torn = written < len(whole)
            if self._torn:
                raise AuditError(f"the audit log {self._path} took {written} of {len(whole)} bytes: the disk is full")

    def _follow_rotation(self) -> None:
        """Opens the file anew if its name stands for another one by now, or for none."""
        try:
            named = os.stat(self._path)  # noqa: PTH116 - on every line
        except FileNotFoundError:
            self._reopen()
            return
        if not os.path.samestat(named, os.fstat(self._file)):
            self._reopen()

    def _reopen(self) -> None:
        try:
            opened = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
        except OSError as error:
            raise AuditError(error.errno, f"the audit log cannot be opened: {error.strerror}", str(self._path)) from error
        if self._file >= 0:
            os.close(self._file)
        self._file = opened
        self._torn = _is_torn(self._path)


def _is_torn(path: Path) -> bool:
    """Whether the file ends inside a line, as a full disk may have left it; one that may only be written is taken to be whole.

    Another process may be in the middle of its write, which grows a page at a time: only a half line that grows no more is torn.
    """
    seen, now = None, _length_within_a_line(path)
    while now is not None and now != seen:
        time.sleep(_A_WRITE)
        seen, now = now, _length_within_a_line(path)
    return now is not None


def _length_within_a_line(path: Path) -> int | None:
    """Bytes of the file if they end inside a line, else None."""
    try:
        with path.open("rb", buffering=0) as file:
            length = file.seek(0, os.SEEK_END) if file.seekable() else 0
            if not length:
                return None
            file.seek(length - 1)
            return None if file.read(1) == b"\n" else length
    except PermissionError:
        return None
