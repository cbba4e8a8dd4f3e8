"""The false-positive finder: keywords that are everyday words, or stand in some, by jieba's dictionary.

The dictionary counts its words over 60 million of novels and newspapers; a post of 80 characters has some 45 words. So a word that it
counts 500 times stands in one ordinary post of 2,700, some 370 of a million: that is where flagging it begins to drown reviewers.
Of 4,160 keywords chosen with care the commonest is counted 438 times (杂种), all but a dozen under 60 times; 兼职 has 594, 免费
1,810, 小姐 4,414, 中国 129,470. The dictionary is older than much that posts are about (客服 3): what it does not know,
``weibofilter scan`` of ordinary posts tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.lint.finding import Remark
from weibofilter.rules.rule import Boundary
from weibofilter.segment import REACH, Mode, segmenter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.lint.subject import Subject
    from weibofilter.rules.rule import Rule

EVERYDAY = 500
"""From what count a keyword is an everyday word: one post of 2,700 (see above)."""

AS_COMMON = 100
"""From what count, together, the words that a keyword would be held in matter, if they are commoner than the keyword itself: it is
what the boundary takes a keyword for that the dictionary lacks. Above it, most of what is held is those words."""

_NAMED = 5


def everyday_words(subject: Subject) -> Iterator[Remark]:
    """Keywords of two characters or more that are everyday words; in a combination they may be."""
    for word, standing in subject.standings():
        if standing.own >= EVERYDAY and len(word.spelled) > 1:
            message = f"{word.text!r} is an everyday word: jieba's dictionary counts it {standing.own:,} times of 60 million"
            yield Remark(word.place, message, "ask for more: a longer keyword, or all = [[...], [...]]")


def in_everyday_words(subject: Subject) -> Iterator[Remark]:
    """Keywords that would be held in longer words which together are commoner than they are, and these words."""
    for word, standing in subject.standings():
        least = max(AS_COMMON, standing.own)
        if len(word.spelled) < 2 or standing.all_longer < least:
            continue
        rule, size = subject.rule_of(word), len(word.spelled)
        held = [(count, longer) for count, longer, at in standing.longer if stands(longer, at, at + size, rule)]
        if sum(count for count, _ in held) >= least:
            named = "、".join(f"{longer} ({count:,})" for count, longer in held[:_NAMED])
            message = f"{word.text!r} is held inside everyday words: {named}"
            yield Remark(word.place, message, f'add them to unless, as in unless = ["{held[0][1]}"]')


def single_characters(subject: Subject) -> Iterator[Remark]:
    """Keywords of one character that words are written with; one that stands in hardly any word (蝻, 8) is as good as a word."""
    for word, standing in subject.standings():
        count = standing.own + standing.all_longer
        if len(word.spelled) == 1 and count >= AS_COMMON:
            message = (
                f"{word.text!r} is a single character: jieba's dictionary counts words with it {count:,} times of 60 million"
            )
            yield Remark(word.place, message, "ask for more: a longer keyword, or all = [[...], [...]]")


def stands(text: str, start: int, end: int, rule: Rule) -> bool:
    """Whether a rule would hold its keyword at ``text[start:end]``, as far as excuses, runs and word boundaries tell."""
    if any(excuse.text in text for excuse in rule.unless):
        return False
    if rule.boundary is Boundary.OFF:
        return True
    if _same_run(text, start) or _same_run(text, end):
        return False
    first, after = max(0, start - REACH), end + REACH
    mode: Mode = "strict" if rule.boundary is Boundary.STRICT else "soft"
    return segmenter().judge(text[first:after], start - first, end - first, mode).stands


def _same_run(text: str, cut: int) -> bool:
    """Whether a cut falls inside a run of letters or of digits."""
    if not 0 < cut < len(text):
        return False
    before, behind = text[cut - 1], text[cut]
    letters, digits = before.isalpha() and behind.isalpha(), before.isdigit() and behind.isdigit()
    return before.isascii() and behind.isascii() and (letters or digits)
