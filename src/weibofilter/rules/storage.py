"""A compiled rule set as bytes: sections behind a header, sealed (``sealed``); no pickle and no code.

length of the header (4 bytes), header (JSON), the sections one after the other
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from array import array
from bisect import bisect_right
from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from weibofilter.automaton import load_automaton
from weibofilter.errors import CompiledFileError
from weibofilter.fold import skeleton_fold
from weibofilter.gate import Gate
from weibofilter.policy import Policy
from weibofilter.rules.compile import Patterns, Ruleset, Terms, Undisguised, ViewCost, in_emoticons
from weibofilter.rules.json_form import category_from_json, category_to_json, meaning, rule_from_json, rule_to_json
from weibofilter.rules.required import Required
from weibofilter.rules.rule import Category, Keywords, Rule, View
from weibofilter.rules.sealed import seal, unseal
from weibofilter.rules.shipped import portable, resolved
from weibofilter.rules.stored_words import FileNumbers, Places, StoredWords
from weibofilter.views import load_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weibofilter.errors import Location

_LENGTH = struct.Struct("<I")


def digest_of(ruleset: Ruleset, policy: Policy) -> str:
    """SHA-256 of all that decides: rules in force, policy, tables; not of paths, comments, or the order of files."""
    said = {
        "rules": sorted(json.dumps(meaning(rule), ensure_ascii=False, sort_keys=True) for rule in ruleset.rules),
        "policy": [policy.settings, policy.escalate_disguised],
        "tables": ruleset.fold.digest,
    }
    return hashlib.sha256(_json(said)).hexdigest()


def write_ruleset(
    ruleset: Ruleset, policy: Policy, categories: Mapping[str, Category], digest: str, key: bytes | None = None
) -> bytes:
    """The rule set with its policy, categories and digest, signed if there is a key."""
    numbers = FileNumbers()
    places = Places.of(_term_places(ruleset), numbers)
    said = {**_said(ruleset, policy, categories, numbers), "digest": digest}
    sections = {
        "said": _json({**said, "paths": list(map(portable, numbers))}),
        "texts": _json(ruleset.terms.texts),
        "owners": _array(ruleset.terms.rules),
        "groups": _array(ruleset.terms.groups),
        "files": _array(places.files),
        "lines": _array(places.lines),
        "columns": _array(places.columns),
        **_write_patterns("patterns", ruleset.patterns),
        **_write_patterns("companions", ruleset.companions),
        "excuses": ruleset.excuses.automaton.to_bytes(),
        "forbidden": ruleset.forbidden.automaton.to_bytes(),
        **{f"view.{view}": index.to_bytes() for view, index in ruleset.views.items()},
    }
    header = _json({"tables": ruleset.fold.digest, "sections": [[name, len(data)] for name, data in sections.items()]})
    return seal(b"".join((_LENGTH.pack(len(header)), header, *sections.values())), key)


def _said(ruleset: Ruleset, policy: Policy, categories: Mapping[str, Category], numbers: FileNumbers) -> dict[str, Any]:
    return {
        "rules": [rule_to_json(rule, numbers) for rule in ruleset.rules],
        "categories": [category_to_json(category) for category in categories.values()],
        "policy": [policy.actions, policy.escalate_disguised],
        "required": _said_of_required(ruleset.required),
        "excuse_owners": ruleset.excuses.owners,
        "forbidden_owners": ruleset.forbidden.owners,
        "costs": {view: [cost.patterns, cost.bytes] for view, cost in ruleset.costs.items()},
    }


def _term_places(ruleset: Ruleset) -> Iterator[Location | None]:
    """The place of each keyword among the terms; of members and literals, which their rule keeps itself, none."""
    counts = Counter(ruleset.terms.rules)
    for number, rule in enumerate(ruleset.rules):
        if isinstance(rule.pattern, Keywords):
            yield from (word.location for word in rule.pattern.words)
        else:
            yield from repeat(None, counts[number])


def _write_patterns(name: str, patterns: Patterns) -> dict[str, bytes]:
    repeats = {
        "needs": [[pattern, term, runs] for (pattern, term), runs in patterns.needs.items()],
        "repeated": patterns.repeated,
    }
    return {
        f"{name}.automaton": patterns.automaton.to_bytes(),
        f"{name}.heads": patterns.gate.heads.astype("<u8").tobytes(),
        f"{name}.lengths": patterns.gate.lengths.astype("<u2").tobytes(),
        f"{name}.starts": _array(patterns.starts),
        f"{name}.terms": _array(patterns.terms),
        f"{name}.repeats": _json(repeats),
    }


def _read_patterns(name: str, sections: Mapping[str, bytes]) -> Patterns:
    repeats = json.loads(sections[f"{name}.repeats"])
    return Patterns(
        automaton=load_automaton(sections[f"{name}.automaton"]),
        gate=Gate.of(np.frombuffer(sections[f"{name}.heads"], "<u8"), np.frombuffer(sections[f"{name}.lengths"], "<u2")),
        starts=_from_array(sections[f"{name}.starts"]),
        terms=_from_array(sections[f"{name}.terms"]),
        needs={(pattern, term): tuple(runs) for pattern, term, runs in repeats["needs"]},
        repeated=repeats["repeated"],
    )


def _said_of_required(required: Required) -> list[list[Any]]:
    """The clauses, the ways that terms share, the terms, and the place of the ways of each."""
    places: dict[tuple[tuple[int, ...], ...], int] = {}
    own = [places.setdefault(several, len(places)) for several in required.ways.values()]
    return [list(required.clauses), list(places), list(required.ways), own]


def _read_required(
    clauses: Sequence[list[str]], shared: Sequence[list[list[int]]], terms: Sequence[int], own: Sequence[int]
) -> Required:
    ways = [tuple(map(tuple, several)) for several in shared]
    return Required(tuple(map(tuple, clauses)), dict(zip(terms, map(ways.__getitem__, own), strict=True)))


def read_ruleset(data: bytes, name: str, key: bytes | None = None) -> tuple[Ruleset, Policy, dict[str, Category], str]:
    """What ``write_ruleset`` wrote. CompiledFileError, naming the file, before anything of a damaged one is used."""
    sections = _sections(unseal(data, name, key), name)
    said, fold = json.loads(sections["said"]), skeleton_fold()
    terms = Terms(
        tuple(json.loads(sections["texts"])), _from_array(sections["owners"], "i"), _from_array(sections["groups"], "i")
    )
    places = Places(
        list(map(resolved, said["paths"])), *(_from_array(sections[column]) for column in ("files", "lines", "columns"))
    )
    patterns = _read_patterns("patterns", sections)
    ruleset = Ruleset(
        rules=tuple(_read_rules(said["rules"], terms, places)),
        terms=terms,
        patterns=patterns,
        in_emoticons=in_emoticons(patterns, terms, fold),
        companions=_read_patterns("companions", sections),
        required=_read_required(*said["required"]),
        excuses=Undisguised(load_automaton(sections["excuses"]), tuple(map(tuple, said["excuse_owners"]))),
        forbidden=Undisguised(load_automaton(sections["forbidden"]), tuple(map(tuple, said["forbidden_owners"]))),
        views={
            View(name[5:]): load_view(View(name[5:]), part, fold) for name, part in sections.items() if name.startswith("view.")
        },
        fold=fold,
        costs={View(view): ViewCost(patterns, None, size) for view, (patterns, size) in said["costs"].items()},
    )
    categories = {entry["name"]: category_from_json(entry) for entry in said["categories"]}
    actions, escalate = said["policy"]
    return ruleset, Policy(actions, escalate_disguised=escalate), categories, said["digest"]


def _read_rules(said: Sequence[dict[str, Any]], terms: Terms, places: Places) -> Iterator[Rule]:
    """The rules; the terms of each stand in a row, in the order of the rules."""
    first = 0
    for number, rule in enumerate(said):
        after = bisect_right(terms.rules, number, first)
        yield rule_from_json(rule, StoredWords(terms.texts, places, range(first, after)), places.paths)
        first = after


def _sections(content: memoryview, name: str) -> dict[str, bytes]:
    """The sections of a rule set that was made with these tables."""
    (length,) = _LENGTH.unpack_from(content)
    header = json.loads(bytes(content[_LENGTH.size : _LENGTH.size + length]))
    if header["tables"] != skeleton_fold().digest:
        raise CompiledFileError(f"{name}: was compiled with other fold tables; compile the word lists again")
    sections: dict[str, bytes] = {}
    after = _LENGTH.size + length
    for section, size in header["sections"]:
        sections[section] = bytes(content[after : after + size])
        after += size
    return sections


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _array(numbers: array[int]) -> bytes:
    """Little-endian, whatever the machine."""
    copy = array(numbers.typecode, numbers)
    if sys.byteorder == "big":
        copy.byteswap()
    return copy.tobytes()


def _from_array(data: bytes, kind: Literal["i", "I"] = "I") -> array[int]:
    numbers = array(kind, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
