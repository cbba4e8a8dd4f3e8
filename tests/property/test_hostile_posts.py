"""Any post gets a verdict, whole and exact: what the fuzzer kept, every code point, and what people send to break a filter."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.corpus import kept_inputs
from fuzz.fragments import FRAGMENTS, posts_of
from fuzz.invariants import examine
from weibofilter import Filter

CORPUS = kept_inputs("posts")


@pytest.mark.parametrize(("rules", "step"), [("skeleton", 1), ("shipped", 6), ("views", 10)])
def test_the_kept_posts_keep_every_promise(rules: str, step: int) -> None:
    assert len(CORPUS) > 100
    for data in CORPUS[::step]:  # views cost ten times as much
        examine(posts_of(data), only=rules)


any_character = st.characters(codec=None, categories=["L", "M", "N", "P", "S", "Z", "C"])
bidi_and_invisible = st.sampled_from(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u3164"
)
tags = st.integers(0xE0000, 0xE007F).map(chr)
selectors = st.integers(0xFE00, 0xFE0F).map(chr) | st.integers(0xE0100, 0xE01EF).map(chr)
jamo = st.integers(0x1100, 0x11FF).map(chr)
surrogates = st.integers(0xD800, 0xDFFF).map(chr)
private = st.integers(0xE000, 0xF8FF).map(chr) | st.integers(0x100000, 0x10FFFF).map(chr)
marks = st.integers(1, 64).flatmap(lambda count: st.sampled_from("\u0301\u0336\u0489\u20dd\u3099").map(lambda mark: mark * count))
pieces = st.sampled_from(FRAGMENTS)
decomposed = pieces.map(lambda piece: unicodedata.normalize("NFD", piece))
kinds = [any_character, bidi_and_invisible, tags, selectors, jamo, surrogates, private, marks, pieces, pieces, decomposed]
hostile = st.lists(st.one_of(kinds), max_size=12).map("".join)


@settings(max_examples=60)
@given(st.lists(hostile, min_size=1, max_size=4))
def test_hostile_posts_keep_every_promise(posts: list[str]) -> None:
    examine(posts)


@settings(max_examples=60)
@given(st.sampled_from(["加微信", "大麻", "666", "av"]), st.lists(st.one_of(kinds), max_size=6))
def test_whatever_stands_inside_a_keyword_the_span_is_exact(keyword: str, filler: list[str]) -> None:
    examine([keyword[0] + "".join(filler) + keyword[1:]])


def test_every_code_point_in_a_post_gets_a_verdict_alone_and_in_a_batch() -> None:
    posts = [
        "加" + "".join(map(chr, range(first, min(first + 997, sys.maxunicode + 1))))
        for first in range(0, sys.maxunicode + 1, 997)
    ]
    for first in range(0, len(posts), 100):
        examine(posts[first : first + 100], only="skeleton")


def test_every_assigned_code_point_inside_a_keyword_leaves_spans_exact() -> None:
    assigned = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Co", "Lo"}]
    f = Filter.from_words(["加微信"], boundary="off")
    for character, verdict in zip(assigned, f.check_many(f"快加{character}微信啊" for character in assigned), strict=True):
        for reason in verdict.reasons:
            assert (reason.start, reason.end, reason.text) == (1, 5, f"加{character}微信")
    assert len(assigned) > 10_000


MEGABYTE = 1 << 20
HUGE = [*"a加6❤#@[（のㄆㅤﷺ", "\u0301", "\u200b", "\U000e0041", "\ufe0f", "\ud800", "\x00", "\u1100", "\ue000"]


@pytest.mark.parametrize("character", HUGE, ids=lambda character: f"U+{ord(character):04X}")
def test_a_megabyte_of_one_character_gets_a_verdict(character: str) -> None:
    examine([character * (MEGABYTE // len(character.encode("utf-8", "surrogatepass")))], only="skeleton")


@pytest.mark.parametrize("character", HUGE, ids=lambda character: f"U+{ord(character):04X}")
def test_thousands_of_one_character_get_a_verdict_by_every_view(character: str) -> None:
    examine([character * 5_000], only="views")


OVERLAPPING = [
    "加微信" * 400,
    "㍿" * 1000,
    "加加微微信信" * 200,
    "大麻烦" * 300,
    "加❤微①信" * 150,
    "加微信返利" * 100,
    "qq1" * 300,
    "//@a:加微信" * 100,
]


@pytest.mark.parametrize("post", OVERLAPPING, ids=lambda post: post[:8])
def test_hits_that_overlap_throughout_a_post_keep_every_promise(post: str) -> None:
    examine([post])
