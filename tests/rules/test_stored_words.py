"""Keywords by columns are the keywords they were."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter
from weibofilter.errors import Location
from weibofilter.rules.rule import Keyword, Keywords
from weibofilter.rules.stored_words import FileNumbers, Places, StoredWords

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (Keyword("刷单", Location("兼职.txt", 2, 3)), Keyword("日\n结"), Keyword("刷单", Location("诈骗.toml", 7)))


@pytest.fixture
def stored() -> StoredWords:
    return StoredWords(
        ["加微信", *(word.text for word in WORDS)],
        Places.of([None, *(word.location for word in WORDS)], FileNumbers()),
        range(1, 4),
    )


def test_they_equal_the_tuple_of_them(stored: StoredWords) -> None:
    assert stored == WORDS
    assert Keywords(stored) == Keywords(WORDS)
    assert hash(Keywords(stored)) == hash(Keywords(WORDS))
    assert stored != WORDS[:2]
    assert tuple(stored[1:]) == WORDS[1:]
    assert stored[-1] == WORDS[-1]
    assert pickle.loads(pickle.dumps(stored)) == WORDS  # noqa: S301 - written here
    with pytest.raises(IndexError):
        stored[3]


def test_rules_of_every_pattern_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# 招工\n刷单\n 日结", encoding="utf-8")
    (tmp_path / "b.toml").write_text(
        """
        [[rule]]
        id = "both"
        all = [["加微信", "加qq"], ["返利"]]
        [[rule]]
        id = "number"
        regex = '(?:qq|扣扣)\\d{5}'
        [[rule]]
        id = "words"
        keywords = ["薇信", "威信"]
        unless = ["威信扫地"]
        """,
        encoding="utf-8",
    )
    loaded = Filter.load(tmp_path)
    opened = Filter.from_bytes(loaded.to_bytes())
    assert opened.rules == loaded.rules
    assert opened.digest == loaded.digest
    assert Filter.from_bytes(opened.to_bytes()).to_bytes() == loaded.to_bytes()
