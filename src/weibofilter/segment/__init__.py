"""Word boundaries by likelihood: does a hit stand as a word in its clause, or do its characters only meet there?"""

from __future__ import annotations

import threading

from weibofilter.segment.boundary import Boundary, Mode, judge
from weibofilter.segment.dictionary import Dictionary, jieba_text
from weibofilter.segment.lattice import best_paths, lattice, spans_of

__all__ = ["Boundary", "Mode", "Segmenter", "segmenter"]


class Segmenter:
    """Judges hits and cuts texts by one dictionary; safe to share between threads."""

    __slots__ = ("_dictionary",)

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def judge(self, clause: str, start: int, end: int, mode: Mode) -> Boundary:
        return judge(self._dictionary, clause, start, end, mode)

    def cut(self, text: str) -> list[str]:
        _, origins = best_paths(lattice(self._dictionary, text), 0, len(text))
        return [text[start:end] for start, end in spans_of(origins, 0, len(text))]

    def frequency(self, word: str) -> int:
        return self._dictionary[word[:1]].words.get(word, 0)

    def words_containing(self, keyword: str) -> list[tuple[str, int]]:
        found = [(word, count) for word, count in self._dictionary.lines_with(keyword) if word != keyword]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


_lock = threading.Lock()
_shared: Segmenter | None = None


def segmenter() -> Segmenter:
    """The segmenter of the process, its dictionary loaded on the first call."""
    global _shared
    if _shared is None:
        with _lock:
            if _shared is None:
                _shared = Segmenter(Dictionary(jieba_text()))
    return _shared
