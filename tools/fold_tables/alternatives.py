"""Symbols that are filler and reading at once: 傻①逼 holds 傻逼, ①③⑧ reads 138."""

from __future__ import annotations

from typing import TYPE_CHECKING

import unicodedata2 as ucd

from fold_tables import unicode_steps
from fold_tables.sources import curated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def alternatives(read: Mapping[str, str], fold: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """The readings, folded, of each symbol that may also be filler; being dropped is an option of each and not listed.

    Letters, digits and Han characters in a circle, a square, brackets or half a flag come from their tables, and their reading is
    what the fold gives. Bare symbols come from the curated file, with every character that is only another width of one.
    """
    made = {source: (fold(source),) for source in _enclosed() if fold(source)}
    listed = {row[0]: tuple(dict.fromkeys(fold(reading) for reading in row[1].split())) for row in curated("alternatives.tsv")}
    widths = {source: listed[target] for source, target in read.items() if target in listed}
    return made | widths | listed


def _enclosed() -> list[str]:
    numbers = [source for source in unicode_steps.number() if not _is_plain_number(source)]
    return [*unicode_steps.enclosed(), *numbers]


def _is_plain_number(source: str) -> bool:
    """Whether a number style is only ever read: 二, ⁹, 𝟗, ½ are no ornament, ⑨ ⒋ ❾ are."""
    return ucd.category(source) != "No" or unicode_steps.ENCLOSING.search(ucd.name(source)) is None
