"""Pages that show a shell: their files are written, their commands typed in, their Python run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["testing.md", "impact.md", "review.md"])
def test_a_page_does_what_it_shows(page: str, tmp_path: Path, type_page: Callable[[Path, Path], None]) -> None:
    type_page(DOCS / page, tmp_path)
