"""What a suspicion must reach before it counts, by view, manner of writing and length of the keyword.

A network (`weibofilter.plausible.learned`) says how much likelier a suspicion is right than wrong, having seen disguises that a tool
made of ordinary words. Ordinary posts hold far more places that only look like a disguise than disguises, and hold other things than
the tool writes. So each manner has a threshold, chosen on the curve of found against added (`python -m benchmarks.quality`) to keep to
the bounds that stand there, and some features count for more than the network has learnt:

- Each character of 增加威信 stands in an ordinary word, and 加微信 would tear one; what is covered by words throughout is dearer.
- 奶牛 is a word as it is written, and no 牛奶 out of order.
- The 女子 of 女子人 is a word before it is a 好 taken apart.
- An emoji says up to sixteen things, and three in a row say some keyword of a thousand by their unlikely ones (🐖 奴), as who disguises
  by them would not.
- 刷几单 is no likelier as 刷单几: a neighbour that a swap has put inside a keyword of two must have made the text odd.

Two manners are set apart by what the networks cannot see. An emoji behind a homophone is mostly the mood of an ordinary word (诱惑🙄 for
优越感), and a row of emoji a mood by itself, however much it sounds like a keyword (😭😱💔).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.features import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.plausible.features import Places
    from weibofilter.plausible.language import Floats

ByLength = tuple[float, float, float]
"""For keywords of two characters, of three, and of more."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Nats that must be reached, and how many more for each unit of a feature."""

    nats: ByLength
    more: Mapping[str, ByLength] = field(default_factory=dict)


COVERED: Final[Mapping[str, ByLength]] = {"covered_least": (0, 0.3, 0.3)}
HOMOPHONE: Final[Mapping[str, ByLength]] = {**COVERED, "word_same": (0.3, 0.3, 0.3)}
PICTURE: Final[Mapping[str, ByLength]] = {**HOMOPHONE, "cost": (0.6, 0.6, 0.6)}
SPLIT: Final[Mapping[str, ByLength]] = {**COVERED, "word_inside": (0.6, 0.6, 0.6)}
SWAPPED: Final[Mapping[str, ByLength]] = {**COVERED, "word_same": (1.2, 1.2, 1.2)}
DISPLACED: Final[Mapping[str, ByLength]] = {**SWAPPED, "gain": (-0.4, 0, 0)}

DEMANDS: Final[Mapping[str, Mapping[str, Demand]]] = {
    "sound": {
        "homophone": Demand((-1.35, -3.4, -4.2), HOMOPHONE),  # pinyin too
        "sign": Demand((-1.5, -2.0, -3.0), HOMOPHONE),  # a digit or letter
        "picture": Demand((3.0, 1.0, 0.0), PICTURE),
        "picture and more": Demand((6.0, 7.0, 0.0), PICTURE),
        "mood": Demand((10.0, 11.5, 10.0), HOMOPHONE),
    },
    "shape": {
        "look-alike": Demand((0.2, -0.7, -2.0), COVERED),
        "split": Demand((0.0, -2.0, -3.0), SPLIT),
        "homophone too": Demand((1.2, 0.3, -1.0), COVERED),
    },
    "initials": {"whole": Demand((-2.6, 1.0, 0.0)), "part": Demand((9.0, 1.0, 0.0))},  # of a run of letters
    "swapped": {"swapped": Demand((-0.2, 0.0, -1.0), SWAPPED), "displaced": Demand((-1.6, -2.5, -3.0), DISPLACED)},
    "masked": {"masked": Demand((-3.0, -3.0, -4.0), COVERED)},
}
"""Manners by view; a view names one by its place here."""


def needed(view: str, rows: Floats, lengths: Places, manners: Places) -> Floats:
    """What each suspicion with these features must reach."""
    nats, more = _tables(view)
    group = np.clip(lengths - 2, 0, 2)
    asked: Floats = nats[manners, group] + np.add.reduce(more[manners, group] * rows, axis=1, dtype=np.float64)
    return asked


@cache
def _tables(view: str) -> tuple[Floats, Floats]:
    """The demands of a view as arrays, shapes (manners, 3) and (manners, 3, features)."""
    demands = DEMANDS[view].values()
    more = np.zeros((len(demands), 3, len(NAMES)), dtype=np.float32)
    for table, demand in zip(more, demands, strict=True):
        for name, by_length in demand.more.items():
            table[:, NAMES.index(name)] = by_length
    return np.array([demand.nats for demand in demands], dtype=np.float32), more
