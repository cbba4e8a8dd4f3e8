"""The page of dependencies names each that there is, with the bound that it has, and no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "dependencies.md").read_text(encoding="utf-8")


def asked() -> set[str]:
    """Every requirement of the package, its extras and its build, without remarks on platforms and without our own extras."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    every = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *(one for extra in extras for one in extra),
    ]
    return {requirement.partition(";")[0] for requirement in every if not requirement.startswith("weibofilter[")}


def test_every_dependency_is_argued_with_the_bound_that_it_has() -> None:
    named = set(re.findall(r"`([\w-]+[=>]=[\d.,<]+)`", PAGE))
    assert named == asked()


def test_every_shipped_data_file_has_a_licence_there() -> None:
    package = TOP / "src" / "weibofilter"
    shipped = [path for path in package.rglob("data/*") if path.suffix not in {".md", ".py"} and path.is_file()]
    assert len(shipped) > 8
    licences = PAGE.partition("## Licences of the data")[2].partition("## Known")[0]
    assert [path.name for path in shipped if path.name not in licences] == []
