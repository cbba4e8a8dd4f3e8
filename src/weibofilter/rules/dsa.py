"""The names that the EU's Digital Services Act transparency database takes: ``data/dsa.json``, with where they come from."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=1)
def dsa_terms() -> Mapping[str, tuple[str, ...]]:
    """The names by their kind, as the database calls the kinds.

    >>> dsa_terms()["AUTOMATED_DETECTIONS"]
    ('Yes', 'No')
    """
    said = json.loads(resources.files("weibofilter").joinpath("rules/data/dsa.json").read_text(encoding="utf-8"))
    return MappingProxyType({kind: tuple(names) for kind, names in said.items() if isinstance(names, list)})
