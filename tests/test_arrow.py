"""Columns of posts: every kind of text column gives the verdicts that ``check`` gives, and everything else a clear error."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter

pa = pytest.importorskip("pyarrow")

from weibofilter.arrow import VERDICT, ColumnError, moderate, verdicts  # noqa: E402 - needs pyarrow

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
category = "spam.contact"
[[rule]]
id = "wechat"
keywords = ["加微信"]
action = "flag"
[[rule]]
id = "both"
all = [["加微信"], ["返利"]]
within = 10
action = "delete"
[[rule]]
id = "watched"
keywords = ["红包"]
state = "shadow"
"""
POSTS = ["快加.微❤信，有返利", "增加微信息量", None, "领红包", "", "今天天气不错 😀", "加微信 加微信", None, "好"]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Filter:
    path = tmp_path_factory.mktemp("rules") / "spam.toml"
    path.write_text(RULES, encoding="utf-8")
    return Filter.load(path)


@pytest.fixture(scope="module")
def expected(judge: Filter) -> list[dict[str, Any] | None]:
    return [None if post is None else judge.check(post).to_dict() for post in POSTS]


def as_dict(cell: dict[str, Any] | None) -> dict[str, Any] | None:
    """The cell as ``Verdict.to_dict`` has it, after what is told twice was compared."""
    if cell is None:
        return None
    reasons = cell["reasons"]
    assert cell["rules"] == list(dict.fromkeys(reason["rule"] for reason in reasons))
    assert cell["categories"] == list(dict.fromkeys(reason["category"] for reason in reasons))
    assert cell["spans"] == [{"start": reason["start"], "end": reason["end"]} for reason in reasons]
    assert cell["error"] is None
    for reason in (*reasons, *cell["shadow"]):
        reason["parts"] = [[part["start"], part["end"]] for part in reason["parts"]]
    return {name: cell[name] for name in ("action", "reasons", "dismissed", "shadow", "digest")}


def columns() -> dict[str, Any]:
    plain = pa.array(POSTS, pa.string())
    padded = pa.array(["加微信", *POSTS, "加微信", None], pa.string())
    return {
        "string": plain,
        "large_string": pa.array(POSTS, pa.large_string()),
        "string_view": pa.array(POSTS, pa.string_view()),
        "dictionary": plain.dictionary_encode(),
        "dictionary of large": pa.array(POSTS, pa.large_string()).dictionary_encode(),
        "dictionary with a null": pa.DictionaryArray.from_arrays(pa.array(range(len(POSTS)), pa.int8()), plain),
        "slice": padded.slice(1, len(POSTS)),
        "slice of a dictionary": padded.dictionary_encode().slice(1, len(POSTS)),
        "chunks": pa.chunked_array([plain.slice(0, 4), plain.slice(4, 0), plain.slice(4)]),
        "chunks of a dictionary": pa.chunked_array([padded.dictionary_encode().slice(at, 1) for at in range(1, len(POSTS) + 1)]),
    }


@pytest.mark.parametrize("kind", columns())
def test_every_kind_of_text_gives_the_same_verdicts(kind: str, judge: Filter, expected: list[dict[str, Any] | None]) -> None:
    told = verdicts(columns()[kind], judge)
    told.validate(full=True)
    assert told.type == VERDICT
    actions = pa.chunked_array(told.chunks if isinstance(told, pa.ChunkedArray) else [told]).combine_chunks().field("action")
    assert actions.to_pylist() == [cell and cell["action"] for cell in expected]
    assert [as_dict(cell) for cell in told.to_pylist()] == expected


@pytest.mark.parametrize("make", [pa.table, pa.record_batch])
def test_a_column_is_added_to_a_table_or_a_batch(make: Any, judge: Filter) -> None:
    data = make({"id": pa.array(range(len(POSTS)), pa.int16()), "正文": pa.array(POSTS)})
    judged = moderate(data, "正文", judge, name="判定")
    assert type(judged) is type(data)
    assert judged.drop_columns(["判定"]).equals(data)
    actions = [cell and cell["action"] for cell in judged.column("判定").to_pylist()]
    assert actions == ["delete", "allow", None, "allow", "allow", "allow", "flag", None, "allow"]


def test_more_rows_than_are_taken_at_a_time(judge: Filter, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = verdicts(pa.array(POSTS * 9), judge)
    monkeypatch.setattr("weibofilter.arrow.ROWS", 7)
    assert verdicts(pa.array(POSTS * 9), judge).equals(whole)


@pytest.mark.parametrize("posts", [pa.array([], pa.string()), pa.chunked_array([], pa.string()), pa.nulls(3)])
def test_no_posts_are_no_verdicts(posts: Any, judge: Filter) -> None:
    assert verdicts(posts, judge).to_pylist() == [None] * len(posts)


def test_text_that_is_no_utf8_is_an_error_of_its_row_alone(judge: Filter) -> None:
    data = "加微信".encode() + b"\xff\xfe" + "好".encode()
    broken = pa.Array.from_buffers(pa.string(), 3, [None, pa.array([0, 9, 11, 14], pa.int32()).buffers()[1], pa.py_buffer(data)])
    told = verdicts(broken, judge).to_pylist()
    assert [cell["action"] for cell in told] == ["flag", None, "allow"]
    assert [cell["error"] for cell in told] == [None, "not UTF-8: invalid start byte at byte 0", None]
    assert told[1]["reasons"] == []


def test_long_posts_are_judged_in_windows(judge: Filter) -> None:
    (cell,) = verdicts(pa.array(["天" * 500 + "加微信" + "地" * 500]), judge, max_chars=100).to_pylist()
    assert cell["spans"] == [{"start": 500, "end": 503}]


def test_parquet_keeps_the_column(judge: Filter, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = moderate(pa.table({"text": POSTS}), "text", judge)
    parquet.write_table(table, tmp_path / "judged.parquet")
    assert parquet.read_table(tmp_path / "judged.parquet").equals(table)


ERRORS: dict[str, tuple[Any, str, str]] = {
    "not there": (pa.table({"a": ["x"], "b": ["y"]}), "text", "column 'text' is not there; the columns are: a, b"),
    "no columns": (pa.table({}), "text", "column 'text' is not there; the columns are: none"),
    "twice": (pa.table([["x"], ["y"]], names=["text", "text"]), "text", "column 'text' stands 2 times"),
    "numbers": (pa.table({"text": [1]}), "text", "column 'text' is int64: posts are string, large_string, string_view"),
    "bytes": (pa.table({"text": [b"x"]}), "text", "column 'text' is binary"),
    "lists": (pa.table({"text": [["x"]]}), "text", "column 'text' is list"),
    "numbers in a dictionary": (pa.table({"text": pa.array([1]).dictionary_encode()}), "text", "column 'text' is dictionary"),
    "taken": (pa.table({"text": ["x"], "verdict": [1]}), "text", "there is a column 'verdict' already.*name='...'"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_wrong_columns_are_told(name: str, judge: Filter) -> None:
    data, column, message = ERRORS[name]
    with pytest.raises(ColumnError, match=message):
        moderate(data, column, judge)


def test_what_is_no_table_is_told(judge: Filter) -> None:
    with pytest.raises(TypeError, match=r"data is list: give a pyarrow\.RecordBatch or a pyarrow\.Table"):
        moderate(["x"], "text", judge)
    with pytest.raises(ColumnError, match="the array is int64"):
        verdicts(pa.array([1]), judge)


MISSING = {
    "arrow": ("pyarrow", "arrow"),
    "polars": ("polars", "polars"),
    "pandas": ("pandas", "pandas"),
    "spark": ("pyspark", "spark"),
    "live": ("watchfiles", "live"),
    "metrics": ("opentelemetry", "live"),
}


@pytest.mark.parametrize("module", MISSING)
def test_without_its_extra_a_module_says_what_to_install(module: str) -> None:
    package, extra = MISSING[module]
    program = f"""
import sys
sys.modules[{package!r}] = None
try:
    import weibofilter.{module}
except ImportError as error:
    assert "pip install 'weibofilter[{extra}]'" in str(error), error
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - a fixed program
