"""A batch as all views see it: what several of them ask about its characters is worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weibofilter.plausible.language import BREAK
from weibofilter.plausible.shipped import language
from weibofilter.views.trie import PLANES

if TYPE_CHECKING:
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.plausible.language import Floats
    from weibofilter.views.trie import Ints


class Seen:
    """A folded batch, its characters as the lattices of shapes and swaps read them, and how odd they are."""

    def __init__(self, batch: FoldedBatch) -> None:
        self.batch = batch

    @cached_property
    def codes(self) -> Ints:
        """What the fold keeps; 0 for what no keyword holds."""
        return np.where(self.batch.codes < PLANES, self.batch.codes, 0).astype(np.int64)

    @cached_property
    def bonds(self) -> Floats:
        """By how many nats each character is likelier behind the one before it than anywhere; n + 1 of them, with the borders."""
        return bonds_of(self.codes)

    @cached_property
    def oddness(self) -> Floats:
        """How odd each character is between its neighbours."""
        return oddness_of(self.codes, self.bonds)


def bonds_of(codes: Ints) -> Floats:
    """By how many nats each of these characters is likelier behind the one before it than anywhere, and the border behind the last."""
    known = language()
    symbols = np.full(codes.size + 2, BREAK, np.uint16)
    symbols[1:-1] = known.symbol_of.take(codes, mode="clip")
    return known.after_one(symbols[:-1], symbols[1:]) - known.single.take(symbols[1:])


def oddness_of(codes: Ints, bonds: Floats) -> Floats:
    """About -ln P(character | neighbours), by pairs of characters; what stands in for another is odd on both sides."""
    known = language()
    odd: Floats = -known.single.take(known.symbol_of.take(codes, mode="clip")) - bonds[:-1] - bonds[1:]
    return odd
