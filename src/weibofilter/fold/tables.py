"""The tables of the `skeleton` fold: what each code point becomes, by which steps, and which symbols have a reading besides.

The data are generated (`tools/build_fold_tables.py`; provenance and licences in `data/PROVENANCE.md`) and read-only. A step is a
table, the fold is the composition of the steps repeated until nothing changes; both are done by the generator, so that a post
pays one look-up for each code point.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UInt32 = npt.NDArray[np.uint32]
UInt16 = npt.NDArray[np.uint16]
Bool = npt.NDArray[np.bool_]
Array = TypeVar("Array", bound=npt.NDArray[np.generic])

CODE_POINTS: Final = 0x110000
DROPPED: Final = 0xFFFFFFFF
EXPANDS: Final = 0x80000000
INTERLEAVED: Final = "interleaved"


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
    _steps: UInt16
    _spelled: Mapping[str, str]

    @property
    def expansions(self) -> tuple[tuple[int, ...], ...]:
        """What each expanding code point becomes, by index."""
        flat = self.expansion_flat.tolist()
        return tuple(tuple(flat[start:end]) for start, end in pairwise(self.expansion_start.tolist()))

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
        if int(self.lookup[code]) == DROPPED:
            return (INTERLEAVED,)
        place = int(np.searchsorted(self._source, code))
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
    """The shipped tables, read on the first call (some 3 ms) and shared: they are read-only.

    >>> load_tables().alternatives["①"], load_tables().alternatives["＋"]
    (('1',), ('加',))
    """
    content = files("weibofilter.fold").joinpath("data", "skeleton.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return _assemble(arrays, sha256(content).hexdigest())


def _assemble(arrays: Mapping[str, npt.NDArray[np.generic]], digest: str) -> FoldTables:
    source, start, target = (_uint32(arrays[name]) for name in ("source", "target_start", "target"))
    lengths = np.diff(start)
    several = lengths > 1
    expansion_start = np.concatenate((np.zeros(1, np.uint32), np.cumsum(lengths[several], dtype=np.uint32)))
    lookup = np.arange(CODE_POINTS, dtype=np.uint32)
    lookup[_member(arrays["dropped"])] = DROPPED
    lookup[source[~several]] = target[start[:-1][~several]]
    lookup[source[several]] = EXPANDS | np.arange(int(several.sum()), dtype=np.uint32)
    return FoldTables(
        lookup=_frozen(lookup),
        expansion_start=_frozen(expansion_start),
        expansion_flat=_frozen(target[np.repeat(several, lengths)]),
        alternatives=_alternatives(arrays),
        kana=_frozen(_member(arrays["kana"])),
        bopomofo=_frozen(_member(arrays["bopomofo"])),
        han=_frozen(_member(arrays["han"])),
        step_names=tuple(map(str, arrays["step_names"])),
        spelling_steps=frozenset(map(str, arrays["spelling_steps"])),
        unicode_version=str(arrays["unicode_version"]),
        digest=digest,
        _source=_frozen(source),
        _steps=_frozen(arrays["steps"].astype(np.uint16, copy=False)),
        _spelled=MappingProxyType(dict(_pairs(arrays, "spelled", "spelling"))),
    )


def _alternatives(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for symbol, reading in _pairs(arrays, "alternative", "reading"):
        table[symbol] = (*table.get(symbol, ()), reading)
    return MappingProxyType(table)


def _pairs(arrays: Mapping[str, npt.NDArray[np.generic]], keys: str, texts: str) -> Iterator[tuple[str, str]]:
    """Each character of an array with its text; the texts stand one behind the other, and where each begins in a third array."""
    flat = "".join(map(chr, _uint32(arrays[texts]).tolist()))
    starts = pairwise(_uint32(arrays[f"{texts}_start"]).tolist())
    return ((chr(key), flat[start:end]) for key, (start, end) in zip(_uint32(arrays[keys]).tolist(), starts, strict=True))


def _member(ranges: npt.NDArray[np.generic]) -> Bool:
    """Whether each code point lies in one of the half-open ranges."""
    member = np.zeros(CODE_POINTS, dtype=np.bool_)
    for first, stop in _uint32(ranges).tolist():
        member[first:stop] = True
    return member


def _uint32(array: npt.NDArray[np.generic]) -> UInt32:
    return array.astype(np.uint32, copy=False)


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array
