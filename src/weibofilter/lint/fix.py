"""The safe edits of findings, made in the files: everything but the words they are about stays byte for byte.

An edit is safe if every post is judged as before: a keyword that stands twice, another spelling of it, characters that the fold drops.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from weibofilter.files import write_atomically
from weibofilter.lint.finding import Edit, Remove, Rewrite
from weibofilter.lint.run import lint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from weibofilter.lint.finding import Finding

Place = tuple[int, int]
"""Line and column, from 1; columns count code points."""

_MARK = "\ufeff"
_ROUNDS = 8
_TOKEN = re.compile(r""" "(?!"")(?:[^"\\\n]|\\.)*" | '(?!'')[^'\n]*' """, re.VERBOSE)
_COMMA = re.compile(r"[ \t]*,")
_BLANKS = re.compile(r"[ \t]*")
_LINE_END = re.compile(r"[ \t]*\r?\n")
_UNQUOTABLE = re.compile(r'["\\\x00-\x1f\x7f]')


def fix(paths: Iterable[Path | str], *, at: dt.date | None = None) -> int:
    """Makes every safe edit in the files of these word lists; how many were made.

    One edit may uncover another: a keyword that is rewritten into one that stands there already is a duplicate now. So it goes round
    until nothing is left, each time with an edit at most for a word.
    """
    wanted, made = list(paths), 0
    for _ in range(_ROUNDS):
        done = sum(_fix_file(Path(path), edits) for path, edits in _edits(lint(wanted, at=at)).items())
        made += done
        if not done:
            break
    return made


def _edits(found: Sequence[Finding]) -> dict[str, dict[Place, Edit]]:
    """By file, one edit for each word: to remove it, if that is among them."""
    edits: dict[str, dict[Place, Edit]] = {}
    for finding in found:
        if finding.edit is not None:
            where = finding.diagnostic.location
            own = edits.setdefault(where.path, {})
            place = (where.line, where.column)
            own[place] = finding.edit if isinstance(finding.edit, Remove) else own.get(place, finding.edit)
    return edits


def _fix_file(path: Path, edits: Mapping[Place, Edit]) -> int:
    target = path.resolve()
    before = target.read_bytes().decode("utf-8")
    after, made = edited(before, edits, plain=path.suffix == ".txt")
    if made:
        mode = target.stat().st_mode
        write_atomically(target, after.encode("utf-8"))
        target.chmod(mode)
    return made


def edited(text: str, edits: Mapping[Place, Edit], *, plain: bool) -> tuple[str, int]:
    r"""The text of a file with the edits made that can be, and their number; ``plain``: a list with a keyword a line.

    >>> edited('keywords = ["刷單", "兼职", "兼职"]', {(1, 13): Rewrite("刷单"), (1, 25): Remove()}, plain=False)
    ('keywords = ["刷单", "兼职"]', 2)
    >>> edited("刷单\r\n刷单\r\n", {(2, 1): Remove()}, plain=True)
    ('刷单\r\n', 1)
    """
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    made = 0
    for (line, column), edit in sorted(edits.items(), reverse=True):
        offset = starts[line - 1] + column - 1
        change = _plain_change(text, offset, edit) if plain else _toml_change(text, offset, edit)
        if change is not None:
            start, end, new = change
            text = text[:start] + new + text[end:]
            made += 1
    return mark + text, made


Change = tuple[int, int, str]
"""A half-open stretch of the text and what replaces it."""


def _plain_change(text: str, offset: int, edit: Edit) -> Change | None:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset) + 1 or len(text)
    match edit:
        case Remove():
            return start, end, ""
        case Rewrite(new):
            return offset, offset + len(text[offset:end].rstrip()), new
        case _:
            assert_never(edit)


def _toml_change(text: str, offset: int, edit: Edit) -> Change | None:
    token = _TOKEN.match(text, offset)
    if token is None:
        return None  # a string of several lines
    match edit:
        case Remove():
            return *_with_comma(text, *token.span()), ""
        case Rewrite(new):
            quote = '"' if "'" in new else text[offset]
            return None if _UNQUOTABLE.search(new) else (*token.span(), quote + new + quote)
        case _:
            assert_never(edit)


def _with_comma(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of an array's item with its comma; with its line, if nothing else is on that."""
    first, comma = text.rfind("\n", 0, start) + 1, _COMMA.match(text, end)
    after = comma.end() if comma else end
    before, line_end = text[first:start].rstrip(" \t"), _LINE_END.match(text, after)
    if not before and line_end:
        return first, line_end.end()
    behind = _BLANKS.match(text, after)
    follows = behind.end() if behind else after
    if not before or (comma and not line_end and text[follows : follows + 1] != "]"):
        return start, follows
    # The last item of its line: the space before it goes, and the comma there if it has none of its own.
    return first + len(before if comma else before.removesuffix(",")), after
