from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Action
from weibofilter.visible import pieces, visible

BLANK = [
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u034f",
    "\u115f",
    "\u3164",
    "\u2800",
    "\U000e0041",
    "\U000e0100",
    "\u180b",
    "\ufff9",
]


@pytest.mark.parametrize("character", [*BLANK, "\x1b", "\x00", "\n", "\ud800", "\u2028"], ids=ascii)
def test_what_hides_or_acts_stands_as_an_escape(character: str) -> None:
    shown = visible(f"加{character}微")
    assert shown.startswith("加\\")
    assert shown.endswith("微")
    assert character not in shown


@pytest.mark.parametrize("text", ["加微信", "❤️", "한국어", "🇨🇳", "naïve", "עברית", "a b　c"])
def test_what_is_seen_is_left(text: str) -> None:
    assert visible(text) == text


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5), st.sampled_from(list(Action)[1:])), max_size=4)


@given(st.text(st.characters(codec=None), max_size=20), SPANS)
def test_the_pieces_are_the_whole_post_with_nothing_hidden(post: str, drawn: list[tuple[int, int, Action]]) -> None:
    spans = [(start, min(start + size, len(post)), action) for start, size, action in drawn if start < len(post)]
    found = pieces(post, spans)
    assert "".join(piece.text for piece in found) == visible(post)
    assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs") for piece in found for character in piece.text)
    if spans:
        assert max(piece.action for piece in found if piece.action is not None) == max(action for *_, action in spans)
