"""A rule that holds a place of a post: everything of a reason but what policy decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from weibofilter.verdict import Dismissal
from weibofilter.verify.evidence import Evidence

if TYPE_CHECKING:
    from weibofilter.rules.rule import View
    from weibofilter.verify.spans import Span


class Finding(NamedTuple):
    """What holds: the rule by its number, the keyword as the list writes it, a half-open span of the post, and how it was seen.

    ``timed_out`` tells of a regex that could not be run over this window in time: it says nothing of the post, but a bug or a bait
    must not read as "allowed". ``term`` is the number of the keyword's term; below 0 where the finding is of no single one. ``needed``
    is the part of the span that the keyword needs, where its ends repeat a character: of 加微信信用卡 the second 信 may be another's.
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
    needed: Span | None = None

    @property
    def own(self) -> Span:
        """The span that no other member of a combination may stand in."""
        return self.needed or (self.start, self.end)


Outcome = Finding | Dismissal
"""What becomes of a hit, or of several together."""
