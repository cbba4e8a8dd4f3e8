"""The format of word lists as a JSON Schema, for editors: made from the tables that the parser itself goes by.

``wordlist.schema.json`` beside this file is what it gives, written by ``tools/build_wordlist_schema.py``.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from weibofilter.rules.categories import NO_ALLOW
from weibofilter.rules.keywords import LONGEST_KEYWORD
from weibofilter.rules.regexes import LONGEST_REGEX
from weibofilter.rules.rule import WIDE, Boundary, State, View
from weibofilter.rules.rule_table import HEAD_KEYS, PATTERNS, RULE_KEYS
from weibofilter.rules.settings import ZONES
from weibofilter.verdict import Action

Schema = dict[str, Any]

_WORD: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEYWORD}
_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_ACTION: Schema = {"enum": [action.value for action in Action if action not in NO_ALLOW]}


def _array(items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": items, **({"minItems": least} if least else {})}


_FORMS: dict[str, Schema] = {
    "id": {"type": "string", "pattern": "^[^\\s/.-][^\\s/]*$"},
    "keywords": _array(_WORD, 1),
    "all": _array(_array(_WORD, 1), 2),
    "regex": {"type": "string", "minLength": 1, "maxLength": LONGEST_REGEX},
    "unless": _array(_WORD),
    "not": _array(_WORD),
    "within": {"type": "integer", "minimum": 0},
    "hit": _array(_TEXT),
    "miss": _array(_TEXT),
    "from": _DAY,
    "until": _DAY,
    "note": _TEXT,
    "category": {"type": "string", "examples": ["spam.contact", "fraud", "abuse", "custom"]},
    "action": _ACTION,
    "wide_action": _ACTION,
    "views": _array({"enum": [*(view.value for view in View), WIDE]}, 1),
    "boundary": {"enum": [boundary.value for boundary in Boundary]},
    "zones": _array({"enum": list(ZONES)}, 1),
    "state": {"enum": [state.value for state in State]},
    "owner": _TEXT,
    "source": _TEXT,
}

_MEANINGS = {
    "id": "What reports call the rule, after its category: unique within it.",
    "keywords": "Any of these words. Simplified characters and plain letters find every spelling and the usual disguises.",
    "all": "One word of each of these groups, in any order.",
    "regex": "A regular expression on the folded text: no punctuation or spaces, lower case, simplified, digits 0-9.",
    "unless": "Words that excuse a hit inside them, where the post writes them without disguise: 大麻烦 for 大麻.",
    "not": "Words near which the rule does not hold: within the distance of `within`, or else in the same sentence.",
    "within": "How many characters may stand between the first word of a combination and the last one; absent: the whole post.",
    "hit": "Posts that this rule must hold; `weibofilter test` runs them.",
    "miss": "Posts that this rule must let go; the good ones are near misses.",
    "from": "The first day on which the rule is in force.",
    "until": "The last day on which the rule is in force.",
    "note": "Why the rule is there.",
    "category": "What the rule is about: a shipped category, or one of categories.toml.",
    "action": "What is to happen to a post that is held; absent: what the category says.",
    "wide_action": "The same for hits of the views beyond the skeleton, which are flagged without it.",
    "views": "Which disguises are seen through; `wide` is skeleton, sound and shape.",
    "boundary": "How the ends of a hit must lie to the words of the post: by likelihood, at their ends, or anyhow.",
    "zones": "Which parts of a post count.",
    "state": "`shadow` watches the rule without letting it act.",
    "owner": "Who looks after the rule.",
    "source": "Where the rule comes from.",
}


def wordlist_schema() -> Schema:
    """The JSON Schema (draft 7, which TOML editors know) of a word list in TOML.

    >>> sorted(wordlist_schema()["properties"]["rule"]["items"]["properties"]["action"]["enum"])
    ['delete', 'flag']
    """
    rule = {
        "type": "object",
        "properties": {key: _property(key) for key in RULE_KEYS},
        "required": ["id"],
        "oneOf": [{"required": [pattern]} for pattern in PATTERNS],
        "additionalProperties": False,
    }
    head: Schema = {key: _property(key) for key in HEAD_KEYS if key != "rule"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "weibofilter word list",
        "description": "Rules that posts are judged by. Keys before the first [[rule]] are defaults of its rules.",
        "type": "object",
        "properties": {**head, "rule": {"type": "array", "minItems": 1, "items": rule}},
        "required": ["rule"],
        "additionalProperties": False,
    }


def _property(key: str) -> Schema:
    return {"description": _MEANINGS[key], **_FORMS[key]}


def shipped_schema() -> str:
    """The text of the schema as it is shipped."""
    return files("weibofilter.rules").joinpath("wordlist.schema.json").read_text(encoding="utf-8")
