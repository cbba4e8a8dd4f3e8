from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter.plausible.language import BREAK, DIGIT, DROPPED, EMOJI, LATIN, RARE, Symbols, ngram_keys
from weibofilter.plausible.learned import Network
from weibofilter.plausible.shipped import language
from weibofilter.plausible.text import MARGIN, Text


def codes(text: str) -> np.typing.NDArray[np.uint32]:
    return np.array([ord(character) for character in text], dtype=np.uint32)


def symbols(text: str) -> Symbols:
    return language().read(codes(text))


def nats(text: str) -> float:
    """ln P(text), a character."""
    read = np.concatenate(([BREAK, BREAK], symbols(text))).astype(np.uint16)
    after_one = language().after_one(read[1:-1], read[2:])
    return float(language().after_two(read[:-2], read[1:-1], read[2:], after_one).mean())


def test_what_is_no_character_has_a_symbol_of_its_kind() -> None:
    assert symbols("aＺ7😂，\u200b").tolist() == [LATIN, LATIN, DIGIT, EMOJI, BREAK, DROPPED]
    assert (symbols("我哋嘅") > RARE).all()


def test_traditional_characters_read_as_simplified() -> None:
    assert symbols("電視機").tolist() == symbols("电视机").tolist()


@pytest.mark.parametrize(
    ("ordinary", "disguised"),
    [
        ("我今天很高兴", "我今天很糕星"),
        ("我们去公园散步", "我闷去弓园伞步"),
        ("佢哋聽日去食飯", "佢低听曰去石犯"),
        ("請問有冇人識答", "清吻有毛任式达"),
    ],
)
def test_ordinary_text_is_likelier_than_its_homophones(ordinary: str, disguised: str) -> None:
    assert nats(ordinary) > nats(disguised) + 1


def test_words_are_known_by_their_frequency() -> None:
    said = [float(language().words_of(ngram_keys(*symbols(word)[:, None]))[0]) for word in ("我们", "高兴", "糕星")]
    assert said[0] > said[1] > said[2] == 0


@given(st.text(alphabet="我们很高兴電a1😂，。 \u200b\n", max_size=30), st.data())
def test_spans_of_posts_are_spans_of_symbols(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    read = Text(language(), codes(text))
    first, after = read.span(np.array([start]), np.array([end]))
    assert MARGIN - 1 <= first[0] < after[0] <= read.symbols.size - MARGIN


def test_a_network_is_cut_at_four_deviations() -> None:
    one = np.ones(1, dtype=np.float32)
    parts = {"center": one, "scale": one, "hidden": one[:, None], "hidden_bias": 0 * one, "output": one, "output_bias": one}
    network = Network.of(parts)
    assert network.logits(np.array([[-9], [1], [3], [99]], dtype=np.float32)).tolist() == [1, 1, 3, 5]
