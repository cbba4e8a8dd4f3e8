"""Words of identity and names of groups, which no rule may hold by themselves.

The commonest harm that keyword filters do is to silence those whom they were to protect: people who say what they are. A keyword that is
such a word holds every one of them, and a combination or regex can come to the same.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from weibofilter.errors import Location
from weibofilter.lint.finding import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weibofilter.lint.subject import Subject
    from weibofilter.rules.rule import Rule
    from weibofilter.verdict import Reason

_SENTENCES = ("我是{}", "我的邻居是{}，人很好", "今天有{}来我们店里吃饭")
"""Plain sentences, of which no rule has anything to say whatever group stands in them."""


@cache
def identity_words() -> Mapping[str, str]:
    """The words with what they are about, in the order of the file; its head says what belongs there and why.

    >>> identity_words()["同性恋"], identity_words()["回族"]
    ('orientation', 'ethnicity')
    """
    text = (files("weibofilter.lint") / "data" / "identity.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: about for about, words in rows for word in words.split()}


def identity_keywords(subject: Subject) -> Iterator[Remark]:
    """Keywords that are a word of identity."""
    known = _by_skeleton(subject)
    for word in subject.keywords:
        identity = next((known[skeleton] for skeleton in word.skeletons if skeleton in known), None)
        if identity is not None:
            message = (
                f"{word.text!r} is a word of identity ({identity_words()[identity]}): everybody who says it of himself is held"
            )
            yield Remark(word.place, message, "ask for what makes it harm: all = [[...], [...]]")


def _by_skeleton(subject: Subject) -> dict[str, str]:
    words = list(identity_words())
    found = zip(words, subject.skeletons(words), strict=True)
    return {skeleton: word for word, skeletons in found for skeleton in skeletons}


def identity_held(subject: Subject) -> Iterator[Remark]:
    """Rules that hold a plain sentence with a word of identity, by more than that word itself; each rule and keyword once."""
    posts = [(sentence.format(word), word) for word in identity_words() for sentence in _SENTENCES]
    rules = {rule.name: rule for rule in subject.rules}
    known, told = _by_skeleton(subject), set()
    verdicts = subject.filter.check_many(post for post, _ in posts)
    for (post, word), verdict in zip(posts, verdicts, strict=True):
        for reason in (*verdict.reasons, *verdict.shadow):
            found = reason.rule, reason.keyword
            if found in told or any(skeleton in known for [one] in [subject.skeletons([reason.keyword])] for skeleton in one):
                continue
            told.add(found)
            message = f"rule {reason.rule} holds {post!r}, a plain sentence with {word!r}, by {reason.keyword!r}"
            yield Remark(
                _place(reason, rules[reason.rule]), message, "ask for what makes it harm, or excuse the word with unless"
            )


def _place(reason: Reason, rule: Rule) -> Location:
    """Where the keyword is written, or the rule if it is of more than one part."""
    words = [word for word in getattr(rule.pattern, "words", ()) if word.text == reason.keyword]
    place = words[0].location if words else rule.location
    return place or Location("<words>")
