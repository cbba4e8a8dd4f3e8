"""The tables of the `skeleton` fold: what each code point becomes, by which steps, and which symbols have a reading besides.

The data are generated (`tools/build_fold_tables.py`; provenance and licences in `data/PROVENANCE.md`) and read-only. A step is a
table, the fold is the composition of the steps repeated until nothing changes; both are done by the generator, so that a post
pays one look-up for each code point.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UInt32 = npt.NDArray[np.uint32]
Bool = npt.NDArray[np.bool_]
Arrays = dict[str, npt.NDArray[np.uint32]]

CODE_POINTS: Final = 0x110000
DROPPED: Final = 0xFFFFFFFF
EXPANDS: Final = 0x80000000
INTERLEAVED: Final = "interleaved"
FILLER: Final = "\u200b"
"""Stands where something is taken for filler: the fold drops it."""


@dataclass(frozen=True, slots=True, eq=False)
class FoldTables:
    """What the fold makes of each code point.

    `lookup` has an entry for each of the 0x110000 code points: the code point it becomes (itself, if nothing changes), DROPPED
    if nothing is left of it, or EXPANDS | index for one that becomes several, expansion_flat[expansion_start[index] :
    expansion_start[index + 1]].

    `alternatives` has the symbols that are filler and reading at once: their readings, folded. Being dropped is an option of
    each of them and not listed. In `lookup` an enclosed letter, digit or Han character (① ⓥ ㊙) is read, a bare symbol (❤ ＋)
    dropped.

    `kana`, `bopomofo` and `han` say of each code point whether it is of that script; the fold keeps all three.
    """

    lookup: UInt32
    expansion_start: UInt32
    expansion_flat: UInt32
    alternatives: Mapping[str, tuple[str, ...]]
    kana: Bool
    bopomofo: Bool
    han: Bool
    step_names: tuple[str, ...]
    spelling_steps: frozenset[str]
    unicode_version: str
    digest: str
    _source: UInt32
    _steps: UInt32
    _spelled: Mapping[str, str]

    def fold_char(self, character: str) -> str:
        """What one character becomes, "" where it is dropped. Idempotent, like the fold of a whole text.

        >>> [load_tables().fold_char(c) for c in "軟Ｖ⑨㍿❤"]
        ['软', 'v', '9', '株式会社', '']
        """
        code = int(self.lookup[ord(character)])
        if code == DROPPED:
            return ""
        if code & EXPANDS:
            start, end = self.expansion_start[code & ~EXPANDS :][:2].tolist()
            return "".join(map(chr, self.expansion_flat[start:end].tolist()))
        return chr(code)

    def steps_of(self, character: str) -> tuple[str, ...]:
        """Names of the steps that had a part in what the character became; empty where it is unchanged.

        They are evidence: all of them among `spelling_steps` is a way of spelling, any other a disguise.

        >>> load_tables().steps_of("㊄"), load_tables().steps_of("Ｖ"), load_tables().steps_of("中")
        (('number',), ('full-width', 'case'), ())
        """
        code = ord(character)
        folded = int(self.lookup[code])
        if folded == code:
            return ()
        if folded == DROPPED:
            return (INTERLEAVED,)
        # A number of the array's own kind: for any other the whole array would be copied.
        place = int(np.searchsorted(self._source, np.uint32(code)))
        if place == len(self._source) or int(self._source[place]) != code:
            return ()
        mask = int(self._steps[place])
        return tuple(name for bit, name in enumerate(self.step_names) if mask >> bit & 1)

    def spelling_of(self, character: str) -> str:
        """What the steps of spelling alone make of a character, which stays where they change nothing.

        So a traditional text reads as simplified text, with its numerals and its marks: 陸 is 陆 here, and 6 in the fold.

        >>> [load_tables().spelling_of(c) for c in "陸Ｖ㍿九①，"]
        ['陆', 'v', '株式会社', '九', '①', '，']
        """
        if character in self._spelled:
            return self._spelled[character]
        return self.fold_char(character) if self.spelling_steps.issuperset(self.steps_of(character)) else character


@cache
def load_tables() -> FoldTables:
    """The shipped tables, read on the first call (some 4 ms) and shared: they are read-only.

    >>> load_tables().alternatives["①"], load_tables().alternatives["＋"]
    (('1',), ('加',))
    """
    content = files("weibofilter.fold").joinpath("data", "skeleton.tables").read_bytes()
    line, _, numbers = content.partition(b"\n")
    header = json.loads(line)
    return _assemble(header, _split(numbers, header["arrays"]), sha256(content).hexdigest())


def _split(numbers: bytes, sizes: dict[str, int]) -> Arrays:
    """The arrays of the file by name, views of one read-only buffer."""
    parts = np.split(np.frombuffer(numbers, dtype="<u4"), np.cumsum(list(sizes.values()))[:-1])
    return dict(zip(sizes, parts, strict=True))


def _assemble(header: dict[str, Any], arrays: Arrays, digest: str) -> FoldTables:
    source, start = arrays["target_of"], arrays["target_start"]
    lengths = np.diff(start)
    several = lengths > 1
    return FoldTables(
        lookup=_read_only(_lookup(arrays, several)),
        expansion_start=_read_only(np.concatenate(([0], np.cumsum(lengths[several]))).astype(np.uint32)),
        expansion_flat=_read_only(arrays["target"][np.repeat(several, lengths)]),
        alternatives=_readings(arrays),
        kana=_member(arrays["kana"]),
        bopomofo=_member(arrays["bopomofo"]),
        han=_member(arrays["han"]),
        step_names=tuple(header["step_names"]),
        spelling_steps=frozenset(header["spelling_steps"]),
        unicode_version=header["unicode_version"],
        digest=digest,
        _source=source,
        _steps=arrays["steps"],
        _spelled=MappingProxyType(dict(_texts(arrays, "spelling"))),
    )


def _lookup(arrays: Arrays, several: Bool) -> UInt32:
    lookup = np.arange(CODE_POINTS, dtype=np.uint32)
    for first, stop in _spans(arrays["dropped"]):
        lookup[first:stop] = DROPPED
    source, first_of = arrays["target_of"], arrays["target_start"][:-1]
    lookup[source[~several]] = arrays["target"][first_of[~several]]
    lookup[source[several]] = EXPANDS | np.arange(np.count_nonzero(several), dtype=np.uint32)
    return lookup


def _member(spans: UInt32) -> Bool:
    """Whether each code point lies in one of the spans."""
    member = np.zeros(CODE_POINTS, dtype=np.bool_)
    for first, stop in _spans(spans):
        member[first:stop] = True
    member.setflags(write=False)
    return member


def _spans(flat: UInt32) -> list[tuple[int, int]]:
    """Half-open spans that are stored as first, stop, first, stop..."""
    return list(zip(flat[::2].tolist(), flat[1::2].tolist(), strict=True))


def _readings(arrays: Arrays) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for symbol, reading in _texts(arrays, "reading"):
        table[symbol] = (*table.get(symbol, ()), reading)
    return MappingProxyType(table)


def _texts(arrays: Arrays, name: str) -> Iterator[tuple[str, str]]:
    """Each character of an array with its text; the texts stand one behind the other, and where each begins in a third array."""
    characters, flat = (arrays[part].tobytes().decode("utf-32-le") for part in (f"{name}_of", name))
    starts = pairwise(arrays[f"{name}_start"].tolist())
    return ((character, flat[start:end]) for character, (start, end) in zip(characters, starts, strict=True))


def _read_only(array: UInt32) -> UInt32:
    array.setflags(write=False)
    return array
