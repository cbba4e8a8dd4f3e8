"""Diagnostics as a terminal shows them: nothing wraps, and the caret stands under its character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter.errors import Diagnostic, Location, columns_of, render

LINES = st.text('关键词 = ["加微信", "tab\t", "\u200b❤️é\u0301𝓾"]', min_size=1, max_size=300)


@given(LINES, st.integers(0, 300), st.integers(40, 120))
def test_the_line_fits_and_the_caret_is_under_its_place(line: str, place: int, width: int) -> None:
    place = min(place, len(line) - 1)
    told = render(Diagnostic("x", Location("a.toml", 12, place + 1), "m", source=line), width=width).splitlines()
    shown, caret = told[3].removeprefix("12 | "), told[4].removeprefix("   | ")
    assert columns_of(told[3]) <= width
    assert caret.endswith("^")
    before = columns_of(caret) - 1
    # What begins in the caret's column is the character of that place, or the escape that stands for it.
    columns = 0
    for number, character in enumerate(shown):
        if columns >= before and columns_of(character):
            rest = shown[number:]
            break
        columns += columns_of(character)
    written = line[place].replace("\t", " ")
    assert columns == before
    if columns_of(written) and written.isprintable():
        assert rest.startswith(written)


def test_a_line_of_a_million_characters_is_cut_on_both_sides() -> None:
    told = render(Diagnostic("x", Location("a.toml", 1, 500_001), "m", source="刷" * 1_000_000), width=80)
    line = told.splitlines()[3]
    assert line.startswith("1 | …刷")
    assert line.endswith("刷…")


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202e", "a\nb"])
def test_nothing_acts_on_the_terminal(text: str) -> None:
    told = render(Diagnostic("x", Location(f"{text}.toml"), f"no {text!s}", f"write {text}", source=f"{text} = 1"))
    assert text not in told
