"""The shipped lists compiled: the same filter as from the lists, taken only where it fits them, the engine and the policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from weibofilter import Filter, Policy
from weibofilter import filter as filter_module
from weibofilter.errors import PolicyError
from weibofilter.rules import shipped
from weibofilter.rules.shipped import compiled_path, portable, resolved, shipped_path

LISTS = Filter.load(shipped=True)


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped lists compiled, as an installed package has them."""
    path = tmp_path / compiled_path().name
    LISTS.save(path)
    monkeypatch.setattr(filter_module, "compiled_path", lambda: path)
    monkeypatch.setattr(Filter, "load", None)  # who reads the lists now fails
    return path


@pytest.mark.usefixtures("compiled")
def test_what_is_opened_is_what_the_lists_give() -> None:
    opened = Filter.default()
    assert (opened.digest, opened.rules, opened.categories) == (LISTS.digest, LISTS.rules, LISTS.categories)
    assert opened.to_bytes() == LISTS.to_bytes()


@pytest.mark.usefixtures("compiled")
def test_a_policy_that_turns_no_rule_off_is_laid_over_what_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = Policy({"drugs": "delete"}, escalate_disguised=True)
    opened = Filter.default(policy=policy)
    with pytest.raises(PolicyError, match="drugz"):
        Filter.default(policy=Policy({"drugz": "flag"}))
    monkeypatch.undo()
    assert opened.digest == Filter.load(shipped=True, policy=policy).digest != LISTS.digest


def test_a_policy_that_turns_rules_off_reads_the_lists(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(filter_module, "compiled_path", lambda: compiled)
    policy = Policy({"drugs": "off"})
    assert Filter.default(policy=policy).digest == Filter.load(shipped=True, policy=policy).digest


def test_other_lists_or_another_engine_have_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {compiled_path().name}
    monkeypatch.setattr("importlib.metadata.version", lambda package: f"{package} of tomorrow")
    names.add(compiled_path().name)
    (tmp_path / "own.toml").write_text('[[rule]]\nid = "a"\nkeywords = ["刷单"]', encoding="utf-8")
    monkeypatch.setattr(shipped, "shipped_path", lambda: tmp_path)
    names.add(compiled_path().name)
    (tmp_path / "own.toml").rename(tmp_path / "other.toml")
    names.add(compiled_path().name)
    (tmp_path / "other.toml").write_bytes("刷单".encode("gbk"))  # no text: read_wordlists tells it, by its place
    names.add(compiled_path().name)
    assert len(names) == 5


def test_a_shipped_list_is_found_where_the_package_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = portable(str(shipped_path() / "drugs" / "trade.toml"))
    monkeypatch.setattr(shipped, "shipped_path", lambda: Path("elsewhere"))
    assert resolved(kept) == str(Path("elsewhere", "drugs", "trade.toml"))
