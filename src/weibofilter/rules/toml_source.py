"""TOML with places: the values by ``tomllib``, the line and column of each by tree-sitter.

``tomllib`` is the judge of what is valid and what it means, but keeps no positions. tree-sitter parses the same text a second
time for nothing but positions, in C: 100,000 keywords take it 0.1 s. Should the two ever differ about a file, a place falls
back to the nearest thing above it that both know; values never depend on tree-sitter.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from weibofilter.errors import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from weibofilter.rules.files import SourceFile

Path = tuple[str | int, ...]
"""The way to a value: ``("rule", 0, "keywords", 3)``."""

_TOMLLIB_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
MOST_PARTS = 32
"""Of a dotted key, where a word list has two. ``tomllib`` takes memory by the square of them: 9 GB for 50,000."""
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_TOO_MANY_PARTS = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?:{_PART}[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}",
    re.MULTILINE,  # from each bracket by itself: a run of them takes no square
)
_HEADERS = {"table", "table_array_element"}
_KEYS = {"bare_key", "quoted_key", "dotted_key"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a key stands, and its value (None for a table with a header of its own)."""

    key: Node
    value: Node | None


class TomlSource:
    r"""A TOML file as values and places.

    >>> from weibofilter.rules.files import SourceFile
    >>> toml = TomlSource(SourceFile("刷单.toml", '[[rule]]\nkeywords = ["刷单", "兼职"]'))
    >>> toml.values
    {'rule': [{'keywords': ['刷单', '兼职']}]}
    >>> str(toml.place(("rule", 0, "keywords", 1)))
    '刷单.toml:2:19'
    """

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.values = _load(file)
        self._data = file.text.encode()

    def key(self, path: Path) -> Location:
        """Where the key at the end of ``path`` is written; for an array item, where the item is."""
        entry = self._entries.get(path)
        return self._location(entry.key) if entry else self._location(self._resolve(path, want_key=True))

    def place(self, path: Path) -> Location:
        """Where the value at the end of ``path`` begins."""
        return self._location(self._resolve(path, want_key=False))

    def items(self, path: Path, count: int) -> list[Location]:
        """Where each of the ``count`` items of an array begins: in one pass, as a list may have 100,000 on one line."""
        items = _items(self._resolve(path, want_key=False))
        if len(items) != count:
            return [self.place(path)] * count
        return list(self._locations(items))

    def inside(self, path: Path, text: str, offset: int) -> Location:
        """Where the character ``offset`` of a string stands, if the string is written as it reads; else where it begins."""
        place = self.place(path)
        written = self.file.lines[place.line - 1][place.column :]
        quote = self.file.lines[place.line - 1][place.column - 1 : place.column]
        if quote not in {"'", '"'} or not written.startswith(text + quote):
            return place
        return self.file.place(place.line, place.column + 1 + min(offset, max(len(text) - 1, 0)))

    def _locations(self, nodes: list[Node]) -> Iterator[Location]:
        row, column, byte = -1, 0, 0
        for node in nodes:
            start = node.start_byte
            point = node.start_point
            if point.row != row:
                row, column, byte = point.row, 1, start - point.column
            column += len(self._data[byte:start].decode())
            byte = start
            yield Location(self.file.path, row + 1, column)

    def _location(self, node: Node) -> Location:
        return next(self._locations([node]))

    @cached_property
    def _root(self) -> Node:
        # Imported here: who opens a compiled rule set reads no word list.
        import tree_sitter_toml  # noqa: PLC0415 - see above
        from tree_sitter import Language, Parser  # noqa: PLC0415 - see above

        return Parser(Language(tree_sitter_toml.language())).parse(self._data).root_node

    @cached_property
    def _entries(self) -> dict[Path, _Entry]:
        entries: dict[Path, _Entry] = {}
        arrays: dict[Path, int] = {}
        for node in self._root.named_children:
            if node.type == "pair":
                _enter_pair(entries, (), node)
            elif node.type in _HEADERS:
                _enter_table(entries, arrays, node)
        return entries

    def _resolve(self, path: Path, *, want_key: bool) -> Node:
        """The node of ``path``, or of the nearest place above it."""
        for length in range(len(path), 0, -1):
            entry = self._entries.get(path[:length])
            if entry is not None:
                rest = path[length:]
                return _descend(entry, rest, want_key=want_key)
        return self._root


def _load(file: SourceFile) -> dict[str, Any]:
    """The file's values; none of them if it is no TOML, which is then among what was found."""
    bomb = _TOO_MANY_PARTS.search(file.text)
    if bomb is not None:
        place = file.place(file.text.count("\n", 0, bomb.start()) + 1)
        file.error("bad-toml", place, f"a key of more than {MOST_PARTS} parts", "a word list needs two at most")
        return {}
    try:
        return tomllib.loads(file.text)
    except RecursionError:
        file.error("bad-toml", file.place(), "arrays or tables are nested too deeply", "a word list needs three levels at most")
    except ValueError as error:  # TOMLDecodeError, and an integer of more than 4,300 digits
        message = str(error)
        found = _TOMLLIB_PLACE.search(message)
        place = _syntax_place(file, found)
        file.error("bad-toml", place, f"not TOML: {message[: found.start()] if found else message}")
    return {}


def _syntax_place(file: SourceFile, found: re.Match[str] | None) -> Location:
    if found is None:
        return file.place()
    if found[1] is None:
        return file.place(len(file.lines), len(file.lines[-1]) + 1)
    return file.place(int(found[1]), int(found[2]))


def _enter_table(entries: dict[Path, _Entry], arrays: dict[Path, int], node: Node) -> None:
    keys = [child for child in node.named_children if child.type in _KEYS]
    if not keys:
        return
    path: Path = ()
    parts = list(_key_parts(keys[0]))
    for name, key in parts[:-1]:
        path = (*path, name)
        entries.setdefault(path, _Entry(key, None))
        if path in arrays:
            path = (*path, arrays[path])
    name, key = parts[-1]
    path = (*path, name)
    entries.setdefault(path, _Entry(key, None))
    if node.type == "table_array_element":
        arrays[path] = arrays.get(path, -1) + 1
        path = (*path, arrays[path])
        entries[path] = _Entry(node, None)
    for child in node.named_children:
        if child.type == "pair":
            _enter_pair(entries, path, child)


def _enter_pair(entries: dict[Path, _Entry], path: Path, pair: Node) -> None:
    key, value = _key_and_value(pair)
    if key is None:
        return
    parts = list(_key_parts(key))
    for name, part in parts[:-1]:
        path = (*path, name)
        entries.setdefault(path, _Entry(part, None))
    name, part = parts[-1]
    entries.setdefault((*path, name), _Entry(part, value))


def _key_and_value(pair: Node) -> tuple[Node | None, Node | None]:
    named = [child for child in pair.named_children if child.type != "comment"]
    if not named or named[0].type not in _KEYS:
        return None, None
    return named[0], named[1] if len(named) > 1 else None


def _key_parts(key: Node) -> Iterator[tuple[str, Node]]:
    if key.type == "dotted_key":
        for child in key.named_children:
            yield from _key_parts(child)
        return
    text = (key.text or b"").decode()
    if key.type == "quoted_key":
        # Where tomllib refuses a key it has refused the file.
        with suppress(tomllib.TOMLDecodeError):
            text = next(iter(tomllib.loads(f"{text} = 0")))
    yield text, key


def _items(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"] if node.type == "array" else []


def _descend(entry: _Entry, rest: Path, *, want_key: bool) -> Node:
    key, value = entry.key, entry.value
    for step in rest:
        below = None if value is None else _below(value, step)
        if below is None:
            break
        key, value = below
    return key if want_key or value is None else value


def _below(value: Node, step: str | int) -> tuple[Node, Node | None] | None:
    if isinstance(step, int):
        items = _items(value)
        return (items[step], items[step]) if step < len(items) else None
    for pair in value.named_children:
        if pair.type == "pair":
            key, inner = _key_and_value(pair)
            if key is not None and next(_key_parts(key))[0] == step:
                return key, inner
    return None
