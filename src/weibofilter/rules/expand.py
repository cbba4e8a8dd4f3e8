"""The other ways in which regions word a keyword: 软件 is 軟體 in Taiwan, 出租车 計程車.

Characters that differ by region are folded in posts and keywords alike. Words are not: they are replaced on the side of the
keyword, where it costs a post nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, islice, product
from typing import TYPE_CHECKING

from weibofilter.automaton import build_automaton
from weibofilter.fold.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.automaton import Automaton

MOST_FORMS = 8
"""Regional forms of one keyword. The longest keywords hold two such words, of three wordings each."""


def regional_forms(keyword: str) -> tuple[str, ...]:
    """The keyword with each regional word replaced by its other wordings, in simplified characters; mostly empty.

    Words are found from the left, the longest first, and replaced as a whole; a single character never is. A word may be found
    across the real ones (信息 in 微信息), which does no harm: the form made of it (微资讯) is something nobody writes.

    Source: OpenCC's phrases (`data/regional.tsv`), less those whose other wording is an everyday word of its own.

    >>> regional_forms("盗版软件"), regional_forms("計程車")
    (('盗版软体',), ('出租车', '的士'))
    >>> regional_forms("加微信")
    ()
    """
    ((_, forms),) = spelled_forms([keyword])
    return forms


def spelled_forms(keywords: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each keyword its spelling in simplified characters, and its regional forms: many at a time, as few have any.

    >>> list(spelled_forms(["計程車", "加微信"]))
    [('计程车', ('出租车', '的士')), ('加微信', ())]
    """
    joined = "".join(map(_spelled, "\n".join(keywords)))
    spelled = joined.split("\n") if keywords else []
    if len(spelled) != len(keywords):  # a keyword of several lines
        spelled = ["".join(map(_spelled, keyword)) for keyword in keywords]
        joined = "\n".join(spelled)
    ends = list(accumulate(len(text) + 1 for text in spelled))
    with_words = {bisect_right(ends, start) for start, _, _ in _finder().find(joined)}
    for place, text in enumerate(spelled):
        yield text, tuple(islice(map("".join, product(*_pieces(text))), 1, MOST_FORMS + 1)) if place in with_words else ()


@lru_cache(maxsize=1 << 14)
def _spelled(character: str) -> str:
    # A lone surrogate is no text to any automaton; posts have the same in its place.
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else load_tables().spelling_of(character)


def _pieces(text: str) -> Iterator[tuple[str, ...]]:
    """The text cut into regional words, each with its other wordings behind it, and what stands between them."""
    words, plain, place = _wordings(), 0, 0
    while place < len(text):
        word = _longest(text, place)
        if word:
            yield (text[plain:place],)
            yield (word, *words[word])
            plain = place + len(word)
        place += len(word) or 1
    yield (text[plain:],)


def _longest(text: str, place: int) -> str:
    """The longest regional word that begins at this place, "" if none does."""
    lengths = _lengths().get(text[place], ())
    return next((text[place : place + length] for length in lengths if text[place : place + length] in _wordings()), "")


@cache
def _finder() -> Automaton:
    return build_automaton(list(_wordings()))


@cache
def _wordings() -> Mapping[str, tuple[str, ...]]:
    """Each regional word with the other wordings of it, in every direction."""
    rows = files("weibofilter.rules").joinpath("data", "regional.tsv").read_text(encoding="utf-8").splitlines()
    words: dict[str, tuple[str, ...]] = {}
    for mainland, *others in (row.split("\t") for row in rows if not row.startswith("#")):
        words[mainland] = (*words.get(mainland, ()), *others)
        for other in others:
            words[other] = (*words.get(other, ()), mainland)
    return words


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The lengths, longest first, of the regional words that begin with each character."""
    lengths: dict[str, set[int]] = {}
    for word in _wordings():
        lengths.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
