"""What every view beyond the skeleton offers, and where each is found."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from weibofilter.fold import Fold
    from weibofilter.views.forms import Forms
    from weibofilter.views.glimpse import Glimpse
    from weibofilter.views.seen import Seen
    from weibofilter.views.weigh import Suspicions

MODULES = {
    View.SOUND: "weibofilter.views.sound",
    View.SHAPE: "weibofilter.views.shape",
    View.INITIALS: "weibofilter.views.initials",
    View.SWAPPED: "weibofilter.views.swapped",
    View.MASKED: "weibofilter.views.masked",
}
"""The module of each view: its ``build`` and ``load`` are called when a rule first asks for the view, and not before."""


@dataclass(frozen=True, slots=True)
class Term:
    """A keyword that a view is to find: its number among the rule set's terms, the keyword, and whether a combination asks for it."""

    number: int
    text: str
    is_member: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Places where terms may be meant: arrays of equal length.

    ``terms`` are numbers of the rule set's terms; ``starts`` and ``ends`` half-open spans of the batch's joined code points;
    ``margins`` nats by which the suspected reading is likelier than needed: 0 and up stand, below are dismissed; ``disguises`` sets of
    ``disguise_names``, bit by bit.
    """

    terms: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    margins: npt.NDArray[np.float32]
    disguises: npt.NDArray[np.uint32]
    disguise_names: tuple[str, ...]

    def names_of(self, bits: int) -> tuple[str, ...]:
        """The names of the disguises of one candidate, sorted."""
        return tuple(sorted(name for place, name in enumerate(self.disguise_names) if bits >> place & 1))


class ViewIndex(Protocol):
    """The terms of one view made ready to look for; immutable."""

    @property
    def forms(self) -> Forms:
        """The folded keywords that are looked for."""

    @property
    def disguise_names(self) -> tuple[str, ...]:
        """The disguises that the view sees through: those of its suspicions' kinds, bit by bit."""

    @property
    def size(self) -> int:
        """How many patterns the index holds."""

    def may_suspect(self, glimpse: Glimpse) -> bool:
        """Whether ``suspicions`` may find something in a post, told without arrays: no only where it finds nothing."""

    def suspicions(self, seen: Seen) -> Suspicions:
        """Where in the batch terms may be meant, not yet weighed (`weibofilter.views.weigh`)."""

    def to_bytes(self) -> bytes:
        """The index as ``load`` of its module reads it back; no pickle."""


def build_view(view: View, terms: Sequence[Term], fold: Fold) -> ViewIndex:
    """The index of these terms for this view."""
    index: ViewIndex = import_module(MODULES[view]).build(terms, fold)
    return index


def load_view(view: View, data: bytes, fold: Fold) -> ViewIndex:
    """The index that ``to_bytes`` wrote."""
    index: ViewIndex = import_module(MODULES[view]).load(data, fold)
    return index
