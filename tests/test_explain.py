from __future__ import annotations

import ast
from pathlib import Path

import pytest

from weibofilter import Action, Dismissal, Filter, Reason
from weibofilter.explain import CHECKS, WORDS, Language, category_name, describe, describe_dismissal, word
from weibofilter.fold.tables import load_tables
from weibofilter.rules.rule import Category, View
from weibofilter.verify import verify as stage

SOURCE = Path(stage.__code__.co_filename).parents[1]


def reason(**changes: object) -> Reason:
    given = {
        "rule": "spam/a",
        "category": "spam",
        "action": Action.FLAG,
        "keyword": "加微信",
        "start": 2,
        "end": 5,
        "text": "加微信",
        "view": "skeleton",
        "zone": "text",
    }
    return Reason(**given | changes)  # type: ignore[arg-type]


def strings_given_to(function: str) -> set[str]:
    """The first arguments, where they are literal, of all calls of a function of this name in the package."""
    calls = (node for path in SOURCE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def test_every_view_and_action_has_words() -> None:
    assert set(WORDS["view"]) == set(View)
    assert set(WORDS["action"]) == set(Action)


def test_every_step_of_the_fold_has_words_as_a_spelling_or_a_disguise() -> None:
    tables = load_tables()
    assert tables.spelling_steps <= set(WORDS["spelling"])
    assert set(tables.step_names) - tables.spelling_steps <= set(WORDS["disguise"])


def test_every_check_of_the_core_has_words() -> None:
    found = strings_given_to("Objection")
    assert {"zone", "gap", "run", "exception", "boundary"} <= found
    assert found <= set(CHECKS)


def test_every_zone_of_a_post_has_words() -> None:
    post = "正文 #话题# @小明 [doge] http://t.cn/a //@小红:转"
    zones = {name for name, _, _ in Filter.from_words(["大麻"]).trace(post).zones}
    assert zones == set(WORDS["zone"])


def test_no_wording_is_left_out_in_either_language() -> None:
    words = [*(words for kind in WORDS.values() for words in kind.values()), *CHECKS.values()]
    assert all(words.zh and words.en and words.zh != words.en for words in words)
    assert all(("{detail}" in words.zh) == ("{detail}" in words.en) for words in CHECKS.values())


SENTENCES = [
    (reason(), "出现“加微信”：spam，送审。", "“加微信”: spam, flag for review."),
    (
        reason(text="＋薇❤信", disguises=("symbol", "interleaved")),
        "“＋薇❤信”即“加微信”（以符号代字、字间插入符号）：spam，送审。",
        "“＋薇❤信” reads “加微信” (symbols read as characters, filler between the characters): spam, flag for review.",
    ),
    (
        reason(keyword="软件", text="軟體", spellings=("regional", "traditional"), zone="topic"),
        "“軟體”即“软件”（地区用词、繁体；在话题中）：spam，送审。",
        "“軟體” reads “软件” (regional wording, traditional characters; in the topic): spam, flag for review.",
    ),
    (
        reason(text="jiaweixin", view="sound", disguises=("pinyin",)),
        "“jiaweixin”即“加微信”（拼音；按读音辨认）：spam，送审。",
        "“jiaweixin” reads “加微信” (pinyin; by its sound): spam, flag for review.",
    ),
    (
        reason(keyword="加微信 + 返利", text="加微信有返利", end=8, parts=((2, 5), (6, 8)), action=Action.DELETE),
        "“加微信”与“返利”同时出现：spam，删除。",
        "“加微信” and “返利” together: spam, delete.",
    ),
    (
        reason(keyword=r"qq\d+", text="qq123"),
        r"“qq123”符合“qq\d+”：spam，送审。",
        r"“qq123” matches “qq\d+”: spam, flag for review.",
    ),
    (
        reason(keyword="rule timed out", text="qq1"),
        "“qq1”未能及时查完：spam，送审。",
        "“qq1” could not be checked in time: spam, flag for review.",
    ),
]


@pytest.mark.parametrize(("found", "zh", "en"), SENTENCES)
def test_a_reason_is_one_sentence(found: Reason, zh: str, en: str) -> None:
    assert (describe(found, Language.ZH), describe(found, Language.EN)) == (zh, en)


@pytest.mark.parametrize("category", ["self-harm", "self-harm.method"])
def test_self_harm_is_met_with_support_and_never_as_a_fault(category: str) -> None:
    found = reason(category=category, keyword="想死", text="想死")
    zh, en = describe(found, "zh"), describe(found, "en")
    assert "求助" in zh
    assert "support" in en
    for blame in ("删除", "送审", "违规", "命中", "flag", "delete", "violat"):
        assert blame not in zh + en


LET_GO = [
    ("boundary", 7.67, "麻烦", "这里读作“麻烦”（差距 7.7 奈特）。", "this reads “麻烦” (margin 7.7 nats)."),
    ("zone", None, "mention", "位于@用户名，不作为内容判断。", "it stands in the @name, which is not judged."),
    ("zone", None, "bridges two zones", "位于两个区域的交界，不作为内容判断。", "in the seam of two zones, which is not judged."),
    ("gap", None, "sentence end", "中间隔着句末，不是伪装。", "inside it stands the end of a sentence, which is no disguise."),
    ("run", None, "have", "只是“have”的一部分。", "it is only a part of “have”."),
    ("exception", None, "{detail}", "属于例外“{detail}”。", "the exception “{detail}” excuses it."),
    (
        "view",
        None,
        "interleaved, symbol",
        "（字间插入符号、以符号代字）。",
        "(filler between the characters, symbols read as characters).",
    ),
    (
        "plausibility",
        -3.21,
        "",
        "照原样读更通顺（差距 -3.2 奈特）。",
        "it makes better sense as it is written (margin -3.2 nats).",
    ),
    ("unheard-of", None, "x", "unheard-of：x。", "unheard-of: x."),
]


@pytest.mark.parametrize(("check", "margin", "detail", "zh", "en"), LET_GO)
def test_a_dismissal_is_one_sentence(check: str, margin: float | None, detail: str, zh: str, en: str) -> None:
    let_go = Dismissal("drugs/a", "大麻", 0, 2, "大麻", "skeleton", check, margin, detail)
    assert describe_dismissal(let_go, "zh").endswith(zh)
    assert describe_dismissal(let_go, "en").endswith(en)


def test_a_category_is_called_by_its_own_name_or_its_parents() -> None:
    known = {"spam": Category("spam", "垃圾信息", "spam", "", Action.FLAG)}
    assert category_name("spam.contact", "zh", known) == "垃圾信息"
    assert category_name("fraud.loan", "zh", known) == "fraud.loan"


def test_a_name_that_nobody_worded_stands_for_itself() -> None:
    assert word("disguise", "semaphore", "zh") == "semaphore"
