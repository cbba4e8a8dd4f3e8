"""Every line of cases/posts.tsv, by both ways to a verdict and both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from weibofilter import Filter

CASES = Path(__file__).parent / "cases" / "posts.tsv"


def cases() -> Iterator[ParameterSet]:
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            known_failure, _, rest = line.rpartition("xfail\t")
            keyword, post, held, why, *note = (rest or known_failure).split("\t")
            marks = [pytest.mark.xfail(strict=True, reason=note[0])] if line.startswith("xfail\t") else []
            post = post.replace("\\n", "\n").replace("\\u0301", "\u0301")
            yield pytest.param(keyword, post, held, why, id=f"line {number}", marks=marks)


@pytest.mark.parametrize(("keyword", "post", "held", "why"), list(cases()))
def test_post(keyword: str, post: str, held: str, why: str) -> None:
    verdict = Filter.from_words([keyword]).check(post)
    if held == "-":
        assert verdict.reasons == ()
        assert {dismissal.check for dismissal in verdict.dismissed} == set(why.split())
        return
    (reason,) = verdict.reasons
    assert reason.text == held == post[reason.start : reason.end]
    assert reason.keyword == keyword
    assert {*reason.disguises, *reason.spellings} == set(why.split())
