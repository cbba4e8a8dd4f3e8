"""What was seen through in a hit: disguises, and the spellings that are none."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from weibofilter.rules.expand import regional_forms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from weibofilter.fold import Fold
    from weibofilter.fold.characters import Character
    from weibofilter.fold.folded import Run
    from weibofilter.scan import Hit
    from weibofilter.verify.context import Context

INTERLEAVED, REPEATED, SYMBOL, REGIONAL = "interleaved", "repeated", "symbol", "regional"


class Evidence(NamedTuple):
    """Names of the disguises and of the spellings of a hit, each sorted."""

    disguises: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


_NO_STEPS: AbstractSet[str] = frozenset()

NONE = Evidence()
"""A place that reads exactly as the list writes the keyword."""


def evidence_of(hit: Hit, context: Context) -> Evidence:
    """How the hit's place differs from the keyword as the list writes it."""
    if hit.is_verbatim:
        return NONE
    sources, wording = _form_of(context.ruleset.terms.texts[hit.term], hit.text, context.fold)
    found = set(wording)
    if any(gaps_of(hit, context)):
        found.add(INTERLEAVED)
    if any(hit.surplus):
        found.add(REPEATED)
    if hit.runs:
        for run, source in zip(hit.runs, sources, strict=True):
            for place in range(run.start, run.end):
                found |= _differences(hit, place, source, context)
    else:
        for place, source in enumerate(sources, hit.start):
            found |= _differences(hit, place, source, context)
    return _told(frozenset(found), context.fold.spelling_steps)


@cache
def _told(found: frozenset[str], spelling_steps: frozenset[str]) -> Evidence:
    """These steps and disguises apart from each other; of both there are a dozen in all."""
    spellings = spelling_steps | {REGIONAL}
    return Evidence(tuple(sorted(found - spellings)), tuple(sorted(found & spellings)))


def gaps_of(hit: Hit, context: Context) -> list[str]:
    """What stands between each two characters of the hit, "" where nothing does; of what a run repeats beyond the keyword only what
    parts it counts.
    """
    post = context.post
    gaps = [post[before.end : after.start] for before, after in pairwise(hit.runs)]
    for run, surplus in zip(hit.runs, hit.surplus, strict=True):
        if run.end - run.start > 1:
            gaps += _gaps_within(run, run.length - surplus, hit.taken, context)
    return gaps


def _gaps_within(run: Run, need: int, taken: str, context: Context) -> list[str]:
    """What parts the characters of a run, and "" where nothing parts two that its keyword needs."""
    characters, post = context.fold.characters, context.post
    kept = [place for place in range(run.start, run.end) if characters[taken[place]].skeleton]
    parting = [post[before + 1 : after] for before, after in pairwise(kept) if after > before + 1]
    return parting + [""] * (need - 1 - len(parting))


def _form_of(keyword: str, text: str, fold: Fold) -> tuple[Sequence[str], frozenset[str]]:
    """The characters that ``text`` comes from in the way of writing the keyword whose skeleton it is, and the spelling that this is."""
    if fold.side_by_side(keyword) == text:
        return keyword, frozenset()
    for reading in fold.readings(keyword):
        if (sources := _sources(reading, text, fold)) is not None:
            return sources, frozenset()
        for form in regional_forms(reading):
            if (sources := _sources(form, text, fold)) is not None:
                return sources, frozenset({REGIONAL})
    raise AssertionError(f"{text!r} is no form of the keyword {keyword!r}")


def _sources(form: str, text: str, fold: Fold) -> list[str] | None:
    """For each character of the form's skeleton the one that it comes from, if that skeleton is ``text``."""
    aligned = _aligned(form, fold)
    return [source for _, source in aligned] if "".join([code for code, _ in aligned]) == text else None


def _aligned(form: str, fold: Fold) -> list[tuple[str, str]]:
    """Each character of the form's skeleton, with the character of the form that it comes from."""
    aligned: list[tuple[str, str]] = []
    for source in form:
        for code in fold.characters[source].skeleton:
            if not aligned or aligned[-1][0] != code:
                aligned.append((code, source))
    return aligned


def _differences(hit: Hit, place: int, source: str, context: Context) -> AbstractSet[str]:
    """The steps by which the character at a place differs from the one that the keyword asks for."""
    if context.post[place] == hit.taken[place] == source:
        return _NO_STEPS
    characters = context.fold.characters
    written, taken = characters[context.post[place]], characters[hit.taken[place]]
    if not taken.skeleton:
        return {INTERLEAVED}
    if taken.skeleton != written.skeleton:
        return {SYMBOL}
    return _NO_STEPS if context.post[place] == source else _steps(written, characters[source], context.fold)


def _steps(written: Character, asked: Character, fold: Fold) -> frozenset[str]:
    """The steps that make these two characters one; spellings only, if their spellings are the same already."""
    steps = written.steps | asked.steps
    return steps & fold.spelling_steps if written.spelled == asked.spelled else steps
