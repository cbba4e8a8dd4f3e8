"""What the author of a post is told: which passage, which policy, who decided, and how to appeal.

An author is owed more than a reviewer is: no rule's name, no margin, but the passage, the policy in words, and a way to be heard. Whoever
may be in distress is met with support alone: no fault, no policy, no decision against him.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from weibofilter.explain import Language, Words, category_name, in_language, passages
from weibofilter.rules.rule import lineage
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weibofilter.rules.rule import Category
    from weibofilter.verdict import Reason, Verdict

SELF_HARM: Final = "self-harm"


class Outcome(StrEnum):
    """What became of a post, as its author sees it."""

    PUBLISHED = "published"
    WAITING = "waiting"
    REMOVED = "removed"


class Decider(StrEnum):
    """Who decided: the filter alone, or a person who read the post."""

    AUTOMATED = "automated"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line for people in distress: its number, and where the number is published."""

    number: str
    name: Words
    source: str


LINES: Final = (
    Line(
        "12356",
        Words("全国统一心理援助热线", "the national psychological aid hotline of mainland China"),
        "国家卫生健康委，关于应用“12356”全国统一心理援助热线电话号码的通知，2024-12-25；各地 2025-05-01 前开通",
    ),
)
"""The lines that are named where a service names none of its own. A service elsewhere must name those of its place."""

_OUTCOME: Final = {
    Outcome.PUBLISHED: Words("你的帖子已发布。", "Your post is published."),
    Outcome.WAITING: Words(
        "你的帖子正在等待人工审核，暂未发布。", "Your post waits for a person to read it, and is not published yet."
    ),
    Outcome.REMOVED: Words("你的帖子未能发布。", "Your post was not published."),
}

_GENTLY: Final = {
    Outcome.PUBLISHED: _OUTCOME[Outcome.PUBLISHED],
    Outcome.WAITING: Words(
        "会有人先读一读你的帖子，再让它公开显示。", "Someone will read your post before it is shown to others."
    ),
    Outcome.REMOVED: Words(
        "这条帖子目前没有公开显示，这不是对你的处罚。", "This post is not shown to others now. This is no punishment."
    ),
}
"""The same where nothing but distress was noticed."""

_DECIDER: Final = {
    Decider.AUTOMATED: Words(
        "这是系统自动作出的决定，没有经过人工。", "This was decided by automated means; nobody has read your post."
    ),
    Decider.PERSON: Words("这是工作人员阅读帖子后作出的决定。", "This was decided by a person who read your post."),
}

_SYNTAX: Final = frozenset("\\[](){}|?*+^$")
"""Where the keyword of a reason is a regex, it is nothing to show to an author: it tells how to evade it, and not what it means."""

_FOUND: Final = Words("系统自动检查时注意到：", "An automated check noticed:")
_WAITS: Final = Words(
    "这不代表你违反了规则：是否发布由工作人员决定。", "This does not say that you broke a rule: a person will decide."
)


def notice(
    verdict: Verdict,
    outcome: Outcome | str,
    decider: Decider | str,
    lang: Language | str,
    *,
    categories: Mapping[str, Category] | None = None,
    appeal: str = "",
    lines: tuple[Line, ...] = LINES,
) -> str:
    """The letter to the author, in lines: what became of the post, which passages fall under which policy, who decided, how to appeal.

    ``appeal`` is how and where, in words of the service (with its link and its days); without it the letter says nothing of it, and the
    law of most places wants it said. Reasons of self-harm are never given as grounds: they bring a note of support with ``lines``, before
    anything else. What the post hides (controls, invisible characters) stands in the passages as escapes.

    >>> from weibofilter import Filter
    >>> found = Filter.from_words(["代开发票"], category="black-market").check("本店代.开.发.票")
    >>> print(notice(found, "removed", "automated", "zh", appeal="如有异议，可在 30 天内在本页申诉。"))
    你的帖子未能发布。
    系统自动检查时注意到：
    · “代.开.发.票”（即“代开发票”）——black-market
    这是系统自动作出的决定，没有经过人工。
    如有异议，可在 30 天内在本页申诉。
    """
    grounds = [reason for reason in verdict.reasons if not is_distress(reason)]
    told = [] if len(grounds) == len(verdict.reasons) else [support_note(lang, lines)]
    told.append(in_language((_OUTCOME if grounds else _GENTLY)[Outcome(outcome)], lang))
    if grounds and outcome != Outcome.PUBLISHED:
        told.append(in_language(_FOUND, lang))
        told += dict.fromkeys(_ground(reason, lang, categories) for reason in _outer(grounds))
        told.append(in_language(_WAITS if outcome == Outcome.WAITING else _DECIDER[Decider(decider)], lang))
    if appeal and outcome == Outcome.REMOVED:
        told.append(appeal)
    return "\n".join(told)


def _outer(grounds: list[Reason]) -> list[Reason]:
    """The reasons without those whose passage lies within another's of the same category: the same passage is no second ground."""
    outer: list[Reason] = []
    for reason in sorted(grounds, key=lambda reason: (reason.start, -reason.end)):
        if not any(one.category == reason.category and one.start <= reason.start and reason.end <= one.end for one in outer):
            outer.append(reason)
    return outer


def is_distress(reason: Reason) -> bool:
    """Whether the passage may be a call for help, which is no ground against anybody.

    >>> from weibofilter import Action, Reason
    >>> is_distress(Reason("self-harm.distress/a", "self-harm.distress", Action.FLAG, "撑不下去", 0, 4, "撑不下去", "skeleton", "text"))
    True
    """
    return SELF_HARM in lineage(reason.category)


def support_note(lang: Language | str, lines: tuple[Line, ...] = LINES) -> str:
    """What a person in distress is told: that he is heard, and who can be called.

    >>> print(support_note("zh"))
    你写下的话，我们看到了。如果你正觉得难熬，你不必一个人扛着，可以和信任的人说说，也可以拨打 12356（全国统一心理援助热线）。
    >>> print(support_note("en", lines=()))
    We have read what you wrote. If things are hard right now, you need not carry it alone: talk to someone you trust.
    """
    called = [(line.number, in_language(line.name, lang)) for line in lines]
    if lang == Language.ZH:
        calls = "、".join(f"{number}（{name}）" for number, name in called)
        told = "你写下的话，我们看到了。如果你正觉得难熬，你不必一个人扛着，可以和信任的人说说"
        return f"{told}，也可以拨打 {calls}。" if calls else f"{told}。"
    calls = ", ".join(f"{number} ({name})" for number, name in called)
    told = "We have read what you wrote. If things are hard right now, you need not carry it alone: talk to someone you trust"
    return f"{told}, or call {calls}." if calls else f"{told}."


def _ground(reason: Reason, lang: Language | str, categories: Mapping[str, Category] | None) -> str:
    """The passage, what it was read as where it was written in disguise, and the policy: name and description."""
    zh = lang == Language.ZH
    quoted = ("”“" if zh else "” “").join(visible(text) for text in passages(reason))
    read = ""
    if reason.disguises and not reason.parts and not _SYNTAX.intersection(reason.keyword):
        read = f"（即“{visible(reason.keyword)}”）" if zh else f" (read as “{visible(reason.keyword)}”)"
    policy = category_name(reason.category, lang, categories)
    known = next((categories[name] for name in lineage(reason.category) if name in categories), None) if categories else None
    meant = f"：{known.description}" if known is not None and known.description and zh else ""
    return f"· “{quoted}”{read}——{policy}{meant}" if zh else f"· “{quoted}”{read}: {policy}"
