"""Where a clause or a sentence ends, and a run of one character with it: in 大麻。麻烦 the second 麻 is of another word."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from weibofilter.fold.folded import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from weibofilter.fold.characters import Characters

SENTENCE_END = "。？?！!…\n\r\u2028\u2029\x0b\x0c\x85"

SENTENCE_BREAK = SENTENCE_END.replace("!", "").replace("！", "")
"""What parts a keyword of any length. An exclamation mark ends a clause as often as a sentence, so it alone does not (加！微信)."""

CLAUSE_MARKS = "，,！!；;．.、:：\u3000 "
"""One of these in a keyword of two characters is the end of a clause or a gap between words, not a disguise."""

LISTING = "，,；;、:："
"""Marks that stand between the words of a list, each of one character at times."""

_DOTS = frozenset("．.")
"""Put between characters to disguise them more often than to end a clause, so where one is, a run goes on over others: 加.微信.信."""


def is_clause_mark(gap: str, characters: Characters) -> bool:
    """Whether a gap is one clause mark, with or without spaces around it, or one space; invisible marks do not count."""
    visible = "".join(character for character in gap if not characters[character].is_mark)
    return len(visible.strip() or visible) == 1 and all(character in CLAUSE_MARKS for character in visible)


def within_clause(
    post: str, text: str, runs: tuple[Run, ...], needs: Sequence[int], characters: Characters
) -> Iterator[tuple[Run, ...]]:
    """The runs of the characters of ``text``, the first and the last without what they repeat in another clause than the rest,
    or beyond an emoji; a single character's in each clause that has enough of it.

    Each keeps as many as it needs. What stands between every two characters alike is a disguise to its end: 赌。博。网。站。站.
    """
    if len(runs) == 1:
        parted = parts_of(post, runs[0], text, characters, lambda gap: _parts_words(gap, frozenset(), characters))
        several = [(part,) for part in parted if part.length >= needs[0]]
        yield from several or (runs,)
        return
    if runs[0].length == needs[0] and runs[-1].length == needs[-1]:
        yield runs
        return
    first, *inner, last = runs
    between = frozenset(post[before.end : after.start] for before, after in pairwise(runs))

    def parts(run: Run, code: str) -> list[Run]:
        return parts_of(post, run, code, characters, lambda gap: _parts_words(gap, between, characters))

    yield (
        enough(reversed(parts(first, text[0])), needs[0]),
        *inner,
        enough(parts(last, text[-1]), needs[-1]),
    )


def enough(parts: Iterable[Run], need: int) -> Run:
    """The first of these parts of a run that hold as many characters as it needs, as one."""
    start, end, length = zip(*_until(parts, need), strict=True)
    return Run(min(start), max(end), sum(length))


def _until(parts: Iterable[Run], need: int) -> Iterator[Run]:
    for part in parts:
        yield part
        need -= part.length
        if need <= 0:
            return


def parts_of(post: str, run: Run, code: str, characters: Characters, parts: Callable[[str], bool] = bool) -> list[Run]:
    """The run of the character ``code`` of a folded text in parts, between which there is a gap that ``parts`` it, as any does."""
    if run.end - run.start == 1:
        return [run]
    found: list[Run] = []
    for place in range(run.start, run.end):
        skeleton = characters[post[place]].skeleton
        # A character that folds to several may lend the run its last alone, or its first.
        rest = skeleton.rstrip(code) if place == run.start else skeleton.lstrip(code)
        length = len(skeleton) - len(rest)
        if not length:
            continue
        if found and not ((gap := post[found[-1].end : place]) and parts(gap)):
            length += found[-1].length
            found[-1] = Run(found[-1].start, place + 1, length)
        else:
            found.append(Run(place, place + 1, length))
    return found


def _parts_words(gap: str, between: frozenset[str], characters: Characters) -> bool:
    """Whether what stands between two of a run, the same in another clause or beyond an emoji, parts them, where ``between`` is what
    stands between the rest of the characters.
    """
    is_filler = gap in between and (len(between) == 1 or gap in _DOTS)
    return not is_filler and any(characters[character].is_break for character in gap)
