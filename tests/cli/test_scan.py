from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

POSTS = ["有人种植大麻", "我有一个大麻烦", "想看的加.微.信", "", "今天\u2028天气", "𠮷野家 👍🏽 \u200b"]


@pytest.fixture
def judged(rules: Path) -> list[dict[str, Any]]:
    chosen = Filter.load(rules)
    return [chosen.check(post).to_dict() for post in POSTS]


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")] if text else []


def test_text_becomes_json_lines_in_its_order(run: Run, rules: Path, tmp_path: Path, judged: list[dict[str, Any]]) -> None:
    path = tmp_path / "posts.txt"
    path.write_bytes("\n".join(POSTS).encode() + b"\r\n")
    assert lines(run("scan", path, "--rules", rules).stdout) == [
        {"text": post, "verdict": verdict} for post, verdict in zip(POSTS, judged, strict=True)
    ]


def test_json_lines_keep_every_byte_before_the_verdict(run: Run, rules: Path, tmp_path: Path) -> None:
    rows = ['{"id": 1e400,"text":"\\u5927\\u9ebb" , "n": [1.0, 12345678901234567890], "id": 2 }', '{"text": "好", "a": null}']
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    out = run("scan", path, "--rules", rules).stdout.splitlines()
    for row, written in zip(rows, out, strict=True):
        assert written.startswith(row.rstrip("} ") + ', "verdict": {"action": ')
    assert json.loads(out[0])["verdict"]["action"] == "delete"


def test_csv_rows_stand_as_they_stood(run: Run, rules: Path, tmp_path: Path) -> None:
    rows = ["1,有人种植大麻", '"2","加\r\n微信, ""好"""', "3,", "\r\n4,末行"]
    path, out = tmp_path / "posts.csv", tmp_path / "out.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(["id,text", *rows]).encode())
    assert run("scan", path, "-o", out, "--rules", rules).exit_code == 0
    written = out.read_bytes().decode()
    assert written.startswith('\ufeffid,text,verdict\r\n1,有人种植大麻,"{""action"": ""delete"", ')
    assert '\r\n"2","加\r\n微信, ""好""","{' in written
    table = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert [(row["id"], row["text"]) for row in table] == [
        ("1", "有人种植大麻"),
        ("2", '加\r\n微信, "好"'),
        ("3", ""),
        ("4", "末行"),
    ]
    assert [json.loads(row["verdict"])["action"] for row in table] == ["delete", "allow", "allow", "allow"]


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_the_delimiter_is_seen_from_the_header(run: Run, rules: Path, tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(f"id{delimiter}text\n1{delimiter}大麻, 好\n", encoding="utf-8")
    rows = list(csv.reader(io.StringIO(run("scan", path, "--rules", rules).stdout), delimiter=delimiter))
    assert rows[0] == ["id", "text", "verdict"]
    assert rows[1][:2] == ["1", "大麻, 好"]


def test_parquet_keeps_its_columns_and_types(run: Run, rules: Path, tmp_path: Path, judged: list[dict[str, Any]]) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path, out = tmp_path / "posts.parquet", tmp_path / "out.parquet"
    posts = [*POSTS, None] * 1000
    table = pa.table({"id": pa.array(range(len(posts)), pa.int16()), "text": pa.array(posts).dictionary_encode()})
    pq.write_table(table, path)
    assert run("scan", path, "-o", out, "--rules", rules).exit_code == 0
    written = pq.read_table(out)
    assert written.drop_columns(["verdict"]).cast(table.schema).equals(table)
    verdicts = [json.loads(cell) for cell in written.column("verdict").to_pylist()]
    assert verdicts[: len(judged)] == judged
    assert verdicts[6] == {"error": "null", "line": 7}


def test_parquet_gains_a_column_of_structs(run: Run, rules: Path, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("weibofilter.arrow")
    path, out = tmp_path / "posts.parquet", tmp_path / "out.parquet"
    posts = [*POSTS, None] * 1000
    table = pa.table({"text": posts})
    pq.write_table(table, path)
    assert run("scan", path, "-o", out, "--struct", "--rules", rules).exit_code == 0
    written = pq.read_table(out).column("verdict").to_pylist()
    expected = arrow.moderate(table, "text", Filter.load(rules)).column("verdict").to_pylist()
    assert [(cell["action"], cell["error"]) for cell in written[6::7]] == [(None, "null")] * 1000
    assert [cell for cell in written if cell["error"] is None] == [cell for cell in expected if cell is not None]


def test_structs_have_no_place_in_other_formats(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("好\n", encoding="utf-8")
    result = run("scan", tmp_path / "posts.txt", "-o", tmp_path / "out.csv", "--struct")
    assert (result.exit_code, "leave out --struct" in result.stderr) == (2, True)
    assert not (tmp_path / "out.csv").exists()


def test_packed_files_and_streams_are_read_and_written(run: Run, rules: Path, tmp_path: Path) -> None:
    packed = gzip.compress('{"text": "大麻"}\n'.encode())
    path, out = tmp_path / "posts.jsonl.gz", tmp_path / "out.jsonl.gz"
    path.write_bytes(packed)
    assert run("scan", path, "-o", out, "--rules", rules).exit_code == 0
    streamed = run("scan", "-", "--input-format", "jsonl", "--rules", rules, stdin=packed)
    assert lines(gzip.decompress(out.read_bytes()).decode()) == lines(streamed.stdout)
    assert lines(streamed.stdout)[0]["verdict"]["action"] == "delete"


@pytest.mark.parametrize("size", [1, 2, 1024])
def test_the_batch_size_changes_nothing(run: Run, rules: Path, size: int) -> None:
    posts = '{"text": "大麻"}\nbad\n{"text": "好"}\nbad\nbad\nbad\n{"text": "加微信"}\n'.encode()
    out = run("scan", "-", "--input-format", "jsonl", "--rules", rules, "--batch-size", str(size), stdin=posts).stdout
    told = [line["verdict"]["action"] if "verdict" in line else "bad" for line in lines(out)]
    assert told == ["delete", "bad", "allow", "bad", "bad", "bad", "flag"]


@pytest.mark.parametrize(("only", "kept"), [("held", ["delete", "flag"]), ("flag", ["flag"]), ("delete", ["delete"])])
def test_only_some_verdicts_are_written_and_every_error(run: Run, rules: Path, only: str, kept: list[str]) -> None:
    posts = '{"text": "大麻"}\n{"text": "好"}\nbad\n{"text": "加微信"}\n'.encode()
    result = run("scan", "-", "--input-format", "jsonl", "--rules", rules, "--only", only, stdin=posts)
    written = lines(result.stdout)
    assert [line["verdict"]["action"] for line in written if "verdict" in line] == kept
    assert [line["line"] for line in written if "error" in line] == [3]
    assert result.stderr.startswith("3 posts in ")


def test_the_verdict_takes_the_name_it_is_given(run: Run, rules: Path) -> None:
    posts = '{"正文": "大麻", "verdict": 1}\n'.encode()
    out = run(
        "scan", "-", "--input-format", "jsonl", "--rules", rules, "--text-field", "正文", "--field", "判定", stdin=posts
    ).stdout
    written = lines(out)[0]
    assert (list(written), written["verdict"]) == (["正文", "verdict", "判定"], 1)


@pytest.mark.parametrize(
    ("name", "out", "first"),
    [
        ("posts.txt", "out.csv", "text,verdict"),
        ("posts.csv", "out.jsonl", '{"id": "1", "text": "大麻", "verdict": {"action": "delete"'),
        ("posts.tsv", "out.jsonl.gz", '{"id": "1", "text": "大麻", "verdict": {"action": "delete"'),
        ("posts.txt", "out", '{"text": "大麻", "verdict": {"action": "delete"'),
    ],
)
def test_the_suffix_of_the_output_names_its_format(
    run: Run, rules: Path, tmp_path: Path, name: str, out: str, first: str
) -> None:
    content = {"posts.txt": "大麻\n", "posts.csv": "id,text\n1,大麻\n", "posts.tsv": "id\ttext\n1\t大麻\n"}[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert run("scan", tmp_path / name, "-o", tmp_path / out, "--rules", rules).exit_code == 0
    data = (tmp_path / out).read_bytes()
    written = (gzip.decompress(data) if out.endswith(".gz") else data).decode()
    assert written.startswith(first)


@pytest.mark.parametrize("name", ["posts.csv", "posts.txt"])
def test_parquet_is_made_of_text_columns(run: Run, rules: Path, tmp_path: Path, name: str) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    (tmp_path / name).write_text("text\n大麻\n", encoding="utf-8")
    assert run("scan", tmp_path / name, "-o", tmp_path / "out.parquet", "--rules", rules).exit_code == 0
    assert pq.read_table(tmp_path / "out.parquet").column_names == ["text", "verdict"]


def test_other_encodings_are_read_when_they_are_named(run: Run, rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes("编号,text\r\n1,有人种植大麻\r\n".encode("gb18030"))
    out = run("scan", path, "--encoding", "gb18030", "--rules", rules).stdout
    assert out.startswith("编号,text,verdict")
    assert '""delete""' in out


def test_the_summary_counts_posts_verdicts_rules_checks_and_bad_lines(run: Run, rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    rows = [*({"text": post} for post in [*POSTS, "招人刷单", "大麻大麻"]), {"text": 3}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = [line.split() for line in run("scan", path, "--rules", rules).stderr.splitlines()]
    assert told[0][:2] == ["8", "posts"]
    for row in (
        ["allow", "5", "62.50%"],
        ["flag", "1", "12.50%"],
        ["delete", "2", "25.00%"],
        ["drugs/cannabis", "2", "25.00%"],
        ["drugs", "2", "25.00%"],
        ["boundary", "1", "12.50%"],
        ["fraud/watched", "1", "12.50%"],
    ):
        assert row in [line[:3] for line in told]
    assert ["line", "9:", "field", "'text'", "is", "a", "number,", "not", "a", "string"] in told


def test_quiet_is_quiet(run: Run, rules: Path) -> None:
    assert run("scan", "-", "--input-format", "txt", "--rules", rules, "-q", stdin="大麻\n".encode()).stderr == ""


def test_an_empty_file_is_no_posts(run: Run, rules: Path) -> None:
    result = run("scan", "-", "--input-format", "jsonl", "--rules", rules, stdin=b"\n \n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("0 posts")
