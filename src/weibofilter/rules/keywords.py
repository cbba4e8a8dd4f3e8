"""What can be wrong with a list of keywords, found in bulk: a list may have a million."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.errors import Severity

if TYPE_CHECKING:
    from weibofilter.rules.rule import Keyword

LONGEST_KEYWORD = 64
"""Code points a keyword may have. Of 65,000 entries of a large public dictionary none has more than 40; a whole sentence pasted
into a list matches nothing but its own copy, and every window around a hit has to be as wide as the longest keyword."""

SHORTEST_MASKED = 3
"""Characters a keyword needs for the view ``masked``: of two, one masked (``加*``) leaves a single character to go by."""

Fold = Callable[[str], tuple[str, ...]]
"""The possible foldings of a keyword, for the views that drop symbols; one that is empty has nothing left."""

# Characters that every fold keeps, so that the fold is asked about the few keywords that have none of them.
_ALWAYS_KEPT = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]").search


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one keyword."""

    keyword: Keyword
    severity: Severity
    code: str
    message: str
    way_out: str


def keyword_faults(words: Sequence[Keyword], fold: Fold) -> Iterator[Fault]:
    """What is wrong with each of ``words``, which stand in one list of one rule.

    Keywords that are equal after folding only (``加v信`` and ``加V信``) are legal: each is reported as it is written.

    >>> from weibofilter.rules.rule import Keyword
    >>> [fault.message for fault in keyword_faults([Keyword("刷单"), Keyword("——")], lambda text: (text.strip("—"),))]
    ["nothing but punctuation or symbols is left of keyword '——'"]
    """
    texts = [word.text for word in words]
    if any(map(LONGEST_KEYWORD.__lt__, map(len, texts))) or not all(map(_ALWAYS_KEPT, texts)):
        yield from (fault for word in words for fault in _faults_of(word, fold))
    if len(set(texts)) < len(texts):
        yield from _repeated(words)


def _faults_of(word: Keyword, fold: Fold) -> Iterator[Fault]:
    text = word.text
    if not text or text.isspace():
        yield Fault(word, Severity.ERROR, "empty-keyword", f"keyword {text!r} is empty", "remove it")
    elif len(text) > LONGEST_KEYWORD:
        yield _too_long(word)
    elif not _ALWAYS_KEPT(text) and not any(fold(text)):
        message = f"nothing but punctuation or symbols is left of keyword {text!r}"
        way_out = "a keyword needs a letter, a digit or a symbol that is read as one"
        yield Fault(word, Severity.ERROR, "nothing-left", message, way_out)


def _too_long(word: Keyword) -> Fault:
    message = f"keyword {word.text[:12] + '…'!r} has {len(word.text)} characters, more than {LONGEST_KEYWORD}"
    way_out = "keep the part that gives it away, or use all = [[...], [...]] or regex"
    return Fault(word, Severity.ERROR, "long-keyword", message, way_out)


def _repeated(words: Sequence[Keyword]) -> Iterator[Fault]:
    first: dict[str, Keyword] = {}
    for word in words:
        before = first.setdefault(word.text, word)
        if before is not word:
            message = f"keyword {word.text!r} stands here twice, first at {before.location}"
            yield Fault(word, Severity.WARNING, "repeated-keyword", message, "remove one of them")


def distinct(words: Sequence[Keyword]) -> tuple[Keyword, ...]:
    """The words without the second and later of those that are written alike."""
    if len({word.text for word in words}) == len(words):
        return tuple(words)
    first: dict[str, Keyword] = {}
    for word in words:
        first.setdefault(word.text, word)
    return tuple(first.values())
