"""The keywords of a compiled rule set, by columns: opening a million of them makes no object of any until it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from weibofilter.errors import Location
from weibofilter.rules.rule import Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable


class FileNumbers(dict[str, int]):
    """The number of each file, counted from 1; one that is asked for the first time gets the next."""

    def __missing__(self, path: str) -> int:
        self[path] = len(self) + 1
        return self[path]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where each term of a rule set is written: the number of its file, counted from 1 and 0 for nowhere, its line and column."""

    paths: Sequence[str]
    files: array[int]
    lines: array[int]
    columns: array[int]

    @classmethod
    def of(cls, locations: Iterable[Location | None], numbers: FileNumbers) -> Places:
        """The columns of these places; ``numbers`` gains the files that it does not know."""
        files, lines, columns = array("I"), array("I"), array("I")
        for place in locations:
            files.append(0 if place is None else numbers[place.path])
            lines.append(0 if place is None else place.line)
            columns.append(0 if place is None else place.column)
        return cls(tuple(numbers), files, lines, columns)

    def at(self, term: int) -> Location | None:
        """The place of one term."""
        file = self.files[term]
        return Location(self.paths[file - 1], self.lines[term], self.columns[term]) if file else None


class StoredWords(Sequence[Keyword]):
    """The keywords of one rule, which are terms in a row: equal to the tuple of them, each made when it is asked for.

    >>> places = Places.of([Location("兼职.txt", 2), None], FileNumbers())
    >>> words = StoredWords(["刷单", "日结"], places, range(2))
    >>> words == (Keyword("刷单", Location("兼职.txt", 2)), Keyword("日结"))
    True
    """

    __slots__ = ("_places", "_terms", "_texts")

    def __init__(self, texts: Sequence[str], places: Places, terms: range) -> None:
        self._texts = texts
        self._places = places
        self._terms = terms

    def __len__(self) -> int:
        return len(self._terms)

    @overload
    def __getitem__(self, index: int) -> Keyword: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Keyword]: ...

    def __getitem__(self, index: int | slice) -> Keyword | Sequence[Keyword]:
        if isinstance(index, slice):
            return StoredWords(self._texts, self._places, self._terms[index])
        term = self._terms[index]
        return Keyword(self._texts[term], self._places.at(term))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, tuple | StoredWords) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
