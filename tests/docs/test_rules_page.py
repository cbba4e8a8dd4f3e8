"""The TOML that the documents show is loaded, and its examples are run."""

import re
from pathlib import Path

import pytest

from weibofilter import Filter
from weibofilter.policy import read_policy

TOP = Path(__file__).parents[2]
PAGES = (TOP / "README.md", TOP / "docs" / "rules.md")


def blocks() -> list[str]:
    return [
        block
        for page in PAGES
        for block in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    ]


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.split("\n")[0])
def test_what_the_pages_show_works(block: str, tmp_path: Path) -> None:
    if "[actions]" in block:
        policy = tmp_path / "policy.toml"
        policy.write_text(block, encoding="utf-8")
        assert read_policy(policy).actions
        return
    (tmp_path / ("categories.toml" if "[category." in block else "rules.toml")).write_text(block, encoding="utf-8")
    (tmp_path / "own.txt").write_text("占位关键词\n", encoding="utf-8")
    judge = Filter.load(tmp_path, at=None)
    shown = Filter.load(tmp_path / "rules.toml").rules if (tmp_path / "rules.toml").exists() else ()
    for rule in shown:
        for example in (*rule.hit, *rule.miss):
            verdict = judge.check(example.text)
            held = rule.name in {reason.rule for reason in (*verdict.reasons, *verdict.shadow)}
            assert held is (example in rule.hit), f"{rule.name}: {example.text}"
