"""What is odd about the characters of a word: hidden ones, space, spellings and disguises that the fold sees through anyway."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import regex

from weibofilter.lint.finding import Remark, Rewrite
from weibofilter.rules.rule import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weibofilter.fold import Fold
    from weibofilter.lint.subject import Subject, Word

_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_JOINED_EMOJI = regex.compile(r"(?<=[\p{So}\p{Sk}\ufe0f])\u200d")
_HAN = regex.compile(r"\p{Han}")
# Space that the fold drops; between Latin words (easy girl) it is how they are written.
_IDLE_SPACE = regex.compile(r"^\s+|\s+$|(?<=\p{Han})\s+|\s+(?=\p{Han})")
_NAME_DOT = "·"


def invisible_characters(subject: Subject) -> Iterator[Remark]:
    """Words with characters that nobody sees.

    Excuses count as written, so one with such a character is never found. To take it out brings the excuse into force: no edit to be
    made unseen.
    """
    found = [(word, True) for word in (*subject.keywords, *subject.members)] + [(word, False) for word in subject.excuses]
    for word, is_safe in found:
        if word.text.isprintable():
            continue
        plain = "".join(character for character in _JOINED_EMOJI.sub("", word.text) if not _is_hidden(character))
        hidden = next((character for character in _JOINED_EMOJI.sub("", word.text) if _is_hidden(character)), None)
        if hidden is not None:
            message = f"{plain!r} is written with an invisible character, U+{ord(hidden):04X}"
            yield Remark(word.place, message, f"write {plain!r}", Rewrite(plain) if is_safe and plain else None)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in "\t\n"


def idle_spaces(subject: Subject) -> Iterator[Remark]:
    """Keywords with space that does nothing: the fold drops it, and reasons show it to the author of a post."""
    for word in (*subject.keywords, *subject.members):
        plain = _IDLE_SPACE.sub("", word.text)
        if plain != word.text:
            yield Remark(word.place, f"{word.text!r} has space that counts for nothing", f"write {plain!r}", Rewrite(plain))


def other_spellings(subject: Subject) -> Iterator[Remark]:
    """Words in traditional characters or full width: the simplified, half-width spelling finds them all.

    Capital letters are left alone: QQ is a name, and reads well in reasons. So are characters that are traditional by one reading
    and simplified by another (乾隆), which are those that GB 2312 has.
    """
    for word in (*subject.keywords, *subject.members, *subject.excuses):
        if word.spelled != word.text:
            plain = "".join(_plain_spelling(character, subject.fold) for character in word.text)
            if plain != word.text:
                message = f"{word.text!r} is another spelling of {plain!r}, which finds both"
                yield Remark(word.place, message, f"write {plain!r}", Rewrite(plain))


def _plain_spelling(character: str, fold: Fold) -> str:
    if character.isascii() or (_HAN.match(character) and _in_gb2312(character)):
        return character
    return fold.characters[character].spelled


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def disguises(subject: Subject) -> Iterator[Remark]:
    """Keywords written in a disguise that the skeleton sees through: the plain word finds this one and every other."""
    for word in (*subject.keywords, *subject.members):
        if subject.rule_of(word).views == {View.PLAIN} or (len(word.skeletons) == 1 and word.skeletons[0] == word.spelled):
            continue
        plain = _undisguised(word, subject.fold)
        if plain and plain != word.text:
            message = f"{word.text!r} is a disguise of {plain!r}, which finds both"
            yield Remark(word.place, message, f"write {plain!r}")


def _undisguised(word: Word, fold: Fold) -> str:
    """The word with look-alike and enclosed letters as plain ones, and without symbols between Han characters.

    Symbols that can be read (❤ for 爱) are meant; so is the dot within a foreign name (马丁·路德).
    """
    text, plain = word.text, []
    mixed = any(character.isascii() and character.isalnum() for character in text) or _HAN.search(text)
    for place, character in enumerate(text):
        folded = fold.characters[character].skeleton
        if character.isascii() or _HAN.match(character):
            idle = not folded and not character.isspace() and _between_han(text, place)
            plain.append("" if idle else character)
        elif not folded and character not in fold.tables.alternatives and character != _NAME_DOT and _between_han(text, place):
            plain.append("")
        else:
            plain.append(folded if folded and mixed and fold.characters[character].spelled == character else character)
    return "".join(plain)


def _between_han(text: str, place: int) -> bool:
    """Whether a character, one to be seen, stands between two Han characters."""
    if _is_hidden(text[place]):
        return False
    return bool(0 < place < len(text) - 1 and _HAN.match(text[place - 1]) and _HAN.match(text[place + 1]))
