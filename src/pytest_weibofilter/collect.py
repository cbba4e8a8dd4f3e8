"""Word lists as files of tests: imported when one is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from pytest_weibofilter import WANTED
from weibofilter import Filter, Policy
from weibofilter.errors import Severity, render
from weibofilter.policy import read_policy
from weibofilter.rules.files import find_files
from weibofilter.testing.examples import ExampleSet, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from weibofilter.errors import Diagnostic, Location
    from weibofilter.testing.examples import Example

_EXAMPLES = pytest.StashKey[ExampleSet]()
_FILES = pytest.StashKey[frozenset[str]]()


def is_wordlist(path: Path, config: pytest.Config) -> bool:
    """Whether weibofilter reads the file: it passes over hidden ones and folders called ``cases``."""
    if _FILES not in config.stash:
        config.stash[_FILES] = frozenset(map(os.path.realpath, find_files(_wanted(config))[0]))
    return os.path.realpath(path) in config.stash[_FILES]


def examples_of(config: pytest.Config) -> ExampleSet:
    """The examples of all word lists that are asked for, read and compiled once a run: they share categories and a filter."""
    if _EXAMPLES not in config.stash:
        config.stash[_EXAMPLES] = ExampleSet(_wanted(config), shipped=_shipped(config), policy=_policy(config))
    return config.stash[_EXAMPLES]


def wanted_filter(config: pytest.Config) -> Filter:
    """The filter of the word lists that are asked for, as a service would load it today; of the shipped ones if none is."""
    wanted = _wanted(config)
    return Filter.load(*wanted, shipped=_shipped(config) or not wanted, policy=_policy(config))


def _wanted(config: pytest.Config) -> tuple[Path, ...]:
    return config.stash[WANTED]


def _shipped(config: pytest.Config) -> bool:
    return bool(config.getini("weibofilter_shipped"))


def _policy(config: pytest.Config) -> Policy | None:
    paths = config.getini("weibofilter_policy")
    return read_policy(paths[0]) if paths else None


class WordlistFile(pytest.File):
    """A word list: each example in it is a test. A file that does not load is one test, which fails, and the others are run.

    (A collection error, which it might be as well, keeps pytest from running anything.)
    """

    def collect(self) -> Iterator[pytest.Item]:
        """The examples that stand in this file, in their order."""
        examples = examples_of(self.config)
        faults = [fault for fault in examples.diagnostics if fault.severity is Severity.ERROR and self._is_mine(fault.location)]
        if faults:
            yield LoadItem.from_parent(self, name="loads", faults=faults)
        for example in examples.examples:
            if example.place is not None and self._is_mine(example.place):
                yield ExampleItem.from_parent(self, name=example.name, example=example)

    def _is_mine(self, place: Location) -> bool:
        return os.path.realpath(place.path) == os.path.realpath(self.path)


class ExplainedError(Exception):
    """A failure that is told in full by its own text, without a traceback."""


class _Item(pytest.Item):
    """A test that is no Python function."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong, in our own words; a traceback of what nobody foresaw."""
        return str(excinfo.value) if isinstance(excinfo.value, ExplainedError) else super().repr_failure(excinfo, style)


class LoadItem(_Item):
    """That a word list loads, where it does not."""

    def __init__(self, *, faults: Sequence[Diagnostic], **rest: Any) -> None:
        super().__init__(**rest)
        self._faults = faults

    def runtest(self) -> None:
        """Fails with every fault."""
        raise ExplainedError("\n".join(map(render, self._faults)))

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """The file, the line (from 0) and the name, as pytest shows them."""
        return self.path, self._faults[0].location.line - 1, self.name


class ExampleItem(_Item):
    """One ``hit`` or ``miss``."""

    def __init__(self, *, example: Example, **rest: Any) -> None:
        super().__init__(**rest)
        self.example = example

    def runtest(self) -> None:
        """Judges the post."""
        outcome = examples_of(self.config).outcome(self.example)
        if outcome.status is Status.SKIPPED:
            pytest.skip(outcome.fault)
        if outcome.status is Status.FAILED:
            raise ExplainedError("\n".join([str(outcome), *(f"    {stage.name:16}{stage.told}" for stage in outcome.stages)]))

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """The file, the line (from 0) and the name, as pytest shows them."""
        place = self.example.place
        return self.path, place.line - 1 if place else 0, self.name
