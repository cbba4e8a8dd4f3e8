"""How probable Chinese text is as it stands: a character model of short reach, looked up by the array.

A trigram where one is known to differ from its bigram, else the bigram, else the character by itself; words of two to four characters
with their frequency besides. The statistics and their licences stand in ``data/PROVENANCE.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from weibofilter.plausible.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.arrays import Array

Symbols = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]

DROPPED, BREAK, LATIN, DIGIT, EMOJI, RARE = range(6)
"""The symbols that are no character of their own: what is invisible, ends a clause, is a letter, a digit, an emoji, an unknown Han
character. Known Han characters follow, the most frequent first."""

PER_NAT: Final = 10.0
"""Stored probabilities are tenths of a nat."""
NATS: Final = (np.arange(256) / -PER_NAT).astype(np.float32)
"""The log probability that each stored value stands for."""
FREQUENCY_STEP: Final = 15.0
"""Stored word frequencies are ln(1 + 10 per million) times this."""
UNSEEN_TRIGRAM: Final = -0.2
"""Nats that a trigram which is not stored loses against its bigram."""
MARGIN_DECIMALS: Final = 3
"""Of a nat: margins are worked out in double precision and rounded to these, so that the order in which a processor adds them up, which
depends on what else is weighed beside them, does not show."""
SYMBOL_BITS = np.uint64(14)


def ngram_keys(*columns: Symbols) -> npt.NDArray[np.uint64]:
    """The keys of n-grams: 14 bits a symbol behind a one, so that no n-gram is another with a symbol less."""
    keys = columns[0].astype(np.uint64)
    keys |= np.uint64(1) << SYMBOL_BITS
    for column in columns[1:]:
        keys <<= SYMBOL_BITS
        keys |= column
    return keys


@dataclass(frozen=True, slots=True)
class Language:
    """The statistics, read-only.

    ``symbol_of`` gives each code point below its length its symbol, ``single`` each symbol's log probability, ``backoff`` what a bigram
    that is not stored loses by its first symbol.
    """

    symbol_of: Symbols
    single: Floats
    backoff: Floats
    bigrams: Store
    trigrams: Store
    words: Store

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> Language:
        """The statistics in these arrays, as ``tools/build_plausibility.py`` writes them."""
        seeds = arrays["seeds"].tolist()
        stores = (Store(arrays[name], seed) for name, seed in zip(("bigrams", "trigrams", "words"), seeds, strict=True))
        return cls(arrays["symbol_of"], arrays["single"], arrays["backoff"], *stores)

    def read(self, codes: npt.NDArray[np.uint32]) -> Symbols:
        """The symbol of each code point."""
        return self.symbol_of[np.minimum(codes, np.uint32(self.symbol_of.size - 1))]

    def after_one(self, first: Symbols, second: Symbols) -> Floats:
        """Ln P(second | first)."""
        found, value = self.bigrams.find(ngram_keys(first, second))
        said: Floats = self.backoff.take(first)
        said += self.single.take(second)
        np.copyto(said, NATS.take(value), where=found)
        return said

    def bond(self, first: int, second: int) -> float:
        """By how many nats one symbol is likelier behind another than anywhere: ``after_one`` less ``single``, without arrays."""
        value = self.bigrams.get((1 << int(SYMBOL_BITS) | first) << int(SYMBOL_BITS) | second)
        return self.backoff.item(first) if value is None else NATS.item(value) - self.single.item(second)

    def after_two(self, first: Symbols, second: Symbols, third: Symbols, after_one: Floats) -> Floats:
        """Ln P(third | first, second), given ``after_one(second, third)``."""
        found, value = self.trigrams.find(ngram_keys(first, second, third))
        return np.where(found, NATS.take(value), after_one + np.float32(UNSEEN_TRIGRAM))

    def words_of(self, keys: npt.NDArray[np.uint64]) -> Floats:
        """Ln(1 + 10 f) for the words of two to four characters with these ``ngram_keys`` that occur f times in a million; 0 for none."""
        found, value = self.words.find(keys)
        return np.where(found, value / FREQUENCY_STEP, 0).astype(np.float32)
