"""Keywords that a list lacks: learned from posts that people have labelled, for people to choose from.

Candidates are the jieba words and the character n-grams of the harmful posts that no rule holds yet, as the fold reads them, where a
keyword would count: not in addresses, @names and [emoticons], nor inside a Latin word or a number. Each is counted in both kinds of
posts, and they are taken one by one: the next is the one that holds the most posts which the ones before it do not, at a rate of
innocent posts that was said to be bearable. Words that are too common alone are tried in pairs; words of identity (同性恋, 河南人) only so,
since whoever says what he is would be held.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, combinations
from typing import TYPE_CHECKING

from weibofilter.automaton import build_automaton
from weibofilter.filter import Filter
from weibofilter.lint.identity import identity_words
from weibofilter.post import REPOST, TEXT, TOPIC, Zones
from weibofilter.rules.toml_text import toml_string
from weibofilter.segment import segmenter
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.fold import Fold

SHORTEST, LONGEST = 2, 6
"""Characters of a candidate: one character alone tells nothing, more than six are a sentence."""

CLAUSE_END = frozenset("，,；;：:。？?！!…\n\r")
"""Marks that no candidate reaches over."""

READ = frozenset({TEXT, TOPIC, REPOST})
"""Zones in which a keyword counts."""

PAIRED = 400
"""Words that are tried in pairs: the commonest in harmful posts for their share of innocent ones."""

WORD_BONUS = 1.25
"""How much more whole words are worth than a piece of one that stands in as many posts: 浏览器 says what 览器 only hints at."""

EXAMPLES, TRIED = 2, 12
"""Posts shown for a suggestion, of either kind, and those tried for one that its keywords hold; without one it is dropped."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One keyword, or a pair of which both must stand in a post, and what it would hold.

    ``new`` counts the harmful posts that neither a rule nor an earlier suggestion holds, ``harmful`` and ``benign`` all that it stands
    in; ``hit`` and ``miss`` are examples of the new ones and of the benign ones.
    """

    words: tuple[str, ...]
    new: int
    harmful: int
    benign: int
    hit: tuple[str, ...]
    miss: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a suggestion must reach: new harmful posts at least, and the share of benign posts at most."""

    min_new: int = 3
    max_benign: float = 0.0005
    most: int = 50


def suggest(harmful: Sequence[str], benign: Sequence[str], known: Filter, limits: Limits | None = None) -> Iterator[Suggestion]:
    """Suggestions, the one that holds the most new posts first.

    Posts that ``known`` already holds are left out of both kinds: what a rule covers is no news, and what it holds wrongly is its own
    fault.

    >>> from weibofilter import Filter
    >>> spam = ["全职妈妈看过来，居家打字日结", "居家打字员，不收押金", "招居家打字，多劳多得"]
    >>> found = suggest(spam, ["我妈妈在家看书", "她打字很快"], Filter.from_words(["刷单"]), Limits(max_benign=0))
    >>> next(found).words
    ('居家打字',)
    """
    asked = limits or Limits()
    return _chosen(_Posts.of(_unheld(harmful, known)), _Posts.of(_unheld(benign, known)), known.fold, asked)


def _unheld(posts: Sequence[str], known: Filter) -> list[str]:
    verdicts = known.check_many(posts)
    return [post for post, verdict in zip(posts, verdicts, strict=True) if verdict.action == Action.ALLOW]


@dataclass(frozen=True, slots=True)
class _Posts:
    """Distinct posts; sets of them are numbers, a bit for each post."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, posts: Iterable[str]) -> _Posts:
        return cls(tuple(dict.fromkeys(posts)))

    def shortest(self, bits: int, most: int) -> list[str]:
        """Some of the posts in a set, those that are the quickest to read."""
        found: list[str] = []
        while bits:
            found.append(self.texts[(bits & -bits).bit_length() - 1])
            bits &= bits - 1
        return sorted(found, key=len)[:most]

    def where(self, candidates: Sequence[str], fold: Fold) -> dict[str, int]:
        """For each candidate the set of posts that it stands in."""
        automaton = build_automaton(candidates)
        places: dict[str, int] = dict.fromkeys(candidates, 0)
        for number, post in enumerate(self.texts):
            text = readable(post, fold)
            for candidate in {match for start, end, match in automaton.find(text) if not _tears(text, start, end)}:
                places[candidates[candidate]] |= 1 << number
        return places


def readable(post: str, fold: Fold) -> str:
    r"""The post as the fold reads it, but in the characters that a person would write into a list: 一夜情, not 1夜情.

    A line feed stands where a clause or a zone ends, so that no candidate reaches over it.

    >>> from weibofilter.fold import skeleton_fold
    >>> readable("約 炮——１夜情, 來 @小明", skeleton_fold())
    '约炮1夜情\n来\n'
    """
    return "\n".join(_spelled(post[zone.start : zone.end], fold) if zone.name in READ else "" for zone in Zones(post).spans)


def _spelled(text: str, fold: Fold) -> str:
    return "".join(
        known.spelled if (known := fold.characters[character]).skeleton else "\n" if character in CLAUSE_END else ""
        for character in text
    )


def _tears(text: str, start: int, end: int) -> bool:
    """Whether the span begins or ends inside a Latin word or a number."""
    return _is_inside_run(text, start) or _is_inside_run(text, end)


def _is_inside_run(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place : place + 1]
    return (_is_latin(before) and _is_latin(after)) or (before.isdigit() and after.isdigit())


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _candidates(posts: _Posts, fold: Fold, min_new: int) -> dict[str, bool]:
    """Runs of characters that stand in enough of the posts, and whether each is one word or several, not a piece of one."""
    counts: Counter[str] = Counter()
    whole: set[str] = set()
    for post in posts.texts:
        own: set[str] = set()
        for part in readable(post, fold).split("\n"):
            own.update(
                part[start : start + size]
                for size in range(SHORTEST, LONGEST + 1)
                for start in range(len(part) - size + 1)
                if not _tears(part, start, start + size)
            )
            whole.update(_of_words(part))
        counts.update(own)
    return {text: text in whole for text, count in counts.items() if count >= min_new and not text.isdigit()}


def _of_words(text: str) -> Iterator[str]:
    """The runs that begin and end where jieba's words do."""
    ends = [0, *accumulate(map(len, segmenter().cut(text)))]
    for place, start in enumerate(ends):
        for end in ends[place + 1 :]:
            if end - start > LONGEST:
                break
            yield text[start:end]


def _chosen(harmful: _Posts, benign: _Posts, fold: Fold, limits: Limits) -> Iterator[Suggestion]:
    is_whole = _candidates(harmful, fold, limits.min_new)
    names = sorted(is_whole)
    held, wrong = harmful.where(names, fold), benign.where(names, fold)
    bearable = int(limits.max_benign * len(benign.texts))
    alone = {name for name in names if wrong[name].bit_count() <= bearable} - _identities()
    options: dict[tuple[str, ...], tuple[int, int]] = {(name,): (held[name], wrong[name]) for name in names if name in alone}
    options |= _pairs([name for name in names if name not in alone], held, wrong, limits, bearable)
    covered, given = 0, 0
    while options and given < limits.most:
        words = max(options, key=lambda words: _worth(words, options[words], covered) * (WORD_BONUS if is_whole[words[0]] else 1))
        hits, misses = options.pop(words)
        new = hits & ~covered
        if new.bit_count() < limits.min_new:
            return
        examples = _held_by(words, harmful.shortest(new, TRIED))[:EXAMPLES]
        if not examples:
            continue
        covered |= hits
        given += 1
        options = {name: sets for name, sets in options.items() if (sets[0] & ~covered).bit_count() >= limits.min_new}
        yield Suggestion(
            words, new.bit_count(), hits.bit_count(), misses.bit_count(), examples, tuple(benign.shortest(misses, EXAMPLES))
        )


def _held_by(words: tuple[str, ...], posts: Sequence[str]) -> tuple[str, ...]:
    """The posts that keywords of these words hold: a piece of a word, as 川人 of 四川人, holds none, for it stands nowhere as a word."""
    verdicts = Filter.from_words(words).check_many(posts)
    return tuple(
        post
        for post, verdict in zip(posts, verdicts, strict=True)
        if {reason.keyword for reason in verdict.reasons}.issuperset(words)
    )


@cache
def _identities() -> frozenset[str]:
    """Words of identity, and the pieces of them, which would hold the same people."""
    return frozenset(
        word[start:end]
        for word in identity_words()
        for start in range(len(word))
        for end in range(start + SHORTEST, len(word) + 1)
    )


def _pairs(
    names: Sequence[str], held: dict[str, int], wrong: dict[str, int], limits: Limits, bearable: int
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Pairs of words too common alone that together are bearable; neither a part of the other."""
    best = sorted(names, key=lambda name: -held[name].bit_count() / (1 + wrong[name].bit_count()) ** 0.5)[:PAIRED]
    pairs: dict[tuple[str, ...], tuple[int, int]] = {}
    for first, second in combinations(best, 2):
        hits = held[first] & held[second]
        if hits.bit_count() >= limits.min_new and first not in second and second not in first:
            misses = wrong[first] & wrong[second]
            if misses.bit_count() <= bearable:
                pairs[first, second] = hits, misses
    return pairs


def _worth(words: tuple[str, ...], sets: tuple[int, int], covered: int) -> float:
    """New posts less what the innocent ones cost; of equals a single word, and the longer one, which says more."""
    hits, misses = sets
    return (hits & ~covered).bit_count() - 2 * misses.bit_count() - 0.1 * len(words) + 0.01 * sum(map(len, words))


def as_list(suggestions: Iterable[Suggestion], harmful: int, benign: int) -> Iterator[str]:
    """The suggestions as the text of a word list to edit, a rule at a time; the counts are of the posts they were learned from."""
    yield f"# Suggested from {harmful:,} harmful and {benign:,} benign posts. Read every rule: keep, narrow or remove it,\n"
    yield "# give it a category and an id of its own, and write a `miss`: an innocent post that comes near it.\n\n"
    yield 'category = "custom"\naction = "flag"\n'
    for number, found in enumerate(suggestions, start=1):
        yield _rule(number, found)


def _rule(number: int, found: Suggestion) -> str:
    lines = [
        "",
        f"# holds {found.new} harmful posts that nothing held before ({found.harmful} in all), and {found.benign} benign ones",
        *(f"#   benign: {_one_line(post)}" for post in found.miss),
        "[[rule]]",
        f'id = "suggested-{number}"',
    ]
    if len(found.words) == 1:
        lines.append(f"keywords = [{toml_string(found.words[0])}]")
    else:
        lines.append("all = [" + ", ".join(f"[{toml_string(word)}]" for word in found.words) + "]")
    lines.append("hit = [" + ", ".join(toml_string(post) for post in found.hit) + "]")
    return "\n".join(lines) + "\n"


def _one_line(post: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in post).split())
