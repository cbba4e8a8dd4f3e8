"""The audit log: whole lines, from many at once, that tell nothing of a post and that no post can forge."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.audit import AuditError, AuditLog, post_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = b"0123456789abcdef"
FILTER = Filter.from_words(["加微信", "大麻"], action="delete")
POST = "快加.微.信，有人种植大麻"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


@pytest.fixture
def log(path: Path) -> Iterator[AuditLog]:
    with AuditLog(path, key=KEY) as opened:
        yield opened


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def test_a_line_says_what_was_decided_and_not_what_was_said(path: Path) -> None:
    east = dt.timezone(dt.timedelta(hours=8))
    now = dt.datetime(2026, 3, 1, 8, 0, tzinfo=east)
    with AuditLog(path, key=KEY, key_id="2026-03", now=lambda: now) as log:
        log.write(POST, FILTER.check(POST), post_id=17)
    assert entries(path) == [
        {
            "time": "2026-03-01T00:00:00.000000Z",
            "id": 17,
            "post": post_hash(POST, KEY),
            "key": "2026-03",
            "length": len(POST),
            "action": "delete",
            "reasons": [
                {
                    "rule": "custom/words", "action": "delete", "start": 1, "end": 6,
                    "view": "skeleton", "zone": "text", "disguises": ["interleaved"], "parts": [],
                },
                {
                    "rule": "custom/words", "action": "delete", "start": 11, "end": 13,
                    "view": "skeleton", "zone": "text", "disguises": [], "parts": [],
                },
            ],
            "shadow": [],
            "digest": FILTER.digest,
        }
    ]  # fmt: skip
    written = path.read_text(encoding="ascii")
    for passage in ("加微信", "加.微.信", "大麻", POST):
        assert json.dumps(passage)[1:-1] not in written
    assert path.stat().st_mode & 0o777 == 0o600


def test_with_text_the_post_stands_there(path: Path) -> None:
    with AuditLog(path, key=KEY, text=True) as log:
        log.write(POST, FILTER.check(POST))
    (entry,) = entries(path)
    assert (entry["text"], entry["reasons"][0]["text"], entry["reasons"][0]["keyword"]) == (POST, "加.微.信", "加微信")


def test_the_hash_is_keyed() -> None:
    assert post_hash(POST, KEY) == post_hash(POST, KEY) != post_hash(POST, KEY[::-1])
    assert post_hash("\ud800", KEY) != post_hash("?", KEY)
    assert len(post_hash("", KEY)) == 64


@given(st.text(), st.text())
def test_no_post_and_no_name_of_one_ends_a_line(tmp_path_factory: pytest.TempPathFactory, post: str, name: str) -> None:
    path = tmp_path_factory.mktemp("log") / "audit.jsonl"
    forged = f'{post}\n{{"action":"allow"}}\r\u2028\x1b[2J{name}'
    with AuditLog(path, key=KEY, text=True) as log:
        log.write(forged, FILTER.check(forged), post_id=forged)
        log.write("好", FILTER.check("好"))
    data = path.read_bytes()
    assert data.count(b"\n") == 2
    assert all(0x20 <= byte < 0x7F or byte == 0x0A for byte in data)
    assert [json.loads(line)["id"] for line in data.splitlines()] == [forged, None]


def test_lines_are_only_ever_appended(path: Path) -> None:
    for number in range(3):
        with AuditLog(path, key=KEY) as log:
            log.write_many((post, FILTER.check(post), number) for post in ("好", "加微信"))
    assert [entry["id"] for entry in entries(path)] == [0, 0, 1, 1, 2, 2]


PROGRAM = f"""
import sys
from weibofilter import Filter
from weibofilter.audit import AuditLog
verdict = Filter.from_words(["加微信"]).check("加微信" * 50)
with AuditLog(sys.argv[1], key={KEY!r}) as log:
    for number in range(400):
        log.write("加微信" * 50, verdict, post_id=f"{{sys.argv[2]}}-{{number}}")
"""


def test_several_processes_and_threads_write_whole_lines(path: Path, log: AuditLog) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", PROGRAM, path, str(name)]) for name in range(3)]  # noqa: S603 - a fixed program
    verdict = FILTER.check(POST)

    def write(name: int) -> None:
        for number in range(400):
            log.write(POST, verdict, post_id=f"t{name}-{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    names = [entry["id"] for entry in entries(path)]
    assert sorted(names) == sorted(f"{who}{name}-{n}" for who in ("", "t") for name in range(3) for n in range(400))
    for who in ("0", "1", "2", "t0", "t1", "t2"):
        assert [name for name in names if name.startswith(f"{who}-")] == [f"{who}-{n}" for n in range(400)]


def test_a_log_that_is_moved_away_begins_anew(path: Path, log: AuditLog) -> None:
    log.write("一", FILTER.check("一"))
    path.rename(path.with_suffix(".1"))
    log.write("二", FILTER.check("二"))
    assert [entry["post"] for entry in entries(path.with_suffix(".1"))] == [post_hash("一", KEY)]
    assert [entry["post"] for entry in entries(path)] == [post_hash("二", KEY)]
    path.rename(path.with_suffix(".2"))
    path.write_text("", encoding="ascii")
    log.write("三", FILTER.check("三"))
    assert [entry["post"] for entry in entries(path)] == [post_hash("三", KEY)]
    os.truncate(path, 0)  # as logrotate's copytruncate does
    log.write("四", FILTER.check("四"))
    assert [entry["post"] for entry in entries(path)] == [post_hash("四", KEY)]


def test_with_fsync_the_disk_has_a_line_before_the_call_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def noted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noting(*given: object) -> object:
            order.append(name)
            return call(*given)

        return noting

    for name in ("write", "fsync"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    with AuditLog(path, key=KEY, fsync=True) as log:
        log.write("好", FILTER.check("好"))
    assert order == ["write", "fsync"]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_full_disk_costs_one_line_and_says_so(restarted: bool, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(path, key=KEY)
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda file, data: write(file, data[:20]))
        with pytest.raises(AuditError, match="took 20 of"):
            log.write("一", FILTER.check("一"))
    if restarted:
        log.close()
        log = AuditLog(path, key=KEY)
    with log:
        log.write("二", FILTER.check("二"))
    torn, whole = path.read_text(encoding="ascii").splitlines()
    assert len(torn) == 20
    assert json.loads(whole)["post"] == post_hash("二", KEY)


def test_what_cannot_be_written_is_an_error(tmp_path: Path, path: Path) -> None:
    with pytest.raises(AuditError, match="cannot be opened: Is a directory"):
        AuditLog(tmp_path, key=KEY)
    log = AuditLog(path, key=KEY)
    log.close()
    log.close()
    with pytest.raises(ValueError, match="is closed"):
        log.write("好", FILTER.check("好"))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110 - at import
def test_no_room_is_an_error() -> None:
    with AuditLog("/dev/full", key=KEY) as log, pytest.raises(AuditError, match="lacks these verdicts: No space left"):
        log.write("好", FILTER.check("好"))


@pytest.mark.parametrize("key", [b"", b"short", b"0123456789abcde"])
def test_a_key_that_can_be_guessed_is_refused(path: Path, key: bytes) -> None:
    with pytest.raises(ValueError, match=f"the key has {len(key)} bytes: use 16 or more"):
        AuditLog(path, key=key)
    assert not path.exists()
