"""The margin of a suspicion: a small network over the features, one for each view, trained on disguises made of licensed text.

For keywords of two characters plausibility is everything, and which of its signs outweigh which depends on the others. A few hidden units
over the features of `weibofilter.plausible.features` find a fifth more at the same over-blocking than the best sum does; keywords of three
characters and more have a network of their own. Trained by `tools/train_scorers.py`; a margin is the log-odds less what its manner of
writing demands (`weibofilter.plausible.demands`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from weibofilter.arrays import unpack_arrays
from weibofilter.plausible.demands import needed
from weibofilter.plausible.language import MARGIN_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.arrays import Array
    from weibofilter.plausible.features import Places
    from weibofilter.plausible.language import Floats

NEARLY: Final = -2.0
"""Nats below the threshold down to which a suspicion counts as a hit that was let go, and is reported as dismissed.

A suspicion is no hit of an automaton: any two syllables sound like some keyword, and of what is weighed nine in ten are far from being
held. What is nearly held is what an author of rules wants to know of; the rest would be noise in the verdict and half the cost of a batch.
"""

Doubles = npt.NDArray[np.float64]
GROUPS: Final = ("short", "long")
"""Keywords of two characters, and longer ones."""
STRETCH: Final = 128
"""Rows that are multiplied at a time: a larger product would be shared among threads, which costs more than it saves."""
PARTS: Final = ("center", "scale", "hidden", "hidden_bias", "output", "output_bias")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Features less ``center``, over ``scale``, cut at four deviations; one hidden layer of rectified units; their weighted sum."""

    center: Floats
    scale: Floats
    hidden: Doubles
    hidden_bias: Doubles
    output: Doubles
    output_bias: Doubles

    @classmethod
    def of(cls, parts: Mapping[str, Array]) -> Network:
        """The network of these parts, as they are stored, in single precision."""
        doubled = {name: part.astype(np.float64) for name, part in parts.items() if name not in ("center", "scale")}
        return cls(center=parts["center"], scale=parts["scale"], **doubled)

    def logits(self, rows: Floats) -> Floats:
        """The log-odds of each row, to a thousandth: in double precision, in which the order of adding up is far below that, so that a row
        gives the same whatever stands beside it.
        """
        standard = np.clip((rows - self.center) / self.scale, -4, 4).astype(np.float64)
        logits = np.empty(len(rows))
        for first in range(0, len(rows), STRETCH):
            hidden = standard[first : first + STRETCH] @ self.hidden + self.hidden_bias
            logits[first : first + STRETCH] = np.maximum(hidden, 0) @ self.output
        return np.round(logits + self.output_bias, MARGIN_DECIMALS).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """A network for each group of keywords."""

    short: Network
    long: Network

    @classmethod
    def of(cls, view: str, arrays: Mapping[str, Array]) -> Scorer:
        """The scorer of a view in these arrays, named view.group.part."""
        return cls(*(Network.of({part: arrays[f"{view}.{group}.{part}"] for part in PARTS}) for group in GROUPS))

    def log_odds(self, rows: Floats, lengths: Places) -> Floats:
        """How much likelier each suspicion with these features is to be right than wrong, in nats."""
        odds = np.zeros(lengths.size, dtype=np.float32)
        for network, some in ((self.short, np.flatnonzero(lengths <= 2)), (self.long, np.flatnonzero(lengths > 2))):
            if some.size:
                odds[some] = network.logits(rows[some])
        return odds


def margins(view: str, rows: Floats, lengths: Places, manners: Places) -> Floats:
    """By how many nats each suspicion with these features passes what is demanded of it; below 0 it does not.

    ``lengths`` are of the keywords; ``manners`` places in ``DEMANDS`` of the view.
    """
    passed = scorer(view).log_odds(rows, lengths) - needed(view, rows, lengths, manners)
    return np.round(passed, MARGIN_DECIMALS).astype(np.float32)


@cache
def scorer(view: str) -> Scorer:
    """The shipped scorer of a view."""
    return Scorer.of(view, _shipped())


@cache
def _shipped() -> dict[str, Array]:
    return unpack_arrays(files("weibofilter.plausible").joinpath("data", "scorers.bin").read_bytes())
