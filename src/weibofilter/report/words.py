"""What the page says, in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from weibofilter.explain import Language, Words, in_language

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "report": Words("内容审核报告", "Moderation report"),
        "posts": Words("帖子", "posts"),
        "posts judged": Words("已判断的帖子", "posts judged"),
        "allow": Words("放行", "allowed"),
        "flag": Words("送审", "flagged"),
        "delete": Words("删除", "deleted"),
        "held": Words("命中", "held"),
        "share": Words("占比", "share"),
        "share held": Words("命中占比", "share held"),
        "disguised": Words("有伪装", "disguised"),
        "over time": Words("随时间变化", "Over time"),
        "undated": Words("条没有可读的日期，不在图中", "posts have no date that could be read, and are not in the chart"),
        "by category": Words("按类别", "By category"),
        "by disguise": Words("按伪装", "By disguise"),
        "of disguise": Words("条命中的帖子用了伪装", "of the posts held were written in disguise"),
        "by rule": Words("按规则", "By rule"),
        "rule": Words("规则", "Rule"),
        "category": Words("类别", "Category"),
        "action": Words("处理", "Action"),
        "alone": Words("仅此规则", "by it alone"),
        "alone note": Words(
            "“仅此规则”：没有其他规则命中的帖子数。停用这条规则，放行的就是这些。",
            "“By it alone” counts the posts that no other rule held: those that would pass without this rule.",
        ),
        "held posts": Words("命中的帖子", "Posts held"),
        "held note": Words("每类随机抽样，命中处已标出。", "Drawn at random for each category, the hits marked."),
        "let go": Words("看过后放行", "Seen, and let go"),
        "let go note": Words(
            "含有关键词，但核实后放行的帖子，按放行的理由分列。",
            "Posts with a keyword in them that were let go on a closer look, by what let them go.",
        ),
        "shadow": Words("观察中的规则", "Shadow rules"),
        "shadow note": Words(
            "只计数，不影响结论。“仅此规则”是启用后新增的命中。",
            "Counted, without effect. “By it alone” is what they would hold beyond the rules in force.",
        ),
        "bad": Words("未能判断的行", "Rows that could not be judged"),
        "line": Words("行", "line"),
        "of": Words("共", "of"),
        "more": Words("条规则未列出", "more rules are not listed"),
        "nothing held": Words("没有一条命中。", "Nothing was held."),
        "rules digest": Words("规则集摘要", "rule set"),
        "sample seed": Words("抽样种子", "sample seed"),
        "made by": Words("由 weibofilter 生成，可离线查看", "made by weibofilter; needs no network"),
        "zone": Words("不判断的区域", "zones that are not judged"),
        "gap": Words("隔着句读", "a sentence's end between"),
        "run": Words("单词或数字的一部分", "part of a word or number"),
        "exception": Words("规则的例外", "exceptions of the rule"),
        "not": Words("旁边的词说明不是", "words beside it say otherwise"),
        "distance": Words("相距太远", "too far apart"),
        "view": Words("只看原文的规则", "rules of the plain text"),
        "plausibility": Words("照原样读更通顺", "makes better sense as written"),
        "boundary": Words("只是碰巧相邻", "characters that only meet"),
    }
)


def words(lang: Language | str) -> dict[str, str]:
    """Everything that the page says, in this language, by name.

    >>> words("zh")["share held"]
    '命中占比'
    """
    return {name: in_language(one, lang) for name, one in _WORDS.items()}
