"""Word lists in plain text: one keyword a line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter.errors import Location
from weibofilter.rules.keywords import Fold, distinct, keyword_faults
from weibofilter.rules.rule import Keyword, Keywords, Rule
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from weibofilter.rules.files import SourceFile

CATEGORY = "custom"

_REMARK = re.compile(r"\s(#\s)").search


def read_plain_list(file: SourceFile, fold: Fold) -> list[Rule]:
    r"""The one rule of a ``.txt``: ``custom/<stem>``, flag, on the skeleton.

    Blank lines count for nothing, space around a keyword neither. Only ``#`` as the very first character makes a comment, so
    that an indented ``#`` is told and not lost.

    >>> from weibofilter.rules.files import SourceFile
    >>> [rule] = read_plain_list(SourceFile("兼职.txt", "# 招工\n刷单\n 日结 "), lambda text: (text,))
    >>> rule.name, rule.pattern.words[1]
    ('custom/兼职', Keyword(text='日结', location=Location(path='兼职.txt', line=3, column=2)))
    """
    words = _keywords(file)
    if not words:
        file.error("no-keywords", file.place(), "the list has no keyword", "write one a line, or remove the file")
        return []
    for fault in keyword_faults(words, fold):
        place = fault.keyword.location or file.place()
        file.tell(fault.severity, fault.code, place, fault.message, fault.way_out)
    return [Rule(Path(file.path).stem, CATEGORY, Keywords(distinct(words)), Action.FLAG, location=file.place())]


def _keywords(file: SourceFile) -> list[Keyword]:
    words = []
    path = file.path
    for number, line in enumerate(file.lines, 1):
        text = line.strip()
        if not text or line[0] == "#":
            continue
        column = 1 if text[0] == line[0] else 1 + len(line) - len(line.lstrip())
        words.append(Keyword(text, Location(path, number, column)))
        if text[0] == "#":
            message = f"{text!r} is a keyword here, since a comment begins at the start of a line"
            way_out = "move the # to the start, or leave it if it is meant"
            file.warning("indented-comment", Location(path, number, column), message, way_out)
        elif remark := _REMARK(text):
            message = f"{text!r} is all one keyword here, since a comment is a line of its own"
            way_out = "put the comment on a line above, or leave it if it is meant"
            file.warning("trailing-comment", Location(path, number, column + remark.start(1)), message, way_out)
    return words
