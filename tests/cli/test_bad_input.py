"""Input that cannot be read: a row of it is written with its error, a whole of it is one message."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

GOOD = '{"text": "大麻"}'


def test_two_columns_of_one_name_are_refused(run: Run, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text("id,text,text\n1,a,大麻\n", encoding="utf-8")
    result = run("scan", tmp_path / "twice.csv", "--rules", rules)
    assert result.exit_code == 2
    assert "2 columns are called 'text'" in " ".join(result.stderr.split())


BAD_JSON = [
    (b"not json", "not JSON", {"raw": "not json"}),
    (b'{"text": "\xe5"}', "not utf-8: byte 0xe5 at 10", {"raw_base64": base64.b64encode(b'{"text": "\xe5"}').decode()}),
    (b'{"text": "a"', "not JSON", {"raw": '{"text": "a"'}),
    (b'["text"]', "not a JSON object", {"raw": '["text"]'}),
    (b'{"id": 1}', "no field 'text'", {"id": 1}),
    (b'{"text": null}', "field 'text' is null, not a string", {"text": None}),
    (b'{"text": [1]}', "field 'text' is a list, not a string", {"text": [1]}),
    (b'{"text": true}', "field 'text' is a truth value, not a string", {"text": True}),
    (b'{"text": 1, "error": "mine"}', "field 'text' is a number", {"raw": '{"text": 1, "error": "mine"}'}),
    (b"9" * 5000, "not JSON", {"raw": "9" * 5000}),
    (b"[" * 200_000, "not JSON", {"raw": "[" * 200_000}),
    (b"\x00", "not JSON", {"raw": "\x00"}),
]


@pytest.mark.parametrize(("row", "error", "kept"), BAD_JSON, ids=[error for _, error, _ in BAD_JSON])
def test_a_bad_line_is_written_with_its_error_and_all_that_it_held(
    run: Run, rules: Path, row: bytes, error: str, kept: dict[str, object]
) -> None:
    stdin = b"\n".join([GOOD.encode(), row, GOOD.encode()])
    result = run("scan", "-", "--input-format", "jsonl", "--rules", rules, stdin=stdin)
    before, bad, after = map(json.loads, result.stdout.splitlines())
    assert before["verdict"] == after["verdict"]
    assert bad.pop("error").startswith(error)
    assert bad == {"line": 2} | kept
    assert "line 2: " in result.stderr
    assert result.exit_code == 0


def test_strict_tells_bad_lines_by_its_exit_code(run: Run, rules: Path) -> None:
    options = ("--input-format", "jsonl", "--rules", rules, "--strict")
    assert run("scan", "-", *options, stdin=f"{GOOD}\nbad\n".encode()).exit_code == 1
    assert run("scan", "-", *options, stdin=f"{GOOD}\n".encode()).exit_code == 0


BAD_CSV = [
    (b"1,a,b", "3 cells, and the header has 2", "1,a,b"),
    (b"1", "1 cells, and the header has 2", "1"),
    (b'1,"a"b', "not CSV", '1,"a"b'),
    (b'1,"never closed', "not CSV", '1,"never closed'),
    (b"1,\xff", "not utf-8", None),
]


@pytest.mark.parametrize(("row", "error", "raw"), BAD_CSV, ids=[error for _, error, _ in BAD_CSV])
def test_a_bad_row_costs_itself_alone(run: Run, rules: Path, row: bytes, error: str, raw: str | None) -> None:
    rows = [b"id,text", b'0,"good\none"', row, "2,大麻".encode(), '3,"加微信"'.encode()]
    out = run("scan", "-", "--input-format", "csv", "--rules", rules, stdin=b"\n".join(rows)).stdout
    table = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [line["id"] for line in table] == ["0", "", "2", "3"]
    assert [json.loads(table[place]["verdict"])["action"] for place in (0, 2, 3)] == ["allow", "delete", "flag"]
    told = json.loads(table[1]["verdict"])
    assert told["error"].startswith(error)
    assert told["line"] == 4
    assert told.get("raw") == raw
    assert raw is not None or base64.b64decode(told["raw_base64"]) == row


def test_later_lines_that_have_a_verdict_are_bad_lines(run: Run, rules: Path) -> None:
    stdin = "\n".join([GOOD] * 1100 + ['{"text": "x", "verdict": 1}']).encode()
    result = run("scan", "-", "--input-format", "jsonl", "--rules", rules, "--only", "flag", stdin=stdin)
    assert json.loads(result.stdout) == {"text": "x", "verdict": 1, "error": "has a field 'verdict' already", "line": 1101}


REFUSED = [
    ("posts.dat", b"x", [], "the name does not tell the format; say --input-format txt|jsonl|csv|parquet"),
    (
        "posts.jsonl",
        b'{"content": "x", "id": 1}',
        [],
        "no field 'text' in the input; name the field of the posts with --text-field: content, id",
    ),
    ("posts.jsonl", b'{"text": "x", "verdict": 1}', [], "line 1 has a field 'verdict' already"),
    (
        "posts.csv",
        b"id,content\n1,x\n",
        [],
        "no field 'text' in the input; name the field of the posts with --text-field: id, content",
    ),
    ("posts.csv", b"text,verdict\nx,1\n", [], "the header has a field 'verdict' already"),
    ("posts.csv", b"", [], "there is no header line"),
    ("posts.csv", b'"text\n', [], "the header is not CSV"),
    ("posts.csv", "文\n".encode("gb18030"), [], "the header is not utf-8"),
    ("posts.csv", b"text\nx\n", ["--delimiter", ",,"], "is not one character"),
    ("posts.txt", b"x", ["--encoding", "utf-16"], "no encoding that can be read line by line"),
    ("posts.txt", b"x", ["--encoding", "klingon"], "no encoding that can be read line by line"),
    ("posts.txt", b"x", ["-o", "{tmp}/missing/out"], "missing/out: No such file or directory"),
    ("posts.txt", b"x", ["-o", "{tmp}"], "Is a directory"),
    ("posts.txt", b"x", ["-o", "{tmp}/posts.txt"], "posts.txt is the input itself"),
    ("posts.txt", b"x", ["-o", "{tmp}/out.parquet.gz"], "leave out the .gz"),
    ("posts.jsonl", b'{"text": "x"}', ["-o", "{tmp}/out.csv"], "JSON lines may each have fields of their own"),
    ("posts.txt.gz", b"\x1f\x8bnot gzip", [], "the gzip data is damaged"),
    ("posts.parquet", b"not parquet", [], "not a Parquet file"),
    ("posts.txt", None, [], "posts.txt: No such file or directory"),
    ("posts.txt", b"x", ["--batch-size", "0"], "batch-size"),
    ("posts.txt", b"x", ["--only", "some"], "some"),
]


@pytest.mark.parametrize(("name", "content", "options", "told"), REFUSED, ids=[told[:40] for *_, told in REFUSED])
def test_an_input_that_cannot_be_scanned_is_one_message(
    run: Run, rules: Path, tmp_path: Path, name: str, content: bytes | None, options: list[str], told: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = run("scan", path, "--rules", rules, *[option.format(tmp=tmp_path) for option in options])
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.replace("│", " ").split())
    assert "Traceback" not in result.stderr
    assert content is None or path.read_bytes() == content


def test_an_error_of_the_call_empties_no_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("dear", encoding="utf-8")
    (tmp_path / "posts.csv").write_text("id\n1\n", encoding="utf-8")
    assert run("scan", tmp_path / "posts.csv", "-o", out).exit_code == 2
    assert run("scan", tmp_path / "posts.csv", "--text-field", "id", "-o", out, "--rules", "missing").exit_code == 2
    assert out.read_text(encoding="utf-8") == "dear"


@pytest.mark.parametrize("kind", ["int64", "list", "missing", "taken"])
def test_parquet_without_a_text_column_is_refused(run: Run, tmp_path: Path, kind: str) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    columns = {
        "int64": {"text": [1]},
        "list": {"text": [["x"]]},
        "missing": {"body": ["x"]},
        "taken": {"text": ["x"], "verdict": [1]},
    }
    pq.write_table(pa.table(columns[kind]), tmp_path / "posts.parquet")
    result = run("scan", tmp_path / "posts.parquet")
    assert result.exit_code == 2
    assert {"missing": "no field 'text'", "taken": "has a field 'verdict' already"}.get(kind, "not text") in result.stderr


def test_without_pyarrow_parquet_says_what_to_install(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    result = run("scan", tmp_path / "posts.parquet")
    assert (result.exit_code, result.stderr) == (2, "weibofilter: Parquet needs pyarrow: pip install 'weibofilter[arrow]'\n")


def test_parquet_from_a_stream_is_refused(run: Run) -> None:
    assert "give the file's name" in run("scan", "-", "--input-format", "parquet", stdin=b"x").stderr


def test_a_stream_without_a_format_is_refused(run: Run) -> None:
    assert "standard input: the name does not tell the format" in run("scan", "-", stdin=b"x").stderr


def test_damage_in_the_middle_leaves_what_came_before(run: Run, rules: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "posts.jsonl.gz", tmp_path / "out.jsonl"
    path.write_bytes(gzip.compress(f"{GOOD}\n".encode() * 5) + gzip.compress(f"{GOOD}\n".encode() * 5)[:-12])
    result = run("scan", path, "-o", out, "--rules", rules, "--batch-size", "1")
    assert result.exit_code == 2
    assert "damaged" in result.stderr
    assert [json.loads(line)["verdict"]["action"] for line in out.read_text(encoding="utf-8").splitlines()][:5] == ["delete"] * 5
