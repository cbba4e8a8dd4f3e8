"""A batch of posts as it is heard: units of sound one behind the other, each with its place in the posts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from weibofilter.plausible.language import EMOJI
from weibofilter.plausible.shipped import language
from weibofilter.views.glimpse import Remembered
from weibofilter.views.sound_tables import BREAK, DROPPED, LETTER, SPACE, sound_tables, spelled_run
from weibofilter.views.trie import consecutive

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from weibofilter.views.sound_tables import SoundTables
    from weibofilter.views.trie import Ints

JOINER: Final = "\u200d"


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


def hear_at_a_glimpse(post: str) -> list[int]:
    """The units of a post without a joiner, told without arrays; a post with letters has no spaces then, so that more may be one breath.

    >>> hear_at_a_glimpse("jia wei") == hear_at_a_glimpse("jiawei")
    True
    """
    units = list(map(_unit_of().__getitem__, post))
    if LETTER in units:
        units = [unit for unit in _with_runs(post, units) if unit != SPACE]
    return [unit for unit in units if unit != DROPPED] if DROPPED in units else units


def _with_runs(post: str, units: list[int]) -> Iterator[int]:
    for is_run, places in groupby(zip(post, units, strict=True), key=_is_letter):
        if is_run:
            spelled = spelled_run("".join([letter for letter, _ in places]))
            yield from [unit for unit, _, _ in spelled] or [BREAK]
        else:
            yield from (unit for _, unit in places)


def _is_letter(place: tuple[str, int]) -> bool:
    return place[1] == LETTER


@cache
def _unit_of() -> Remembered[int]:
    units = sound_tables().unit_of
    return Remembered(lambda character: int(units.item(min(ord(character), units.size - 1))))


def _quieten_spaces(units: npt.NDArray[np.uint16], letters: npt.NDArray[np.bool_]) -> None:
    beside = np.zeros_like(letters)
    beside[1:] |= letters[:-1]
    beside[:-1] |= letters[1:]
    units[beside & (units == SPACE)] = DROPPED


def _join_emoji(raw: npt.NDArray[np.uint32], units: npt.NDArray[np.uint16]) -> None:
    joined = np.flatnonzero(raw[:-1] == ord(JOINER)) + 1
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
