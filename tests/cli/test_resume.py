"""A scan that was stopped goes on: killed for real, at moments nobody chose, until it is through."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from weibofilter.cli.formats.streams import FileSink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

COMMAND = [sys.executable, "-c", "from weibofilter.cli import main; main()"]
KILLS = int(os.environ.get("WEIBOFILTER_KILLS", "12"))
"""Over all formats: few in a quick run, hundreds where somebody wants to know (docs/reliability.md)."""

POSTS = ["有人种植大麻", "今天天气不错", "快加.微❤信", '第一行，\n第二行"引号"', "", "我有一个大麻烦", "\u2028隔", "刷单"]


def write_txt(path: Path, rows: int) -> None:
    path.write_text("".join(f"{POSTS[row % 8]!r} {row}\n" for row in range(rows)), encoding="utf-8")


def write_jsonl(path: Path, rows: int) -> None:
    lines = [json.dumps({"id": row, "text": POSTS[row % 8]}) if row % 97 else "broken" for row in range(rows)]
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def write_csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows([row, POSTS[row % 8]] if row % 97 else [row] for row in range(rows))


def write_gz(path: Path, rows: int) -> None:
    write_jsonl(path.with_suffix(""), rows)
    path.write_bytes(gzip.compress(path.with_suffix("").read_bytes()))


def write_parquet(path: Path, rows: int) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"text": [POSTS[row % 8] for row in range(rows)]}), path)


FORMATS: dict[str, tuple[Callable[[Path, int], None], str, tuple[str, ...]]] = {
    "txt": (write_txt, "out.jsonl", ()),
    "jsonl": (write_jsonl, "out.jsonl", ()),
    "csv": (write_csv, "out.csv", ()),
    "jsonl.gz": (write_gz, "out.jsonl.gz", ()),
    "jsonl of the held": (write_jsonl, "out.jsonl", ("--only", "held")),
    "csv to gz": (write_csv, "out.csv.gz", ()),
    "parquet": (write_parquet, "out.jsonl", ()),
}


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def left_in(path: Path) -> bytes:
    """What a scan that was stopped has written, be its last write cut short."""
    if path.suffix != ".gz":
        return path.read_bytes()
    lines: list[bytes] = []
    with gzip.open(path) as file, suppress(EOFError, gzip.BadGzipFile):
        lines.extend(file)
    return b"".join(lines)


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
@pytest.mark.parametrize("name", FORMATS)
def test_killed_and_resumed_until_it_is_through_the_output_is_that_of_one_run(
    run: Run, rules: Path, tmp_path: Path, name: str
) -> None:
    write, out_name, options = FORMATS[name]
    source, out = tmp_path / f"posts.{name.partition(' ')[0]}", tmp_path / out_name
    write(source, 8_000)
    arguments: list[str | Path] = ["scan", source, "-o", out, "--rules", rules, "-q", "--batch-size", "16", *options]
    assert run(*arguments).exit_code == 0
    whole = unpacked(out)
    out.unlink()
    chance, kills = random.Random(name), 0  # noqa: S311 - moments to kill at
    while kills < max(1, KILLS // len(FORMATS)):
        scan = subprocess.Popen([*COMMAND, *arguments, "--resume"], stderr=subprocess.PIPE)  # noqa: S603 - our own command
        deadline = time.monotonic() + 120
        before = out.stat().st_size if out.exists() else 0
        while scan.poll() is None and (out.stat().st_size if out.exists() else 0) == before:
            assert time.monotonic() < deadline, "nothing was written"
            time.sleep(0.005)
        time.sleep(chance.random() / 4)
        scan.send_signal(chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
        told = scan.communicate()[1]
        assert scan.returncode in {0, -signal.SIGKILL, -signal.SIGTERM, 130, -signal.SIGINT}, (
            told
        )  # the last: as Python itself ends
        kills += 1
        left = left_in(out)
        assert whole.startswith(left)
        if left == whole:  # be it by a kill between the last row and the end
            break
        if scan.returncode == 130:  # the system may end the one write of a batch amid a row, where the scan itself may not end
            assert left[-1:] in {b"", b"\n"}
    done = run(*arguments, "--resume")
    assert done.exit_code == 0 or "it is complete" in done.stderr
    assert unpacked(out) == whole
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.name.startswith("out")) == [out_name]


def stop(out: Path, rows: int, rules: Path, source: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """A scan that is stopped by a full disk once ``rows`` rows are written."""
    write = FileSink.write

    def full_at_last(self: FileSink, data: bytes) -> None:
        if out.read_bytes().count(b"\n") >= rows:
            raise OSError(28, "No space left on device")
        write(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(FileSink, "write", full_at_last)
        result = run("scan", source, "-o", out, "--rules", rules, "--batch-size", "4")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "weibofilter: No space left on device")


def test_the_summary_of_a_resumed_scan_counts_all_of_it(
    run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "posts.jsonl", tmp_path / "out.jsonl"
    write_jsonl(source, 40)
    stop(out, 20, rules, source, monkeypatch, run)
    result = run("scan", source, "-o", out, "--rules", rules, "--resume")
    assert result.exit_code == 0
    assert result.stderr.startswith("39 posts")
    assert "1 could not be judged" in result.stderr
    assert len(out.read_bytes().splitlines()) == 40


REFUSED = [
    ("another input", "was begun with another input"),
    ("another field", "was begun with another verdict field"),
    ("other rules", "was begun with another rules"),
    ("a cut output", "is shorter than it was"),
    ("no notes", "it is complete, or no scan wrote it"),
    ("broken notes", "not what a scan notes"),
    ("a stream", "a stream cannot be read again"),
    ("parquet out", "nor a Parquet file be continued"),
    ("a report", "tells of a whole scan"),
]


@pytest.mark.parametrize(("change", "told"), REFUSED, ids=[change for change, _ in REFUSED])
def test_what_cannot_be_gone_on_with_is_one_message_and_touches_nothing(
    run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, told: str
) -> None:
    source, out = tmp_path / "posts.jsonl", tmp_path / "out.jsonl"
    write_jsonl(source, 40)
    stop(out, 20, rules, source, monkeypatch, run)
    notes = tmp_path / "out.jsonl.resume"
    arguments: list[str | Path] = ["scan", source, "-o", out, "--rules", rules, "--resume"]
    match change:
        case "another input":
            write_jsonl(source, 41)
        case "another field":
            arguments += ["--field", "judged"]
        case "other rules":
            rules.write_text(rules.read_text(encoding="utf-8").replace("刷单", "刷票"), encoding="utf-8")
        case "a cut output":
            out.write_bytes(out.read_bytes()[:5])
        case "no notes":
            notes.unlink()
        case "broken notes":
            notes.write_text('{"asked": 3}', encoding="utf-8")
        case "a stream":
            arguments[3] = "-"
        case "parquet out":
            pytest.importorskip("pyarrow")
            arguments[3] = tmp_path / "out.parquet"
        case _:
            arguments += ["--report", tmp_path / "page.html"]
    before = out.read_bytes()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.replace("│", " ").split())
    assert out.read_bytes() == before


def test_a_scan_anew_forgets_what_was_noted(run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "posts.jsonl", tmp_path / "out.jsonl"
    write_jsonl(source, 40)
    stop(out, 20, rules, source, monkeypatch, run)
    assert run("scan", source, "-o", out, "--rules", rules).exit_code == 0
    assert len(out.read_bytes().splitlines()) == 40
    assert not (tmp_path / "out.jsonl.resume").exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a disk of its own, on Linux")
def test_a_disk_that_fills_up_leaves_whole_rows_and_one_message(rules: Path, tmp_path: Path) -> None:
    disk = tmp_path / "small"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], check=True)  # noqa: S603, S607 - a disk of 256 KiB
    try:
        source = tmp_path / "posts.jsonl"
        write_jsonl(source, 20_000)
        arguments: list[str | Path] = ["scan", source, "-o", disk / "out.jsonl", "--rules", rules, "-q", "--batch-size", "16"]
        done = subprocess.run([*COMMAND, *arguments], check=False, capture_output=True, text=True)  # noqa: S603 - our own command
        assert done.returncode == 2
        assert done.stderr.endswith("No space left on device\n")
        assert done.stderr.count("\n") == 1
        lines = (disk / "out.jsonl").read_bytes().split(b"\n")
        assert lines.pop() == b""
        assert len([json.loads(line) for line in lines]) > 100
    finally:
        subprocess.run(["umount", disk], check=True)  # noqa: S603, S607 - what was mounted above
