r"""Bytes to posts, so that every change of a byte is a change of a post.

Bytes that are UTF-8 are that text, an encoded surrogate is a lone surrogate, and any other byte and the one behind it are a
*fragment*: a keyword, a disguise, a zone, a trap. ``\x1c`` repeats the character before it, ``\x1d`` ends a post and begins the next
one of a batch.
"""

from __future__ import annotations

import codecs

REPEAT = "\x1c"
NEXT_POST = "\x1d"
REPEATS = 16
LONGEST = 20_000
"""Characters of a post: a few repeats of repeats reach it, and what grows faster than the post shows long before."""

KEYWORDS = (  # noqa: SIM905 - a list that is read and written as words
    "加微信 加vx 微信 大麻 做爱 嘻嘻哈哈 喃喃 666 fuck av 约炮 傻逼 他妈的 法西斯 恶心 死变态 操你妈 裸聊视频 六合彩 兼职 代开发票 "
    "加qq 返利 佣金 刷单 日结 元 官方客服 反诈 大麻烦 增加微信息量 添加微信支付 微信支付 想死 自杀 軟體 软件 ㍿ İ ❤心 ①②"
).split()
DISGUISES = (  # noqa: SIM905 - the same
    "加.微❤信 jia微信 薇信 威芯 亻言 口交 路口交通 约火包 炮约 sbt nmsl 六合* 裸*视频 饿❤ 🐴 👊 ㄆ の ⒻⓤC⒦ 𝓾 ４ ④ ⓿ 代開發票 亻尔 氵去 "
    "qq:12345678 扣扣１２３４５ fa xi si 看到他妈妈了 体操比赛"
).split()
ZONES = [
    "http://t.cn/av",
    "www.a.cn",
    "@加微信",
    "#大麻#",
    "＃话题",
    "[doge]",
    "[加微信]",
    "//@小红:",
    "回复@小明:",
    "]",
    "#",
    "@",
    "://",
]
TRAPS = [
    "\u202e", "\u2066", "\u2069", "\u200f", "\u061c",  # bidi
    "\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060",  # invisible
    "\ufe0f", "\U000e0100", "\U000e0041", "\U000e007f", "\u20e3",  # selectors, tags, keycap
    "\u0301", "\u0336", "\u0301" * 64, "\u3099", "\u1ab0",  # marks
    "\u1100", "\u1161", "\u11a8", "각", "\uac00\u11a8",  # jamo
    "\ue000", "\U000f0000", "\U0010ffff", "\uffff", "\ufdd0",  # private use, no characters
    "\ud800", "\udfff", "\ud83d", "\x00", "\x1c", "\x1d", "\x85", "\u2028",  # surrogates, controls
    "ﷺ", "ﷲ", "ß", "ſt", "ﬃ", "Ⅷ", "½", "℡", "e\u0301", "Å", "\u2126",  # what folds to several, what is no normal form
    "。", "，", "！", "\n", " ", "\u3000", "、",
]  # fmt: skip
FRAGMENTS = (*KEYWORDS, *DISGUISES, *ZONES, *TRAPS)
_HANDLER = "weibofilter-fragments"


def posts_of(data: bytes) -> list[str]:
    r"""The posts that these bytes stand for, one at least.

    >>> posts_of("加微信\x1d\x1c".encode()), posts_of(b"a\x1c") == ["a" * 17]
    (['加微信', ''], True)
    """
    return [_repeated(post)[:LONGEST] for post in data.decode("utf-8", _HANDLER).split(NEXT_POST)]


def bytes_of(post: str) -> bytes:
    """Bytes that stand for this post, if it holds neither of the two marks."""
    return post.encode("utf-8", "surrogatepass")


def _repeated(text: str) -> str:
    """The text with each mark of repetition obeyed, as long as that leaves it short enough."""
    first, *others = text.split(REPEAT)
    for other in others:
        if len(first) < LONGEST:
            first += first[-1:] * REPEATS
        first += other
    return first


def _fragment(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start = error.start
    lead = error.object[start : start + 3]
    try:
        return lead.decode("utf-8", "surrogatepass"), start + 3
    except UnicodeDecodeError:
        return FRAGMENTS[int.from_bytes(lead[:2]) % len(FRAGMENTS)], start + len(lead[:2])


codecs.register_error(_HANDLER, _fragment)


def dictionary() -> list[bytes]:
    """What the fuzzer should know by heart: every fragment as text, and the two marks."""
    return [*dict.fromkeys(map(bytes_of, FRAGMENTS)), *map(str.encode, (REPEAT, NEXT_POST))]
