"""Prints how the boundary's margins lie: the table of cases by margin, or keywords of your own in posts of your own.

    python tools/boundary_margins.py tests/cases/boundary.tsv
    python tools/boundary_margins.py --keywords keywords.txt < posts.txt

Run it before a threshold of `weibofilter.segment.boundary` is changed. The first form lists what the likelihood cannot settle
alone: every case on the wrong side or with a margin between 0 and 5. The second lists each dismissed hit, and each one that
stands against words of the best path, for reading; at the end it counts what `off`, `soft` and `strict` keep.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from weibofilter.segment import Boundary, segmenter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def cases(path: Path) -> Iterator[tuple[str, str, str]]:
    """Keyword, clause and verdict of each line of a table of cases."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            keyword, clause, verdict, *_ = line.split("\t")
            yield keyword, clause, verdict


def shown(keyword: str, text: str, start: int, found: Boundary) -> str:
    """One line about a judgement: the hit in its neighbourhood, the margin, and the words across its ends."""
    end = start + len(keyword)
    place = f"{text[max(0, start - 8) : start]}[{keyword}]{text[end : end + 8]}"
    return f"{'stands' if found.stands else 'falls':6} {found.margin:5.1f}  {place}  {'/'.join(found.words)}"


def show_cases(path: Path) -> None:
    """Prints the cases in doubt by margin, then how many of all are on the wrong side."""
    lines, wrong, total = [], Counter[str](), Counter[str]()
    for keyword, clause, verdict in cases(path):
        start = clause.index(keyword)
        found = segmenter().judge(clause, start, start + len(keyword), "soft")
        right = found.stands == (verdict == "stands")
        total[verdict] += 1
        wrong[verdict] += not right
        if not right or (found.words and found.margin < 5):
            lines.append((found.margin, f"{'' if right else 'WRONG':5} {shown(keyword, clause, start, found)}"))
    print("\n".join(line for _, line in sorted(lines)))
    print(", ".join(f"{verdict}: {wrong[verdict]} of {count} wrong" for verdict, count in total.items()))


def show_posts(keywords: list[str], posts: Iterable[str]) -> None:
    """Prints each hit that some word of the best path speaks against, then what each mode keeps."""
    kept = Counter[str]()
    for post in posts:
        text = post.lower().rstrip("\n")
        for keyword in keywords:
            start = text.find(keyword)
            while start >= 0:
                found = segmenter().judge(text, start, start + len(keyword), "soft")
                kept.update(off=1, soft=int(found.stands), strict=int(not found.words))
                if found.words:
                    print(shown(keyword, text, start, found))
                start = text.find(keyword, start + 1)
    print(", ".join(f"{mode} keeps {count}" for mode, count in kept.items()))


def main() -> None:
    """Reads the arguments and prints one of the two lists."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("cases", nargs="?", type=Path, help="a table of cases")
    parser.add_argument("--keywords", type=Path, help="a file of keywords, one a line; posts are read from standard input")
    arguments = parser.parse_args()
    if arguments.keywords:
        show_posts(arguments.keywords.read_text(encoding="utf-8").split(), sys.stdin)
    elif arguments.cases:
        show_cases(arguments.cases)
    else:
        parser.error("name a table of cases, or --keywords and posts on standard input")


if __name__ == "__main__":
    main()
