"""Rules are code, and these are what tests of them are made of.

``run_examples`` runs the ``hit`` and ``miss`` of word lists, as ``weibofilter test`` and the pytest plugin do. ``assert_flags`` and
``assert_allows`` are for tests of one's own, and say at which stage a post went another way.
"""

from weibofilter.testing.assertions import assert_allows, assert_flags
from weibofilter.testing.examples import Example, ExampleSet, Outcome, Run, Status, run_examples
from weibofilter.testing.junit import junit_xml

__all__ = [
    "Example",
    "ExampleSet",
    "Outcome",
    "Run",
    "Status",
    "assert_allows",
    "assert_flags",
    "junit_xml",
    "run_examples",
]
