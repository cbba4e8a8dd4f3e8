"""What was seen through in a hit: disguises, and the spellings that are none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from weibofilter.rules.expand import regional_forms

if TYPE_CHECKING:
    from weibofilter.fold import Fold
    from weibofilter.fold.characters import Character
    from weibofilter.fold.folded import Run
    from weibofilter.scan import Hit
    from weibofilter.verify.context import Context

INTERLEAVED, REPEATED, SYMBOL, REGIONAL = "interleaved", "repeated", "symbol", "regional"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Names of the disguises and of the spellings of a hit, each sorted."""

    disguises: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


NONE = Evidence()
"""A place that reads exactly as the list writes the keyword."""


def evidence_of(hit: Hit, context: Context) -> Evidence:
    """How the hit's place differs from the keyword as the list writes it."""
    keyword = context.ruleset.terms.texts[hit.term]
    if hit.is_verbatim:
        return NONE
    form, wording = _form_of(keyword, hit.text, context.fold)
    found = set(wording)
    if any(gaps_of(hit, context.post)):
        found.add(INTERLEAVED)
    if max(hit.surplus) > 0:
        found.add(REPEATED)
    for run, source in zip(hit.runs, _sources(form, context.fold), strict=True):
        found |= _differences(hit, run, source, context)
    spellings = context.fold.spelling_steps | {REGIONAL}
    return Evidence(tuple(sorted(found - spellings)), tuple(sorted(found & spellings)))


def gaps_of(hit: Hit, post: str) -> list[str]:
    """What stands between each two characters of the hit, "" where nothing does."""
    return [post[before.end : after.start] for before, after in pairwise(hit.runs)]


def _form_of(keyword: str, text: str, fold: Fold) -> tuple[str, frozenset[str]]:
    """The way of writing the keyword whose skeleton is ``text``, and the spelling that this way is."""
    for reading in fold.readings(keyword):
        if _skeleton(reading, fold) == text:
            return reading, frozenset()
        for form in regional_forms(reading):
            if _skeleton(form, fold) == text:
                return form, frozenset({REGIONAL})
    raise AssertionError(f"{text!r} is no form of the keyword {keyword!r}")


def _skeleton(form: str, fold: Fold) -> str:
    return "".join(code for code, _ in _aligned(form, fold))


def _sources(form: str, fold: Fold) -> list[str]:
    return [source for _, source in _aligned(form, fold)]


def _aligned(form: str, fold: Fold) -> list[tuple[str, str]]:
    """Each character of the form's skeleton, with the character of the form that it comes from."""
    aligned: list[tuple[str, str]] = []
    for source in form:
        for code in fold.characters[source].skeleton:
            if not aligned or aligned[-1][0] != code:
                aligned.append((code, source))
    return aligned


def _differences(hit: Hit, run: Run, source: str, context: Context) -> set[str]:
    """The steps by which the characters of a run differ from the one that the keyword asks for."""
    characters, found = context.fold.characters, set[str]()
    for place in range(run.start, run.end):
        written, taken = characters[context.post[place]], characters[hit.taken[place]]
        if not taken.skeleton:
            found.add(INTERLEAVED)
        elif taken.skeleton != written.skeleton:
            found.add(SYMBOL)
        elif context.post[place] != source:
            found |= _steps(written, characters[source], context.fold)
    return found


def _steps(written: Character, asked: Character, fold: Fold) -> frozenset[str]:
    """The steps that make these two characters one; spellings only, if their spellings are the same already."""
    steps = written.steps | asked.steps
    return steps & fold.spelling_steps if written.spelled == asked.spelled else steps
