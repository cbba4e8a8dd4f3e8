"""The steps that make one spelling of a Han character: traditional to simplified, and the variants of regions.

A fold is a key and not a translation, so several characters may share a representative: 乾 幹 干 -> 干, 著 着 -> 着.
"""

from __future__ import annotations

from functools import cache

from fold_tables.sources import Table, curated, gb2312, opencc


@cache
def traditional() -> Table:
    """頭髮 -> 头发: OpenCC's TSCharacters, the most usual simplified character of each, and the curated exceptions."""
    table = {source: targets[0] for source, targets in opencc("TSCharacters").items()}
    table |= {row[0]: row[1] for row in curated("traditional.tsv")}
    return {source: target for source, target in table.items() if target != source}


@cache
def regional() -> Table:
    """売 -> 卖, 囱 -> 囪: Taiwan, Hong Kong and Japanese standard forms, and variants that no standard kept (砲, 婬, 妳).

    OpenCC writes a variant from the traditional form; reversed, a variant that is a standard simplified character itself would
    be lost (么 -> 幺, 芸 -> 艺, 欠 -> 缺, 滨 for 浜): those are left out.
    """
    table: Table = {}
    for dictionary in ("TWVariants", "HKVariants", "JPVariants"):
        for target, sources in opencc(dictionary).items():
            for source in sources:
                if _is_variant(source):
                    table.setdefault(source, traditional().get(target, target))
    table |= {row[0]: row[1] for row in curated("variants.tsv")}
    return {source: target for source, target in table.items() if target != source}


def _is_variant(source: str) -> bool:
    return source not in gb2312() and source not in traditional() and source not in traditional().values()
