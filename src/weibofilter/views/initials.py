"""The ``initials`` view: keywords by the first letters of their pinyin (nmsl, yp, 死变态 as sbt).

A run of Latin letters is looked up whole; one that is no word may also begin or end with the initials of three characters or more. The
evidence is the run as such, which is weighed by how ordinary it is (app, ok, vip are; `data/INITIALS.md`), and its place in the clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice, product
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.arrays import pack_arrays, unpack_arrays
from weibofilter.fold.tables import FILLER
from weibofilter.views.forms import Forms, folded_forms
from weibofilter.views.sound_tables import FIRST_UNIT, sound_tables
from weibofilter.views.weigh import Suspicions, no_suspicions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.arrays import Array
    from weibofilter.fold import Fold
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.seen import Seen
    from weibofilter.views.trie import Ints
    from weibofilter.views.view import Term

DISGUISES: Final = ("initials",)
MOST_SPELLINGS: Final = 8
"""Ways to write one keyword: most have one reading a character."""
SHORTEST_END: Final = 3
"""Letters from which the beginning or end of a run is looked at: any two letters begin some name."""
LONGEST_RUN: Final = 12
ORDINARY: Final = (6.0, 9.0)
"""Nats of surprise up to which a run of two letters, of three and more, is a word of ordinary text: vip and tm, nba and kfc."""
UNHEARD: Final = 16.0
"""Nats of surprise at a run that ordinary text has not."""


@dataclass(frozen=True, eq=False)
class InitialsIndex:
    """The keywords of the rules that ask for the view, by their initials: ``spellings[i]`` is one of form ``rows[i]``."""

    forms: Forms
    spellings: tuple[str, ...]
    rows: Ints

    @property
    def size(self) -> int:
        """Ways to write the keywords by their initials."""
        return len(self.spellings)

    @cached_property
    def _by_spelling(self) -> Mapping[str, list[int]]:
        by_spelling: dict[str, list[int]] = {}
        for spelling, row in zip(self.spellings, self.rows.tolist(), strict=True):
            by_spelling.setdefault(spelling, []).append(row)
        return by_spelling

    def to_bytes(self) -> bytes:
        """The index as ``load`` reads it."""
        letters = np.frombuffer(" ".join(self.spellings).encode(), np.uint8)
        return pack_arrays({**self.forms.arrays, "spellings": letters, "rows": self.rows})

    @property
    def disguise_names(self) -> tuple[str, ...]:
        """What the view sees through."""
        return DISGUISES

    def may_suspect(self, glimpse: Glimpse) -> bool:
        """Whether two letters stand side by side."""
        return _TWO_LETTERS(glimpse.kept) is not None

    def suspicions(self, seen: Seen) -> Suspicions:
        """The runs, and ends of runs, that are the initials of a keyword and no ordinary run."""
        found = [place for run, start, capital in _runs(seen.batch) for place in self._readings(run, start, capital=capital)]
        if not found:
            return no_suspicions()
        rows, starts, ends, costs, parts, capitals = (np.array(column) for column in zip(*found, strict=True))
        plain = Suspicions.plain(rows, starts, ends, np.ones_like(rows), parts, self.forms.lengths[rows], costs)
        return replace(plain, loose=capitals.astype(np.float32))

    def _readings(self, run: str, start: int, *, capital: bool) -> Iterator[tuple[int, int, int, float, int, bool]]:
        """Each form that the run, at this place, may stand for: the form, its span, the surprise at the run in nats, whether it is only a
        part of it, whether it has capitals (FB, TG and HR are names and terms; who hides a word types small letters).
        """
        surprise = ordinary_runs().get(run, UNHEARD)
        if surprise < ORDINARY[len(run) > 2]:
            return
        for row in self._by_spelling.get(run, ()):
            yield row, start, start + len(run), surprise, 0, capital
        if surprise < UNHEARD:
            return
        for length in range(SHORTEST_END, len(run)):
            for row in self._by_spelling.get(run[:length], ()):
                yield row, start, start + length, surprise, 1, capital
            for row in self._by_spelling.get(run[-length:], ()):
                yield row, start + len(run) - length, start + len(run), surprise, 1, capital


def _runs(batch: FoldedBatch) -> Iterator[tuple[str, int, bool]]:
    """Each run of Latin letters that stand side by side in a post: folded, where it begins in the joined posts, whether it has capitals."""
    letters = (batch.codes >= ord("a")) & (batch.codes <= ord("z"))
    places = np.flatnonzero(letters)
    if not places.size:
        return
    origins = batch.origins[places]
    apart = np.diff(origins)
    filled = (apart == 2) & (batch.raw.take(origins[:-1] + 1, mode="clip") == ord(FILLER))
    breaks = np.flatnonzero((apart != 1) & ~filled) + 1
    text = batch.codes[places].astype(np.uint8).tobytes().decode("ascii")
    firsts = [0, *breaks.tolist()]
    for first, after in zip(firsts, [*firsts[1:], len(text)], strict=True):
        start, end = int(origins[first]), int(origins[after - 1]) + 1
        if 2 <= after - first <= LONGEST_RUN and not _is_foreign(batch.raw, start, end):
            yield text[first:after], start, bool((batch.raw[origins[first:after]] != batch.codes[places[first:after]]).any())


def _is_foreign(raw: Array, start: int, end: int) -> bool:
    """Whether the run stands in a text of letters, or in a code, name or address: on one of its sides, behind a space and the marks of a
    sentence, is another letter; or a digit or some other mark right beside it.
    """
    before = raw[max(start - FOREIGN_WITHIN, 0) : start][::-1].tobytes().decode("utf-32-le", "surrogatepass")
    behind = raw[end : end + FOREIGN_WITHIN].tobytes().decode("utf-32-le", "surrogatepass")
    return _FOREIGN(before) is not None or _FOREIGN(behind) is not None


_TWO_LETTERS: Final = re.compile("[a-z]{2}").search
FOREIGN_WITHIN: Final = 36
"""Characters on either side of a run that are looked at: an @name has 30."""
# Read from the run on outwards. A topic ends at #, the name of whom one passes on at the colon, and an address is no text.
_FOREIGN: Final = re.compile(r"""(?x)
    (?! : [^\s:@]{1,30} @ | [ ] \S* (?: :// | //: ) )
    [!?.,;:~"'()*]* (?: [ \u00a0]? [!?.,;:~"'()*$-]* [A-Za-z] | [0-9$%&+/<=>\[\\\]^_`{|}-] | @[A-Za-z0-9] )
""").match


def spellings(text: str) -> list[str]:
    """The ways to write a keyword by its initials, by each reading of its characters; none if a character has no reading.

    >>> spellings("死变态"), spellings("行长"), spellings("加v信")
    (['sbt'], ['xz', 'xc', 'hz', 'hc'], ['jvx'])
    """
    each = [_initials(character) for character in text]
    return list(dict.fromkeys(map("".join, islice(product(*each), MOST_SPELLINGS))))


@cache
def _initials(character: str) -> list[str]:
    """The first letters of a character's readings, the likeliest first; an unlikely reading (女 as ru) is none."""
    if character.isascii():
        return [character] if character.isalnum() else []
    tables = sound_tables()
    unit = int(tables.units(np.array([ord(character)], np.uint32))[0])
    if unit < FIRST_UNIT:
        return []
    count = int(tables.counts[unit])
    likely = [
        int(syllable)
        for syllable, cost in zip(tables.syllables[unit, :count], tables.costs[unit, :count], strict=True)
        if cost < UNLIKELY_READING
    ]
    return list(dict.fromkeys(_syllable_names()[syllable - 1][0] for syllable in likely))


UNLIKELY_READING: Final = 3.0


@cache
def _syllable_names() -> list[str]:
    names = sound_tables().names
    return sorted(names, key=names.__getitem__)


@cache
def ordinary_runs() -> Mapping[str, float]:
    """The runs of letters that ordinary Chinese text has, each with the nats of surprise at meeting just it."""
    arrays = unpack_arrays(files("weibofilter.views").joinpath("data", "initials.tables").read_bytes())
    return dict(zip(_words(arrays["runs"]), (arrays["surprise"] / 10).tolist(), strict=True))


def _words(packed: Array) -> list[str]:
    text = packed.tobytes().decode("ascii")
    return text.split(" ") if text else []


def build(terms: Sequence[Term], fold: Fold) -> InitialsIndex:
    """The index of the terms of two characters and more, Han characters among them."""
    texts, places = folded_forms(terms, fold)
    kept = [
        (text, place) for text, place in zip(texts, places, strict=True) if 2 <= len(text) <= LONGEST_RUN and not text.isascii()
    ]
    written = [(spelling, row) for row, (text, _) in enumerate(kept) for spelling in spellings(text)]
    return InitialsIndex(
        Forms.of(terms, [text for text, _ in kept], [place for _, place in kept]),
        tuple(spelling for spelling, _ in written),
        np.array([row for _, row in written], np.int64),
    )


def load(data: bytes, fold: Fold) -> InitialsIndex:  # noqa: ARG001 - every view's loader is given the fold
    """The index that ``to_bytes`` wrote."""
    arrays = unpack_arrays(data)
    return InitialsIndex(Forms.load(arrays), tuple(_words(arrays["spellings"])), arrays["rows"])
