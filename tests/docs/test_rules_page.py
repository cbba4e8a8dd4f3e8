"""The TOML that the documents show is loaded, and its examples are run."""

import re
from datetime import date
from pathlib import Path

import pytest

from weibofilter import Filter
from weibofilter.policy import read_policy
from weibofilter.rules.rule import State
from weibofilter.rules.wordlist import read_wordlists

TOP = Path(__file__).parents[2]
PAGES = (TOP / "README.md", TOP / "docs" / "rules.md")
BLOCKS = [
    block
    for page in PAGES
    for block in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
]
RULES = [block for block in BLOCKS if "[[rule]]" in block]
POLICIES = [block for block in BLOCKS if "[actions]" in block or "escalate_disguised" in block]
CATEGORIES = [block for block in BLOCKS if "[category." in block]


def test_every_block_is_of_one_kind() -> None:
    assert sorted([*RULES, *POLICIES, *CATEGORIES]) == sorted(BLOCKS)


@pytest.mark.parametrize("block", RULES)
def test_rules_hold_what_they_say(block: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(block, encoding="utf-8")
    rules = read_wordlists([path]).rules
    assert len(rules) == block.count("[[rule]]")
    for rule in rules:
        assert rule.hit
        assert rule.miss
        # A dated rule is asked on a day on which it is in force, whatever the day of the test.
        judge = Filter.load(path, at=rule.start or rule.until or date.today())  # noqa: DTZ011 - as Filter.load
        for example in (*rule.hit, *rule.miss):
            verdict = judge.check(example.text)
            reasons = verdict.shadow if rule.state is State.SHADOW else verdict.reasons
            held = rule.name in {reason.rule for reason in reasons}
            assert held is (example in rule.hit), f"{rule.name}: {example.text}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_rules_of_a_page_go_together_and_with_the_shipped_lists(page: Path, tmp_path: Path) -> None:
    blocks = [block for block in RULES if block in page.read_text(encoding="utf-8")]
    (tmp_path / "categories.toml").write_text("\n".join(CATEGORIES), encoding="utf-8")
    for number, block in enumerate(blocks):
        (tmp_path / f"{number}.toml").write_text(block, encoding="utf-8")
    assert Filter.load(tmp_path, shipped=True).rules


@pytest.mark.parametrize("block", POLICIES)
def test_policies_load(block: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(block, encoding="utf-8")
    assert Filter.default(policy=read_policy(path)).policy.settings


@pytest.mark.parametrize("block", CATEGORIES)
def test_categories_are_known_to_the_rules_beside_them(block: str, tmp_path: Path) -> None:
    (tmp_path / "categories.toml").write_text(block, encoding="utf-8")
    names = re.findall(r'^\[category\."?([a-z0-9.-]+)"?\]', block, re.MULTILINE)
    assert names
    for name in names:
        (tmp_path / "own.toml").write_text(f'category = "{name}"\n[[rule]]\nid = "own"\nkeywords = ["占位"]\n', encoding="utf-8")
        assert Filter.load(tmp_path).check("占位").reasons[0].category == name
