"""One table of cases for every engine, and a naive search that both must equal."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter.automaton import EngineName, build_automaton, load_automaton
from weibofilter.errors import CompiledFileError

ENGINES = get_args(EngineName)

CASES = [
    # patterns, text, matches: by end, the longer first
    ([], "加微信", []),
    (["加微信"], "", []),
    (["加微信"], "加微信", [(0, 3, 0)]),
    (["微信", "加微信", "信"], "加微信", [(0, 3, 1), (1, 3, 0), (2, 3, 2)]),
    (["微信号", "微信"], "微信号", [(0, 2, 1), (0, 3, 0)]),
    (["嘻嘻"], "嘻嘻嘻", [(0, 2, 0), (1, 3, 0)]),
    (["a", "ab", "bab"], "abab", [(0, 1, 0), (0, 2, 1), (2, 3, 0), (1, 4, 2), (2, 4, 1)]),
    (["信"], "微信", [(1, 2, 0)]),
    (["𝓾", "😀微"], "x😀微𝓾", [(1, 3, 1), (3, 4, 0)]),
    (["末尾"], "就在末尾", [(2, 4, 0)]),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("patterns", "text", "matches"), CASES)
def test_every_engine_finds_every_occurrence(
    engine: EngineName, patterns: list[str], text: str, matches: list[tuple[int, int, int]]
) -> None:
    automaton = build_automaton(patterns, engine)
    assert automaton.find(text) == matches
    assert load_automaton(automaton.to_bytes(), engine).find(text) == matches


def naive(patterns: list[str], text: str) -> list[tuple[int, int, int]]:
    found = [
        (start, start + len(pattern), index)
        for index, pattern in enumerate(patterns)
        for start in range(len(text))
        if text.startswith(pattern, start)
    ]
    return sorted(found, key=lambda match: (match[1], match[0]))


few_letters = st.text("微信加b😀", min_size=1, max_size=4)


@given(st.lists(few_letters, min_size=1, max_size=8, unique=True), st.text("微信加b😀", max_size=30))
def test_engines_agree_with_a_naive_search(patterns: list[str], text: str) -> None:
    expected = naive(patterns, text)
    for engine in ENGINES:
        assert build_automaton(patterns, engine).find(text) == expected


def test_a_damaged_double_array_is_refused() -> None:
    with pytest.raises(CompiledFileError, match="scan engine"):
        load_automaton(b"no double array")
