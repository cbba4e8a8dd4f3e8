"""The likelihood boundary: the table of cases, the laws of a judgement, and the dictionary it is made by."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise
from math import isclose, log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weibofilter.segment import Boundary, Segmenter, segmenter
from weibofilter.segment.boundary import REACH
from weibofilter.segment.dictionary import MOST_REMEMBERED, Dictionary, jieba_text
from weibofilter.segment.lattice import arcs_of, best_paths

CASES = Path(__file__).parent / "cases" / "boundary.tsv"

SMALL = "一 9 m\n一下 5 m\n下 7 f\n下头 3 v\n头 4 n\n低 2 a\n一下头 2 m\n低头 6 v\n"
"""A dictionary in which every pair of neighbours is a word somewhere."""


def judged(keyword: str, clause: str, mode: str = "soft") -> Boundary:
    start = clause.index(keyword)
    return segmenter().judge(clause, start, start + len(keyword), "strict" if mode == "strict" else "soft")


def rows() -> list[tuple[str, str, str, str]]:
    """Keyword, clause, verdict and note of each line of the table."""
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row[0], row[1], row[2], "".join(row[3:])) for row in (line.split("\t") for line in lines)]


@pytest.mark.parametrize(
    ("keyword", "clause", "verdict"),
    [
        pytest.param(*case, id="-".join(case[:2]), marks=[pytest.mark.xfail(reason=note)] if note.startswith("xfail") else [])
        for *case, note in rows()
    ],
)
def test_case_of_the_table(keyword: str, clause: str, verdict: str) -> None:
    found = judged(keyword, clause)
    assert ("stands" if found.stands else "falls") == verdict, found


def test_every_case_holds_its_keyword_once() -> None:
    assert [row for row in rows() if row[1].count(row[0]) != 1 or row[2] not in {"stands", "falls"}] == []


def test_a_dismissal_names_what_stands_there_instead() -> None:
    assert judged("口交", "路口交通").words == ("路口", "交通")
    assert judged("处女", "我是一个处女座").words == ("处女座",)


def test_strict_asks_for_token_ends() -> None:
    assert not judged("微信", "加我微信号看片", "strict").stands
    assert judged("大麻", "有人种植大麻", "strict").stands
    assert judged("代开发票", "长期代开发票", "strict").stands


@pytest.mark.parametrize("separator", ["，", " ", "。", "❤", "\n", "…"])
def test_only_the_text_up_to_punctuation_counts(separator: str) -> None:
    assert judged("口交", f"路{separator}口交{separator}通") == Boundary(0.0, (), stands=True)
    assert not judged("口交", f"在{separator}路口交通{separator}上").stands


def test_text_beyond_reach_does_not_count() -> None:
    near = judged("口交", "路口交通" + "啊" * REACH)
    assert judged("口交", "路口交通" + "啊" * 1000) == near


@pytest.mark.parametrize("keyword", ["av", "qq", "sm", "18"])
def test_letters_and_digits_are_no_words_of_the_dictionary(keyword: str) -> None:
    assert judged(keyword, f"看{keyword}片").stands


@pytest.mark.parametrize("clause", ["\ud800大麻烦", "大麻烦\0", "大麻" + "𠮷" * 5, "ÀÉ大麻ß"])
def test_any_text_gets_a_judgement(clause: str) -> None:
    assert judged("大麻", clause).margin >= 0.0


han = st.text("一下头低", min_size=1, max_size=7)


@given(han, st.data())
def test_the_best_path_is_the_best_of_all_cuts(text: str, data: st.DataObject) -> None:
    dictionary = Dictionary(SMALL)
    known = dict(dictionary.lines_with(""))
    end = data.draw(st.integers(1, len(text)))
    cuts = [(0, *inner, end) for size in range(end) for inner in combinations(range(1, end), size)]
    scores = [
        sum(log(known[text[low:high]] / dictionary.total) for low, high in pairwise(cut))
        for cut in cuts
        if all(text[low:high] in known for low, high in pairwise(cut))
    ]
    best, _ = best_paths(arcs_of(dictionary, text), 0, end)
    assert isclose(best[end], max(scores), abs_tol=1e-9)


@given(st.text("大麻烦我有人做爱心口交路通处女座操他妈的a1，"), st.data())
@settings(max_examples=300)
def test_laws_of_a_judgement(clause: str, data: st.DataObject) -> None:
    clause += "爱"
    start = data.draw(st.integers(0, len(clause) - 1))
    end = data.draw(st.integers(start + 1, len(clause)))
    soft, strict = (segmenter().judge(clause, start, end, mode) for mode in ("soft", "strict"))
    assert (soft.margin, soft.words) == (strict.margin, strict.words)
    assert soft.margin >= 0.0
    assert strict.stands == (not soft.words)
    assert soft.stands or not strict.stands
    assert all(word in clause for word in soft.words)


@given(st.text())
def test_a_cut_loses_nothing(text: str) -> None:
    assert "".join(segmenter().cut(text)) == text


def test_the_dictionary_is_all_of_jiebas() -> None:
    text = jieba_text()
    lines = [line.split(" ") for line in text.splitlines()]
    dictionary = Dictionary(text)
    assert dictionary.total == sum(int(count) for _, count, _ in lines)
    words = {word for word, _, _ in lines}
    assert sum(dictionary.frequency(word) for word in words) == dictionary.total
    assert dictionary.costs.keys() == words
    longest = {word[:2]: len(word) for word in sorted(words, key=len) if word[1:]}
    assert {pair: dictionary[pair] for pair in longest} == longest


def test_a_post_cannot_grow_the_dictionary() -> None:
    dictionary = Dictionary(SMALL)
    cuts = Segmenter(dictionary)
    for first in map(chr, range(0x4E00, 0x5000)):
        cuts.cut("".join(first + chr(second) for second in range(0x5000, 0x5200)))
    known = len(SMALL.splitlines())
    assert len(dictionary) <= MOST_REMEMBERED + known
    assert cuts.cut("ᄀ𠮷\ud800低头") == ["ᄀ", "𠮷", "\ud800", "低头"]


def test_words_containing_are_longer_and_in_order() -> None:
    found = segmenter().words_containing("处女")
    counts = [count for _, count in found]
    assert ("处女座", 3) in found
    assert all("处女" in word != "处女" for word, _ in found)
    assert counts == sorted(counts, reverse=True)
    assert segmenter().words_containing("约炮") == ()


def test_threads_share_one_dictionary() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(one) for one in pool.map(lambda _: segmenter(), range(32))}) == 1
        fresh = Segmenter(Dictionary(jieba_text()))
        found = list(pool.map(lambda _: fresh.judge("我有一个大麻烦", 4, 6, "soft"), range(64)))
    assert set(found) == {segmenter().judge("我有一个大麻烦", 4, 6, "soft")}


def test_jieba_is_never_run() -> None:
    code = (
        "import logging, sys\n"
        "from weibofilter.segment import segmenter\n"
        "segmenter().judge('我有一个大麻烦', 4, 6, 'soft')\n"
        "print('jieba' in sys.modules, 'jieba' in logging.root.manager.loggerDict)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    assert (done.stdout.strip(), done.stderr) == ("False False", "")
