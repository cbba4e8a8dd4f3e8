"""Where a clause or a sentence ends, and a run of one character with it: in 大麻。麻烦 the second 麻 is of another word."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from weibofilter.fold.folded import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold.characters import Characters

SENTENCE_END = "。？?！!…\n\r\u2028\u2029\x0b\x0c\x85"

SENTENCE_BREAK = SENTENCE_END.replace("!", "").replace("！", "")
"""What parts a keyword of any length. An exclamation mark ends a clause as often as a sentence, so it alone does not (加！微信)."""

CLAUSE_MARKS = "，,！!；;．.、:：\u3000 "
"""One of these in a keyword of two characters is the end of a clause or a gap between words, not a disguise."""

_DOTS = frozenset("．.")
"""Put between characters to disguise them more often than to end a clause, so a run goes on over them: 加微信.信."""

_HOLDS_END = re.compile(f"[{re.escape(SENTENCE_BREAK + CLAUSE_MARKS)}]").search


def is_clause_mark(gap: str, characters: Characters) -> bool:
    """Whether a gap is one clause mark, with or without spaces around it, or one space; invisible marks do not count."""
    visible = "".join(character for character in gap if not characters[character].is_mark)
    return len(visible.strip() or visible) == 1 and all(character in CLAUSE_MARKS for character in visible)


def within_clause(post: str, text: str, runs: tuple[Run, ...], needs: Sequence[int], characters: Characters) -> tuple[Run, ...]:
    """The runs of the characters of ``text``, the first and the last without what they repeat in another clause than the rest.

    Each keeps as many as it needs. What stands between every two characters alike is a disguise to its end: 赌。博。网。站。站.
    """
    if len(runs) == 1 or (runs[0].length == needs[0] and runs[-1].length == needs[-1]):
        return runs
    first, *inner, last = runs
    between = {post[before.end : after.start] for before, after in pairwise(runs)}
    filler = between.pop() if len(between) == 1 else ""
    return (
        _enough(reversed(_parts(post, first, text[0], filler, characters)), needs[0]),
        *inner,
        _enough(_parts(post, last, text[-1], filler, characters), needs[-1]),
    )


def _enough(parts: Iterable[Run], need: int) -> Run:
    """The first of these parts of a run that hold as many characters as it needs, as one."""
    start, end, length = zip(*_until(parts, need), strict=True)
    return Run(min(start), max(end), sum(length))


def _until(parts: Iterable[Run], need: int) -> Iterator[Run]:
    for part in parts:
        yield part
        need -= part.length
        if need <= 0:
            return


def _parts(post: str, run: Run, code: str, filler: str, characters: Characters) -> list[Run]:
    """The parts of a run of one character that lie in a clause each."""
    if _HOLDS_END(post, run.start, run.end) is None:
        return [run]
    parts: list[Run] = []
    for place in range(run.start, run.end):
        skeleton = characters[post[place]].skeleton
        # A character that folds to several may lend the run its last alone, or its first.
        rest = skeleton.rstrip(code) if place == run.start else skeleton.lstrip(code)
        length = len(skeleton) - len(rest)
        if not length:
            continue
        if parts and not _ends_clause(post[parts[-1].end : place], filler, characters):
            length += parts[-1].length
            parts[-1] = Run(parts[-1].start, place + 1, length)
        else:
            parts.append(Run(place, place + 1, length))
    return parts


def _ends_clause(gap: str, filler: str, characters: Characters) -> bool:
    """Whether what stands between two of a run parts them."""
    if gap == filler or not gap:
        return False
    return any(mark in gap for mark in SENTENCE_BREAK) or (is_clause_mark(gap, characters) and gap.strip() not in _DOTS)
