"""Word boundaries by likelihood: does a hit stand as a word in its clause, or do its characters only meet there?

`boundary` holds the model, its numbers and the cases that argue for them; `lattice` the paths it compares; `dictionary` the
word facts of jieba.
"""

from __future__ import annotations

import threading

from weibofilter.segment.boundary import REACH, Boundary, Mode, judge
from weibofilter.segment.dictionary import Dictionary, jieba_text
from weibofilter.segment.lattice import arcs_of, best_paths, spans_of

__all__ = ["REACH", "Boundary", "Mode", "Segmenter", "segmenter"]


class Segmenter:
    """Judges hits, cuts texts and knows words, all by one dictionary; safe to share between threads."""

    __slots__ = ("_dictionary",)

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def judge(self, clause: str, start: int, end: int, mode: Mode) -> Boundary:
        """Whether the keyword at `clause[start:end]` is a word there, as `boundary` explains.

        `clause` is simplified and in lower case character by character, and has the keyword itself at the hit's place.

        >>> found = segmenter().judge("我有一个大麻烦", 4, 6, "soft")
        >>> round(found.margin, 1), found.words, found.stands
        (7.7, ('麻烦',), False)
        >>> segmenter().judge("有人种植大麻", 4, 6, "soft")
        Boundary(margin=0.0, words=(), stands=True)
        >>> segmenter().judge("加我微信号看片", 2, 4, "soft").stands, segmenter().judge("加我微信号看片", 2, 4, "strict").stands
        (True, False)
        """
        return judge(self._dictionary, clause, start, end, mode)

    def cut(self, text: str) -> list[str]:
        """The words of the best path through `text`, of which they are all: what jieba cuts without its hidden Markov model.

        Characters are taken one by one where the dictionary has no word, so letters and digits come out single.

        >>> segmenter().cut("路口交通很乱")
        ['路口', '交通', '很', '乱']
        """
        _, origins = best_paths(arcs_of(self._dictionary, text), 0, len(text))
        return [text[start:end] for start, end in spans_of(origins, 0, len(text))]

    def frequency(self, word: str) -> int:
        """How often the dictionary's corpus has `word`, of 60 million words; 0 if the dictionary lacks it.

        >>> segmenter().frequency("大麻"), segmenter().frequency("微信")
        (113, 0)
        """
        return self._dictionary.frequency(word)

    def words_containing(self, keyword: str) -> tuple[tuple[str, int], ...]:
        """The longer words that hold `keyword`, with their frequencies, most frequent first.

        It searches all of the dictionary, which takes a few ms.

        >>> segmenter().words_containing("大麻")[:2]
        (('大麻子', 53), ('大麻哈鱼', 20))
        """
        found = {word: count for word, count in self._dictionary.lines_with(keyword) if word != keyword}
        return tuple(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


_loading = threading.Lock()
_shared: Segmenter | None = None


def segmenter() -> Segmenter:
    """The segmenter of the process, whose dictionary is loaded by the first call and read-only from then on.

    >>> segmenter() is segmenter()
    True
    """
    global _shared  # noqa: PLW0603  # one dictionary a process: it is the largest thing the library holds
    if _shared is not None:
        return _shared
    with _loading:
        if _shared is None:
            _shared = Segmenter(Dictionary(jieba_text()))
        return _shared
