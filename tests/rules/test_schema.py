"""The JSON Schema says what the parser says: of the shipped lists, of what the pages show, and of faults."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from weibofilter.errors import WordlistError
from weibofilter.rules.rule_table import HEAD_KEYS, RULE_KEYS
from weibofilter.rules.schema import shipped_schema, wordlist_schema
from weibofilter.rules.wordlist import read_wordlists

TOP = Path(__file__).parents[2]
LISTS = [
    path for path in sorted((TOP / "wordlists").rglob("*.toml")) if "cases" not in path.parts and path.name != "categories.toml"
]
BLOCKS = [
    block
    for page in ("README.md", "docs/rules.md", "docs/lint.md")
    for block in re.findall(r"^```toml\n(.*?)^```", (TOP / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if "[[rule]]" in block
]


def as_json(toml: str) -> Any:
    """The values as an editor hands them to the schema: dates as strings."""
    return json.loads(json.dumps(tomllib.loads(toml), default=str))


def is_valid(toml: str) -> bool:
    return bool(jsonschema.Draft7Validator(wordlist_schema()).is_valid(as_json(toml)))


def test_the_file_is_what_the_tables_give() -> None:
    assert json.loads(shipped_schema()) == wordlist_schema()
    jsonschema.Draft7Validator.check_schema(wordlist_schema())


def test_it_has_the_keys_that_the_parser_has() -> None:
    properties = wordlist_schema()["properties"]
    assert set(properties) == set(HEAD_KEYS)
    assert set(properties["rule"]["items"]["properties"]) == set(RULE_KEYS)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_shipped_lists_are_valid(path: Path) -> None:
    jsonschema.validate(as_json(path.read_text(encoding="utf-8")), wordlist_schema())


@pytest.mark.parametrize("block", BLOCKS)
def test_what_the_pages_show_is_valid(block: str) -> None:
    assert is_valid(block)


RULE = '[[rule]]\nid = "a"\n'


@pytest.mark.parametrize(
    "toml",
    [
        'category = "spam"\n',
        "rule = []",
        '[[rule]]\nkeywords = ["刷单"]',
        RULE,
        f"{RULE}keywords = []",
        f"{RULE}keywords = ['']",
        f"{RULE}keywords = ['{'刷' * 65}']",
        f"{RULE}keywords = '刷单'",
        f"{RULE}keywords = ['刷单']\nregex = '刷单'",
        f"{RULE}keyword = ['刷单']",
        f"{RULE}all = [['刷单']]",
        f"{RULE}all = ['刷单', '返利']",
        f"{RULE}all = [['刷单'], []]",
        f"{RULE}keywords = ['刷单']\naction = 'allow'",
        f"{RULE}keywords = ['刷单']\nviews = ['wider']",
        f"{RULE}keywords = ['刷单']\nviews = []",
        f"{RULE}keywords = ['刷单']\nzones = ['name']",
        f"{RULE}keywords = ['刷单']\nboundary = 'hard'",
        f"{RULE}keywords = ['刷单']\nstate = 'off'",
        f"{RULE}all = [['刷单'], ['返利']]\nwithin = -1",
        f"{RULE}keywords = ['刷单']\nhit = '招人刷单'",
        '[[rule]]\nid = "a b"\nkeywords = ["刷单"]',
        "owner = 1\n" + RULE + "keywords = ['刷单']",
    ],
)
def test_what_the_schema_refuses_the_parser_refuses(toml: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(toml, encoding="utf-8")
    assert not is_valid(toml)
    with pytest.raises(WordlistError):
        read_wordlists([path])
