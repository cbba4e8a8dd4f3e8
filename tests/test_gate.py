"""A gate loses no match, and lets little through that is none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from weibofilter.automaton import build_automaton
from weibofilter.gate import Gate, heads_of

few_letters = st.text("微信加b😀", min_size=1, max_size=5)
texts = st.text("微信加b😀号\n", max_size=40)


def codes_of(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.array([ord(character) for character in text], dtype=np.uint32)


@given(st.lists(few_letters, min_size=1, max_size=8, unique=True), texts)
def test_what_is_found_behind_a_gate_is_what_is_found(patterns: list[str], text: str) -> None:
    find = build_automaton(patterns).find
    assert sorted(Gate.of(*heads_of(patterns)).find(codes_of(text), find)) == sorted(find(text))


@given(st.lists(few_letters, min_size=1, max_size=8, unique=True), texts)
def test_an_opening_reaches_as_far_as_its_longest_pattern(patterns: list[str], text: str) -> None:
    places, reaches = Gate.of(*heads_of(patterns)).openings(codes_of(text))
    reach = dict(zip(places.tolist(), reaches.tolist(), strict=True))
    for start, end, _ in build_automaton(patterns).find(text):
        assert end - start <= reach[start]


def test_a_text_without_a_beginning_is_not_scanned() -> None:
    gate = Gate.of(*heads_of(["加微信", "微信"]))

    def find(text: str) -> list[tuple[int, int, int]]:
        raise AssertionError(text)

    assert gate.find(codes_of("今天的路口交通有点堵"), find) == []


def test_a_gate_of_no_patterns_is_shut() -> None:
    assert Gate.of(*heads_of([])).find(codes_of("加微信"), build_automaton([]).find) == []
