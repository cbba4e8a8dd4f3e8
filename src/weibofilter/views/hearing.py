"""A batch of posts as it is heard: units of sound one behind the other, each with its place in the posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.language import EMOJI
from weibofilter.plausible.shipped import language
from weibofilter.views.sound_tables import BREAK, DROPPED, LETTER, SPACE, spelled_run
from weibofilter.views.trie import consecutive

if TYPE_CHECKING:
    import numpy.typing as npt

    from weibofilter.views.sound_tables import SoundTables
    from weibofilter.views.trie import Ints

JOINER: Final = 0x200D


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """``units[i]`` is heard from ``starts[i]`` to ``ends[i]`` of the joined posts; BREAK parts what is not said in one breath."""

    units: npt.NDArray[np.uint16]
    starts: Ints
    ends: Ints


def hear(raw: npt.NDArray[np.uint32], tables: SoundTables) -> Heard:
    """What the joined posts sound like.

    Runs of Latin letters are heard as pinyin where they are pinyin, single letters by their names, and a space beside a letter is not
    heard (``e xin``, ``加 wei xin``). Any other mark is a break. What a joiner hangs on an emoji (the ♀ of 🤦‍♀) says nothing of its own.
    """
    units = tables.units(raw)
    ends = np.arange(1, raw.size + 1)
    letters = units == LETTER
    if letters.any():
        _quieten_spaces(units, letters)
        _spell_runs(raw, letters, units, ends)
    units[units == SPACE] = BREAK
    _join_emoji(raw, units)
    kept = np.flatnonzero(units != DROPPED)
    return Heard(units[kept], kept, ends[kept])


def _quieten_spaces(units: npt.NDArray[np.uint16], letters: npt.NDArray[np.bool_]) -> None:
    beside = np.zeros_like(letters)
    beside[1:] |= letters[:-1]
    beside[:-1] |= letters[1:]
    units[beside & (units == SPACE)] = DROPPED


def _join_emoji(raw: npt.NDArray[np.uint32], units: npt.NDArray[np.uint16]) -> None:
    joined = np.flatnonzero(raw[:-1] == JOINER) + 1
    units[joined[language().read(raw[joined]) == EMOJI]] = DROPPED


def _spell_runs(raw: npt.NDArray[np.uint32], letters: npt.NDArray[np.bool_], units: npt.NDArray[np.uint16], ends: Ints) -> None:
    """Puts each syllable at its first letter and drops the others; what is no pinyin is a break."""
    places = np.flatnonzero(letters)
    units[places] = BREAK
    text = raw[places].tobytes().decode("utf-32-le", "surrogatepass")
    for begin, end in consecutive(places):
        spelled = spelled_run(text[begin:end])
        if spelled:
            first = int(places[begin])
            units[first : first + end - begin] = DROPPED
            for unit, one, other in spelled:
                units[first + one], ends[first + one] = unit, first + other
