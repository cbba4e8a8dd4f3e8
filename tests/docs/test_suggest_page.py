"""The page of ``suggest``: its posts give the word list it shows."""

import re
from pathlib import Path

from typer.testing import CliRunner

from weibofilter.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "suggest.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return found[number]


def test_the_posts_of_the_page_give_its_list(tmp_path: Path) -> None:
    (tmp_path / "missed.txt").write_text(block("text"), encoding="utf-8")
    (tmp_path / "ordinary.txt").write_text(block("text", 1), encoding="utf-8")
    _, command, *options = block("sh").split(">")[0].split()
    files = {name: str(tmp_path / name) for name in ("missed.txt", "ordinary.txt")}
    result = CliRunner().invoke(app, [command, *(files.get(option, option) for option in options)])
    assert result.exit_code == 0
    assert result.output == block("toml")
