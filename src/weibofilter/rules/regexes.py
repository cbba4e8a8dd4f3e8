"""Regular expressions of rules: compiled, and shown to be safe and findable before they are let near a post.

A post is never searched with a regex: the automaton looks for the *literals* of it, one of which every match must contain, and
the regex runs in a window around each that was found. So a regex needs a literal, and bounded work in its window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import regex

from weibofilter.errors import Severity
from weibofilter.rules.literals import Alternative, Contained, contained, first_characters
from weibofilter.rules.regex_tree import LOOKS, REPEATS, inside, op, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.rules.keywords import Fold
    from weibofilter.rules.regex_tree import Node

WINDOW = 64
"""Skeleton characters either side of a literal in which a regex runs: as many as the longest keyword, and twice what separates
a contact's name from its number in practice. It bounds what ``.*`` may reach."""

LONGEST_REGEX = 2000
"""Characters of a regex. Lists of words belong into ``keywords``, which cost a post nothing each."""

_MOST_WAYS = 1000
_WORD_ENDS = frozenset({op.AT_BOUNDARY, op.AT_NON_BOUNDARY})
_WORDS = frozenset({op.CATEGORY_WORD, op.CATEGORY_NOT_WORD})


@dataclass(frozen=True, slots=True)
class CompiledRegex:
    """A regex fit for use: every match contains one of ``literals``, is ``min_width`` characters long or longer.

    ``max_width`` is None for a regex without bound (``.*``): the window bounds it.
    """

    source: str
    literals: tuple[str, ...]
    min_width: int
    max_width: int | None

    @property
    def pattern(self) -> regex.Pattern[str]:
        """What runs on posts, compiled when it is first needed: 2 ms, for a literal that most posts never hold."""
        return compiled_pattern(self.source)


@dataclass(frozen=True, slots=True)
class RegexFault:
    """What is wrong with a regex, and at which of its characters."""

    severity: Severity
    code: str
    message: str
    way_out: str = ""
    offset: int = 0


def compile_regex(source: str) -> CompiledRegex:
    r"""The compiled regex with its literals.

    Raises ``ValueError`` for one that ``regex_faults`` has an error for.

    >>> compile_regex(r"(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}").literals
    ('qq', '扣扣')
    """
    error = next((fault for fault in regex_faults(source) if fault.severity is Severity.ERROR), None)
    if error is not None:
        raise ValueError(error.message)
    low, high = _tree(source).getwidth()
    return CompiledRegex(source, _contained(source).literals, low, None if high >= op.MAXREPEAT else high)


# A rule set asks the same of a regex when it is read, when it is compiled, and at each post where a literal was found.
REMEMBERED = 4096
_tree = lru_cache(maxsize=REMEMBERED)(parse)


@lru_cache(maxsize=REMEMBERED)
def compiled_pattern(source: str) -> regex.Pattern[str]:
    """The pattern of a regex without faults, compiled when it is first needed."""
    return regex.compile(source)


@lru_cache(maxsize=REMEMBERED)
def looks_around(source: str) -> bool:
    """Whether a regex asks what stands beside its match: in a part of a text it may match what it does not in the whole.

    >>> looks_around("约炮(?:吗|$)"), looks_around("[$]{5}约")
    (True, False)
    """
    return any(True for _ in _looks(_tree(source)))


@lru_cache(maxsize=REMEMBERED)
def looks_at_letters(source: str) -> bool:
    r"""Whether a regex asks that any letter stand beside its match, or none: that a word end there.

    >>> looks_at_letters("sb(?![a-z0-9])"), looks_at_letters(r"sb\b"), looks_at_letters("加v(?!ip)")
    (True, True, False)
    """
    return any(map(_means_letters, _looks(_tree(source))))


def _looks(tree: Sequence[Node]) -> Iterator[Node]:
    """What asks for something beside the match, wherever it stands in the tree."""
    for node in tree:
        if node[0] in LOOKS:
            yield node
        for inner in inside(node):
            yield from _looks(inner)


def _means_letters(node: Node) -> bool:
    """Whether any letter is meant somewhere in a node: by a range, a class of words or a word's end."""
    kind, value = node
    if kind is op.AT:
        return value in _WORD_ENDS
    items = value if kind is op.IN else ()
    is_any = any(
        value in _WORDS if item is op.CATEGORY else item is op.RANGE and value[0] <= ord("a") and ord("z") <= value[1]
        for item, value in items
    )
    return is_any or any(map(_means_letters, chain.from_iterable(inside(node))))


@lru_cache(maxsize=REMEMBERED)
def _contained(source: str) -> Contained:
    return contained(_tree(source))


def regex_alternatives(source: str) -> tuple[Alternative, ...]:
    """The alternatives of a regex without faults, and what a match of each holds."""
    return _contained(source).alternatives


def regex_faults(source: str, fold: Fold | None = None) -> Iterator[RegexFault]:
    r"""What is wrong with a regex; with ``fold``, also the letters that the text it runs on never has.

    >>> [fault.message for fault in regex_faults(r"(?:\d{1,9}){3,7}微信")]
    ['a repeat inside a repeat: its work can double with every character']
    >>> [fault.code for fault in regex_faults(r"\d{11}")]
    ['no-literal']
    """
    own = _own_faults(source)
    yield from own
    if fold is not None and all(fault.code not in _NOT_READ for fault in own):
        yield from _letter_faults(source, _tree(source), fold)


@lru_cache(maxsize=REMEMBERED)
def _own_faults(source: str) -> tuple[RegexFault, ...]:
    """What is wrong with a regex, whatever the text that it runs on."""
    if len(source) > LONGEST_REGEX:
        message = f"the regex has {len(source)} characters, more than {LONGEST_REGEX}"
        return (RegexFault(Severity.ERROR, "long-regex", message, "put words into keywords or all"),)
    try:
        tree = _tree(source)
    except (re.error, RecursionError, OverflowError, Warning) as error:
        return (_bad_regex(error),)
    faults = (*_fuzzy_faults(source), *_shape_faults(source, tree))
    return faults if any(fault.severity is Severity.ERROR for fault in faults) else (*faults, *_compile_faults(source))


_NOT_READ = frozenset({"long-regex", "bad-regex", "fuzzy-regex"})
"""Faults beside which its letters say nothing: it has no tree, or another one for ``regex``."""


def _bad_regex(error: BaseException) -> RegexFault:
    offset = getattr(error, "pos", None) or 0
    return RegexFault(Severity.ERROR, "bad-regex", f"not a regex: {_words(error)}", "use the syntax of Python's re", offset)


def _words(error: BaseException) -> str:
    return getattr(error, "msg", None) or str(error) or type(error).__name__


# Where the language of ``regex`` is another than that of ``re``, whose reader is the judge of all else: properties and named sets
# ([[:alpha:]]).
_OWN_LANGUAGE = re.compile(r"\\[pP]|\[:").search


def _compile_faults(source: str) -> Iterator[RegexFault]:
    if _OWN_LANGUAGE(source) is None:
        return
    try:
        compiled_pattern(source)
    except (regex.error, RecursionError, OverflowError) as error:
        yield _bad_regex(error)


# What may hold a brace that means itself, and a brace that counts nothing.
_BRACES = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<fuzzy>\{(?!\d*,?\d*\}))", re.DOTALL)
_COMMENTS = re.compile(r"(?<!\\)#.*")


def _fuzzy_faults(source: str) -> Iterator[RegexFault]:
    """Braces such as ``{e<=1}``, which ``regex`` takes for a fuzzy match and ``re`` for text.

    The literals and the width that ``re`` tells would not be true of what runs, and a fuzzy match has no literal.
    """
    written = _COMMENTS.sub(lambda comment: " " * len(comment[0]), source) if "(?x" in source else source
    for found in _BRACES.finditer(written):
        if found["fuzzy"]:
            message = "a brace that counts nothing: it would make the match fuzzy, and leave no literal to find it by"
            way_out = "write out what else to match, as in (?:微信|徽信), or ask for views in a rule of keywords"
            yield RegexFault(Severity.ERROR, "fuzzy-regex", message, way_out, found.start())
            return


def _shape_faults(source: str, tree: Any) -> Iterator[RegexFault]:
    low, high = tree.getwidth()
    if low == 0:
        yield RegexFault(Severity.ERROR, "empty-regex", "the regex matches the empty string", "make one of its parts required")
    elif not _contained(source).literals:
        way_out = "begin or end it with what must stand there, as in (?:qq|扣扣)\\d{5,11}"
        yield RegexFault(
            Severity.ERROR, "no-literal", "regex without a required literal: nothing to find it by in a post", way_out
        )
    if any(_is_nested(node) for node in _repeats(tree)):
        message = "a repeat inside a repeat: its work can double with every character"
        yield RegexFault(Severity.ERROR, "nested-repeat", message, "let one of the two be a fixed number, or take one away")
    if high >= op.MAXREPEAT or any(node[1][1] * node[1][2].getwidth()[1] > WINDOW for node in _repeats(tree)):
        length = "no greatest length" if high >= op.MAXREPEAT else "a repeat that is longer than its window"
        message = f"the regex has {length}: it sees {WINDOW} characters either side of its literal"
        yield RegexFault(Severity.NOTE, "unbounded-regex", message, "give the repeat a greatest number, as in {0,10}")


def _repeats(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node[0] in REPEATS:
            yield node
        for inner in inside(node):
            yield from _repeats(inner)


def _is_nested(node: Node) -> bool:
    """Whether a repeat can split the same characters among its rounds in too many ways.

    It can if a round has no fixed length (``(?:a+)+``) or two alternatives that may begin alike (``(?:ab|a)+``): the ways
    multiply with every round. Few rounds of few ways are harmless: an IP address, ``(?:[0-9]{1,3}){4}``, has 81.
    """
    _, most, body = node[1]
    ways = 1
    for inner in _repeats(body):
        ways *= inner[1][1] - inner[1][0] + 1
    for branch in _branches(body):
        ways *= len(branch) if _is_ambiguous(branch) else 1
    return most > 1 and ways > 1 and (most > _MOST_WAYS or ways**most > _MOST_WAYS)


def _branches(nodes: Sequence[Node]) -> Iterator[list[Sequence[Node]]]:
    for node in nodes:
        if node[0] is op.BRANCH:
            yield list(node[1][1])
        for inner in inside(node):
            yield from _branches(inner)


def _is_ambiguous(alternatives: list[Sequence[Node]]) -> bool:
    seen: set[str] = set()
    for alternative in alternatives:
        first = first_characters(alternative)
        if first is None or first & seen:
            return True
        seen |= first
    return False


def _letter_faults(source: str, tree: Any, fold: Fold) -> Iterator[RegexFault]:
    """The letters that no folded text has, so that the regex waits for them in vain.

    Among the choices of a class they are merely idle (``[vV]``), unless all of it is: a warning.
    """
    ignores_case = bool(tree.state.flags & re.IGNORECASE)
    found: dict[tuple[str, Severity], None] = {}
    for letters, choices in _letters(tree):
        in_vain = [letter for letter in letters if not _stands(letter, fold, ignores_case=ignores_case)]
        if in_vain:
            lives = choices is None or any(_stands(choice, fold, ignores_case=ignores_case) for choice in choices)
            found |= dict.fromkeys((letter, Severity.WARNING if lives else Severity.ERROR) for letter in in_vain)
    yield from (_letter_fault(letter, severity, source, fold) for letter, severity in found)


def _letter_fault(letter: str, severity: Severity, source: str, fold: Fold) -> RegexFault:
    readings = _readings(letter, fold)
    if readings:
        message, way_out = f"{letter!r} never stands in the text that a regex sees", f"write {readings[0]!r}"
    else:
        message, way_out = f"{letter!r} is dropped from the text that a regex sees", "take it out"
    return RegexFault(severity, "folded-letter", message, way_out, max(source.find(letter), 0))


def _stands(letter: str, fold: Fold, *, ignores_case: bool) -> bool:
    """Whether folded text may have a letter that a regex asks for."""
    readings = _readings(letter, fold)
    return letter in readings or (ignores_case and letter.lower() in readings)


@lru_cache(maxsize=REMEMBERED)
def _readings(letter: str, fold: Fold) -> tuple[str, ...]:
    return tuple(filter(None, fold(letter)))


def _letters(nodes: Sequence[Node]) -> Iterator[tuple[list[str], list[str] | None]]:
    """For each place the letters that are written for it, and all that may stand there; None for a class of digits or words."""
    for kind, value in nodes:
        if kind is op.LITERAL:
            yield [chr(value)], [chr(value)]
        elif kind is op.IN and all(item is op.LITERAL or _is_short_range((item, inner)) for item, inner in value):
            bounds = [(inner, inner) if item is op.LITERAL else inner for item, inner in value]
            choices = [chr(code) for low, high in bounds for code in range(low, high + 1)]
            yield [chr(code) for low, high in bounds for code in dict.fromkeys((low, high))], choices
        elif kind is op.IN and value[0][0] is not op.NEGATE:
            yield [chr(inner) for item, inner in value if item is op.LITERAL], None
        for inner in inside((kind, value)):
            yield from _letters(inner)


_LONGEST_RANGE = 300  # of which each letter is looked at; [一-龥] is any


def _is_short_range(item: Node) -> bool:
    return item[0] is op.RANGE and item[1][1] - item[1][0] <= _LONGEST_RANGE
