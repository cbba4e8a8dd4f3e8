"""Safe edits: what they change, that they change nothing else, and that posts are judged as before."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.lint import lint
from weibofilter.lint.finding import Remove, Rewrite
from weibofilter.lint.fix import edited, fix

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = """# 引流
category = "spam"

[[rule]]
id = "contact"   # 加好友
keywords = [
  "加微信", "加v信",  # 常见的
  "加V信",
  "加 qq", '代開發票',
  "ｗｘ号", "刷\\u200b单", "兼职刷单", "兼职刷单",
]
unless = ["加微信支付", "麻烦"]
hit = ["加微信"]
miss = ["加微"]
"""

AFTER = """# 引流
category = "spam"

[[rule]]
id = "contact"   # 加好友
keywords = [
  "加微信", "加v信",  # 常见的
  "加qq", '代开发票',
  "wx号", "刷单", "兼职刷单",
]
unless = ["加微信支付"]
hit = ["加微信"]
miss = ["加微"]
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_rest_of_the_file_stays_byte_for_byte(tmp_path: Path, line_end: str, mark: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes((mark + BEFORE).replace("\n", line_end).encode())
    path.chmod(0o640)
    assert fix([path]) == 7
    assert path.read_bytes() == (mark + AFTER).replace("\n", line_end).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert fix([path]) == 0


def test_a_plain_list_loses_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "词.txt"
    path.write_bytes("# 兼职\r\n 刷單 \r\n刷单\r\n\r\n日结".encode())
    assert fix([path]) == 2
    assert path.read_bytes() == "# 兼职\r\n 刷单 \r\n\r\n日结".encode()


def test_a_word_that_needs_quoting_is_left(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[[rule]]\nid = "a"\nkeywords = ["""加\n 微信"""]\nhit = ["a"]\n', encoding="utf-8")
    before = path.read_bytes()
    assert fix([path]) == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("array", "gone", "left"),
    [
        ('["甲", "乙"]', "甲", '["乙"]'),
        ('["甲", "乙"]', "乙", '["甲"]'),
        ('["甲", "乙",]', "乙", '["甲",]'),
        ('["甲","乙","丙"]', "乙", '["甲","丙"]'),
        ('["甲"]', "甲", "[]"),
        ('[\n  "甲",\n  "乙",\n]', "乙", '[\n  "甲",\n]'),
        ('[\n  "甲",\n  "乙"\n]', "乙", '[\n  "甲",\n]'),
        ('[\n  "甲", "乙",\n  "丙",\n]', "乙", '[\n  "甲",\n  "丙",\n]'),
        ('[\n  "甲",  # 说明\n]', "甲", "[\n  # 说明\n]"),
    ],
)
def test_an_item_goes_with_its_comma(array: str, gone: str, left: str) -> None:
    text = f"k = {array}"
    offset = text.index(f'"{gone}"')
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    assert edited(text, {(line, column): Remove()}, plain=False) == (f"k = {left}", 1)


def test_a_quote_in_a_new_word_is_never_written() -> None:
    assert edited("k = ['a']", {(1, 6): Rewrite('b"c')}, plain=False) == ("k = ['a']", 0)
    assert edited("k = ['a']", {(1, 6): Rewrite("b'c")}, plain=False) == ('k = ["b\'c"]', 1)


WORDS = st.sampled_from(
    [
        "加微信",
        "加V信",
        "加v信",
        "代開發票",
        "代开发票",
        "ｑｑ群",
        "刷 单",
        "加\u200b微",
        "大麻",
        "大麻煩",
        "嘻嘻",
        "嘻",
        "一夜",
        "1夜",
    ]
)
POSTS = (
    "快加微信",
    "加v信吧",
    "＋V信",
    "代开发票了",
    "代開.發票",
    "进qq群",
    "刷单！",
    "加微",
    "我有一个大麻烦",
    "种植大麻",
    "嘻嘻哈哈",
    "嘻",
    "一夜",
)


@given(
    words=st.lists(WORDS, min_size=1, max_size=6),
    excuses=st.lists(WORDS, max_size=3),
    views=st.sampled_from(["skeleton", "plain"]),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_posts_are_judged_as_before(tmp_path: Path, words: list[str], excuses: list[str], views: str) -> None:
    path = tmp_path / "rules.toml"
    items, shields = (", ".join(f'"{word}"' for word in some) for some in (words, excuses))
    path.write_text(f'[[rule]]\nid = "a"\nviews = ["{views}"]\nkeywords = [{items}]\nunless = [{shields}]\n', encoding="utf-8")
    before = [verdict.action for verdict in Filter.load(path).check_many(POSTS)]
    fix([path])
    assert [verdict.action for verdict in Filter.load(path).check_many(POSTS)] == before
    assert not [finding for finding in lint([path]) if finding.edit is not None]
