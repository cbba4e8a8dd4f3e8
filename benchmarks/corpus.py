"""Posts to measure with: those of a file, or posts composed here from a fixed seed.

A composed post strings clauses of everyday talk together until it has a length drawn for it. The clauses have slots, which words of
jieba's dictionary fill by their part of speech, as often as the dictionary says they are used; so characters, words and the accidents
between words are much like those of a feed. Then it is given the traits that its settings ask for, each by its own share. It is for
comparing speeds: of precision such posts say nothing.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.keywords import dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.definitions import FeedSettings

SHORTEST, LONGEST = 4, 2000
"""Characters of a composed post, at least and about at most."""

COMMON = 100
"""Frequency from which on a word of the dictionary stands in composed posts."""

CLAUSES = (
    "今天去{ns}{v}了", "{n}真的很{a}", "有没有人一起{v}", "我觉得{n}比{n}好看", "终于{v}完了", "明天还要{v}", "这个{n}太{a}了吧",
    "谁知道{ns}哪里有{n}", "求推荐一个{a}的{n}", "妈妈说{n}要{v}", "路上遇到一只{a}的猫", "公司楼下的{n}又{v}了", "{v}的第三天",
    "开始想念{ns}", "原来{n}是这样{v}的", "{n}和{n}到底选哪个", "一个人在{ns}", "天气{a}得不想出门", "刚刚看完{n}", "早点睡吧",
    "又是{a}的一天", "他们在讨论{n}", "老板让我{v}{n}", "孩子{v}得很{a}", "周末打算{v}", "已经{v}了好几次", "记得带{n}",
    "听说{ns}的{n}涨价了", "这部电影讲的是{n}", "排队{v}了半天", "大家都{v}过吗", "心情有点{a}", "{n}啊{n}", "好久没有{v}",
    "新买的{n}到了", "想把{n}{v}掉", "隔壁在{v}", "感谢{n}的支持", "记录一下{n}", "下次再也不{v}了",
)  # fmt: skip
SHORT_CLAUSES = (
    "{a}啊",
    "{v}吧",
    "好{a}",
    "{n}呢",
    "哈哈哈",
    "不{v}了",
    "真{a}",
    "{v}一下",
    "是{n}",
    "谢谢{n}",
    "来{v}",
    "我也{v}",
)
JOINTS = ("，", "，", "，", "。", "！", " ", "…", "？")
ENGLISH = ("so good", "omg", "love it", "no way", "weekend mood", "check this out", "new day", "thank you", "OK", "bug", "iPhone")
EMOJI = ("😂", "🥹", "❤️", "👍🏻", "🌧️", "🎉", "🙏", "😭😭😭")
CODES = ("[doge]", "[泪]", "[哈哈]", "[允悲]", "[心]")
NAMES = ("小明同学", "阿May", "爱吃鱼的猫", "user_2031", "南方日记", "老王说车")
FILLERS = (".", " ", "*", "～", "❤", "-")


class Post(NamedTuple):
    """A composed post, the names of the traits that it was given, and the keyword that was put into it."""

    text: str
    traits: frozenset[str]
    keyword: str | None


def compose(settings: FeedSettings, keywords: Sequence[str]) -> list[Post]:
    """The posts that these settings describe; the same settings and keywords make the same posts."""
    chosen = random.Random(settings.seed)
    return [_post(settings, keywords, chosen) for _ in range(settings.posts)]


def _post(settings: FeedSettings, keywords: Sequence[str], chosen: random.Random) -> Post:
    traits = frozenset(name for name in TRAITS if chosen.random() < getattr(settings, name))
    drawn = chosen.lognormvariate(math.log(settings.median_characters), settings.spread)
    parts = _clauses(min(max(SHORTEST, round(drawn)), LONGEST), chosen)
    for name, options in DECORATIONS.items():
        if name in traits:
            parts.insert(chosen.randrange(len(parts) + 1), chosen.choice(options))
    if "digits" in traits:
        parts.insert(chosen.randrange(len(parts) + 1), f"{chosen.randrange(2, 3000)}块")
    if "url" in traits:
        parts.append(f" http://t.cn/A6{chosen.randrange(10**6):06x}")
    keyword = chosen.choice(keywords) if traits & {"planted", "disguised"} else None
    if keyword is not None:
        parts.insert(chosen.randrange(len(parts) + 1), _disguised(keyword, chosen) if "disguised" in traits else keyword)
    text = _joined(parts, chosen)
    return Post(_traditional(text) if "traditional" in traits else text, traits, keyword)


TRAITS = ("traditional", "english", "digits", "emoji", "code", "mention", "topic", "url", "planted", "disguised")
DECORATIONS: Mapping[str, Sequence[str]] = {
    "english": ENGLISH,
    "emoji": EMOJI,
    "code": CODES,
    "mention": tuple(f"@{name} " for name in NAMES),
    "topic": ("#今日份快乐#", "#周末去哪儿#", "#打工人日常#"),
}


def _clauses(length: int, chosen: random.Random) -> list[str]:
    """Clauses of about so many characters together, their joints counted."""
    parts: list[str] = []
    left = length
    while left > 3 or not parts:
        part = _filled(chosen.choice(SHORT_CLAUSES if left < 8 else CLAUSES), chosen)
        parts.append(part)
        left -= len(part) + 1
    return parts


def _filled(clause: str, chosen: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: _word(slot[1], chosen), clause)


def _word(tag: str, chosen: random.Random) -> str:
    words, sums = _common_words()[tag]
    return chosen.choices(words, cum_weights=sums)[0]


@cache
def _common_words() -> dict[str, tuple[list[str], list[int]]]:
    """By part of speech, the words in common use and the sums of their frequencies up to each."""
    by_tag: dict[str, list[tuple[str, int]]] = {}
    for word, frequency, tag in dictionary():
        if frequency >= COMMON and len(word) > 1:
            by_tag.setdefault(tag, []).append((word, frequency))
    return {
        tag: ([word for word, _ in entries], list(accumulate(frequency for _, frequency in entries)))
        for tag, entries in by_tag.items()
    }


def _joined(parts: Sequence[str], chosen: random.Random) -> str:
    return "".join(part + chosen.choice(JOINTS) for part in parts[:-1]) + parts[-1]


def _disguised(keyword: str, chosen: random.Random) -> str:
    """The keyword with one filler between all its characters, or, if that changes it, in traditional characters."""
    other = _traditional(keyword)
    return other if other != keyword and chosen.random() < 0.5 else chosen.choice(FILLERS).join(keyword)


def _traditional(text: str) -> str:
    return text.translate(_traditional_characters())


@cache
def _traditional_characters() -> dict[int, str]:
    """OpenCC's first traditional character for each simplified one."""
    lines = (files("opencc") / "dictionary" / "STCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line)
    return {ord(simplified): traditional.split(" ")[0] for simplified, traditional in pairs}


def read_posts(path: Path, field: str = "text") -> list[str]:
    """The posts of a .txt file, or those of this field of a .jsonl file; packed by gzip (.gz) or not. KeyError names a missing field."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    lines = [line for line in text.split("\n") if line.strip()]
    return [json.loads(line)[field] for line in lines] if ".jsonl" in path.suffixes else [line.rstrip("\r") for line in lines]
