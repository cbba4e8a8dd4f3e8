"""The literals of a regex: strings one of which every match contains, by which the automaton finds where to run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weibofilter.rules.regex_tree import GROUPS, LOOKS, REPEATS, inside, op

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.rules.regex_tree import Node

_MOST_LITERALS = 256
_SMALL_CLASS = 8  # [vwx薇微威] is a choice of letters; \d, [0-9] and [a-z] are kinds of characters and lead nowhere

Literals = frozenset[str]
_NOTHING: Literals = frozenset({""})


def required_literals(tree: Sequence[Node]) -> tuple[str, ...]:
    """Strings one of which every match contains, sorted and in lower case, as folded text is; empty if there are none.

    Of several such sets that of the longest strings is taken: a longer string is rarer in posts.

    >>> from weibofilter.rules.regex_tree import parse
    >>> required_literals(parse("加?[微薇]信"))
    ('微信', '薇信')
    """
    best = _required(tree, _MOST_LITERALS)
    return tuple(sorted({literal.lower() for literal in best})) if best else ()


def _required(nodes: Sequence[Node], most: int) -> Literals | None:
    """The best set of at most ``most`` strings."""
    exacts = [_exact(node) for node in nodes]
    whole = _product(exacts, most)
    if whole is not None:
        # No part of the sequence has longer strings, nor fewer of that length.
        return None if "" in whole else _shortest(whole)
    candidates = {run for size in (1, _SMALL_CLASS, _MOST_LITERALS) for run in _runs(nodes, exacts, size)}
    candidates |= {found for node in nodes if (found := _required_inside(node, most)) is not None}
    useful = [_shortest(candidate) for candidate in candidates if "" not in candidate]
    return max((candidate for candidate in useful if len(candidate) <= most), key=_worth, default=None)


def _runs(nodes: Sequence[Node], exacts: Sequence[Literals | None], size: int) -> Iterator[Literals]:
    """What stretches of the sequence match, as long as they match at most ``size`` strings."""
    run = _NOTHING
    for node, exact in zip(nodes, exacts, strict=True):
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
    if node[0] not in REPEATS:
        return _NOTHING, _NOTHING
    least, _, body = node[1]
    round_ = _exact_sequence(body) if least else None
    return (_exact_repeat((least, least, body)) or round_ or _NOTHING, round_ or _NOTHING) if round_ else (_NOTHING, _NOTHING)


def _worth(literals: Literals) -> tuple[int, int]:
    return min(map(len, literals)), -len(literals)


def _shortest(literals: Literals) -> Literals:
    """Without those that contain another: where they are found, it is found too."""
    sizes = sorted(set(map(len, literals)))
    if len(sizes) < 2:
        return literals
    return frozenset(text for text in literals if literals.isdisjoint(_inside_of(text, sizes)))


def _inside_of(text: str, sizes: Sequence[int]) -> Iterator[str]:
    """The strings of these sizes that stand in a text, but for the text itself."""
    return (text[start : start + size] for size in sizes if size < len(text) for start in range(len(text) - size + 1))


def _required_inside(node: Node, most: int) -> Literals | None:
    kind, value = node
    if kind in REPEATS:
        return _required(value[2], most) if value[0] > 0 else None
    if kind is op.BRANCH:
        # The longest strings of each alternative may be too many together: then one of each.
        union = _required_of_each(value[1], most)
        return union if union is not None or most == 1 else _required_of_each(value[1], 1, most)
    return _required(inside(node)[0], most) if kind in GROUPS else None


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
    if kind in LOOKS:
        return _NOTHING
    if kind is op.IN:
        return _exact_class(value)
    if kind in REPEATS:
        return _exact_repeat(value)
    return _exact_choice(inside(node)) if kind in GROUPS | {op.BRANCH} else None


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
    return _product(map(_exact, nodes), _MOST_LITERALS)


def _product(parts: Iterable[Literals | None], most: int) -> Literals | None:
    """Every string made of one of each part; None if a part is unknown, or they are more than ``most``."""
    found: Literals | None = _NOTHING
    for part in parts:
        found = None if part is None or found is None else _joined(found, part, most)
        if found is None:
            return None
    return found


def first_characters(nodes: Sequence[Node]) -> frozenset[str] | None:
    """The characters that a sequence can begin with; None if they are many, or none is needed."""
    for node in nodes:
        if node[0] in LOOKS:
            continue
        exact = _exact(node)
        return None if exact is None or "" in exact else frozenset(text[0] for text in exact)
    return None
