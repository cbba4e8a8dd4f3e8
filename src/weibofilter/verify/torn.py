"""Whether a suspicion tears a word of the post as it is written: 和菜 of 和菜市场 is no 合彩."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weibofilter.rules.rule import Boundary
from weibofilter.segment import REACH, segmenter
from weibofilter.verify.checks import Objection

if TYPE_CHECKING:
    from weibofilter.scan import Suspicion
    from weibofilter.verify.context import Context

DEARER: Final = 4.0
"""Nats. Of ordinary places that tear a word nineteen in twenty stay below, of disguises that do six in ten are above."""


def torn_objection(suspicion: Suspicion, context: Context) -> Objection | None:
    """Whether a word, as jieba cuts the clause, reaches over an end of the place.

    A disguise tears a word of its surroundings by chance alone: of those that are believed one in a hundred does, of ordinary places that
    look or sound like a keyword one in five. So it must be likelier by DEARER than others need to be. The parts of a character make words
    with their neighbours that nobody reads (是非 in 是非氵去), and are left out.
    """
    margin = suspicion.margin - DEARER
    rule = context.ruleset.rules[context.ruleset.terms.rules[suspicion.term]]
    if margin >= 0 or "split" in suspicion.disguises or rule.boundary is Boundary.OFF:
        return None
    clauses, post, start, end = context.fold.clauses, context.post, suspicion.start, suspicion.end
    before = post[max(0, start - REACH) : start].translate(clauses).rpartition("\n")[2]
    place = post[start:end].translate(clauses)
    after = post[end : end + REACH].translate(clauses).partition("\n")[0]
    first, last, at = len(before), len(before) + len(place), 0
    for word in segmenter().cut(before + place + after):
        if at < first < at + len(word) or at < last < at + len(word):
            return Objection("torn", margin, word)
        at += len(word)
    return None
