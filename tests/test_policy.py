"""Policies as values and as files: what is set is what holds, and what is wrong is told with its file and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter, Policy, PolicyError
from weibofilter.policy import read_policy

if TYPE_CHECKING:
    from pathlib import Path

GOOD: list[tuple[str, Policy]] = [
    ("", Policy()),
    ("escalate_disguised = true", Policy(escalate_disguised=True)),
    ("escalate_disguised = false", Policy()),
    ('[actions]\nabuse = "off"\n"spam.contact" = "delete"', Policy({"abuse": "off", "spam.contact": "delete"})),
    ('\ufeffescalate_disguised = true\n[actions]\nfraud = "flag"', Policy({"fraud": "flag"}, escalate_disguised=True)),
    ("[actions]\n'自定义' = 'flag'", Policy({"自定义": "flag"})),
]


@pytest.mark.parametrize(("text", "policy"), GOOD, ids=[text for text, _ in GOOD])
def test_a_file_is_the_policy_it_says(tmp_path: Path, text: str, policy: Policy) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    assert read_policy(path) == read_policy(str(path)) == policy


BAD: list[tuple[bytes, str]] = [
    (b"actions = 3", "{path}: actions is 3: use a table, as in [actions]"),
    (b"escalate_disguised = 1", "{path}: escalate_disguised is 1: use true or false"),
    (b"escalate_disguise = true", "{path}: unknown key 'escalate_disguise'; did you mean 'escalate_disguised'?"),
    (b"zzz = true", "{path}: unknown key 'zzz'"),
    (b'[actions]\nabuse = "allow"', "{path}: actions['abuse'] is 'allow': use 'off', 'flag' or 'delete'"),
    (
        b'[actions]\nspam.contact = "off"',
        '{path}: actions.spam is no string; a dotted category is quoted: "spam.contact" = "delete"',
    ),
    (
        b'action = 1\nescalate_disguised = "yes"\n[actions]\na = 1\nb = "off"\nc = []',
        (
            "{path}: unknown key 'action'; did you mean 'actions'?; "
            '{path}: actions.a is no string; a dotted category is quoted: "spam.contact" = "delete"; '
            '{path}: actions.c is no string; a dotted category is quoted: "spam.contact" = "delete"; '
            "{path}: escalate_disguised is 'yes': use true or false"
        ),
    ),
    (
        b'escalate = 1\n[actions]\na = 1\nb = "allow"\nc = "on"',
        (
            "{path}: unknown key 'escalate'; did you mean 'escalate_disguised'?; "
            '{path}: actions.a is no string; a dotted category is quoted: "spam.contact" = "delete"; '
            "{path}: actions['b'] is 'allow': use 'off', 'flag' or 'delete'; "
            "{path}: actions['c'] is 'on': use 'off', 'flag' or 'delete'"
        ),
    ),
    (b"actions = ", "{path}: Invalid value (at end of document)"),
    (b"\xff", "{path}: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
]


@pytest.mark.parametrize(("data", "told"), BAD, ids=[told for _, told in BAD])
def test_what_is_wrong_with_a_file_is_told_at_once(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(data)
    with pytest.raises(PolicyError) as caught:
        read_policy(path)
    assert str(caught.value) == told.format(path=path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(tmp_path / "no.toml")
    assert str(caught.value) == f"{tmp_path / 'no.toml'}: cannot be read: No such file or directory"


SETTINGS = {"spam": "flag", "spam.contact": "delete", "abuse": "off"}
NEAREST = [
    ("spam", "flag"),
    ("spam.contact", "delete"),
    ("spam.contact.wechat", "delete"),
    ("spam.ads", "flag"),
    ("abuse.gender", "off"),
    ("fraud", None),
    ("spamming", None),
]


@pytest.mark.parametrize(("category", "action"), NEAREST)
def test_the_nearest_parent_that_is_set_decides(category: str, action: str | None) -> None:
    assert Policy(SETTINGS).for_category(category) == action
    assert Policy().for_category(category) is None


def test_what_is_set_can_be_read_and_not_changed() -> None:
    given = dict(SETTINGS)
    policy = Policy(given)
    given["fraud"] = policy.actions["fraud"] = "delete"
    assert policy.actions == SETTINGS
    assert policy == Policy(dict(reversed(SETTINGS.items())))
    assert hash(policy) == hash(Policy(SETTINGS))
    assert policy != Policy(SETTINGS, escalate_disguised=True)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"abuse": "allow"}, "actions['abuse'] is 'allow': use 'off', 'flag' or 'delete'"),
    ({"abuse": "OFF"}, "actions['abuse'] is 'OFF': use 'off', 'flag' or 'delete'"),
    (
        {"abuse": None, "fraud": "flag", "spam": "block"},
        "actions['abuse'] is None: use 'off', 'flag' or 'delete'; actions['spam'] is 'block': use 'off', 'flag' or 'delete'",
    ),
]


@pytest.mark.parametrize(("actions", "told"), WRONG, ids=[str(actions) for actions, _ in WRONG])
def test_every_setting_that_is_none_is_told(actions: dict[str, Any], told: str) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy(actions)
    assert str(caught.value) == told


def test_categories_that_there_are_not_are_told_with_the_nearest() -> None:
    known = ["spam", "spam.contact", "fraud"]
    Policy({"spam": "off", "spam.contact": "off"}).check_categories(known)
    with pytest.raises(PolicyError) as caught:
        Policy({"spam.contract": "off", "fraud": "off", "赌博": "off"}).check_categories(known)
    assert str(caught.value) == (
        "no category is called 'spam.contract'; did you mean 'spam.contact'?; no category is called '赌博'"
    )


@pytest.mark.parametrize("policy", [{"abuse": "off"}, "abuse", 0])
def test_what_is_no_policy_is_told(policy: object) -> None:
    with pytest.raises(TypeError, match="make one of it, Policy"):
        Filter.default(policy=policy)  # type: ignore[arg-type]
