"""Rule sets that reach every part of a judgement, each built with both scan engines."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter import Filter
from weibofilter.fold import skeleton_fold
from weibofilter.rules.compile import compile_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

SKELETON = """
category = "spam.contact"

[[rule]]
id       = "words"
keywords = ["加微信", "微信", "大麻", "做爱", "嘻嘻哈哈", "喃喃", "666", "fuck", "av", "加vx", "vx", "嗯", "❤心", "㍿", "İ", "軟體", "①②"]

[[rule]]
id       = "excused"
keywords = ["大麻", "加微信", "约炮"]
unless   = ["大麻烦", "增加微信息", "大"]
not      = ["官方客服", "反诈"]
boundary = "off"
action   = "delete"

[[rule]]
id       = "plain-alone"
keywords = ["兼职", "FUCK", "代开发票"]
views    = ["plain"]
boundary = "strict"

[[rule]]
id     = "near"
all    = [["加微信", "加qq", "v"], ["返利", "佣金", "6"]]
within = 12
not    = ["官方"]

[[rule]]
id    = "anywhere"
all   = [["刷单"], ["日结"], ["元"]]
state = "shadow"

[[rule]]
id    = "number"
regex = '(?:qq|扣扣)\\D{0,3}[1-9]\\d{4,10}'
zones = ["text", "topic", "repost", "url"]

[[rule]]
id    = "wide-regex"
regex = '.*微信.{0,40}'
unless = ["微信支付"]

[[rule]]
id       = "address"
keywords = ["t.cn", "cn"]
zones    = ["url"]
boundary = "off"

[[rule]]
id       = "distress"
category = "self-harm"
keywords = ["想死", "自杀"]
action   = "delete"
"""
"""Rules on the skeleton alone: posts one by one go the short way, with its own code, and must come out as in a batch."""

VIEWS = """
category = "abuse"

[[rule]]
id       = "wide"
keywords = ["加微信", "约炮", "傻逼", "他妈的", "法西斯", "恶心", "666", "AV女优", "妈"]
views    = ["wide"]
unless   = ["恶心人", "添加微信支付"]

[[rule]]
id          = "every-view"
keywords    = ["死变态", "操你妈", "裸聊视频", "六合彩"]
views       = ["plain", "wide", "initials", "swapped", "masked"]
action      = "delete"
wide_action = "delete"
boundary    = "off"

[[rule]]
id    = "apart"
all   = [["加微信", "微信"], ["视频", "约炮", "返利"]]
views = ["wide", "initials", "swapped", "masked"]
within = 30
not   = ["官方客服"]
"""
"""Rules that ask for every view beyond the skeleton."""


@dataclass(frozen=True, slots=True)
class Judges:
    """One rule set behind both engines."""

    name: str
    first: Filter
    second: Filter


@cache
def judges() -> tuple[Judges, ...]:
    """The rule sets of this module and the shipped one."""
    return tuple(_all())


def _all() -> Iterator[Judges]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("skeleton", SKELETON), ("views", SKELETON.replace("spam.contact", "spam") + "\n" + _rules(VIEWS))):
            path = Path(folder, f"{name}.toml")
            path.write_text(text, encoding="utf-8")
            yield _both(name, Filter.load(path))
    yield _both("shipped", Filter.default())


def _rules(text: str) -> str:
    """The rules of a file without its defaults, so that they can stand in another file."""
    return text.split("\n\n", 1)[1]


def _both(name: str, first: Filter) -> Judges:
    ruleset = compile_rules(first.rules, skeleton_fold(), "pyahocorasick")
    return Judges(name, first, Filter(ruleset, first.policy, first.categories, digest=first.digest))
