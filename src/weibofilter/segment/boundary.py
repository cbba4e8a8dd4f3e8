"""Is the keyword a word where it was found, or do its characters only happen to stand side by side?

**The model.** jieba's dictionary gives every word a share of a corpus; the best path through a clause is the cut with the
highest product of shares (`best`), and the best path that begins and ends a word where the hit does is what the clause reads
like if the hit is meant (`held`). The difference of their logarithms, in nats, is the *margin*. It is 0 where the best path
already ends words at both ends of the hit: 有人|种植|大麻, but also 代|开发票 for the keyword 代开发票, because a keyword may be
several words.

**Words that fall across an end of the hit** are what stands there instead, if the hit is chance: 路口|交通 for 口交. How much
dearer the hit may be than they are depends on what it leaves of them, since a unigram model counts bound characters as words:

- nothing but words (日结|任务), or a character that stands free on that side of any word (不|想死, where 不想 is cut): up to
  `CLEAR_MARGIN`;
- debris, single characters that are seldom words (做爱|心|便当): up to `DEBRIS_MARGIN`.

**A word that holds the hit and more** is no evidence against it by itself. Of the compounds that the dictionary has of harmful
keywords nearly all mean them: 强奸犯, 色情片, 贩卖毒品, 银行贷款, 他妈的. The exceptions are of three kinds, each with its mark:

- cut without the compound, the clause still tears the keyword: 转变态度 is 转变|态度, 小姐姐 is 小|姐姐, 性交易 is 性|交易. The
  compound is set aside and the same margins decide;
- the one character that remains names a place or a constellation: 处女座, 处女峰 (`NAMING`);
- the compound is far commoner than the keyword, which then is a piece of a name or an idiom: 鸭舌帽 is 9 times as frequent as
  鸭舌, 后遗症 48 times as 后遗 (`RARER`). If more than one character remains, it has to be words: 卖淫|嫖娼, not 筋|疲|力尽.

A keyword of one character falls inside any longer word: 操 in 体操.

**Where statistics cannot tell**, the hit stands: a post that is wrongly flagged is reviewed and explained, and its rule can be
given an `unless`, while a hit that is dismissed wrongly is seen by nobody. That is why 微信|号弱 stands with 微信|号.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Literal, NamedTuple

from weibofilter.segment.lattice import Lattice, Span, arcs_of, best_paths, is_cut, spans_of, without_covers

if TYPE_CHECKING:
    from weibofilter.segment.dictionary import Dictionary

__all__ = ["Boundary", "Mode", "judge"]

Mode = Literal["soft", "strict"]

UNKNOWN_FREQUENCY = 100
"""What a keyword counts as that the dictionary lacks, of 60 million; in its own path only, so that rules never change each other.

Of some 700 harmful keywords of two characters the dictionary has 377, with a median frequency of 127 (quartiles 20 and 622);
what it lacks is mostly younger than it is (微信, 约炮, 刷单), and no rarer in posts. 100 brings 微信 in 加我微信号 to a margin of
1.0, from 4.5 at a frequency of 3 and 5.6 as 微|信; the hits by chance that an unknown keyword makes lie at 4 and above.
"""

DEBRIS_MARGIN = 1.2
"""How much dearer a hit may be that leaves debris.

Read over 38,000 public posts: up to here about half of such hits are meant (微信|号 1.0, 开|发票 1.1, 这类|人 0.8),
to 2.0 one in four (拆机|件, 男同|事, 开盒|子 are chance), above that one in ten.
"""

CLEAR_MARGIN = 3.5
"""How much dearer a hit may be that leaves words only.

Up to 1.5 nearly all are meant (广告|业务联系, 三十|一单), to 3.5 more than half (乌龟|王八蛋, 一觉|醒来); above that it is chance
(这人|贩子 4.1, 重庆人|民医院 4.1).
"""

RARER = 8
"""How many times as frequent as the keyword a compound may be that leaves one character. Compounds that mean their keyword are
rarer than it is (强奸犯 9 to 211, 炸药包 63 to 634) or little more frequent (玩意儿 278 to 249)."""

REACH = 5
"""How many characters on either side of a hit are looked at, which bounds what a judgement costs.

Of 20,000 hits in public posts none is decided otherwise at 8 than at 16, and at 4 only two are.
"""

NAMING = frozenset("座峰岭岛江湖县镇乡村州郡")
"""Last characters that make a name of what stands before them."""

FREE_BEFORE = frozenset("不没都就还也又再很太真最我你他她")
"""Adverbs and pronouns, which stand free before any verb or adjective: 不|想死, 真|他妈."""

FREE_AFTER = frozenset("的了吗吧呢啊呀")
"""Particles, which stand free after anything: 他妈|的."""


class Boundary(NamedTuple):
    """Whether a hit stands, and what it was weighed against.

    `margin` is in nats, 0.0 where the hit is on the best path; `words` are the words of the best path that reach over an
    end of the hit, in order, and empty exactly where there are none.
    """

    margin: float
    words: tuple[str, ...]
    stands: bool


_ALIGNED = Boundary(0.0, (), stands=True)


class _Place(NamedTuple):
    """The hit's neighbourhood, and where the hit is in it."""

    text: str
    start: int
    end: int


class _Reading(NamedTuple):
    """A cut of the neighbourhood into words, and the sum of their costs."""

    score: float
    words: list[Span]


def judge(dictionary: Dictionary, clause: str, start: int, end: int, mode: Mode) -> Boundary:
    r"""Whether the keyword at `clause[start:end]` is a word there.

    The clause is simplified and in lower case, and has the keyword itself at the hit's place, whatever disguise it was found
    under. Only the text up to the next punctuation, and `REACH` characters, counts. `strict` asks that the best path end a word
    at both ends. A keyword of ASCII characters always stands: its ends are judged as runs.

    >>> from weibofilter.segment.dictionary import Dictionary
    >>> words = Dictionary("路口 416 s\n交通 10908 n\n口交 3 n\n路 20000 n\n通 9000 v\n")
    >>> found = judge(words, "路口交通", 1, 3, "soft")
    >>> found.words, found.stands
    (('路口', '交通'), False)
    >>> judge(words, "会口交吗", 1, 3, "soft")
    Boundary(margin=0.0, words=(), stands=True)
    """
    if clause.isascii() or clause[start:end].isascii():
        return _ALIGNED
    place = _place(clause, start, end)
    if not is_cut(dictionary, place.text, place.start, place.end):
        return _ALIGNED
    arcs = arcs_of(dictionary, place.text)
    score, across, before = _best(place, arcs)
    if not across:
        return _ALIGNED
    held = _held(dictionary, place, arcs, before)
    words = tuple([place.text[low:high] for low, high in across])
    stands = mode == "soft" and _stands(dictionary, place, arcs, held, _Reading(score, across))
    return Boundary(max(0.0, score - held.score), words, stands)


def _place(clause: str, start: int, end: int) -> _Place:
    low, high = max(0, start - REACH), min(len(clause), end + REACH)
    if not clause[low:start].isalnum():
        low = next((place for place in range(start, low, -1) if not clause[place - 1].isalnum()), low)
    if not clause[end:high].isalnum():
        high = next((place for place in range(end, high) if not clause[place].isalnum()), high)
    return _Place(clause[low:high], start - low, end - low)


def _best(place: _Place, arcs: Lattice) -> tuple[float, list[Span], _Reading]:
    """The score of the best path of all, those of its words that reach over an end of the hit, and the best path up to the hit."""
    start, end, size = place.start, place.end, len(arcs)
    scores, origins = best_paths(arcs, 0, size)
    across = [(low, high) for low, high in spans_of(origins, 0, size) if low < start < high or low < end < high]
    return scores[size], across, _Reading(scores[start], spans_of(origins, 0, start) if across else [])


def _held(dictionary: Dictionary, place: _Place, arcs: Lattice, before: _Reading) -> _Reading:
    """The best path that begins and ends a word where the hit does, with the hit as one word or as several."""
    start, end, size = place.start, place.end, len(arcs)
    inside, _ = best_paths(arcs, start, end)
    after, after_origins = best_paths(arcs, end, size)
    score = before.score + max(_keyword_cost(dictionary, place), inside[end]) + after[size]
    return _Reading(score, [*before.words, (start, end), *spans_of(after_origins, end, size)])


def _keyword_cost(dictionary: Dictionary, place: _Place) -> float:
    keyword = place.text[place.start : place.end]
    cost = dictionary.cost_of(keyword)
    return dictionary.cost(UNKNOWN_FREQUENCY) if cost is None else cost


def _stands(dictionary: Dictionary, place: _Place, arcs: Lattice, held: _Reading, rival: _Reading) -> bool:
    """Whether a hit is meant against the words of the best path that reach over its ends."""
    compound = low, high = rival.words[0]
    if not (low <= place.start and place.end <= high):
        return _stands_between(place, held, rival)
    if place.end - place.start == 1:
        return False
    apart = without_covers(arcs, place.start, place.end)
    score, torn, _ = _best(place, apart)
    if torn:
        return _stands_between(place, held, _Reading(score, torn))
    return _stands_in_compound(dictionary, place, apart, compound)


def _stands_between(place: _Place, held: _Reading, rival: _Reading) -> bool:
    """Whether a hit is meant that cuts the rival's words."""
    debris = _leaves_debris(place, held.words, (rival.words[0][0], rival.words[-1][1]))
    return rival.score - held.score <= (DEBRIS_MARGIN if debris else CLEAR_MARGIN)


def _stands_in_compound(dictionary: Dictionary, place: _Place, apart: Lattice, compound: Span) -> bool:
    """Whether a hit is meant that is a part of a longer word, and is not torn where that word is set aside."""
    low, high = compound
    _, origins = best_paths(apart, low, high)
    if not _leaves_debris(place, spans_of(origins, low, high), compound):
        return True
    remains = place.text[low : place.start] + place.text[place.end : high]
    commoner = dictionary.costs[place.text[low:high]] - _keyword_cost(dictionary, place)
    return len(remains) == 1 and remains not in NAMING and commoner <= log(RARER)


def _leaves_debris(place: _Place, held: list[Span], cut: Span) -> bool:
    """Whether a single character that does not stand free remains of the words in `cut`, which the hit cuts."""
    low, high = cut
    before = (place.text[begin] for begin, end in held if low <= begin and end <= place.start and end - begin == 1)
    after = (place.text[begin] for begin, end in held if place.end <= begin and end <= high and end - begin == 1)
    return not (FREE_BEFORE.issuperset(before) and FREE_AFTER.issuperset(after))
