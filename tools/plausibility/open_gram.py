"""The word trigrams of open-gram, as Debian's ``sunpinyin-data`` ships them: what follows what in running text.

The model is two files of sunpinyin: the words by number (``pydict_sc.bin``) and a back-off trigram of their numbers
(``lm_sc.t3g``), probabilities and not counts. A node holds a word's number in 18 bits, the number of its back-off weight in 14, that of
its probability in 16, and in 23 where its successors begin at the next level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pathlib import Path

    from weibofilter.arrays import Array

PROBABILITIES, BACKOFFS = 1 << 16, 1 << 14
ORDER: Final = 3


@dataclass(frozen=True, slots=True)
class OpenGram:
    """Word sequences of one, two and three words, each with its share of all of its length.

    ``sequences[n]`` are numbers of ``words``, shape (count, n + 1); ``shares[n]`` their probabilities. A number without a word is the
    border of a sentence.
    """

    words: list[str]
    sequences: list[npt.NDArray[np.int64]]
    shares: list[npt.NDArray[np.float64]]


def read_open_gram(folder: Path) -> OpenGram:
    """The model in this folder (``sunpinyin/data``)."""
    levels, table = _levels((folder / "lm_sc.t3g").read_bytes())
    sequences: list[npt.NDArray[np.int64]] = []
    shares: list[npt.NDArray[np.float64]] = []
    before, mass = np.zeros((1, 0), np.int64), np.ones(1)
    first = levels[0][2][:2]
    for numbers, probability, children in levels[1:]:
        owner = np.repeat(np.arange(first.size - 1), np.diff(first))
        sequence = np.column_stack((before[owner], numbers[: owner.size]))
        share = mass[owner] * table[probability[: owner.size]]
        if not sequences:  # the model's first word is a node for what is unknown, and its probability is none
            share[numbers[: owner.size] == 0] = 0
        sequences.append(sequence)
        shares.append(share)
        # The last entry of a level only ends the one before it, and is not always filled in.
        before, mass, first = sequence, share, np.maximum.accumulate(children)
    return OpenGram(_words((folder / "pydict_sc.bin").read_bytes()), sequences, shares)


def _levels(data: bytes) -> tuple[list[tuple[Array, Array, Array]], Array]:
    """For each level word numbers, numbers of probabilities and where successors begin; and the table of probabilities."""
    header = np.frombuffer(data, "<u4", 2 + ORDER + 1)
    if header[0] != ORDER or header[1] != 0:
        raise SystemExit(f"lm_sc.t3g: a model of order {header[0]}, of logarithms: {header[1]}; {ORDER} and 0 are read here")
    sizes = header[2:].tolist()
    place = header.nbytes
    table = np.frombuffer(data, "<f4", PROBABILITIES, place).astype(np.float64)
    place += 4 * (PROBABILITIES + BACKOFFS)
    levels = []
    for level, size in enumerate(sizes):
        width = 3 if level < ORDER else 2
        cells = np.frombuffer(data, "<u4", size * width, place).reshape(-1, width).astype(np.int64)
        place += 4 * size * width
        if level < ORDER:
            probability, children = cells[:, 1] & 0xFFFF, (cells[:, 1] >> 16) | (cells[:, 2] >> 25) << 16
        else:
            probability, children = cells[:, 0] >> 18 | (cells[:, 1] >> 25 & 3) << 14, cells[:, 0]
        levels.append((cells[:, 0] & 0x3FFFF, probability, children))
    return levels, table


def _words(data: bytes) -> list[str]:
    """The words by their numbers; the first are none."""
    offset = int(np.frombuffer(data, "<u4", 3)[2])
    return data[offset:].decode("utf-32-le").split("\0")
