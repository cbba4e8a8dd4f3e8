"""pandas: the verdicts that ``check`` gives, on the frame's own index."""

from typing import Any

import pytest

from weibofilter import Filter

pd = pytest.importorskip("pandas")

from weibofilter.arrow import ColumnError  # noqa: E402 - needs an extra
from weibofilter.pandas import moderate  # noqa: E402 - needs an extra

FILTER = Filter.from_words(["加微信", "大麻"])
POSTS = ["快加.微❤信", "我有一个大麻烦", None, "有人种植大麻", ""]


@pytest.mark.parametrize("kind", ["object", "string", "string[pyarrow]", "category"])
def test_every_kind_of_text_keeps_its_index(kind: str) -> None:
    frame = pd.DataFrame({"text": pd.Series(POSTS, dtype=kind)}).set_index(pd.Index(list("edcba")))
    judged = moderate(frame, "text", FILTER)
    assert list(judged.columns) == ["text", "verdict"]
    assert "verdict" not in frame
    actions = judged["verdict"].struct.field("action")
    assert actions.dropna().to_dict() == {"e": "flag", "d": "allow", "b": "flag", "a": "allow"}
    assert judged.loc["e", "verdict"]["spans"] == [{"start": 1, "end": 6}]


def test_an_empty_frame_gains_an_empty_column() -> None:
    assert moderate(pd.DataFrame({"text": []}, dtype="object"), "text", FILTER)["verdict"].to_list() == []


ERRORS: dict[str, tuple[Any, str]] = {
    "not there": (pd.DataFrame({"a": ["x"]}), "column 'text' is not there; the columns are: a"),
    "twice": (pd.DataFrame([["x", "y"]], columns=["text", "text"]), "column 'text' stands more than once"),
    "numbers": (pd.DataFrame({"text": [1]}), "column 'text' is int64"),
    "a number among text": (pd.DataFrame({"text": ["x", 7]}, index=["p", "q"]), "column 'text': 7 at 'q' is no str but int"),
    "bytes among text": (pd.DataFrame({"text": ["x", b"y"]}), "column 'text': b'y' at 1 is no str but bytes"),
    "a lone surrogate": (pd.DataFrame({"text": pd.Series(["x", "\ud800"], dtype="object")}), "at 1 has a lone surrogate"),
    "taken": (pd.DataFrame({"text": ["x"], "verdict": [1]}), "there is a column 'verdict' already"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_wrong_columns_are_told(name: str) -> None:
    frame, message = ERRORS[name]
    with pytest.raises(ColumnError, match=message):
        moderate(frame, "text", FILTER)


def test_what_is_no_frame_is_told() -> None:
    with pytest.raises(TypeError, match="frame is list"):
        moderate(["x"], "text", FILTER)
