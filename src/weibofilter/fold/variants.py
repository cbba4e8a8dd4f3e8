"""Symbols that are filler and reading at once: ❤ is nothing in 微❤信 and 爱 in 做❤; kana stand between 加の微信 or are Japanese, and a
keycap is a digit or a picture of one.

A post that holds some is scanned in a few more *variants*: the post with each such symbol replaced, place for place, by one of its
readings or by a character that the fold drops, so that every position in a variant is the same position in the post.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, TypeVar

import regex

from weibofilter.fold.tables import FILLER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold.tables import FoldTables

MOST_SYMBOLS = 8
"""Distinct symbols of a post that are each tried by themselves; of more, those that are so far from each other in the order in which they
appear are taken alike, as no keyword has both.
"""

MOST_PRODUCT = 3
"""Distinct symbols of which every way is tried with every way of the others."""

Way = TypeVar("Way")

MOST_READINGS = 8
"""Readings of one keyword."""

# One or two kana or Bopomofo letters by themselves; a longer stretch is a word of its language.
_KANA = r"\p{Hiragana}\p{Katakana}\p{Bopomofo}"
_KANA_FILLER = regex.compile(rf"(?<![{_KANA}])[{_KANA}]{{1,2}}(?![{_KANA}])")
# The blocks of kana and Bopomofo: quicker to look for than the scripts, and good enough to tell that there are none.
_HOLDS_KANA = re.compile("[\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f]").search

KEYCAPS = "\u20e3\U0001f51f"
"""What makes a keycap of the digit before it, and the ten."""
_KEYCAP_FILLER = re.compile("[0-9#*]\ufe0f?\u20e3|\U0001f51f")


class Symbols:
    """The symbols that may be taken in several ways, each with its ways: first the one that the fold takes, which leaves it as it is."""

    def __init__(self, tables: FoldTables) -> None:
        self._ways = {symbol: _ways(symbol, tables) for symbol in tables.alternatives}
        self._kinds = {symbol: _kind(tables.fold_char(symbol)) for symbol in self._ways}
        # A class of characters beyond the first plane is searched one by one, so all that are there are found, and looked up.
        near = re.escape("".join(symbol for symbol in self._ways if symbol < "\U00010000"))
        self._candidates = re.compile(f"[{near}\U00010000-\U0010ffff]").findall

    def variants(self, post: str) -> Iterator[str]:
        """The other ways to take the symbols of a post, besides the one that the fold takes by itself; mostly none.

        Of up to three distinct symbols every way is tried; of more, each one unlike the rest, all of them otherwise, and all of each kind
        (ⓕ①ⓤ②ck: the digits are filler); of more than ``MOST_SYMBOLS``, the ninth with the first and so on.

        >>> from weibofilter.fold.tables import load_tables
        >>> list(Symbols(load_tables()).variants("做❤"))
        ['做心', '做爱']
        """
        symbols = [symbol for symbol in dict.fromkeys(self._candidates(post)) if symbol in self._ways]
        ways = [self._ways[symbol] for symbol in symbols]
        choices = list(_choices(ways)) if len(ways) <= MOST_SYMBOLS else _choices_alike(ways)
        if len(ways) > MOST_PRODUCT:
            choices += _choices_by_kind(ways, [self._kinds[symbol] for symbol in symbols])
        seen = {post}
        for base in _with_and_without_letters(post):
            for choice in choices:
                variant = _taken(base, symbols, choice)
                if variant not in seen:
                    seen.add(variant)
                    yield variant


def _taken(post: str, symbols: Sequence[str], choice: tuple[str, ...]) -> str:
    """The post with each symbol taken as it is chosen; a few are quicker one by one."""
    if len(symbols) > MOST_SYMBOLS:
        return post.translate({ord(symbol): taken for symbol, taken in zip(symbols, choice, strict=True)})
    for symbol, taken in zip(symbols, choice, strict=True):
        if taken != symbol:
            post = post.replace(symbol, taken)
    return post


def _with_and_without_letters(post: str) -> list[str]:
    """The post, and without the kana and keycaps that may be filler, of either kind or of both."""
    ways = [post]
    if _HOLDS_KANA(post) is not None:
        ways.append(_KANA_FILLER.sub(lambda found: FILLER * len(found[0]), post))
    if any(map(post.__contains__, KEYCAPS)):
        ways += [_KEYCAP_FILLER.sub(lambda found: FILLER * len(found[0]), way) for way in ways]
    return ways


def _ways(symbol: str, tables: FoldTables) -> tuple[str, ...]:
    default = tables.fold_char(symbol)
    readings = [reading for reading in tables.alternatives[symbol] if reading != default and len(reading) == 1]
    return (symbol, *([FILLER] if default else []), *readings)


def _choices(ways: Sequence[tuple[Way, ...]]) -> Iterable[tuple[Way, ...]]:
    """Combinations of one way for each symbol."""
    return product(*ways) if len(ways) <= MOST_PRODUCT else _unlike_choices(ways)


def _unlike_choices(ways: Sequence[tuple[Way, ...]]) -> Iterator[tuple[Way, ...]]:
    """Each symbol unlike the rest in each of its ways, and all of them otherwise."""
    defaults, others = tuple(way[0] for way in ways), tuple(way[-1] for way in ways)
    for place, way in enumerate(ways):
        for other in way[1:]:
            yield (*defaults[:place], other, *defaults[place + 1 :])
        yield (*others[:place], way[0], *others[place + 1 :])
    yield others


def _choices_by_kind(ways: Sequence[tuple[str, ...]], kinds: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Combinations in which the symbols of some kinds are taken otherwise, and those of the others are not."""
    several = sorted(set(kinds))
    for flipped in product((False, True), repeat=len(several)):
        otherwise = dict(zip(several, flipped, strict=True))
        yield tuple([way[-1 if otherwise[kind] else 0] for way, kind in zip(ways, kinds, strict=True)])


def _kind(folded: str) -> str:
    """What the fold makes of a symbol: nothing, a letter, a digit, or something else."""
    if not folded:
        return ""
    return ("digit" if folded.isdigit() else "letter") if folded.isascii() else "other"


def _choices_alike(ways: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Combinations for many symbols: those that are ``MOST_SYMBOLS`` apart are taken each in the way of one number, or in its last."""
    numbers = [tuple(range(max(map(len, ways[place::MOST_SYMBOLS])))) for place in range(MOST_SYMBOLS)]
    return [
        tuple([way[min(choice[place % MOST_SYMBOLS], len(way) - 1)] for place, way in enumerate(ways)])
        for choice in _choices(numbers)
    ]


def readings(keyword: str, tables: FoldTables) -> Iterator[str]:
    """The ways to read a keyword: who writes a symbol into a keyword means it, so it is read wherever it can be.

    >>> from weibofilter.fold.tables import load_tables
    >>> list(readings("加微信", load_tables())), list(readings("做❤", load_tables()))
    (['加微信'], ['做心', '做爱'])
    """
    if tables.alternatives.keys().isdisjoint(keyword):
        yield keyword
        return
    ways = product(*(tables.alternatives.get(character, (character,)) for character in keyword))
    yield from map("".join, islice(ways, MOST_READINGS))
