"""Posts as HTML: nothing of a post is ever markup, and nothing that it hides is hidden."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from weibofilter.visible import Piece, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weibofilter.verdict import Action

_LINE_END = r"\n"


def marked(post: str, spans: Iterable[tuple[int, int, Action]] = ()) -> Markup:
    r"""The post with its hits in ``mark`` elements, and what it hides as escapes in ``span`` elements of class ``hidden``.

    >>> from weibofilter.verdict import Action
    >>> print(marked("<b>大麻\u202e", [(3, 5, Action.DELETE)]))
    &lt;b&gt;<mark class="hit delete">大麻</mark><span class="hidden">\u202e</span>
    """
    shown = Markup()
    for action, run in groupby(pieces(post, spans), key=lambda piece: piece.action):
        inside = Markup().join(map(_piece, run))
        shown += inside if action is None else Markup('<mark class="hit {}">{}</mark>').format(str(action), inside)
    return shown


def _piece(piece: Piece) -> Markup:
    if not piece.escaped:
        return Markup("{}").format(piece.text)
    if piece.text == _LINE_END:
        return Markup('<span class="hidden">↵</span><br>')
    return Markup('<span class="hidden">{}</span>').format(piece.text)
