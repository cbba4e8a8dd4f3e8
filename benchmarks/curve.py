"""What the views would find, and hold wrongly, if every suspicion had to be likelier than it must, or less so.

The thresholds of `weibofilter.plausible.demands`, one for each manner of writing, are a point of this curve; here all are moved together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.fold import skeleton_fold
from weibofilter.rules.compile import compile_rules
from weibofilter.rules.words import words_rule
from weibofilter.scan import Suspicion, scan
from weibofilter.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from weibofilter.rules.compile import Ruleset
    from weibofilter.scan import Hit
    from weibofilter.verify import Finding

SHIFTS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
"""Nats by which a suspicion must be likelier than the threshold. What is 2 nats below it, the scan does not report."""

BATCH = 1024


def ruleset_of(keywords: Iterable[str], views: Iterable[str]) -> Ruleset:
    """The rule set that ``Filter.from_words`` makes of these."""
    rule = words_rule(keywords, allow=(), action="flag", category="custom", views=views, boundary="soft")
    return compile_rules([rule], skeleton_fold())


def findings_by_shift(posts: Sequence[str], ruleset: Ruleset) -> list[list[Sequence[Finding]]]:
    """For each shift what holds in each post."""
    found: list[list[Sequence[Finding]]] = [[()] * len(posts) for _ in SHIFTS]
    for first in range(0, len(posts), BATCH):
        for place, hits in scan(posts[first : first + BATCH], ruleset).items():
            post = posts[first + place]
            for held, shift in zip(found, SHIFTS, strict=True):
                held[first + place] = verify(post, _moved(hits, shift), ruleset).live
    return found


def _moved(hits: Iterable[Hit | Suspicion], shift: float) -> list[Hit | Suspicion]:
    return [hit._replace(margin=hit.margin - shift) if isinstance(hit, Suspicion) else hit for hit in hits]
