"""The file: a line of JSON that names the arrays and their lengths, then all of them as little-endian 32-bit numbers.

Nothing in it depends on a clock, a compressor or a platform, `head -1` shows what it holds, and it is read without being copied.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from fold_tables.compose import SPELLINGS, STEP_NAMES, Skeleton
from fold_tables.sources import PINNED, script_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

Codes = npt.NDArray[np.uint32]

# Characters that the fold's passes ask about: what stands between Han characters. The marks shared by both kana (ー, ヽ) are
# Common by script and belong with them.
SCRIPT_GROUPS = {"kana": {"Hira", "Kana"}, "bopomofo": {"Bopo"}, "han": {"Hani"}}
EXTRA = {"kana": [(0x3099, 0x309D), (0x30A0, 0x30A1), (0x30FB, 0x30FD), (0xFF70, 0xFF71)], "bopomofo": [], "han": []}


def pack(skeleton: Skeleton) -> bytes:
    """The bytes of the data file, the same for the same skeleton."""
    arrays = _arrays(skeleton)
    header = {
        "unicode_version": skeleton.unicode_version,
        "made_with": PINNED,
        "step_names": STEP_NAMES,
        "spelling_steps": sorted(SPELLINGS),
        "arrays": {name: array.size for name, array in arrays.items()},
    }
    numbers = np.concatenate([array.ravel() for array in arrays.values()])
    return json.dumps(header).encode() + b"\n" + numbers.astype("<u4").tobytes()


def _arrays(skeleton: Skeleton) -> dict[str, Codes]:
    sources = sorted(skeleton.folds)
    folds = [skeleton.folds[source] for source in sources]
    spelled = [(source, skeleton.folds[source].spelling) for source in sources]
    readings = [(symbol, reading) for symbol, listed in sorted(skeleton.alternatives.items()) for reading in listed]
    return {
        **_texts("target", [(source, skeleton.folds[source].target) for source in sources]),
        "steps": np.array([fold.steps for fold in folds], dtype=np.uint32),
        **_texts("spelling", [pair for pair in spelled if pair[1] not in {pair[0], skeleton.folds[pair[0]].target}]),
        **_texts("reading", readings),
        "dropped": _ranges(sorted(map(ord, skeleton.dropped))),
        **{name: _script(name) for name in SCRIPT_GROUPS},
    }


def _texts(name: str, pairs: list[tuple[str, str]]) -> dict[str, Codes]:
    """Texts of characters as three arrays: the characters, the texts one behind the other, the n + 1 places where each begins."""
    return {
        f"{name}_of": _codes(source for source, _ in pairs),
        name: _codes("".join(text for _, text in pairs)),
        f"{name}_start": np.cumsum([0, *(len(text) for _, text in pairs)]).astype(np.uint32),
    }


def _codes(characters: Iterable[str]) -> Codes:
    return np.array([ord(character) for character in characters], dtype=np.uint32)


def _ranges(codes: list[int]) -> Codes:
    """Half-open ranges of consecutive code points: first, stop, first, stop..."""
    array = np.array(codes, dtype=np.int64)
    breaks = np.flatnonzero(np.diff(array) != 1) + 1
    first, last = np.concatenate(([0], breaks)), np.concatenate((breaks, [len(array)])) - 1
    return np.stack([array[first], array[last] + 1], axis=1).astype(np.uint32).ravel()


def _script(name: str) -> Codes:
    wanted = SCRIPT_GROUPS[name]
    codes = {code for first, last, script in script_ranges() if script in wanted for code in range(first, last + 1)}
    codes |= {code for first, stop in EXTRA[name] for code in range(first, stop)}
    return _ranges(sorted(codes))
