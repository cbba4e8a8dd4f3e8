r"""The syntax tree of a regex, as Python's ``re`` reads it.

The ``regex`` package extends the language of ``re``, whose tree knows every group, class and repeat, with inline flags and verbose
mode applied, as a reader of one's own would have to learn over again. What only ``regex`` knows is refused with its place, but for
``\p{...}``, for which any class of characters stands in. The tree is not public: the tests of literals hold it to the shapes used
here on every Python.
"""

from __future__ import annotations

import re
import warnings
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

op = _constants
"""The kinds of nodes: ``op.LITERAL``, ``op.BRANCH``..."""

Node = tuple[Any, Any]
"""What a node is, and its value."""

REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
GROUPS = frozenset({op.SUBPATTERN, op.ATOMIC_GROUP})
LOOKS = frozenset({op.ASSERT, op.ASSERT_NOT, op.AT})

_PROPERTY = re.compile(r"\\(?:[pP]\{\^?[\w =:-]+\}|.)", re.DOTALL)


def parse(source: str) -> Any:
    """The syntax tree; a doubtful construct (``[[a]``), of which ``re`` only warns, raises too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _parser.parse(_PROPERTY.sub(_as_class, source))


def _as_class(found: re.Match[str]) -> str:
    return r"\w" if found[0][1:3] in {"p{", "P{"} else found[0]


def inside(node: Node) -> list[Sequence[Node]]:
    """The sequences that a node is made of."""
    kind, value = node
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.GROUPREF_EXISTS:
        return [branch for branch in value[1:] if branch is not None]
    # The body of a repeat, a group and a look-around is the last part of its value.
    return [value[-1]] if kind in REPEATS | GROUPS | {op.ASSERT, op.ASSERT_NOT} else []
