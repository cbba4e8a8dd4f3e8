"""Verdicts in words, Chinese and English: the only place that words reasons.

A reason holds names (``interleaved``, ``sound``, ``boundary``); what they are called stands in ``WORDS``, and the sentences made
of them below it. Whoever adds a disguise, a view, a zone or a check adds its words there, which a test holds them to.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from weibofilter.rules.rule import Category, lineage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weibofilter.verdict import Dismissal, Reason


class Language(StrEnum):
    """A language that verdicts are worded in."""

    ZH = "zh"
    EN = "en"


class Words(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


WORDS: Final[Mapping[str, Mapping[str, Words]]] = MappingProxyType(
    {
        "action": {
            "allow": Words("放行", "allow"),
            "flag": Words("送审", "flag for review"),
            "delete": Words("删除", "delete"),
        },
        "decision": {
            "AUTOMATED_DECISION_FULLY": Words("决定由系统自动作出", "The decision was taken by automated means alone"),
            "AUTOMATED_DECISION_PARTIALLY": Words(
                "系统自动发现，由人工作出决定", "The decision was taken by a person, upon an automated finding"
            ),
            "AUTOMATED_DECISION_NOT_AUTOMATED": Words("决定由人工作出", "The decision was taken by a person"),
        },
        "view": {
            "plain": Words("原文", "as written"),
            "skeleton": Words("骨架", "skeleton"),
            "sound": Words("读音", "sound"),
            "shape": Words("字形", "shape"),
            "initials": Words("首字母", "initials"),
            "swapped": Words("换序", "swapped"),
            "masked": Words("遮字", "masked"),
        },
        "zone": {
            "text": Words("正文", "text"),
            "topic": Words("话题", "topic"),
            "repost": Words("转发内容", "repost"),
            "url": Words("网址", "web address"),
            "mention": Words("@用户名", "@name"),
            "emoticon": Words("表情代码", "emoticon code"),
        },
        "disguise": {
            "interleaved": Words("字间插入符号", "filler between the characters"),
            "repeated": Words("重复字符", "repeated characters"),
            "symbol": Words("以符号代字", "symbols read as characters"),
            "look-alike": Words("形近字符", "look-alike characters"),
            "styled": Words("花式字母", "styled letters"),
            "enclosed": Words("带圈字符", "enclosed characters"),
            "number": Words("数字变体", "numbers written another way"),
            "accented": Words("附加符号", "accents"),
            "homophone": Words("同音字", "homophones"),
            "pinyin": Words("拼音", "pinyin"),
            "emoji": Words("以表情代字", "emoji read as characters"),
            "split": Words("拆字", "characters taken apart"),
            "digit": Words("以数字代字", "digits read as characters"),
            "letter": Words("以字母代字", "letters read as characters"),
            "initials": Words("拼音首字母", "pinyin initials"),
            "swapped": Words("字序颠倒", "characters out of order"),
            "displaced": Words("与邻字换位", "a character changed places with its neighbour"),
            "masked": Words("遮挡部分字", "characters masked"),
        },
        "spelling": {
            "traditional": Words("繁体", "traditional characters"),
            "regional": Words("地区用词", "regional wording"),
            "full-width": Words("全角", "full width"),
            "case": Words("大小写", "letter case"),
            "compatibility": Words("兼容字符", "compatibility characters"),
        },
        "detail": {
            "bridges two zones": Words("两个区域的交界", "seam of two zones"),
            "sentence end": Words("句末", "the end of a sentence"),
            "clause mark": Words("停顿标点", "a pause between clauses"),
        },
    }
)
"""What the names in verdicts are called, by kind of name."""

CHECKS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "zone": Words("位于{detail}，不作为内容判断", "it stands in the {detail}, which is not judged"),
        "gap": Words("中间隔着{detail}，不是伪装", "inside it stands {detail}, which is no disguise"),
        "run": Words("只是“{detail}”的一部分", "it is only a part of “{detail}”"),
        "exception": Words("属于例外“{detail}”", "the exception “{detail}” excuses it"),
        "not": Words("旁边的“{detail}”说明不是那个意思", "“{detail}” beside it says that it is not meant so"),
        "distance": Words("几个词相距太远，或不在同一段话里", "its words stand too far apart, or in different voices"),
        "view": Words(
            "规则只看原文写法，这里有变化（{detail}）", "the rule asks for the keyword as written, and this is changed ({detail})"
        ),
        "plausibility": Words(
            "像是“{keyword}”，但照原样读更通顺", "it may stand for “{keyword}”, but it makes better sense as it is written"
        ),
        "torn": Words("这里的字属于“{detail}”一词", "the characters belong to a word of the post, “{detail}”"),
        "written": Words("原文就是规则中的“{detail}”", "“{detail}”, another keyword of the rule, is what is written there"),
        "boundary": Words("只是碰巧相邻，这里读作“{detail}”", "the characters only meet by chance: this reads “{detail}”"),
        # What comes near a rule that was not hit (``nearest``).
        "unasked-view": Words(
            "按{detail}看即“{keyword}”，但规则没有要求这个视图",
            "by its {detail} it is “{keyword}”, a view that the rule does not ask for",
        ),
        "missing-member": Words("有了，但缺另一组词（{detail}）", "this is there, but none of the other words: {detail}"),
        "no-match": Words(
            "符合正则中的字面部分，但前后文不符合", "the regex looks for this, but what is around it does not match"
        ),
        "in-part": Words("最接近“{keyword}”，但不是", "this is nearest to “{keyword}”, and is not it"),
        "nothing-like-it": Words("没有与规则相近的内容（{detail}）", "has nothing like what the rule looks for: {detail}"),
    }
)
"""Why each check lets a hit go."""

_SELF_HARM = "self-harm"
_TIMED_OUT = "rule timed out"
"""Stands for the keyword where a regex could not be run over a place in time."""

_LONGEST_KEYWORD = 60


def word(kind: str, name: str, lang: Language | str) -> str:
    """What a name of this kind is called; the name itself where nobody has worded it.

    >>> word("disguise", "interleaved", "zh"), word("zone", "topic", "en")
    ('字间插入符号', 'topic')
    """
    return in_language(WORDS[kind].get(name, Words(name, name)), lang)


def describe(reason: Reason, lang: Language | str, categories: Mapping[str, Category] | None = None) -> str:
    """One sentence that says what was found and what it is, as its author could be shown it.

    ``categories`` gives the categories their names (``Filter.categories``); without it they stand as the word lists write them.
    Self-harm is met with support: the sentence names no fault and no measure.

    >>> from weibofilter import Action, Reason
    >>> found = Reason("spam/wechat", "spam", Action.FLAG, "加微信", 0, 5, "加❤微❤信", "skeleton", "text", ("interleaved",))
    >>> print(describe(found, "zh"))
    “加❤微❤信”即“加微信”（字间插入符号）：spam，送审。
    >>> print(describe(found, "en"))
    “加❤微❤信” reads “加微信” (filler between the characters): spam, flag for review.
    """
    called = category_name(reason.category, lang, categories)
    if _SELF_HARM in lineage(reason.category):
        return _support(reason.text, called, lang)
    what = f"{_finding(reason, lang)}{_how(reason, lang)}"
    action = word("action", reason.action, lang)
    return f"{what}：{called}，{action}。" if lang == Language.ZH else f"{what}: {called}, {action}."


def describe_dismissal(dismissal: Dismissal, lang: Language | str) -> str:
    """One sentence that says why a hit was let go, with the margin in nats where the check has one.

    >>> from weibofilter import Dismissal
    >>> let_go = Dismissal("drugs/cannabis", "大麻", 4, 6, "大麻", "skeleton", "boundary", 7.66, "麻烦")
    >>> print(describe_dismissal(let_go, "zh"))
    “大麻”只是碰巧相邻，这里读作“麻烦”（差距 7.7 奈特）。
    """
    template = CHECKS.get(dismissal.check, Words(f"{dismissal.check}：{{detail}}", f"{dismissal.check}: {{detail}}"))
    why = in_language(template, lang).replace("{keyword}", dismissal.keyword).replace("{detail}", _detail(dismissal, lang))
    if lang == Language.ZH:
        margin = "" if dismissal.margin is None else f"（差距 {dismissal.margin:.1f} 奈特）"
        return f"“{dismissal.text}”{why}{margin}。" if dismissal.text else f"帖子{why}{margin}。"
    margin = "" if dismissal.margin is None else f" (margin {dismissal.margin:.1f} nats)"
    return f"“{dismissal.text}”: {why}{margin}." if dismissal.text else f"the post {why}{margin}."


def category_name(category: str, lang: Language | str, categories: Mapping[str, Category] | None = None) -> str:
    """What a category is called: its own name for people, else its nearest parent's, else the dotted name.

    >>> category_name("spam.contact", "zh")
    'spam.contact'
    """
    known = categories or {}
    found = next((known[name] for name in lineage(category) if name in known), None)
    if found is None:
        return category
    return in_language(Words(found.zh, found.en), lang)


def names(kind: str, given: Iterable[str], lang: Language | str) -> str:
    """These names in words, joined.

    >>> names("spelling", ("traditional", "case"), "en")
    'traditional characters, letter case'
    """
    return ("、" if lang == Language.ZH else ", ").join(word(kind, name, lang) for name in given)


def in_language(words: Words, lang: Language | str) -> str:
    """The words in this language."""
    return words.zh if lang == Language.ZH else words.en


def _detail(dismissal: Dismissal, lang: Language | str) -> str:
    """What the check saw, in words where it is a name and not a piece of the post."""
    if dismissal.check == "zone" and dismissal.detail in WORDS["zone"]:
        return word("zone", dismissal.detail, lang)
    if dismissal.check == "view":
        return names("disguise", dismissal.detail.split(", "), lang)
    if dismissal.check == "unasked-view":
        return word("view", dismissal.detail, lang)
    return word("detail", dismissal.detail, lang) if dismissal.check in ("zone", "gap") else dismissal.detail


def _support(text: str, called: str, lang: Language | str) -> str:
    if lang == Language.ZH:
        return f"“{text}”可能是在求助（{called}）：请转给真人关怀，并附上求助方式；这不是过错。"
    return f"“{text}” may be a call for help ({called}): let a person reach out and offer support; it is no fault."


def passages(reason: Reason) -> list[str]:
    """The passages of the post that were found: one, or one for each member of a combination."""
    spans = reason.parts or ((reason.start, reason.end),)
    return [reason.text[start - reason.start : end - reason.start] for start, end in spans]


def _finding(reason: Reason, lang: Language | str) -> str:
    """What stands in the post, and what it was read as where that is not the same."""
    zh = lang == Language.ZH
    if reason.parts:
        joined = ("”与“" if zh else "” and “").join(passages(reason))
        return f"“{joined}”同时出现" if zh else f"“{joined}” together"
    if reason.keyword == _TIMED_OUT:
        return f"“{reason.text}”未能及时查完" if zh else f"“{reason.text}” could not be checked in time"
    if reason.text == reason.keyword:
        return f"出现“{reason.text}”" if zh else f"“{reason.text}”"
    seen = "即" if zh else " reads "
    matched = "符合" if zh else " matches "
    return f"“{reason.text}”{seen if reason.disguises or reason.spellings else matched}“{_in_a_line(reason.keyword)}”"


def _in_a_line(keyword: str) -> str:
    """The beginning of what may be a regex of a page."""
    line = " ".join(keyword.split())
    return line if len(line) <= _LONGEST_KEYWORD else f"{line[:_LONGEST_KEYWORD]}…"


def _how(reason: Reason, lang: Language | str) -> str:
    """How it was read, and where it stands, unless that goes without saying."""
    told = [names("disguise", reason.disguises, lang), names("spelling", reason.spellings, lang)]
    if reason.view not in ("plain", "skeleton"):
        view = word("view", reason.view, lang)
        told.append(f"按{view}辨认" if lang == Language.ZH else f"by its {view}")
    if reason.zone != "text":
        zone = word("zone", reason.zone, lang)
        told.append(f"在{zone}中" if lang == Language.ZH else f"in the {zone}")
    told = [part for part in told if part]
    if not told:
        return ""
    return f"（{'；'.join(told)}）" if lang == Language.ZH else f" ({'; '.join(told)})"
