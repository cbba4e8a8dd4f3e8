"""Draws what ``weibofilter explain`` shows of a post, as ``docs/explain.svg`` for the README.

    python tools/draw_explain.py

The rules and the post are here, so that the picture tells of the program and not of the shipped lists of the day.
"""

from __future__ import annotations

import contextlib
import html
import io
import re
import tempfile
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from weibofilter import Filter
from weibofilter.cli.explain import rendered
from weibofilter.explain import Language

PICTURE = Path(__file__).parents[1] / "docs" / "explain.svg"

POST = "地铁口交易二手书，别再找我要大麻烦啦[doge] 想領紅包的加❤微❤信：ｖⅹ8848 https://t.cn/A6xYz"

RULES = """
category = "spam.contact"

[[rule]]
id = "add-wechat"
keywords = ["加微信", "领红包"]

[[rule]]
id = "contact-then-gift"
all = [["红包", "返利"], ["微信", "vx"]]
within = 20
action = "delete"

[[rule]]
id = "cannabis"
category = "drugs"
keywords = ["大麻"]
action = "delete"

[[rule]]
id = "sex-act"
category = "sexual"
keywords = ["口交"]
"""

WIDTH = 96
"""Columns: what a README shows without shrinking the letters."""


def draw() -> str:
    """The picture: the prompt with the command, and what it prints."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("rules.toml").write_text(RULES, encoding="utf-8")
        chosen = Filter.load("rules.toml")
        screen = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
        for part in rendered(POST, chosen.trace(POST), chosen.categories, Language.EN, colour=True):
            screen.print(part)
        return with_true_widths(screen.export_svg(title="weibofilter explain", unique_id="explain"))


def with_true_widths(svg: str) -> str:
    """The picture with each run of text as wide as its cells: rich counts characters, and a Han character takes two cells."""
    return re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]*)<', _true_width, svg)


def _true_width(run: re.Match[str]) -> str:
    text = html.unescape(run[3])
    return f'textLength="{float(run[1]) / len(text) * cell_len(text):.1f}"{run[2]}>{run[3]}<'


def main() -> None:
    """Draws the picture."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(), encoding="utf-8")
    print(PICTURE.name)


if __name__ == "__main__":
    main()
