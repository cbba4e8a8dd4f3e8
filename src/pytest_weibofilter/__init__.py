"""The pytest plugin: examples in word lists are tests, and ``weibofilter`` is the filter of them.

In ``pyproject.toml`` (``pytest.ini``, ``setup.cfg``)::

    [tool.pytest.ini_options]
    weibofilter_wordlists = ["rules"]

Then ``pytest`` runs each ``hit`` and ``miss`` of the word lists in ``rules``, beside the other tests. ``--weibofilter-wordlists PATH``
does it for one run. Where neither is said, nothing is collected and nothing of weibofilter is imported: this module stands outside the
package for that reason, since pytest imports the plugins of every package that is installed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_weibofilter.collect import WordlistFile
    from weibofilter import Filter

SUFFIXES = frozenset({".toml", ".txt"})
WANTED = pytest.StashKey[tuple[Path, ...]]()
"""The paths of word lists that are tested, absolute."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds ``--weibofilter-wordlists``, and the settings ``weibofilter_wordlists``, ``weibofilter_shipped`` and ``weibofilter_policy``."""
    group = parser.getgroup("weibofilter")
    group.addoption(
        "--weibofilter-wordlists",
        metavar="PATH",
        action="append",
        default=[],
        help="word lists, or directories of them, whose examples are run as tests; may be repeated",
    )
    parser.addini("weibofilter_wordlists", "word lists, or directories of them, whose examples are run as tests", "paths", [])
    parser.addini("weibofilter_shipped", "whether the filter of the word lists has the shipped ones as well", "bool", False)
    parser.addini("weibofilter_policy", "the policy file of that filter", "paths", [])


def pytest_configure(config: pytest.Config) -> None:
    """Notes the word lists that are asked for. Where pytest is not told where to look, it looks at them as well."""
    named = [config.invocation_params.dir / path for path in config.getoption("--weibofilter-wordlists")]
    wanted = [*config.getini("weibofilter_wordlists"), *named]
    config.stash[WANTED] = tuple(path.resolve() for path in wanted)
    looks_anywhere = config.args_source is not pytest.Config.ArgsSource.ARGS
    config.args += [str(path) for path in (wanted if looks_anywhere else named) if not _is_below(path, config)]


def _is_below(path: Path, config: pytest.Config) -> bool:
    """Whether pytest comes to the path anyway."""
    starts = ((config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args)
    return any(path.resolve().is_relative_to(start) for start in starts)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> WordlistFile | None:
    """The word list, if it is one of those that are asked for."""
    wanted = parent.config.stash[WANTED]
    if not wanted or file_path.suffix not in SUFFIXES:
        return None
    if not any(file_path.resolve().is_relative_to(path) for path in wanted):
        return None
    from pytest_weibofilter.collect import WordlistFile, is_wordlist  # noqa: PLC0415 - who asks for no word list pays for nothing

    return WordlistFile.from_parent(parent, path=file_path) if is_wordlist(file_path, parent.config) else None


@pytest.fixture(scope="session")
def weibofilter(request: pytest.FixtureRequest) -> Filter:
    """The filter of the word lists that are asked for (today's rules, with the shipped ones if so set); without any, the shipped one."""
    from pytest_weibofilter.collect import wanted_filter  # noqa: PLC0415 - who asks for no filter pays for nothing

    return wanted_filter(request.config)
