r"""Regular expressions of rules: compiled, and shown to be safe and findable before they are let near a post.

A post is never searched with a regex: the automaton looks for the *literals* of it, one of which every match must contain, and
the regex runs in a window around each that was found. So a regex needs a literal, and bounded work in its window.

The analysis walks the syntax tree of Python's ``re``, whose language the ``regex`` package extends: the tree knows every
group, class and repeat, with inline flags and verbose mode applied, as a reader of one's own would have to learn over again.
What only ``regex`` knows is refused with its place, but for ``\p{...}``, which stands in for any class of characters. The tree
is not public; a test holds it to the shapes used here on every Python.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import regex

from weibofilter.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.rules.keywords import Fold

WINDOW = 64
"""Skeleton characters either side of a literal in which a regex runs: as many as the longest keyword, and twice what separates
a contact's name from its number in practice. It bounds what ``.*`` may reach."""

LONGEST_REGEX = 2000
"""Characters of a regex. Lists of words belong into ``keywords``, which cost a post nothing each."""

_MOST_LITERALS = 256
_MOST_WAYS = 1000
_SMALL_CLASS = 8  # [vwx薇微威] is a choice of letters; \d, [0-9] and [a-z] are kinds of characters and lead nowhere
_PROPERTY = re.compile(r"\\(?:[pP]\{\^?[\w =:-]+\}|.)", re.DOTALL)
_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
_GROUPS = {op.SUBPATTERN, op.ATOMIC_GROUP}
_LOOKS = {op.ASSERT, op.ASSERT_NOT, op.AT}

Node = tuple[Any, Any]
Literals = frozenset[str]
_NOTHING: Literals = frozenset({""})


@dataclass(frozen=True, slots=True)
class CompiledRegex:
    """A regex fit for use: every match contains one of ``literals``, is ``min_width`` characters long or longer.

    ``max_width`` is None for a regex without bound (``.*``): the window bounds it.
    """

    pattern: regex.Pattern[str]
    literals: tuple[str, ...]
    min_width: int
    max_width: int | None


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
    tree = _parse(source)
    low, high = tree.getwidth()
    return CompiledRegex(regex.compile(source), required_literals(tree), low, None if high >= op.MAXREPEAT else high)


def regex_faults(source: str, fold: Fold | None = None) -> Iterator[RegexFault]:
    r"""What is wrong with a regex; with ``fold``, also the letters that the text it runs on never has.

    >>> [fault.message for fault in regex_faults(r"(?:\d{1,9}){3,30}微信")]
    ['a repeat inside a repeat: its work can double with every character']
    >>> [fault.code for fault in regex_faults(r"\d{11}")]
    ['no-literal']
    """
    if len(source) > LONGEST_REGEX:
        message = f"the regex has {len(source)} characters, more than {LONGEST_REGEX}"
        yield RegexFault(Severity.ERROR, "long-regex", message, "put words into keywords or all")
        return
    try:
        tree = _parse(source)
    except (re.error, RecursionError, OverflowError, Warning) as error:
        offset = getattr(error, "pos", None) or 0
        yield RegexFault(Severity.ERROR, "bad-regex", f"not a regex: {_words(error)}", "use the syntax of Python's re", offset)
        return
    faults = [*_shape_faults(tree), *_letter_faults(source, tree, fold)]
    yield from faults
    if not any(fault.severity is Severity.ERROR for fault in faults):
        yield from _compile_faults(source)


def _words(error: BaseException) -> str:
    return getattr(error, "msg", None) or str(error) or type(error).__name__


def _parse(source: str) -> Any:
    """The syntax tree; a doubtful construct (``[[a]``), of which ``re`` only warns, raises too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _parser.parse(_PROPERTY.sub(_as_class, source))


def _as_class(found: re.Match[str]) -> str:
    return r"\w" if found[0][1:3] in {"p{", "P{"} else found[0]


def _compile_faults(source: str) -> Iterator[RegexFault]:
    try:
        regex.compile(source)
    except (regex.error, RecursionError, OverflowError) as error:
        offset = getattr(error, "pos", None) or 0
        yield RegexFault(Severity.ERROR, "bad-regex", f"not a regex: {_words(error)}", "use the syntax of Python's re", offset)


def _shape_faults(tree: Any) -> Iterator[RegexFault]:
    low, high = tree.getwidth()
    if low == 0:
        yield RegexFault(Severity.ERROR, "empty-regex", "the regex matches the empty string", "make one of its parts required")
    elif not required_literals(tree):
        way_out = "begin or end it with what must stand there, as in (?:qq|扣扣)\\d{5,11}"
        yield RegexFault(
            Severity.ERROR, "no-literal", "regex without a required literal: nothing to find it by in a post", way_out
        )
    if any(_is_nested(node) for node in _repeats(tree)):
        message = "a repeat inside a repeat: its work can double with every character"
        yield RegexFault(Severity.ERROR, "nested-repeat", message, "let one of the two be a fixed number, or take one away")
    if high >= op.MAXREPEAT:
        message = f"the regex has no greatest length: it sees {WINDOW} characters either side of its literal"
        yield RegexFault(Severity.NOTE, "unbounded-regex", message, "give the repeat a greatest number, as in {0,10}")


def _repeats(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node[0] in _REPEATS:
            yield node
        for inner in _inside(node):
            yield from _repeats(inner)


def _inside(node: Node) -> list[Sequence[Node]]:
    """The sequences that a node is made of."""
    kind, value = node
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.GROUPREF_EXISTS:
        return [branch for branch in value[1:] if branch is not None]
    # The body of a repeat, a group and a look-around is the last part of its value.
    return [value[-1]] if kind in _REPEATS | _GROUPS | {op.ASSERT, op.ASSERT_NOT} else []


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
        for inner in _inside(node):
            yield from _branches(inner)


def _is_ambiguous(alternatives: list[Sequence[Node]]) -> bool:
    seen: set[str] = set()
    for alternative in alternatives:
        first = _first(alternative)
        if first is None or first & seen:
            return True
        seen |= first
    return False


def _first(nodes: Sequence[Node]) -> frozenset[str] | None:
    """The characters that a sequence can begin with; None if they are many, or none is needed."""
    for node in nodes:
        if node[0] in _LOOKS:
            continue
        exact = _exact(node)
        return None if exact is None or "" in exact else frozenset(text[0] for text in exact)
    return None


def required_literals(tree: Sequence[Node]) -> tuple[str, ...]:
    """Strings one of which every match contains, sorted and in lower case, as folded text is; empty if there are none.

    Of several such sets that of the longest strings is taken: a longer string is rarer in posts.

    >>> required_literals(_parse("加?[微薇]信"))
    ('微信', '薇信')
    """
    best = _required(tree, _MOST_LITERALS)
    return tuple(sorted({literal.lower() for literal in best})) if best else ()


def _required(nodes: Sequence[Node], most: int) -> Literals | None:
    """The best set of at most ``most`` strings."""
    candidates = [run for size in (1, _SMALL_CLASS, _MOST_LITERALS) for run in _runs(nodes, size)]
    candidates += [inside for node in nodes if (inside := _required_inside(node, most)) is not None]
    useful = [_shortest(candidate) for candidate in set(candidates) if "" not in candidate]
    return max((candidate for candidate in useful if len(candidate) <= most), key=_worth, default=None)


def _runs(nodes: Sequence[Node], size: int) -> Iterator[Literals]:
    """What stretches of the sequence match, as long as they match at most ``size`` strings."""
    run = _NOTHING
    for node in nodes:
        exact = _exact(node)
        longer = None if exact is None else _joined(run, exact, size)
        if longer is not None:
            run = longer
            continue
        first, last = _edges(node) if exact is None else (_NOTHING, exact)
        yield _joined(run, first, size) or run
        run = last
    yield run


def _edges(node: Node) -> tuple[Literals, Literals]:
    """What a node of many strings begins and ends with: a repeated 信 begins and ends with one."""
    if node[0] not in _REPEATS:
        return _NOTHING, _NOTHING
    least, _, body = node[1]
    round_ = _exact_sequence(body) if least else None
    return (_exact_repeat((least, least, body)) or round_ or _NOTHING, round_ or _NOTHING) if round_ else (_NOTHING, _NOTHING)


def _worth(literals: Literals) -> tuple[int, int]:
    return min(map(len, literals)), -len(literals)


def _shortest(literals: Literals) -> Literals:
    """Without those that contain another: where they are found, it is found too."""
    return frozenset(text for text in literals if not any(other != text and other in text for other in literals))


def _required_inside(node: Node, most: int) -> Literals | None:
    kind, value = node
    if kind in _REPEATS:
        return _required(value[2], most) if value[0] > 0 else None
    if kind is op.BRANCH:
        # The longest strings of each alternative may be too many together: then one of each.
        union = _required_of_each(value[1], most)
        return union if union is not None or most == 1 else _required_of_each(value[1], 1, most)
    return _required(_inside(node)[0], most) if kind in _GROUPS else None


def _required_of_each(alternatives: Sequence[Sequence[Node]], each: int, most: int | None = None) -> Literals | None:
    found: Literals = frozenset()
    for alternative in alternatives:
        required = _required(alternative, each)
        if required is None:
            return None
        found |= required
    shortest = _shortest(found)
    return shortest if len(shortest) <= (most or each) else None


def _joined(before: Literals, after: Literals, most: int = _MOST_LITERALS) -> Literals | None:
    if len(before) * len(after) > most:
        return None
    return frozenset(left + right for left in before for right in after)


def _exact(node: Node) -> Literals | None:
    """Every string that a node matches, if they are few."""
    kind, value = node
    if kind is op.LITERAL:
        return frozenset({chr(value)})
    if kind in _LOOKS:
        return _NOTHING
    if kind is op.IN:
        return _exact_class(value)
    if kind in _REPEATS:
        return _exact_repeat(value)
    return _exact_choice(_inside(node)) if kind in _GROUPS | {op.BRANCH} else None


def _exact_choice(alternatives: list[Sequence[Node]]) -> Literals | None:
    found: Literals = frozenset()
    for alternative in alternatives:
        exact = _exact_sequence(alternative)
        if exact is None or len(found | exact) > _MOST_LITERALS:
            return None
        found |= exact
    return found


def _exact_class(items: Sequence[Node]) -> Literals | None:
    letters: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            letters.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _SMALL_CLASS:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(letters) if len(letters) <= _SMALL_CLASS else None


def _exact_repeat(value: tuple[int, int, Sequence[Node]]) -> Literals | None:
    least, most, body = value
    inner = _exact_sequence(body) if most <= _SMALL_CLASS else None
    if inner is None:
        return None
    rounds: Literals | None = _NOTHING
    found: Literals = frozenset()
    for count in range(most + 1):
        if rounds is None:
            return None
        found |= rounds if count >= least else frozenset()
        rounds = _joined(rounds, inner)
    return found if len(found) <= _MOST_LITERALS else None


def _exact_sequence(nodes: Sequence[Node]) -> Literals | None:
    found: Literals | None = _NOTHING
    for node in nodes:
        exact = _exact(node)
        found = None if exact is None or found is None else _joined(found, exact)
        if found is None:
            return None
    return found


def _letter_faults(source: str, tree: Any, fold: Fold | None) -> Iterator[RegexFault]:
    """The letters that no folded text has, so that the regex waits for them in vain.

    Among the choices of a class they are merely idle (``[vV]``): a warning.
    """
    if fold is None:
        return
    told: set[tuple[str, bool]] = set()
    for letter, in_class in _letters(tree):
        readings = [reading for reading in fold(letter) if reading]
        if letter in readings or (letter, in_class) in told:
            continue
        told.add((letter, in_class))
        severity = Severity.WARNING if in_class else Severity.ERROR
        if readings:
            message, way_out = f"{letter!r} never stands in the text that a regex sees", f"write {readings[0]!r}"
        else:
            message, way_out = f"{letter!r} is dropped from the text that a regex sees", "take it out"
        yield RegexFault(severity, "folded-letter", message, way_out, max(source.find(letter), 0))


def _letters(nodes: Sequence[Node]) -> Iterator[tuple[str, bool]]:
    for kind, value in nodes:
        if kind is op.LITERAL:
            yield chr(value), False
        elif kind is op.IN and value[0][0] is not op.NEGATE:
            letters = [chr(inner) for item, inner in value if item is op.LITERAL]
            yield from ((letter, True) for letter in letters)
        for inner in _inside((kind, value)):
            yield from _letters(inner)
