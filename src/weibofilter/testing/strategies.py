"""Hypothesis strategies: disguised keywords, realistic posts, word lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event
from hypothesis import strategies as st

from weibofilter.rules.expand import regional_forms
from weibofilter.rules.toml_text import toml_list, toml_string
from weibofilter.testing.phrases import EMOJI, EMOTICONS, LINKS, NAMES, SENTENCES, TOPICS, WORDS
from weibofilter.testing.stand_ins import CHARACTER_KINDS, FOLDED_KINDS, fillers, stand_ins
from weibofilter.views.initials import spellings
from weibofilter.views.masked import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

SKELETON_KINDS = (*FOLDED_KINDS, "symbol", "regional", "repeated", "interleaved")
"""Disguises and spellings that every rule sees through which does not ask for the view ``plain`` alone."""

WIDE_KINDS = ("homophone", "pinyin", "emoji", "han-look-alike", "split", "initials", "swapped", "masked")
"""Disguises that a rule sees through by its wider views, where the clause around makes them likely."""

_MOST_REPEATS = 3

Cells = list[str]
"""What is written for each character of a keyword."""


def disguises(keyword: str, kinds: Iterable[str] = SKELETON_KINDS, *, least: int = 1, most: int = 2) -> SearchStrategy[str]:
    """Disguised forms of a keyword: ``least`` to ``most`` of these kinds, one over the other, of those that can change it.

    ``ValueError`` for a kind that there is not, or a keyword that none of the kinds can change. What was drawn is told to Hypothesis as an
    event (``--hypothesis-show-statistics``).

    >>> from weibofilter.testing import SKELETON_KINDS, disguises
    >>> forms = disguises("加微信", kinds=["interleaved"])
    """
    asked = tuple(dict.fromkeys(kinds))
    unknown = sorted(set(asked) - {*SKELETON_KINDS, *WIDE_KINDS})
    if unknown:
        raise ValueError(f"no disguise is called {', '.join(unknown)}; known are {', '.join((*SKELETON_KINDS, *WIDE_KINDS))}")
    able = tuple(kind for kind in _ORDER if kind in asked and _changes(kind, keyword))
    if len(able) < max(1, least) or least > most:
        raise ValueError(f"{keyword!r} can be disguised by {len(able)} of these kinds, and {least} to {most} are asked for")
    return _disguised(keyword, able, least, min(most, len(able)))


@st.composite
def _disguised(draw: DrawFn, keyword: str, kinds: Sequence[str], least: int, most: int) -> str:
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=max(1, least), max_size=most, unique=True))
    written = draw(st.sampled_from(regional_forms(keyword))) if "regional" in chosen else keyword
    cells = list(written)
    for kind in kinds:
        if kind in chosen and kind in _WHOLE:
            cells = _WHOLE[kind](draw, cells)
        elif kind in chosen and kind != "regional":
            _change_characters(draw, kind, written, cells)
    event(f"disguise: {' + '.join(kind for kind in kinds if kind in chosen)}")
    return "".join(cells)


def _change_characters(draw: DrawFn, kind: str, written: str, cells: Cells) -> None:
    """Writes another thing for one or more characters that no other kind has changed."""
    free = [place for place, character in enumerate(written) if cells[place] == character and stand_ins(kind, character)]
    if free:
        for place in draw(st.lists(st.sampled_from(free), min_size=1, unique=True)):
            cells[place] = draw(st.sampled_from(stand_ins(kind, written[place])))


def _repeated(draw: DrawFn, cells: Cells) -> Cells:
    """Some characters several times; not a Han character at either end, which may be a word of its own there (大麻麻, 他妈妈)."""
    places = _repeatable(cells)  # none, where another kind has drawn the keyword together
    for place in draw(st.lists(st.sampled_from(places), min_size=1, unique=True)) if places else ():
        cells[place] *= draw(st.integers(2, _MOST_REPEATS))
    return cells


def _repeatable(cells: Sequence[str]) -> list[int]:
    ends = {0, len(cells) - 1}
    return [place for place, cell in enumerate(cells) if place not in ends or cell[:1].isascii()]


def _interleaved(draw: DrawFn, cells: Cells) -> Cells:
    """The same filler between every two characters, which is a disguise whatever it is."""
    filler = draw(st.text(st.sampled_from(fillers()), min_size=1, max_size=2))
    return [cell if place == len(cells) - 1 else cell + filler for place, cell in enumerate(cells)]


def _initials(draw: DrawFn, cells: Cells) -> Cells:
    ways = spellings("".join(cells))
    return [draw(st.sampled_from(ways))] if ways else cells


def _swapped(draw: DrawFn, cells: Cells) -> Cells:
    place = draw(st.sampled_from([place for place in range(len(cells) - 1) if cells[place] != cells[place + 1]] or [0]))
    return [*cells[:place], *reversed(cells[place : place + 2]), *cells[place + 2 :]]


def _masked(draw: DrawFn, cells: Cells) -> Cells:
    place = draw(st.integers(0, len(cells) - 1))
    return [*cells[:place], draw(st.sampled_from(MARKS)), *cells[place + 1 :]]


_WHOLE: dict[str, Callable[[DrawFn, Cells], Cells]] = {
    "initials": _initials,
    "swapped": _swapped,
    "masked": _masked,
    "repeated": _repeated,
    "interleaved": _interleaved,
}
"""Kinds that change the keyword as a whole."""

_ORDER = ("regional", *FOLDED_KINDS, *CHARACTER_KINDS, *_WHOLE)
"""Every kind in the order in which it is applied: what is written first, then how it is spaced."""


_CHANGES: dict[str, Callable[[str], bool]] = {
    "regional": lambda keyword: bool(regional_forms(keyword)),
    "initials": lambda keyword: bool(spellings(keyword)),
    "swapped": lambda keyword: len(set(keyword)) > 1,
    "masked": lambda keyword: len(keyword) > 2,
    "repeated": lambda keyword: bool(_repeatable(keyword)),
    "interleaved": lambda keyword: len(keyword) > 1,
}
"""Whether a kind that changes the whole has anything to change in a keyword."""


def _changes(kind: str, keyword: str) -> bool:
    whole = _CHANGES.get(kind)
    return any(stand_ins(kind, character) for character in keyword) if whole is None else whole(keyword)


def posts(holding: str | SearchStrategy[str] | None = None, *, most: int = 5) -> SearchStrategy[str]:
    """Realistic posts of up to ``most`` parts: sentences, simplified, traditional and mixed with English, @names, #topics#, [emoticons],
    emoji, addresses, and what is passed on from others.

    With ``holding`` each has this text, or one that this strategy draws, as a clause of its own somewhere in what its author says.
    """
    return _post(st.just(holding) if isinstance(holding, str) else holding, most)


@st.composite
def _post(draw: DrawFn, holding: SearchStrategy[str] | None, most: int) -> str:
    parts = draw(st.lists(_PART, min_size=0 if holding is not None else 1, max_size=most))
    if holding is not None:
        place = draw(st.integers(0, len(parts)))
        before, behind = draw(st.sampled_from(["", " ", "，", "。", "\n"])), draw(st.sampled_from(["", "，", "！", "\n", "。"]))
        parts.insert(
            place, f"{before if place == 0 else before or ' '}{draw(holding)}{behind if place == len(parts) else behind or ' '}"
        )
    return "".join(parts) + draw(st.sampled_from(["", "", "", f"//@{NAMES[0]}:{SENTENCES[0]}", f"//@{NAMES[1]}：转发微博"]))


_SEPARATOR = st.sampled_from(["", "，", "。", "！", "？", " ", "\n", "～", "…"])
_PART = st.one_of(
    st.builds("{}{}".format, st.sampled_from(SENTENCES), _SEPARATOR),
    st.sampled_from(NAMES).map("@{} ".format),
    st.sampled_from(TOPICS).map("#{}#".format),
    st.sampled_from(EMOTICONS).map("[{}]".format),
    st.lists(st.sampled_from(EMOJI), min_size=1, max_size=3).map("".join),
    st.sampled_from(LINKS).map(" {} ".format),
)


def wordlists(words: SearchStrategy[str] | None = None, *, most: int = 4) -> SearchStrategy[str]:
    """Word lists as the text of a TOML file that loads: up to ``most`` rules of every kind, with views, boundaries, states and excuses.

    ``words`` draws the keywords; without it they are some of everyday and of harmful speech. Each rule of keywords has its first one as its
    ``hit``.
    """
    return st.lists(_rule(st.sampled_from(WORDS) if words is None else words), min_size=1, max_size=most).map(_numbered)


@st.composite
def _rule(draw: DrawFn, words: SearchStrategy[str]) -> list[str]:
    own = st.lists(words, min_size=1, max_size=4, unique=True)
    lines = [f"category = {toml_string(draw(st.sampled_from(_CATEGORIES)))}"]
    kind = draw(st.sampled_from(["keywords", "keywords", "all", "regex"]))
    if kind == "keywords":
        keywords = draw(own)
        lines += [f"keywords = {toml_list(keywords)}", f"hit = {toml_list(keywords[:1])}"]
    elif kind == "all":
        groups = ", ".join(toml_list(group) for group in draw(st.lists(own, min_size=2, max_size=3)))
        lines += [f"all = [{groups}]", *draw(st.sampled_from([[], ["within = 10"]]))]
    else:
        lines.append(f"regex = {draw(st.sampled_from(_REGEXES))}")
    for key, values in _SETTINGS.items():
        value = draw(st.sampled_from(("", *values)))
        if value and not (kind == "regex" and key == "views"):
            lines.append(f"{key} = {value}")
    excuses = draw(st.lists(words, max_size=2, unique=True))
    return [*lines, f"unless = {toml_list(excuses)}"] if excuses else lines


_CATEGORIES = ("spam", "fraud", "gambling", "drugs", "abuse", "custom")
_REGEXES = (r"'(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}'", r"'加[我你]?微信\d{3,9}'", r"'日结\d{2,4}元'")
_SETTINGS = {
    "views": ('["wide"]', '["plain"]', '["initials"]', '["swapped"]', '["sound", "shape"]'),
    "boundary": ('"soft"', '"strict"', '"off"'),
    "action": ('"flag"', '"delete"'),
    "state": ('"live"', '"shadow"'),
    "zones": ('["text"]', '["text", "topic", "repost", "url"]'),
}


def _numbered(rules: list[list[str]]) -> str:
    return "\n".join("\n".join(["[[rule]]", f'id = "rule-{number}"', *lines, ""]) for number, lines in enumerate(rules, start=1))
