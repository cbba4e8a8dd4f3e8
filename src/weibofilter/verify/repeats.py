"""What the first and the last character of a hit repeat behind a gap, which may be of another word: of 卖大麻@麻将 the second 麻."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.fold.clauses import enough, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weibofilter.fold.folded import Run
    from weibofilter.scan import Hit
    from weibofilter.verify.context import Context
    from weibofilter.verify.spans import Span


def without_far_repeats(hit: Hit, context: Context) -> Iterator[Hit]:
    """The hit without what its ends repeat behind a gap, if they do; one of a single character repeated at each place that is enough."""
    if not (any(hit.surplus[:1]) or any(hit.surplus[-1:])):
        return
    for runs in _nearer_runs(hit, context):
        if runs != hit.runs:
            surplus = tuple(
                [more - whole.length + run.length for more, whole, run in zip(hit.surplus, hit.runs, runs, strict=True)]
            )
            yield hit._replace(start=runs[0].start, end=runs[-1].end, runs=runs, surplus=surplus)


def _nearer_runs(hit: Hit, context: Context) -> Iterable[tuple[Run, ...]]:
    def parts(end: int) -> list[Run]:
        return parts_of(hit.taken, hit.runs[end], hit.text[end], context.fold.characters)

    needs = [run.length - surplus for run, surplus in zip(hit.runs, hit.surplus, strict=True)]
    if len(hit.runs) == 1:
        return [(part,) for part in parts(0) if part.length >= needs[0]]
    return ((enough(reversed(parts(0)), needs[0]), *hit.runs[1:-1], enough(parts(-1), needs[-1])),)


def needed_span(hit: Hit, context: Context) -> Span | None:
    """The span of the hit without what its ends repeat beyond the keyword; None if they repeat nothing, or it is of one character."""
    if len(hit.runs) < 2 or not (hit.surplus[0] or hit.surplus[-1]):
        return None
    characters = context.fold.characters

    def places(run: Run) -> list[int]:
        kept = [place for place in range(run.start, run.end) if characters[hit.taken[place]].skeleton]
        return kept if len(kept) == run.length else [run.start] * (run.length - 1) + [run.end - 1]

    return places(hit.runs[0])[hit.surplus[0]], places(hit.runs[-1])[-1 - hit.surplus[-1]] + 1
