"""What becomes of a post: by the rule's action, how it was seen, the policy, and the caps that no policy lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weibofilter import Action, Filter, Policy

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
[[rule]]
category = "spam.contact"
id = "mild"
keywords = ["加微信"]
views = ["wide"]
action = "flag"
[[rule]]
category = "fraud"
id = "grave"
keywords = ["代开发票"]
views = ["wide"]
action = "delete"
[[rule]]
category = "gambling"
id = "grave-by-sound-too"
keywords = ["六合彩票"]
views = ["wide"]
action = "delete"
wide_action = "delete"
[[rule]]
category = "self-harm"
id = "distress"
keywords = ["割腕自杀"]
views = ["wide"]
action = "delete"
wide_action = "delete"
"""

WRITTEN = {"mild": "快加微信", "grave": "代开发票吗", "grave-by-sound-too": "买六合彩票", "distress": "想割腕自杀"}
SPELLED = {"mild": "快加微信 ＡＢ", "grave": "代開發票嗎", "grave-by-sound-too": "買六合彩票", "distress": "想割腕自殺"}
DISGUISED = {"mild": "快加.微❤信", "grave": "代❤开.发❤票吗", "grave-by-sound-too": "买六.合❤彩.票", "distress": "想割.腕❤自.杀"}
SOUNDED = {"mild": "快jia微信", "grave": "代kai发票吗", "grave-by-sound-too": "买六he彩票", "distress": "想割wan自杀"}
WAYS = {"written": WRITTEN, "spelled": SPELLED, "disguised": DISGUISED, "by sound": SOUNDED}

PLAIN, ESCALATING = Policy(), Policy(escalate_disguised=True)
HARSH = Policy({"spam": "delete", "self-harm": "delete", "gambling": "flag"}, escalate_disguised=True)
LENIENT = Policy({"spam.contact": "off", "fraud": "flag", "self-harm": "off"})
POLICIES = {"none": PLAIN, "escalating": ESCALATING, "harsh": HARSH, "lenient": LENIENT}

F, D, A = Action.FLAG, Action.DELETE, Action.ALLOW
EXPECTED = {
    # written, spelled, disguised, by sound; policies in the order of POLICIES
    "mild": [(F, F, F, F), (F, F, D, F), (D, D, D, F), (A, A, A, A)],
    "grave": [(D, D, D, F), (D, D, D, F), (D, D, D, F), (F, F, F, F)],
    "grave-by-sound-too": [(D, D, D, D), (D, D, D, D), (F, F, D, F), (D, D, D, D)],
    "distress": [(F, F, F, F), (F, F, F, F), (F, F, F, F), (A, A, A, A)],
}


@pytest.fixture
def judges(tmp_path: Path) -> dict[str, Filter]:
    path = tmp_path / "own.toml"
    path.write_text(RULES, encoding="utf-8")
    return {name: Filter.load(path, policy=policy) for name, policy in POLICIES.items()}


@pytest.mark.parametrize("way", WAYS)
def test_what_becomes_of_a_post(judges: dict[str, Filter], way: str) -> None:
    became = {rule: [judges[policy].check(post) for policy in POLICIES] for rule, post in WAYS[way].items()}
    wanted = {rule: [of_policy[list(WAYS).index(way)] for of_policy in expected] for rule, expected in EXPECTED.items()}
    assert {rule: [verdict.action for verdict in verdicts] for rule, verdicts in became.items()} == wanted
    for verdict in (verdict for verdicts in became.values() for verdict in verdicts):
        assert [reason.action for reason in verdict.reasons] == ([] if verdict.action == A else [verdict.action])


def test_a_reason_tells_rule_category_view_and_zone(judges: dict[str, Filter]) -> None:
    told = {}
    for rule, post in SOUNDED.items():
        (reason,) = judges["none"].check(f"#话题# {post}").reasons
        told[rule] = (reason.rule, reason.category, reason.view, reason.zone, bool(reason.disguises))
    assert told == {
        "mild": ("spam.contact/mild", "spam.contact", "sound", "text", True),
        "grave": ("fraud/grave", "fraud", "sound", "text", True),
        "grave-by-sound-too": ("gambling/grave-by-sound-too", "gambling", "sound", "text", True),
        "distress": ("self-harm/distress", "self-harm", "sound", "text", True),
    }
    (topic,) = judges["none"].check("看#快加微信吧#了").reasons
    assert (topic.view, topic.zone) == ("skeleton", "topic")


def test_the_gravest_reason_decides_wherever_it_stands(judges: dict[str, Filter]) -> None:
    for post in ("快加微信，代开发票吗", "代开发票吗，快加微信"):
        verdict = judges["none"].check(post)
        assert {reason.action for reason in verdict.reasons} == {F, D}
        assert verdict.action == D


def test_every_verdict_carries_the_digest_of_its_filter(judges: dict[str, Filter]) -> None:
    for judge in judges.values():
        assert {judge.check(post).digest for post in (*WRITTEN.values(), "今天天气不错", "")} == {judge.digest}
    assert len({judge.digest for judge in judges.values()}) == len(POLICIES)


def test_a_shadow_rule_is_told_with_what_it_would_have_done(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[rule]]\ncategory = "fraud"\nid = "a"\nkeywords = ["刷单"]\naction = "delete"\nstate = "shadow"\n', encoding="utf-8"
    )
    verdict = Filter.load(path).check("招人刷单")
    assert (verdict.action, verdict.reasons) == (A, ())
    assert [(reason.rule, reason.action, reason.text, reason.category) for reason in verdict.shadow] == [
        ("fraud/a", D, "刷单", "fraud")
    ]
