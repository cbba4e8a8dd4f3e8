"""Suspicions to candidates: what the finders of all views hand over, and how it is weighed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import numpy.typing as npt

from weibofilter.fold.folded import SEPARATOR
from weibofilter.plausible.features import LONGEST_KEYWORD, Evidence, features
from weibofilter.plausible.learned import NEARLY, margins
from weibofilter.plausible.shipped import language
from weibofilter.plausible.text import Text
from weibofilter.views.seen import Seen
from weibofilter.views.trie import ranges
from weibofilter.views.view import Candidates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.arrays import Array
    from weibofilter.fold.folded import FoldedBatch
    from weibofilter.plausible.features import Places
    from weibofilter.plausible.language import Floats, Symbols
    from weibofilter.rules.rule import View
    from weibofilter.views.forms import Forms
    from weibofilter.views.trie import Ints
    from weibofilter.views.view import ViewIndex

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

    def evidence(self, forms: Forms, begins: Places) -> Evidence:
        """What there is to be weighed; the places begin at ``begins`` of the text."""
        lengths = np.minimum(forms.lengths[self.forms], LONGEST_KEYWORD)
        return Evidence(
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


def suspected(views: Mapping[View, ViewIndex], batch: FoldedBatch) -> Iterator[tuple[View, Candidates]]:
    """What each view suspects in a batch: the suspicions that stand, and those that nearly do.

    Few are left when the views have done, so those of all views are weighed together, at the cost of one.
    """
    seen = Seen(batch)
    found = {view: some for view, index in views.items() if (some := index.suspicions(seen)).forms.size}
    if not found:
        return
    rows, lengths = weighed([(some, views[view].forms) for view, some in found.items()], batch)
    bounds = np.cumsum([0, *(some.forms.size for some in found.values())]).tolist()
    for (view, some), first, after in zip(found.items(), bounds, bounds[1:], strict=False):
        margin = margins(view.value, rows[first:after], lengths[first:after], some.manners)
        near = np.flatnonzero(margin >= NEARLY)
        if near.size:
            left, index = some.take(near), views[view]
            terms = index.forms.terms[left.forms]
            yield view, Candidates(terms, left.starts, left.ends, margin[near], left.kinds, index.disguise_names)


def weighed(several: Sequence[tuple[Suspicions, Forms]], batch: FoldedBatch) -> tuple[Floats, Places]:
    """The features of suspicions, each with the forms that it is of, and how long their keywords are."""
    starts, ends = (np.concatenate([getattr(some, side) for some, _ in several]) for side in ("starts", "ends"))
    excerpt, begins = _excerpts(batch.raw, starts, ends)
    text = Text(language(), excerpt)
    bounds = np.cumsum([0, *(some.forms.size for some, _ in several)]).tolist()
    evidence = Evidence.join(
        [
            some.evidence(forms, begins[first:after])
            for (some, forms), first, after in zip(several, bounds, bounds[1:], strict=False)
        ]
    )
    return features(text, evidence), evidence.lengths


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
