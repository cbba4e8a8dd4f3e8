"""Puts the shipped word lists into the wheel compiled as well, so that an installed package opens them in a fifth of the time."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledLists(BuildHookInterface[Any]):
    """Compiles the shipped lists for a wheel. An editable install has none: its lists and its code change."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the compiled lists to what the wheel is made of. ValueError for a rule with dates, which no compiled file can keep."""
        if version == "editable":
            return
        source = Path(self.root, "src")
        sys.path.insert(0, str(source))
        from weibofilter import Filter  # noqa: PLC0415 - found through the line above
        from weibofilter.rules.shipped import compiled_path  # noqa: PLC0415 - the same

        lists = Filter.load(shipped=True)
        dated = [rule.name for rule in lists.rules if rule.start or rule.until]
        if dated:
            raise ValueError(f"shipped rules with dates: {', '.join(dated)}; which are in force depends on the day of the build")
        self._folder = TemporaryDirectory()
        compiled = Path(self._folder.name, compiled_path().name)
        lists.save(compiled)
        build_data["force_include"][str(compiled)] = str(compiled_path().relative_to(source))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the signature of a hook
        """Removes what was compiled for the wheel."""
        if version != "editable":
            self._folder.cleanup()
