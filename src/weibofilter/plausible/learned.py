"""The margin of a suspicion by sound: a small network over the features, trained on disguises made of licensed text.

Sound is a wide channel: any character may stand for some ten or hundred others, so for keywords of two characters plausibility is
everything, and which of its signs outweigh which depends on the others. Sixteen hidden units over the features of
`weibofilter.plausible.features` find a fifth more at the same over-blocking than the best sum does; keywords of three and more have a
network of their own. Trained by `tools/train_scorers.py`; a margin is the log-odds less what ``NEEDED`` demands of its kind of writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from weibofilter.arrays import unpack_arrays
from weibofilter.plausible.features import features
from weibofilter.plausible.language import MARGIN_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.arrays import Array
    from weibofilter.plausible.features import Evidence
    from weibofilter.plausible.language import Floats
    from weibofilter.plausible.text import Text

NEEDED = {
    # kind of writing: nats for keywords of two characters, and of more
    "sound": (0.0, -2.0),
    "sign": (1.0, -1.0),
    "picture": (5.0, 0.0),
    "repeated picture": (13.0, 8.0),
}
"""What a suspicion must reach, by how it is written.

The networks learn that an emoji in the place of a character is odd, which in ordinary posts it is not: of what they suspect in ordinary
posts most is 😂😂 and 👍👍, so pictures need more, and one picture for two characters much more. Chosen on the curve of found against
added (`python -m benchmarks.quality`) so that ordinary posts stay within one in two hundred for keywords of three and more, one in forty
for keywords of two.
"""

GROUPS = ("short", "long")
"""Keywords of two characters, and longer ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Features less ``center``, over ``scale``, cut at four deviations; one hidden layer of rectified units; their weighted sum."""

    center: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats

    def logits(self, rows: Floats) -> Floats:
        """The log-odds of each row."""
        standard = np.clip((rows - self.center) / self.scale, -4, 4).astype(np.float64)
        hidden = np.maximum(standard @ self.hidden + self.hidden_bias, 0)
        return np.asarray(np.round(hidden @ self.output + self.output_bias, MARGIN_DECIMALS), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """A network for each group of keywords, its threshold in its last bias."""

    short: Network
    long: Network

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> Scorer:
        """The scorer in these arrays, named group.part."""
        parts = ("center", "scale", "hidden", "hidden_bias", "output", "output_bias")
        return cls(*(Network(*(arrays[f"{group}.{part}"] for part in parts)) for group in GROUPS))

    def margins(self, text: Text, evidence: Evidence) -> Floats:
        """By how many nats each suspicion passes its threshold; below 0 it does not."""
        rows = features(text, evidence)
        return np.where(evidence.lengths <= 2, self.short.logits(rows), self.long.logits(rows))


@cache
def scorer(view: str) -> Scorer:
    """The shipped scorer of a view, read on the first call."""
    return Scorer.of(unpack_arrays(files("weibofilter.plausible").joinpath("data", f"{view}.scorer").read_bytes()))
