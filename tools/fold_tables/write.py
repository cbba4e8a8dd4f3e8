"""The file: an uncompressed `.npz`, so that its bytes depend on no zlib and it loads as fast as it is read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fold_tables.compose import SPELLINGS, STEP_NAMES, Skeleton
from fold_tables.sources import script_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

UInt32 = npt.NDArray[np.uint32]

# Characters that the fold's passes ask about: what stands between Han characters. The marks shared by both kana (ー, ヽ) are
# Common by script and belong with them.
SCRIPT_GROUPS = {"kana": {"Hira", "Kana"}, "bopomofo": {"Bopo"}, "han": {"Hani"}}
EXTRA = {"kana": [(0x3099, 0x309D), (0x30A0, 0x30A1), (0x30FB, 0x30FD), (0xFF70, 0xFF71)], "bopomofo": [], "han": []}


def pack(skeleton: Skeleton) -> bytes:
    """The bytes of the data file, the same for the same skeleton."""
    sources = sorted(skeleton.folds)
    symbols = sorted(skeleton.alternatives)
    mixed = [source for source in sources if skeleton.folds[source].spelling not in {source, skeleton.folds[source].target}]
    # `Any`: savez takes the arrays as keywords beside options of other types.
    arrays: dict[str, Any] = {
        "source": _codes(sources),
        **_flat("target", [skeleton.folds[source].target for source in sources]),
        "steps": np.array([skeleton.folds[source].steps for source in sources], dtype=np.uint16),
        "spelled": _codes(mixed),
        **_flat("spelling", [skeleton.folds[source].spelling for source in mixed]),
        "dropped": _ranges(sorted(map(ord, skeleton.dropped))),
        "alternative": _codes([symbol for symbol in symbols for _ in skeleton.alternatives[symbol]]),
        **_flat("reading", [reading for symbol in symbols for reading in skeleton.alternatives[symbol]]),
        "step_names": np.array(STEP_NAMES),
        "spelling_steps": np.array(sorted(SPELLINGS)),
        "unicode_version": np.array(skeleton.unicode_version),
        **{name: _script(name) for name in SCRIPT_GROUPS},
    }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _codes(characters: Iterable[str]) -> UInt32:
    return np.array([ord(character) for character in characters], dtype=np.uint32)


def _flat(name: str, texts: list[str]) -> dict[str, npt.NDArray[np.generic]]:
    """Texts as one array of code points and the n + 1 places where each begins."""
    starts = np.cumsum([0, *map(len, texts)]).astype(np.uint32)
    return {name: _codes("".join(texts)), f"{name}_start": starts}


def _ranges(codes: list[int]) -> UInt32:
    """Half-open ranges of consecutive code points, shape (n, 2)."""
    array = np.array(codes, dtype=np.int64)
    breaks = np.flatnonzero(np.diff(array) != 1) + 1
    first, last = np.concatenate(([0], breaks)), np.concatenate((breaks, [len(array)])) - 1
    return np.stack([array[first], array[last] + 1], axis=1).astype(np.uint32)


def _script(name: str) -> UInt32:
    wanted = SCRIPT_GROUPS[name]
    codes = {code for first, last, script in script_ranges() if script in wanted for code in range(first, last + 1)}
    codes |= {code for first, stop in EXTRA[name] for code in range(first, stop)}
    return _ranges(sorted(codes))
