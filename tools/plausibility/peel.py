"""Builds the cells of a `weibofilter.plausible.store.Store`: every key gets a cell of its own, in an order found by peeling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from weibofilter.plausible.store import Keys, Store, cells_of

SPARE = 1.24
"""Cells for each key. Three-way peeling succeeds above 1.222 when the keys are many (Molloy 2004)."""


def build_store(keys: Keys, values: npt.NDArray[np.uint8]) -> Store:
    """A store of the keys, which must be distinct: at most four fifths of its cells are used."""
    bits = int(keys.size * SPARE / 3).bit_length()
    for seed in range(1, 50):
        segments, check = cells_of(keys, seed, bits)
        places = np.stack([place + (row << bits) for row, place in enumerate(segments)])
        order = _peel(places, 3 << bits)
        if order is not None:
            return Store(_fill(places, check | values, order, 3 << bits), seed)
    raise RuntimeError(f"no seed below 50 lets {keys.size} keys be peeled")


def _peel(places: npt.NDArray[np.int64], size: int) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] | None:
    """Rounds of (keys, the cell that each of them owns alone among the keys still left), or None if some keys block each other."""
    count = np.bincount(places.ravel(), minlength=size)
    # The exclusive or of the keys at a cell is the key itself where only one is left.
    mixed = np.zeros(size, dtype=np.intp)
    numbers = np.arange(places.shape[1])
    for row in places:
        np.bitwise_xor.at(mixed, row, numbers)
    rounds: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    left = places.shape[1]
    while left:
        cells = np.flatnonzero(count == 1)
        if not cells.size:
            return None
        keys, first = np.unique(mixed[cells], return_index=True)
        rounds.append((keys, cells[first]))
        left -= keys.size
        for row in places[:, keys]:
            np.subtract.at(count, row, 1)
            np.bitwise_xor.at(mixed, row, keys)
    return rounds


def _fill(
    places: npt.NDArray[np.int64],
    wanted: npt.NDArray[np.uint16],
    rounds: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]],
    size: int,
) -> npt.NDArray[np.uint16]:
    """The cells, filled from the last round to the first: a key's own cell is set when its other two are settled."""
    cells = np.zeros(size, dtype=np.uint16)
    for keys, own in reversed(rounds):
        first, second, third = (cells[row] for row in places[:, keys])
        cells[own] = wanted[keys] ^ first ^ second ^ third ^ cells[own]
    return cells
