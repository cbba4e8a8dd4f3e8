"""Rules that are watched, and rules of other days: told apart wherever verdicts are counted, and never acted on."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from weibofilter import Action, Filter
from weibofilter.cli import app
from weibofilter.cli.formats.records import RawRecord
from weibofilter.cli.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
category = "fraud"

[[rule]]
id = "orders"
keywords = ["刷单"]

[[rule]]
id = "watched"
keywords = ["返利", "刷单"]
state = "shadow"
action = "delete"

[[rule]]
id = "new-year"
keywords = ["新年大奖"]
from = 2026-12-20
until = 2027-02-28
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_a_shadow_rule_is_told_apart_and_does_not_act(rules: Path) -> None:
    verdict = Filter.load(rules).check("买就返利")
    assert (verdict.action, verdict.reasons) == (Action.ALLOW, ())
    assert [reason.rule for reason in verdict.shadow] == ["fraud/watched"]
    assert Filter.load(rules).check("刷单").action is Action.FLAG


def test_check_as_json_tells_it(rules: Path) -> None:
    result = CliRunner().invoke(app, ["check", "买就返利", "--rules", str(rules), "--format", "json"])
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["action"], told["reasons"], told["shadow"][0]["rule"]) == ("allow", [], "fraud/watched")


def test_a_scan_counts_it_apart(rules: Path, tmp_path: Path) -> None:
    posts = tmp_path / "posts.txt"
    posts.write_text("买就返利\n刷单返利\n你好\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["scan", str(posts), "--rules", str(rules)]).stderr
    rows = [line.split() for line in told.splitlines()]
    assert ["fraud/orders", "1", "33.33%", "━" * 8] in rows
    assert ["fraud/watched", "2", "66.67%", "━" * 16] in rows
    assert "would hold 1 of the posts that are allowed" in told


def test_a_scan_that_goes_on_has_not_forgotten_it(rules: Path) -> None:
    tally, verdict = Tally(), Filter.load(rules).check("买就返利")
    tally.add([(RawRecord(number=1, text="买就返利", raw=b""), verdict)])
    assert Tally.from_json(json.loads(json.dumps(tally.to_json()))) == tally
    assert tally.only_shadow == 1


DAYS = [(dt.date(2026, 12, 19), False), (dt.date(2026, 12, 20), True), (dt.date(2027, 2, 28), True), (dt.date(2027, 3, 1), False)]


@pytest.mark.parametrize(("day", "acts"), DAYS)
def test_dates_are_resolved_when_rules_are_loaded_and_both_ends_count(rules: Path, day: dt.date, *, acts: bool) -> None:
    f = Filter.load(rules, at=day)
    assert (f.check("新年大奖").action is Action.FLAG) is acts
    assert ("fraud/new-year" in {rule.name for rule in f.rules}) is acts


def test_the_digest_covers_the_rules_in_force(rules: Path) -> None:
    before, within, other = (
        Filter.load(rules, at=day).digest for day in (dt.date(2026, 1, 1), dt.date(2027, 1, 1), dt.date(2027, 1, 2))
    )
    assert before != within == other
    rules.write_text(RULES.replace("新年大奖", "新春大奖"), encoding="utf-8")
    assert Filter.load(rules, at=dt.date(2026, 1, 1)).digest == before
    rules.write_text(RULES.replace('state = "shadow"', 'state = "live"'), encoding="utf-8")
    assert Filter.load(rules, at=dt.date(2026, 1, 1)).digest != before
