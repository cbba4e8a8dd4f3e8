"""Posts to measure with: a file that is given, or posts made here from a fixed seed.

Generated posts are strung together from clauses of everyday talk with slots for jieba words, so that their characters and their length
(10 to 60, mostly below 40) are like those of a feed; stated shares are traditional, mixed with English, carry emoji, or hold a keyword in
disguise. They are for comparing speeds: nothing about precision can be learned from them.
"""

from __future__ import annotations

import gzip
import json
import random
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

CLAUSES = (
    "今天{}真的很{}",
    "刚刚在{}看到了{}", "有没有人知道{}怎么{}", "我觉得{}比{}好看", "{}终于{}了", "明天要去{}，希望不{}", "转发这条{}",
    "谁懂啊，{}也太{}了吧", "求推荐{}", "妈妈做的{}最{}", "路上遇到一只{}，{}得不行", "公司楼下的{}又{}了", "{}的第三天，开始{}",
    "这就是{}吗",
)  # fmt: skip
ENGLISH = ("so good", "omg", "love it", "no way", "weekend mood", "check this out", "new day", "thank you")
EMOJI = ("😂", "🥹", "❤️", "👍🏻", "🌧️", "[doge]", "[泪]", "🎉")
FILLERS = (".", "❤", " ", "①", "*", "～")


def jieba_entries() -> list[tuple[str, int]]:
    """The words of jieba's dictionary and their frequencies."""
    lines = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    return [(word, int(count)) for word, count, *_ in (line.split(" ") for line in lines)]


def rare_words(count: int, seed: int) -> list[str]:
    """Keywords: words of two characters or more that the dictionary has with a frequency of 3 or less; made-up pairs if it lacks enough."""
    words = [word for word, frequency in jieba_entries() if frequency <= 3 and len(word) >= 2]
    chosen = random.Random(seed)
    picked = dict.fromkeys(chosen.sample(words, min(count, len(words))))
    while len(picked) < count:
        picked[chosen.choice(words) + chosen.choice(words)] = None
    return list(picked)


def generated(settings: dict[str, Any], keywords: list[str]) -> list[str]:
    """The posts that these settings describe; the same settings make the same posts."""
    chosen = random.Random(settings["seed"])
    words = [word for word, frequency in jieba_entries() if frequency > 200 and len(word) == 2]
    return [_post(settings, keywords, words, chosen) for _ in range(settings["posts"])]


def _post(settings: dict[str, Any], keywords: list[str], words: list[str], chosen: random.Random) -> str:
    clauses = [chosen.choice(CLAUSES) for _ in range(chosen.choices((1, 2, 3), (5, 4, 1))[0])]
    parts = [clause.format(*(chosen.choice(words) for _ in range(clause.count("{}")))) for clause in clauses]
    for share, options in ((settings["english"], ENGLISH), (settings["emoji"], EMOJI)):
        if chosen.random() < share:
            parts.insert(chosen.randrange(len(parts) + 1), chosen.choice(options))
    if chosen.random() < settings["disguised"]:
        parts.append(chosen.choice(FILLERS).join(chosen.choice(keywords)))
    post = "，".join(parts)
    return _traditional(post) if chosen.random() < settings["traditional"] else post


def _traditional(post: str) -> str:
    return post.translate(_TO_TRADITIONAL)


_TO_TRADITIONAL = str.maketrans(
    "个们来这时说会对过还没发开后学样关门见问间长马书车东话语认识读谁请让谢边远进运动",
    "個們來這時說會對過還沒發開後學樣關門見問間長馬書車東話語認識讀誰請讓謝邊遠進運動",
)


def read_posts(path: Path, field: str) -> list[str]:
    """The posts of a .txt or .jsonl file, packed by gzip or not."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
    return [json.loads(line)[field] for line in lines] if ".jsonl" in path.suffixes else lines
