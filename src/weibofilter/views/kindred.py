"""Characters as any that they share a part with: what the table of look-alikes has no room for.

Who disguises by shape often takes a character that nobody uses (髢 for 地, 坓 for 基), of which a reader sees the familiar part, however
unlike the whole. Some hundred characters share a part with each, too many for a table and for ordinary text, so they are worked out
where a character stands where hardly anything would.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.shipped import language
from weibofilter.views.glimpse import alone
from weibofilter.views.readings import Blocks, Wanted
from weibofilter.views.shape_tables import CODES, direct_parts
from weibofilter.views.trie import ranges

if TYPE_CHECKING:
    from weibofilter.plausible.language import Floats
    from weibofilter.views.trie import Ints, Trie

COST: Final = 5.0
"""Nats, and one more for each e-fold of the characters that have the part: 令 is in forty and tells much, 口 in a thousand."""
EXCESS: Final = 2.0
"""Nats by which a character must be odder than that."""
LEAST_ODD: Final = COST + EXCESS
RARE: Final = -9.5
"""Log probability below which a character is looked at so: seven in a hundred thousand. Of 100 look-alikes that keywords were disguised by
79 are listed, 7 share a part with what they stand for and are rarer than one in a hundred thousand, 11 share a part and are not; of the
ones between hardly any would be held.
"""


def blocks_by_part(codes: Ints, trie: Trie) -> Blocks:
    """The characters among these by the parts that they have or are."""
    wanted = np.zeros(CODES, np.bool_)
    wanted[codes] = True
    wholes, parts = direct_parts()
    own = np.flatnonzero(wanted[wholes])
    numbers, members = np.concatenate((parts[own], codes)), np.concatenate((wholes[own], codes))
    order = np.argsort(numbers, kind="stable")
    sizes = np.bincount(numbers, minlength=CODES)
    costs = (COST + np.log1p(np.bincount(parts, minlength=CODES))[numbers[order]]).astype(np.float32)
    return Blocks.of((sizes > 0).astype(np.int64), sizes[sizes > 0], members[order], costs, trie)


def wanted_by_part(blocks: Blocks, codes: Ints, odd: Floats) -> Wanted:
    """What the odd and rarer ones among these codes share a part with."""
    places = np.flatnonzero((odd > LEAST_ODD) & (codes > ord("z")))
    if places.size:
        places = places[language().single[language().read(codes[places].astype(np.uint32))] < RARE]
    if not places.size:
        return Wanted.at(blocks, places, places, odd[:0])
    starts, parts = _parts_of()
    counts = starts[codes[places] + 1] - starts[codes[places]]
    shared, at = parts[ranges(starts[codes[places]], counts)], np.repeat(places, counts)
    return Wanted.at(blocks, at, shared, odd[at] - np.float32(EXCESS))


def akin(blocks: Blocks, character: str) -> dict[str, float]:
    """What shares a part with a character, if it is rare, and what each costs: what ``wanted_by_part`` looks up, without arrays."""
    if character <= "z" or alone(character) >= RARE:
        return {}
    starts, parts = _parts_of()
    shared = parts[starts[ord(character)] : starts[ord(character) + 1]]
    first = blocks.starts[blocks.firsts[shared]]
    members = ranges(first, blocks.starts[blocks.firsts[shared + 1]] - first)
    dearest_first = members[np.argsort(-blocks.costs[members], kind="stable")]
    return dict(zip(map(chr, blocks.meant[dearest_first].tolist()), blocks.costs[dearest_first].tolist(), strict=True))


@cache
def _parts_of() -> tuple[Ints, Ints]:
    """By character, where its direct parts begin and end; and the parts."""
    wholes, parts = direct_parts()
    return np.concatenate(([0], np.cumsum(np.bincount(wholes, minlength=CODES)))), parts
