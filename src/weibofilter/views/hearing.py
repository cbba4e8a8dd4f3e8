"""A batch of posts as it is heard: units of sound one behind the other, each with its place in the posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weibofilter.views.sound_tables import BREAK, DROPPED, LETTER, SPACE, spelled_run

if TYPE_CHECKING:
    import numpy.typing as npt

    from weibofilter.views.sound_tables import SoundTables
    from weibofilter.views.trie import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """``units[i]`` is heard from ``starts[i]`` to ``ends[i]`` of the joined posts; BREAK parts what is not said in one breath."""

    units: npt.NDArray[np.uint16]
    starts: Ints
    ends: Ints


def hear(raw: npt.NDArray[np.uint32], tables: SoundTables) -> Heard:
    """What the joined posts sound like.

    Runs of Latin letters are heard as pinyin where they are pinyin, single letters by their names, and a space beside a letter is not
    heard (``e xin``, ``加 wei xin``). Any other mark is a break.
    """
    units = tables.units(raw)
    ends = np.arange(1, raw.size + 1)
    letters = units == LETTER
    if letters.any():
        _quieten_spaces(units, letters)
        _spell_runs(raw, letters, units, ends)
    units[units == SPACE] = BREAK
    kept = np.flatnonzero(units != DROPPED)
    return Heard(units[kept], kept, ends[kept])


def _quieten_spaces(units: npt.NDArray[np.uint16], letters: npt.NDArray[np.bool_]) -> None:
    beside = np.zeros_like(letters)
    beside[1:] |= letters[:-1]
    beside[:-1] |= letters[1:]
    units[beside & (units == SPACE)] = DROPPED


def _spell_runs(raw: npt.NDArray[np.uint32], letters: npt.NDArray[np.bool_], units: npt.NDArray[np.uint16], ends: Ints) -> None:
    """Puts each syllable at its first letter and drops the others; what is no pinyin is a break."""
    edges = np.flatnonzero(np.diff(letters, prepend=False, append=False))
    units[letters] = BREAK
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        spelled = spelled_run(raw[first:after].tobytes().decode("utf-32-le", "surrogatepass"))
        if not spelled:
            continue
        units[first:after] = DROPPED
        for unit, begin, end in spelled:
            units[first + begin], ends[first + begin] = unit, first + end
