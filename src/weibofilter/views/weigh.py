"""Suspicions to candidates: what the finders of all views hand over, and how it is weighed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import numpy.typing as npt

from weibofilter.fold.folded import SEPARATOR
from weibofilter.plausible.features import LONGEST_KEYWORD, Evidence
from weibofilter.plausible.learned import NEARLY, margins
from weibofilter.plausible.shipped import language
from weibofilter.plausible.text import Text
from weibofilter.views.trie import ranges
from weibofilter.views.view import Candidates

if TYPE_CHECKING:
    from weibofilter.arrays import Array
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.plausible.features import Places
    from weibofilter.plausible.language import Floats, Symbols
    from weibofilter.views.forms import Forms
    from weibofilter.views.trie import Ints

SURROUNDINGS: Final = 12
"""Code points read before and behind a place: four symbols of the model, with what it skips."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspicions:
    """Forms of keywords that may be meant at places of the joined posts, by columns.

    ``kinds`` are sets of disguises, bit by bit; ``manners`` places among the manners of writing of `weibofilter.plausible.demands`; the
    rest is as in `weibofilter.plausible.features.Evidence`, whose ``meant`` are the form's own characters unless it is said here.
    """

    forms: Ints
    starts: Ints
    ends: Ints
    kinds: npt.NDArray[np.uint32]
    manners: Ints
    changed: Floats
    loose: Floats
    cost: Floats
    odds: Floats
    common: Floats
    meant: Symbols | None = None
    widths: Ints | None = None

    @classmethod
    def plain(cls, forms: Ints, starts: Ints, ends: Ints, kinds: Array, manners: Ints, changed: Array, cost: Array) -> Self:
        """Suspicions of a view that knows no more than how many characters are changed and at what cost."""
        nothing = np.zeros(forms.size, np.float32)
        changes, costs = changed.astype(np.float32), cost.astype(np.float32)
        return cls(forms, starts, ends, kinds.astype(np.uint32), manners, changes, nothing, costs, nothing, nothing)

    def take(self, rows: Ints) -> Self:
        """The suspicions in these rows."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: column[rows] for name, column in columns.items() if column is not None})

    def evidence(self, forms: Forms, batch: FoldedBatch) -> tuple[Text, Evidence]:
        """What there is to be weighed, and the text that it stands in."""
        excerpt, begins = _excerpts(batch.raw, self.starts, self.ends)
        lengths = np.minimum(forms.lengths[self.forms], LONGEST_KEYWORD)
        return Text(language(), excerpt), Evidence(
            starts=begins,
            ends=begins + self.ends - self.starts,
            meant=forms.symbols(language(), self.forms) if self.meant is None else self.meant,
            widths=lengths if self.widths is None else self.widths,
            lengths=lengths,
            changed=self.changed,
            loose=self.loose,
            cost=self.cost,
            odds=self.odds,
            common=self.common,
        )


def weigh(view: str, found: Suspicions, forms: Forms, batch: FoldedBatch, disguise_names: tuple[str, ...]) -> Candidates:
    """The suspicions that stand, and those that nearly do."""
    if found.forms.size:
        margin = margins(view, *found.evidence(forms, batch), found.manners)
        near = np.flatnonzero(margin >= NEARLY)
        found, margin = found.take(near), margin[near]
    else:
        margin = np.zeros(0, np.float32)
    return Candidates(forms.terms[found.forms], found.starts, found.ends, margin, found.kinds, disguise_names)


def no_suspicions() -> Suspicions:
    """Nothing found."""
    none, numbers = np.zeros(0, np.int64), np.zeros(0, np.float32)
    return Suspicions.plain(none, none, none, none, none, numbers, numbers)


def _excerpts(raw: Array, starts: Places, ends: Places) -> tuple[Array, Places]:
    """The surroundings of these places, one after another with a line feed between, and where the places begin in them.

    What is weighed is a small part of a batch, so the rest need not be read as the language model reads.
    """
    first, after = np.maximum(starts - SURROUNDINGS, 0), np.minimum(ends + SURROUNDINGS, raw.size)
    widths = after - first + 1
    chosen = raw[np.minimum(ranges(first, widths), raw.size - 1)]
    behind = np.cumsum(widths)
    chosen[behind - 1] = SEPARATOR
    return chosen, behind - widths + starts - first
