"""The statistics that the package ships, read when a view first asks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from weibofilter.arrays import unpack_arrays
from weibofilter.plausible.language import Language


@cache
def language() -> Language:
    """The shipped statistics, read on the first call and shared: they are read-only."""
    return Language.of(unpack_arrays(files("weibofilter.plausible").joinpath("data", "language.bin").read_bytes()))
