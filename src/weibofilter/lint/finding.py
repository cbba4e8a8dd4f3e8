"""What a check finds: a remark with its place, and the edit that would mend it where one is safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weibofilter.errors import Diagnostic, Location


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The word at the place is written so instead."""

    text: str


@dataclass(frozen=True, slots=True)
class Remove:
    """The word at the place goes, with its comma; in a plain list, with its line."""


Edit = Rewrite | Remove


@dataclass(frozen=True, slots=True)
class Remark:
    """What one check has to say; its code and severity stand in the table of checks."""

    place: Location
    message: str
    way_out: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic, and its edit if there is a safe one."""

    diagnostic: Diagnostic
    edit: Edit | None = None
