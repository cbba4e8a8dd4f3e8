"""Named arrays as bytes: a line of JSON that names them, then their numbers, little-endian. No pickle, no clock, no compressor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = npt.NDArray[Any]


def pack_arrays(arrays: Mapping[str, Array], **said: object) -> bytes:
    """The arrays, and what is said about them, as ``unpack_arrays`` reads them back.

    >>> packed = pack_arrays({"a": np.array([[1, 2]], dtype=np.uint16)}, licence="MIT")
    >>> unpack_arrays(packed)["a"].tolist()
    [[1, 2]]
    """
    stored = {name: np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")) for name, array in arrays.items()}
    header = {**said, "arrays": {name: [array.dtype.str, array.shape] for name, array in stored.items()}}
    line = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    # Numbers of up to eight bytes are read in place, so every array begins at a multiple of eight.
    parts = [line + b" " * (-(len(line) + 1) % 8) + b"\n"]
    for name in sorted(stored):
        data = stored[name].tobytes()
        parts.append(data + b"\0" * (-len(data) % 8))
    return b"".join(parts)


def unpack_arrays(packed: bytes) -> dict[str, Array]:
    """The arrays by name, read-only and not copied."""
    end = packed.index(b"\n") + 1
    header: dict[str, Any] = json.loads(packed[:end])
    arrays: dict[str, Array] = {}
    for name in sorted(header["arrays"]):
        kind, shape = header["arrays"][name]
        dtype, count = np.dtype(kind), int(np.prod(shape))
        arrays[name] = np.frombuffer(packed, dtype, count, end).reshape(shape)
        end += -(-count * dtype.itemsize // 8) * 8
    return arrays
