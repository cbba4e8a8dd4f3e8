"""What holds of every answer, whatever the post: one place that the fuzzer, the property tests and the corpus share."""

from __future__ import annotations

import json
import pickle
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fuzz.rulesets import judges
from weibofilter import Action
from weibofilter.explain import Language, describe, describe_dismissal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fuzz.rulesets import Judges
    from weibofilter import Dismissal, Filter, Reason, Verdict

SECONDS = 2.0
SECONDS_A_CHARACTER = 0.002
"""CPU time of everything that is asked of one rule set about some posts, three to five judgements of each: a hundred times what was
measured for the worst of them, and far below what work that grows faster than the post takes."""


FACES_OF = 4
"""Of the posts that something is found in, one in so many, by their length, is also masked, traced and put into words."""


class BrokenPromiseError(AssertionError):
    """An answer that is not as promised; the message says which, and about which post."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, for messages."""

    rules: str
    post: str

    def holds(self, promise: bool, words: str) -> None:
        """Raises BrokenPromiseError unless it is kept."""
        if not promise:
            raise BrokenPromiseError(f"{words}: rules {self.rules!r}, post {self.post[:500]!a}")


def examine(posts: Sequence[str], *, only: str = "") -> None:
    """Judges these posts in every way there is, by the rule sets (or the one named ``only``). Raises BrokenPromiseError."""
    for judge in judges():
        if only in {"", judge.name}:
            _examine(posts, judge)


def _examine(posts: Sequence[str], judge: Judges) -> None:
    began = time.process_time()
    singles = [judge.first.check(post) for post in posts]
    for post, verdict in zip(posts, singles, strict=True):
        if verdict is not judge.first.clear_verdict:
            asked = Asked(judge.name, post)
            check_verdict(post, verdict, asked)
            if len(post) % FACES_OF == 0:
                _check_faces(post, verdict, judge.first, asked)
    whole = Asked(judge.name, " | ".join(posts))
    size = len(posts) // 2 + 1
    whole.holds(list(judge.first.check_many(posts, batch_size=size)) == singles, f"batches of {size} differ from one by one")
    whole.holds(list(judge.second.check_many(posts)) == singles, "the engines differ")
    spent = time.process_time() - began
    whole.holds(spent < SECONDS + SECONDS_A_CHARACTER * sum(map(len, posts)), f"{spent:.1f} s of CPU time")


def check_verdict(post: str, verdict: Verdict, asked: Asked) -> None:
    """The verdict's own laws: spans slice the post, reasons stand in order, and the action is the gravest of theirs."""
    entries: list[Reason | Dismissal] = [*verdict.reasons, *verdict.dismissed, *verdict.shadow]
    for entry in entries:
        asked.holds(0 <= entry.start < entry.end <= len(post), f"span {entry.start}-{entry.end} of {len(post)}")
        asked.holds(post[entry.start : entry.end] == entry.text, f"{entry.text!a} is not what stands at {entry.start}")
    for reason in (*verdict.reasons, *verdict.shadow):
        inside = all(reason.start <= start < end <= reason.end for start, end in reason.parts)
        asked.holds(inside, f"parts {reason.parts} outside of {reason.start}-{reason.end}")
    places = [(reason.start, -reason.end, reason.rule, reason.keyword) for reason in verdict.reasons]
    asked.holds(places == sorted(set(places)), "reasons out of order, or twice")
    gravest = max((reason.action for reason in verdict.reasons), default=Action.ALLOW)
    asked.holds(verdict.action == gravest, f"{verdict.action} for {gravest}")


def _check_faces(post: str, verdict: Verdict, judge: Filter, asked: Asked) -> None:
    """The other faces of a verdict: JSON, pickle, hash, mask, the words, the trace."""
    told = verdict.to_dict()
    # With escapes JSON itself makes one character of two lone surrogates side by side; without, all comes back as it was.
    asked.holds(json.loads(json.dumps(told, ensure_ascii=False)) == told, "JSON differs")
    json.dumps(told)
    asked.holds(pickle.loads(pickle.dumps(verdict)) == verdict, "pickled, it is another")
    hash(verdict)
    masked = judge.mask(post, "\uffff")
    held = {place for reason in verdict.reasons for place in range(reason.start, reason.end)}
    wanted = "".join("\uffff" if place in held else character for place, character in enumerate(post))
    asked.holds(masked == wanted, "the mask is not the reasons' places")
    for language in Language:
        for reason in verdict.reasons:
            asked.holds(bool(describe(reason, language, judge.categories)), "no words for a reason")
        for dismissal in verdict.dismissed:
            asked.holds(bool(describe_dismissal(dismissal, language)), "no words for a dismissal")
    asked.holds(judge.trace(post).verdict == verdict, "the trace has another verdict")
