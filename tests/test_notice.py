from __future__ import annotations

import pytest

from weibofilter import Action, Filter, Reason, Verdict
from weibofilter.notice import LINES, Decider, Outcome, notice, support_note

JUDGE = Filter.default()
APPEAL = "如有异议，可在 30 天内申诉。"
BLAME = ("违反", "违规", "删除", "规则", "自我伤害", "violat", "rule", "delet", "polic", "Self-harm", "broke")


def reason(category: str, text: str, keyword: str = "", **changes: object) -> Reason:
    given = {"rule": f"{category}/x", "category": category, "action": Action.FLAG, "keyword": keyword or text, "start": 0}
    given |= {"end": len(text), "text": text, "view": "skeleton", "zone": "text"}
    return Reason(**given | changes)  # type: ignore[arg-type]


def letter(*reasons: Reason, outcome: str = "removed", decider: str = "person", lang: str = "zh") -> str:
    return notice(Verdict(Action.FLAG, reasons), outcome, decider, lang, categories=JUDGE.categories, appeal=APPEAL)


def test_the_author_is_told_the_passage_the_policy_who_decided_and_how_to_appeal() -> None:
    verdict = Verdict(Action.DELETE, (reason("spam.contact", "加.微.信", "加微信", disguises=("interleaved",)),))
    assert notice(verdict, "removed", "automated", "zh", categories=JUDGE.categories, appeal=APPEAL).split("\n") == [
        "你的帖子未能发布。",
        "系统自动检查时注意到：",
        f"· “加.微.信”（即“加微信”）——站外引流：{JUDGE.categories['spam.contact'].description}",
        "这是系统自动作出的决定，没有经过人工。",
        APPEAL,
    ]
    assert notice(verdict, "removed", "person", "en", categories=JUDGE.categories, appeal="Appeal below.").split("\n") == [
        "Your post was not published.",
        "An automated check noticed:",
        "· “加.微.信” (read as “加微信”): Contact luring",
        "This was decided by a person who read your post.",
        "Appeal below.",
    ]


def test_a_waiting_author_is_accused_of_nothing_and_has_nothing_to_appeal() -> None:
    told = letter(reason("spam", "加微信"), outcome="waiting")
    assert "正在等待人工审核" in told
    assert "这不代表你违反了规则" in told
    assert APPEAL not in told


def test_a_published_post_needs_no_reasons() -> None:
    assert letter(reason("spam", "加微信"), outcome="published") == "你的帖子已发布。"


def test_no_regex_rule_or_margin_is_shown() -> None:
    told = letter(reason("fraud", "q.q12345", keyword=r"qq\d+", disguises=("interleaved",)))
    assert "q.q12345" in told
    assert r"\d" not in told
    assert "fraud/x" not in told


def test_a_combination_shows_each_of_its_passages() -> None:
    assert "“加微信”“返利”" in letter(reason("spam", "加微信有返利", "加微信 + 返利", parts=((0, 3), (4, 6))))


def test_a_passage_within_another_of_the_same_policy_is_told_once() -> None:
    told = letter(reason("spam", "加v信"), reason("spam", "加v信号码"), reason("fraud", "加v信"))
    assert [line for line in told.split("\n") if line.startswith("·")] == [
        f"· “加v信号码”——垃圾信息：{JUDGE.categories['spam'].description}",
        f"· “加v信”——诈骗：{JUDGE.categories['fraud'].description}",
    ]


def test_what_is_hidden_in_a_passage_stands_as_an_escape() -> None:
    told = letter(reason("spam", "加\u202e微\n信", keyword="加微信", disguises=("interleaved",)))
    assert r"“加\u202e微\n信”" in told


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("decider", list(Decider))
def test_distress_is_met_with_support_and_never_with_a_reproach(lang: str, outcome: str, decider: str) -> None:
    verdict = Verdict(Action.FLAG, (reason("self-harm.distress", "想死"),))
    told = notice(verdict, outcome, decider, lang, categories=JUDGE.categories)
    assert told.startswith(support_note(lang))
    assert "想死" not in told
    for word in BLAME:
        assert word not in told


def test_distress_beside_a_ground_comes_first_and_is_no_ground() -> None:
    told = letter(reason("self-harm", "想死"), reason("spam", "加微信"))
    assert told.startswith(support_note("zh"))
    assert "想死" not in told
    assert "“加微信”——垃圾信息" in told


def test_every_line_has_its_source_and_a_service_may_name_its_own() -> None:
    assert all(line.number and line.name.zh and line.name.en and line.source for line in LINES)
    assert "12356" in support_note("zh")
    assert not any(character.isdigit() for character in support_note("en", lines=()))
