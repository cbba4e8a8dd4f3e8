"""What is kept, in SQLite: each request is one transaction, on the disk before anybody is told of it."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weibofilter import Verdict
from weibofilter.notice import is_distress

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = Path(__file__).with_name("schema.sql")
_WAIT = 10.0
"""Seconds that a transaction waits for another one."""


class RefusedError(Exception):
    """What cannot be done as things stand; the message says why, to the person who asked."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post and how it stands. ``turn`` is the number of decisions about it, by which a reviewer says what he has seen."""

    id: int
    token: str
    author: str
    text: str
    verdict: Verdict
    urgent: bool
    at: str
    turn: int
    status: str
    label: str | None
    reviewer: str | None
    note: str | None
    appeal: str | None


class Store:
    """The posts, decisions and appeals of one file. Safe to share between threads: every call has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA.read_text(encoding="utf-8"))

    def submit(self, key: str, author: str, text: str, verdict: Verdict) -> Post:
        """Adds the post with its verdict, or finds the one that this request added before.

        Raises:
            RefusedError: another post was sent with the same key.

        """
        row = {
            "key": key,
            "token": secrets.token_urlsafe(18),
            "author": author,
            "text": text,
            "verdict": json.dumps(verdict.to_dict()),
            "action": str(verdict.action),
            "urgent": any(map(is_distress, verdict.reasons)),
            "at": _now(),
        }
        with self._writing() as connection:
            names = ", ".join(row)
            marks = ", ".join(f":{name}" for name in row)
            connection.execute(f"INSERT INTO posts ({names}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING", row)  # noqa: S608 - names of ours
            found = _post(connection.execute("SELECT * FROM stands WHERE key = ?", (key,)).fetchone())
            if (found.author, found.text) != (author, text):
                raise RefusedError("this key was used for another post")
            return found

    def by_token(self, token: str) -> Post | None:
        """The post whose author comes back with this token."""
        return self._one("SELECT * FROM stands WHERE token = ?", token)

    def by_id(self, number: int) -> Post | None:
        """The post of this number."""
        return self._one("SELECT * FROM stands WHERE id = ?", number)

    def queue(self, status: str, limit: int = 50) -> list[Post]:
        """Posts that stand so, signs of distress first, then the oldest."""
        query = "SELECT * FROM stands WHERE status = ? ORDER BY urgent DESC, id LIMIT ?"
        with self._connected() as connection:
            return [_post(row) for row in connection.execute(query, (status, limit))]

    def counts(self) -> dict[str, int]:
        """How many posts stand in which way."""
        with self._connected() as connection:
            return dict(connection.execute("SELECT status, count(*) FROM stands GROUP BY status").fetchall())

    def decide(self, number: int, turn: int, outcome: str, label: str, reviewer: str, note: str) -> None:
        """Adds what a reviewer decided who has seen ``turn`` decisions before.

        Raises:
            RefusedError: somebody decided in the meantime, there is nothing to decide, or it is his own decision that is appealed against.

        """
        with self._writing() as connection:
            row = connection.execute("SELECT * FROM stands WHERE id = ?", (number,)).fetchone()
            if row is None or row["status"] not in {"waiting", "appealed"} or row["turn"] != turn:
                raise RefusedError("somebody else has decided about this post in the meantime")
            if row["status"] == "appealed" and row["reviewer"] == reviewer:
                raise RefusedError("an appeal is decided by somebody else than who decided first")
            decision = (number, turn, outcome, label, reviewer, note, _now())
            connection.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)", decision)

    def appeal(self, token: str, text: str) -> None:
        """Adds an author's appeal.

        Raises:
            RefusedError: the post is not removed, or this decision has been appealed against.

        """
        with self._writing() as connection:
            row = connection.execute("SELECT * FROM stands WHERE token = ?", (token,)).fetchone()
            if row is None or row["status"] != "removed":
                raise RefusedError("there is nothing to appeal against")
            connection.execute("INSERT INTO appeals VALUES (?, ?, ?, ?)", (row["id"], row["turn"], text, _now()))

    def results(self) -> Iterator[dict[str, Any]]:
        """Every post as a row of a scan's output, for ``weibofilter review``."""
        with self._connected() as connection:
            for row in connection.execute("SELECT id, text, verdict FROM posts ORDER BY id"):
                yield {"id": row["id"], "text": row["text"], "verdict": json.loads(row["verdict"])}

    def labels(self) -> Iterator[dict[str, Any]]:
        """What people decided last about each post, for ``weibofilter review``."""
        query = "SELECT id, label AS decision, reviewer, note FROM stands WHERE label IS NOT NULL ORDER BY id"
        with self._connected() as connection:
            for row in connection.execute(query):
                yield dict(row)

    def _one(self, query: str, value: object) -> Post | None:
        with self._connected() as connection:
            row = connection.execute(query, (value,)).fetchone()
            return None if row is None else _post(row)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        # A stream of rows is read by one thread after another, never by two at once.
        opened = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        with closing(opened) as connection:
            connection.row_factory = sqlite3.Row
            # FULL: a commit is on the disk when it returns, and not only in the system's memory.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that has the file to itself from its beginning, so that what it reads is what it writes on."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _post(row: sqlite3.Row) -> Post:
    names = ("id", "token", "author", "text", "at", "turn", "status", "label", "reviewer", "note", "appeal")
    verdict = Verdict.from_dict(json.loads(row["verdict"]))
    return Post(verdict=verdict, urgent=bool(row["urgent"]), **{name: row[name] for name in names})


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
