"""Every line of cases/disguises.tsv: what each view holds of a post, and what it lets go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from weibofilter import Filter

CASES = Path(__file__).parents[1] / "cases" / "disguises.tsv"


def cases() -> Iterator[ParameterSet]:
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            known_failure = line.startswith("xfail\t")
            keyword, views, post, held, disguises, *reason = line.removeprefix("xfail\t").split("\t")
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason[0])] if known_failure else []
            yield pytest.param(keyword, views, post, held, disguises, id=f"line {number}", marks=marks)


@pytest.mark.parametrize(("keyword", "views", "post", "held", "disguises"), list(cases()))
def test_disguise(keyword: str, views: str, post: str, held: str, disguises: str) -> None:
    verdict = Filter.from_words([keyword], views=views.split(",")).check(post)
    found = [(reason.text, " ".join(reason.disguises)) for reason in verdict.reasons]
    assert found == ([] if held == "-" else [(held, disguises)])
    assert all(post[reason.start : reason.end] == reason.text for reason in verdict.reasons)
