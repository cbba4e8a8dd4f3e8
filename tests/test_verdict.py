from __future__ import annotations

import re
from typing import Any

import pytest

from weibofilter import Filter, Verdict

POSTS = ["有人种植大麻", "我有一个大麻烦", "快加.微.信，天天返利", "今天天气很好", "加\ud83d微信"]


@pytest.mark.parametrize("post", POSTS, ids=ascii)
def test_a_verdict_is_read_back_as_it_was(post: str) -> None:
    verdict = Filter.from_words(["大麻", "加微信"]).check(post)
    assert Verdict.from_dict(verdict.to_dict()) == verdict


GOOD = Filter.from_words(["大麻"]).check("有人种植大麻").to_dict()
REASON = GOOD["reasons"][0]
BAD: list[tuple[Any, str]] = [
    ([], "no verdict but list"),
    ({}, "it lacks action, reasons, dismissed, shadow, digest"),
    (GOOD | {"score": 1}, "has an unknown score"),
    (GOOD | {"action": "hold"}, "action is 'hold'"),
    (GOOD | {"action": []}, "action is []"),
    (GOOD | {"reasons": ["a"]}, "no reason but str"),
    (GOOD | {"reasons": [{}]}, "no reason of this version: it lacks rule"),
    (GOOD | {"reasons": [REASON | {"start": "4"}]}, "no reason: start is '4'"),
    (GOOD | {"reasons": [REASON | {"text": None}]}, "no reason: text is None"),
    (GOOD | {"reasons": [REASON | {"action": "x"}]}, "action is 'x'"),
    (GOOD | {"dismissed": [REASON]}, "no dismissal of this version"),
    (GOOD | {"reasons": None}, "reasons is None"),
    (GOOD | {"digest": 3}, "digest is 3"),
]


@pytest.mark.parametrize(("said", "told"), BAD, ids=[told for _, told in BAD])
def test_what_is_no_verdict_says_what_is_wrong(said: Any, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        Verdict.from_dict(said)
