"""Writes `src/weibofilter/rules/data/common_characters.txt`: Han characters, the commonest first.

Source: the word frequencies of jieba's `dict.txt` (MIT licence), summed by character, the characters folded as posts are. Only the
order is kept, by which the rules' compiler guesses what is rare in a post. Run it with jieba 0.42.1 installed.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

from weibofilter.fold import skeleton_fold

TARGET = Path(__file__).parents[1] / "src" / "weibofilter" / "rules" / "data" / "common_characters.txt"
COUNT, WIDTH = 3000, 60
HEAD = """\
# Han characters, the commonest first, as the fold leaves them. Made by tools/build_common_characters.py
# from the frequencies of jieba's dictionary (0.42.1, MIT licence).
"""


def common_characters() -> str:
    """The commonest characters in order, each once."""
    counts: Counter[str] = Counter()
    fold = skeleton_fold()
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        for character in map(fold.tables.fold_char, word):
            if character and not character.isascii():
                counts[character] += int(frequency)
    return "".join(character for character, _ in counts.most_common(COUNT))


def main() -> None:
    """Writes the file."""
    characters = common_characters()
    lines = (characters[start : start + WIDTH] for start in range(0, len(characters), WIDTH))
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(characters)} characters")


if __name__ == "__main__":
    main()
