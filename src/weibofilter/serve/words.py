"""What the playground says, in both languages, and what stands in it at first."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from weibofilter.explain import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "title": Words("试一试", "Playground"),
        "post": Words("帖子", "Post"),
        "rules": Words("你的规则（TOML，可留空）", "Your rules (TOML, may be empty)"),
        "beside": Words("与自带词表一起判断", "judged together with the rules it was started with"),
        "verdict": Words("结论", "Verdict"),
        "held": Words("命中", "Held"),
        "let go": Words("看过后放行", "Seen, and let go"),
        "shadow": Words("观察中的规则", "Shadow rules"),
        "views": Words("过滤器看到的文字", "As the filter sees it"),
        "zones": Words("区域", "Zones"),
        "nothing": Words("没有命中", "nothing was hit"),
        "margin": Words("差距", "margin"),
        "nats": Words("奈特", "nats"),
        "faults": Words("规则里的问题", "What is wrong with the rules"),
        "faulty": Words("你的规则有错，没有参与判断", "your rules have faults and were left out"),
        "line": Words("行", "line"),
        "gone": Words("服务已停止，或暂时没有回答", "the playground does not answer"),
        "waiting": Words("正在判断", "judging"),
    }
)

EXAMPLE_POST: Final = "快加.微❤信，我有一个大麻烦 #今日话题# @大麻"

EXAMPLE_RULES: Final = """\
[[rule]]
id       = "add-wechat"
category = "spam.contact"
keywords = ["加微信"]
views    = ["wide"]

[[rule]]
id       = "cannabis"
category = "drugs"
keywords = ["大麻"]
action   = "delete"
"""
