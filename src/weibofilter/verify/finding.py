"""A rule that holds a place of a post: everything of a reason but what policy decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from weibofilter.verdict import Dismissal
from weibofilter.verify.evidence import Evidence

if TYPE_CHECKING:
    from weibofilter.rules.rule import View


class Finding(NamedTuple):
    """What holds: the rule by its number, the keyword as the list writes it, a half-open span of the post, and how it was seen.

    ``timed_out`` tells of a regex that could not be run over this window in time: it says nothing of the post, but a bug or a bait
    must not read as "allowed". ``term`` is the number of the keyword's term; below 0 where the finding is of no single one.
    """

    rule: int
    keyword: str
    start: int
    end: int
    view: View
    zone: str
    evidence: Evidence = Evidence()
    parts: tuple[tuple[int, int], ...] = ()
    timed_out: bool = False
    term: int = -1


Outcome = Finding | Dismissal
"""What becomes of a hit, or of several together."""
