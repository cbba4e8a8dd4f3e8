"""Polars, eager, lazy and streamed: the verdicts that ``check`` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter

pl = pytest.importorskip("polars")

from weibofilter.arrow import ColumnError  # noqa: E402 - needs an extra
from weibofilter.polars import ACTION, moderate  # noqa: E402 - needs an extra

if TYPE_CHECKING:
    from pathlib import Path

FILTER = Filter.from_words(["加微信", "大麻"], action="delete")
POSTS = ["快加.微❤信", "我有一个大麻烦", None, "有人种植大麻", ""]
ACTIONS = [None if post is None else FILTER.check(post).action.value for post in POSTS]
posts = pl.col("text").weibofilter


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical, pl.Enum([post for post in POSTS if post is not None])])
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_actions_are_those_of_check(kind: Any, engine: str) -> None:
    frame = pl.LazyFrame({"text": POSTS}, schema={"text": kind})
    told = frame.select(posts.action(FILTER)).collect(engine=engine)
    assert told.schema == {"text": ACTION}
    assert told["text"].to_list() == ACTIONS


def test_actions_compare_by_gravity() -> None:
    frame = pl.DataFrame({"text": POSTS})
    assert frame.filter(posts.action(FILTER) > "allow")["text"].to_list() == [POSTS[0], POSTS[3]]
    assert frame.select(posts.action(FILTER).max())["text"].to_list() == ["delete"]


def test_a_lazy_frame_stays_lazy_and_reads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"id": range(5), "text": POSTS}).write_parquet(path)
    judged = moderate(pl.scan_parquet(path), "text", FILTER)
    assert isinstance(judged, pl.LazyFrame)
    assert judged.collect_schema().names() == ["id", "text", "verdict"]
    held = judged.filter(pl.col("verdict").struct.field("action") != "allow").collect(engine="streaming")
    assert held["id"].to_list() == [0, 3]
    assert held["verdict"].struct.field("spans").to_list() == [[{"start": 1, "end": 6}], [{"start": 4, "end": 6}]]


def test_the_type_that_is_promised_is_the_type_that_comes() -> None:
    frame = pl.LazyFrame({"text": POSTS})
    for told in (posts.verdict(FILTER), posts.rules(FILTER), posts.action(FILTER)):
        asked = frame.select(told)
        assert asked.collect_schema() == asked.collect().schema


def test_rules_are_a_list() -> None:
    assert pl.DataFrame({"text": POSTS}).select(posts.rules(FILTER))["text"].to_list() == [
        ["custom/words"], [], None, ["custom/words"], [],
    ]  # fmt: skip


def test_without_a_filter_the_shipped_lists_judge() -> None:
    told = pl.DataFrame({"text": ["今天天气不错", "代开发票，加微信"]}).select(posts.action())["text"].to_list()
    assert told[0] == "allow"
    assert told[1] in {"flag", "delete"}


def test_groups_and_windows_see_the_same_verdicts() -> None:
    frame = pl.DataFrame({"author": [1, 2, 1, 2, 1], "text": POSTS})
    told = frame.group_by("author", maintain_order=True).agg(posts.action(FILTER).max())
    assert told["text"].to_list() == ["delete", "delete"]


ERRORS: dict[str, tuple[Any, str]] = {
    "not there": (pl.DataFrame({"a": ["x"]}), "column 'text' is not there; the columns are: a"),
    "numbers": (pl.LazyFrame({"text": [1]}), "column 'text' is Int64: posts are String, Categorical or Enum"),
    "taken": (pl.DataFrame({"text": ["x"], "verdict": [1]}), "there is a column 'verdict' already"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_wrong_columns_are_told_before_anything_runs(name: str) -> None:
    frame, message = ERRORS[name]
    with pytest.raises(ColumnError, match=message):
        moderate(frame, "text", FILTER)


def test_an_expression_on_numbers_says_what_they_are() -> None:
    with pytest.raises((ColumnError, pl.exceptions.ComputeError), match="column 'text' is Int64"):
        pl.DataFrame({"text": [1]}).select(posts.action(FILTER))
