"""Rules are code, and these are what tests of them are made of.

``run_examples`` runs the ``hit`` and ``miss`` of word lists, as ``weibofilter test`` and the pytest plugin do. ``assert_flags`` and
``assert_allows`` are for tests of one's own, and say at which stage a post went another way. ``disguises``, ``posts`` and ``wordlists``
are Hypothesis strategies; Hypothesis is imported when one of them is first named (``pip install hypothesis``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weibofilter.testing.assertions import assert_allows, assert_flags
from weibofilter.testing.examples import Example, ExampleSet, Outcome, Status, run_examples
from weibofilter.testing.junit import junit_xml

if TYPE_CHECKING:
    from weibofilter.testing.strategies import SKELETON_KINDS, WIDE_KINDS, disguises, posts, wordlists

__all__ = [
    "SKELETON_KINDS",
    "WIDE_KINDS",
    "Example",
    "ExampleSet",
    "Outcome",
    "Status",
    "assert_allows",
    "assert_flags",
    "disguises",
    "junit_xml",
    "posts",
    "run_examples",
    "wordlists",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from weibofilter.testing import strategies  # noqa: PLC0415 - Hypothesis is needed for these names alone

    return getattr(strategies, name)
