"""Every check, in the order in which it is asked: its code, how much it matters, what it finds, and the function that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weibofilter.errors import Severity
from weibofilter.lint.characters import disguises, idle_spaces, invisible_characters, other_spellings
from weibofilter.lint.everyday import everyday_words, in_everyday_words, single_characters
from weibofilter.lint.examples import far_misses, missing_hits, missing_misses
from weibofilter.lint.identity import identity_held, identity_keywords
from weibofilter.lint.overlap import conflicts, covered, duplicates, duplicates_elsewhere
from weibofilter.lint.whole_rules import (
    idle_excuses,
    in_no_zone,
    never_holds,
    past_rules,
    shielded_keywords,
    short_latin,
    wide_and_short,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from weibofilter.lint.finding import Remark
    from weibofilter.lint.subject import Subject

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``code`` is stable, ``summary`` ends the sentence "It finds ..."."""

    code: str
    severity: Severity
    summary: str
    find: Callable[[Subject], Iterator[Remark]]


CHECKS: tuple[Check, ...] = (
    Check("identity-keyword", ERROR, "a keyword that is a word of identity", identity_keywords),
    Check("identity-held", ERROR, "a rule that holds a plain sentence with a word of identity", identity_held),
    Check("never-holds", ERROR, "a rule that can never hold", never_holds),
    Check("in-no-zone", WARNING, "a keyword that is a name, an emoticon or an address", in_no_zone),
    Check("past-rule", WARNING, "a rule whose last day is over", past_rules),
    Check("shielded-keyword", WARNING, "a keyword that its own rule takes back", shielded_keywords),
    Check("idle-excuse", WARNING, "an excuse that shields nothing", idle_excuses),
    Check("conflicting-actions", WARNING, "a keyword that a graver rule holds anyway", conflicts),
    Check("duplicate-keyword", WARNING, "a keyword that finds what another one of its rule finds", duplicates),
    Check("duplicate-elsewhere", WARNING, "a keyword that another rule holds to the same end", duplicates_elsewhere),
    Check("covered-keyword", NOTE, "a keyword that holds a shorter one", covered),
    Check("everyday-keyword", WARNING, "a keyword that is an everyday word", everyday_words),
    Check("inside-everyday-words", WARNING, "a keyword that is held inside everyday words", in_everyday_words),
    Check("single-character", WARNING, "a keyword of one character that words are written with", single_characters),
    Check("short-latin", WARNING, "a keyword of one or two Latin letters", short_latin),
    Check("wide-and-short", WARNING, "wider views for keywords of one or two characters", wide_and_short),
    Check("invisible-character", WARNING, "a word with characters that nobody sees", invisible_characters),
    Check("idle-space", WARNING, "a keyword with space that counts for nothing", idle_spaces),
    Check("other-spelling", WARNING, "a word in traditional characters or full width", other_spellings),
    Check("disguised-keyword", WARNING, "a keyword written in a disguise that is seen through anyway", disguises),
    Check("missing-hit", WARNING, "a rule without a post that it must hold", missing_hits),
    Check("missing-miss", WARNING, "a rule without a post that it must let go", missing_misses),
    Check("far-miss", WARNING, "a miss that is no near miss", far_misses),
)
"""What is asked of word lists that load; what loading itself reports has codes of its own."""
