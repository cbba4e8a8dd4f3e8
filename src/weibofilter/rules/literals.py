r"""The literals of a regex: strings one of which every match contains, by which the automaton finds where to run it.

Of the sets of such strings that a regex has, the one that stands in the fewest posts is taken: a post with a literal in it goes to
verification, which costs a hundred times what the scan does. ``芯\d{6}`` is found by 芯0 to 芯9, and not by every 芯.
"""

from __future__ import annotations

from functools import lru_cache, partial, reduce
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from weibofilter.rules.rarity import share
from weibofilter.rules.regex_tree import GROUPS, LOOKS, REPEATS, inside, op

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weibofilter.rules.regex_tree import Node

Literals = frozenset[str]

MOST_LITERALS = 512
"""Of one regex. Each costs a rule set some ten microseconds when it is compiled, and a post nothing."""

_EACH = 1e-6
"""A further literal must spare so great a share of the places of posts: with ten times that, the shipped lists send a fifth more of
ordinary posts to verification."""

_MOST_EXACT = 128
_SMALL_CLASS = 8  # [vwxyz] is a choice of letters; \d, [1-9] and [a-z] are kinds of characters
_WIDEST_RANGE = 26  # \w, \D, [^...] and [一-龥] lead nowhere
_LONGEST_EDGE = 4
_MOST_ROUNDS = 8

_EMPTY: Literals = frozenset({""})

# A kind of characters narrows a literal down (加1, of 加\d) but is none: \d{11} would be looked for in every post with a number. So
# characters of a kind are written as others, of the plane for private use, until a set is chosen.
_KIND = 0xF0000
_AS_KIND = {code: chr(_KIND + code) for code in range(0x80)}
_AS_WRITTEN = {_KIND + code: chr(code) for code in range(0x80)}
_FIRST_OF_KIND = chr(_KIND)


class _Known(NamedTuple):
    """What is known of the strings that a piece of a regex matches.

    ``exact`` are all of them, if they are few. Each begins with one of ``starts`` and ends with one of ``ends``, where the empty string
    says nothing. ``within`` are strings one of which each contains, and ``dearness`` is about how often one of those stands in posts.
    """

    exact: Literals | None
    starts: Literals
    ends: Literals
    within: Literals | None = None
    dearness: float = inf


_NOTHING = _Known(None, _EMPTY, _EMPTY)
_ZERO_WIDTH = _Known(_EMPTY, _EMPTY, _EMPTY)


class Alternative(NamedTuple):
    """One of the alternatives of a regex: the literals that find its matches, if any do, and all sets of which a match holds one each."""

    literals: Literals
    clauses: tuple[Literals, ...]


class Contained(NamedTuple):
    """What every match of a regex contains: one of these literals, and what its alternative asks for."""

    literals: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


def contained(tree: Sequence[Node]) -> Contained:
    r"""The literals that every match contains one of, sorted, none of them inside another, and in lower case, as folded text is; empty if
    there are none. And the alternatives of the regex, of which it has one if it is no choice.

    >>> from weibofilter.rules.regex_tree import parse
    >>> contained(parse("加?[微薇]信")).literals
    ('微信', '薇信')
    >>> contained(parse(r"\d{6,}(?:是|为)[芯蔻]")).literals[:4]
    ('0为芯', '0为蔻', '0是芯', '0是蔻')
    >>> [[sorted(clause) for clause in one.clauses] for one in contained(parse("加.{0,3}[微薇]|扣(?:一|两)群?")).alternatives]
    [[['加'], ['微', '薇']], [['扣'], ['一', '两']]]
    """
    reading = _Reading()
    return Contained(
        tuple(sorted(_chosen(reading.sequence(tree, MOST_LITERALS)))),
        tuple(
            [
                Alternative(
                    _chosen(reading.sequence(one, MOST_LITERALS)),
                    tuple(map(_written, reading.clauses(one))),
                )
                for one in _choices(tree)
            ]
        ),
    )


def _chosen(known: _Known) -> Literals:
    return _shortest(_written(known.within)) if known.within else frozenset()


def _choices(tree: Sequence[Node]) -> list[Sequence[Node]]:
    while len(tree) == 1 and tree[0][0] in GROUPS:
        (tree,) = inside(tree[0])
    return inside(tree[0]) if len(tree) == 1 and tree[0][0] is op.BRANCH else [tree]


def _written(literals: Literals) -> Literals:
    """The strings as they are written, in lower case."""
    written = "\n".join(literals).translate(_AS_WRITTEN).lower().split("\n")  # ten times as quick as one by one
    return frozenset(written if len(written) == len(literals) else [text.translate(_AS_WRITTEN).lower() for text in literals])


class _Reading:
    """One reading of a tree: each part is worked out once for each number of literals that it may have."""

    __slots__ = ("_sequences",)

    def __init__(self) -> None:
        self._sequences: dict[tuple[int, int], _Known] = {}

    def sequence(self, nodes: Sequence[Node], most: int) -> _Known:
        """What is known of nodes one after the other; ``within`` has at most ``most`` strings."""
        known = self._sequences.get((id(nodes), most))
        if known is None:
            known = reduce(partial(_followed, most=most), self._pieces(nodes, most), _ZERO_WIDTH)
            self._sequences[id(nodes), most] = known
        return known

    def clauses(self, nodes: Sequence[Node]) -> Iterator[Literals]:
        """For each part of which every match has something, strings one of which that is."""
        for kind, group in groupby(nodes, itemgetter(0)):
            if kind is op.LITERAL:
                yield frozenset({"".join(chr(value) for _, value in group)})
                continue
            for _, value in group:
                if kind in GROUPS or (kind in REPEATS and value[0]):
                    yield from self.clauses(inside((kind, value))[0])
                elif kind is op.IN and (letters := _class(value)):
                    yield letters
                elif kind is op.BRANCH and (texts := self._any_of(inside((kind, value)))):
                    yield texts

    def _any_of(self, alternatives: Sequence[Sequence[Node]]) -> Literals | None:
        """Strings one of which a match of any of these alternatives has; None if one of them has none, or they are many."""
        plain = frozenset(["".join([chr(value) for _, value in one]) for one in alternatives if _is_plain(one)])
        others = [self.sequence(one, MOST_LITERALS).within for one in alternatives if not _is_plain(one)]
        return None if "" in plain else _union([plain, *others], MOST_LITERALS)

    def _pieces(self, nodes: Sequence[Node], most: int) -> Iterator[_Known]:
        """What is known of each node, letters that stand in a row taken together."""
        for kind, group in groupby(nodes, itemgetter(0)):
            if kind is op.LITERAL:
                yield _one_of(frozenset({"".join(chr(value) for _, value in group)}), most)
            else:
                yield from (self._node(kind, value, most) for _, value in group)

    def _node(self, kind: Any, value: Any, most: int) -> _Known:
        if kind in LOOKS:
            return _ZERO_WIDTH
        if kind is op.IN:
            letters = _class(value)
            return _NOTHING if letters is None else _one_of(letters, most)
        if kind in REPEATS:
            least, greatest, body = value
            return _repeated(self.sequence(body, most), least, greatest, most)
        if kind in GROUPS:
            return self.sequence(inside((kind, value))[0], most)
        return self._choice(inside((kind, value)), most) if kind is op.BRANCH else _NOTHING

    def _choice(self, alternatives: Sequence[Sequence[Node]], most: int) -> _Known:
        plain = frozenset(["".join([chr(value) for _, value in one]) for one in alternatives if _is_plain(one)])
        others = [one for one in alternatives if not _is_plain(one)]
        if not others and len(plain) <= _MOST_EXACT:
            return _one_of(plain, most)
        known = [self.sequence(alternative, most) for alternative in others]
        within = _union([plain, *(one.within for one in known)], most)
        if within is None and (each := most // len(alternatives)):
            # The rarest strings of each are too many together: then the rarest few.
            within = _union([plain, *(self.sequence(alternative, each).within for alternative in others)], most)
        return _with_rarer(
            _Known(
                exact=_union([plain, *(one.exact for one in known)], _MOST_EXACT),
                starts=_union([plain, *(one.starts for one in known)], _MOST_EXACT) or _EMPTY,
                ends=_union([plain, *(one.ends for one in known)], _MOST_EXACT) or _EMPTY,
            ),
            within,
            most,
        )


def _is_plain(nodes: Sequence[Node]) -> bool:
    return all(kind is op.LITERAL for kind, _ in nodes)


def _one_of(texts: Literals, most: int) -> _Known:
    return _with_rarer(_Known(texts, texts, texts), texts, most)


def _followed(before: _Known, after: _Known, most: int) -> _Known:
    """What is known of one piece and the next."""
    if before is _ZERO_WIDTH:
        return after
    exact = _joined(before.exact, after.exact, _MOST_EXACT)
    rarer = before if before.dearness <= after.dearness else after
    known = _Known(
        exact=exact,
        starts=before.starts
        if before.exact is None
        else exact or _joined_within(before.exact, after.starts, _MOST_EXACT, whole="before") or before.exact,
        ends=after.ends
        if after.exact is None
        else exact or _joined_within(before.ends, after.exact, _MOST_EXACT, whole="after") or after.exact,
        within=rarer.within,
        dearness=rarer.dearness,
    )
    if "" in before.ends or "" in after.starts:  # then one of the two alone says as much
        return known
    return _with_rarer(known, _joined_within(before.ends, after.starts, most), most)


def _repeated(body: _Known, least: int, greatest: int, most: int) -> _Known:
    exact = _rounds(body.exact, least, greatest) if greatest <= _MOST_ROUNDS else None
    if exact is not None:
        return _one_of(exact, most)
    return body._replace(exact=None) if least else _NOTHING


def _rounds(body: Literals | None, least: int, greatest: int) -> Literals | None:
    """What ``least`` to ``greatest`` rounds of a body match, if they are few."""
    rounds: Literals | None = _EMPTY
    found: Literals = frozenset()
    for count in range(greatest + 1):
        if rounds is None:
            return None
        found |= rounds if count >= least else frozenset()
        rounds = _joined(rounds, body, _MOST_EXACT)
    return found if len(found) <= _MOST_EXACT else None


def _joined(before: Literals | None, after: Literals | None, most: int) -> Literals | None:
    """Every string of one of each; None if one is unknown, or they are more than ``most``."""
    if before is None or after is None or len(before) * len(after) > most:
        return None
    return frozenset([left + right for left in before for right in after])


def _joined_within(
    before: Literals, after: Literals, most: int, whole: Literal["before", "after", "neither"] = "neither"
) -> Literals | None:
    """The same of as much of the two as keeps them few: the last characters of one, the first of the other, but for that which is whole.

    A string begins as the first of the two does, and ends as the second: there that one is whole.
    """
    for size in range(_LONGEST_EDGE, 0, -1):
        joined = _joined(before, after, most)
        if joined is not None:
            return joined
        if whole != "before":
            before = frozenset([text[-size:] for text in before])
        if whole != "after" and len(before) * len(after) > most:
            after = frozenset([text[:size] for text in after])
    return _joined(before, after, most)


def _union(sets: Sequence[Literals | None], most: int) -> Literals | None:
    """All of them; None if one is unknown, or they are more than ``most``."""
    found: set[str] = set()
    for one in sets:
        if one is None or len(found) > most:
            return None
        found |= one
    return frozenset(found) if len(found) <= most else None


def _with_rarer(known: _Known, other: Literals | None, most: int) -> _Known:
    """The same with these strings within, if they are literals, and stand in fewer posts than those that are known."""
    if other is None or len(other) > most or _EACH * len(other) >= known.dearness or "" in other:
        return known
    if max(map(max, other)) >= _FIRST_OF_KIND and max(map(min, other)) >= _FIRST_OF_KIND:
        return known
    dearness = _EACH * len(other)
    for text in other:
        dearness += _share(text)
        if dearness >= known.dearness:
            return known
    return known._replace(within=other, dearness=dearness)


@lru_cache(maxsize=1 << 14)  # a string is part of many sets
def _share(text: str) -> float:
    return share(text.translate(_AS_WRITTEN) if max(text) >= _FIRST_OF_KIND else text)


def _shortest(literals: Literals) -> Literals:
    """Without those that contain another: where they are found, it is found too."""
    sizes = sorted(set(map(len, literals)))
    if len(sizes) < 2:
        return literals
    return frozenset(text for text in literals if literals.isdisjoint(_inside_of(text, sizes)))


def _inside_of(text: str, sizes: Sequence[int]) -> Iterator[str]:
    """The strings of these sizes that stand in a text, but for the text itself."""
    return (text[start : start + size] for size in sizes if size < len(text) for start in range(len(text) - size + 1))


def _class(items: Sequence[Node]) -> Literals | None:
    """The characters of a class, those of a kind as such; None if they are all but a few of those that there are."""
    letters: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            letters.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _WIDEST_RANGE:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            letters.update("0123456789")  # as which the fold writes every other digit
        else:
            return None
    if sum(map(str.isascii, letters)) > _SMALL_CLASS:
        letters = {letter.translate(_AS_KIND) for letter in letters}
    return frozenset(letters) if len(letters) <= MOST_LITERALS else None


def first_characters(nodes: Sequence[Node]) -> frozenset[str] | None:
    """The characters that a sequence can begin with; None if they are many, or none is needed."""
    starts = _Reading().sequence(nodes, MOST_LITERALS).starts
    return None if "" in starts else frozenset(text[0] for text in _written(starts))
