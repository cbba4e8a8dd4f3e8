"""What only a real process shows: signals, pipes, full disks, exit codes, the cost of starting."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

COMMAND = [sys.executable, "-c", "from weibofilter.cli import main; main()"]
POST = '{"text": "有人种植大麻"}\n'.encode()

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of Unix")


def start(*args: str | Path, stdin: int = subprocess.PIPE, stdout: int | IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    command = [*COMMAND, *map(str, args)]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)  # noqa: S603 - our own command


def wait_for_lines(path: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline, "the scan wrote nothing in a minute"
        time.sleep(0.02)


@posix
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_what_a_stopped_scan_leaves_are_whole_lines_of_what_was_judged(rules: Path, tmp_path: Path, stop: signal.Signals) -> None:
    out = tmp_path / "out.jsonl"
    scan = start("scan", "-", "--input-format", "jsonl", "-o", out, "--rules", rules, "--batch-size", "7")
    assert scan.stdin
    scan.stdin.write(POST * 70)
    scan.stdin.flush()
    wait_for_lines(out, 70)
    scan.send_signal(stop)
    _, told = scan.communicate()
    assert scan.returncode == (130 if stop is signal.SIGINT else -stop)
    assert [json.loads(line)["verdict"]["action"] for line in out.read_bytes().splitlines()] == ["delete"] * 70
    assert (b"70 posts" in told) == (stop is signal.SIGINT)
    assert b"Traceback" not in told


@posix
def test_an_interrupt_in_the_midst_of_work_falls_between_rows(rules: Path, tmp_path: Path) -> None:
    posts, out = tmp_path / "posts.jsonl", tmp_path / "out.jsonl"
    posts.write_bytes(POST * 200_000)
    scan = start("scan", posts, "-o", out, "--rules", rules, "--batch-size", "50", stdin=subprocess.DEVNULL)
    wait_for_lines(out, 100)
    scan.send_signal(signal.SIGINT)
    _, told = scan.communicate()
    lines = out.read_bytes().split(b"\n")
    assert scan.returncode == 130
    assert lines.pop() == b""
    assert {json.loads(line)["verdict"]["action"] for line in lines} == {"delete"}
    assert told.startswith(f"{len(lines):,} posts".encode())


@posix
@pytest.mark.parametrize("command", ["scan", "check"])
def test_a_reader_who_goes_away_is_no_news(rules: Path, command: str) -> None:
    arguments = (
        ("scan", "-", "--input-format", "jsonl", "--rules", rules) if command == "scan" else ("check", "大麻", "--rules", rules)
    )
    read, write = os.pipe()
    os.close(read)
    process = start(*arguments, stdout=write)
    os.close(write)
    _, told = process.communicate(POST * 5000)
    assert (process.returncode, told) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", ["scan", "check", "scan -o"])
def test_a_full_disk_is_one_message(rules: Path, command: str) -> None:
    arguments: tuple[str | Path, ...] = ("scan", "-", "--input-format", "jsonl", "--rules", rules, "-q")
    if command == "check":
        arguments = ("check", "大麻", "--rules", rules)
    with Path("/dev/full").open("wb") as full:
        process = start(*arguments, *(["-o", "/dev/full"] if command == "scan -o" else []), stdout=full)
        _, told = process.communicate(POST)
    assert process.returncode == 2
    assert told == b"weibofilter: No space left on device\n"


def test_the_rows_of_a_live_stream_come_as_they_are_judged(rules: Path) -> None:
    scan = start("scan", "-", "--input-format", "jsonl", "--rules", rules, "--batch-size", "1", stdout=subprocess.PIPE)
    assert scan.stdin
    assert scan.stdout
    for _ in range(3):
        scan.stdin.write(POST)
        scan.stdin.flush()
        assert json.loads(scan.stdout.readline())["verdict"]["action"] == "delete"
    scan.communicate()
    assert scan.returncode == 0


def test_the_command_line_imports_nothing_slow_by_itself() -> None:
    script = (
        "import sys, weibofilter; before = set(sys.modules); import weibofilter.cli;"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    assert not {"rich", "pyarrow", "jieba", "numpy", "daachorse", "regex"} & set(done.stdout.split())


def test_the_version_is_told() -> None:
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    assert done.stdout.split()[0] == "weibofilter"
