"""Judges Chinese-language posts: allow, flag or delete, and why.

Reading order, which is the way of a post: ``fold`` (raw text to view), ``scan`` (hits), ``verify`` (kept or dismissed), ``decide``
(verdict). ``rules`` and ``automaton`` are what posts are judged by, ``filter`` puts the stages in a row, ``explain`` words the
outcome.

>>> from weibofilter import Filter
>>> verdict = Filter.from_words(["加微信"]).check("快＋薇❤️信，不对：加.微.信")
>>> verdict.action.value, verdict.reasons[0].text, verdict.reasons[0].disguises
('flag', '加.微.信', ('interleaved',))
"""

from weibofilter.errors import CompiledFileError, Diagnostic, PolicyError, WeiboFilterError, WordlistError
from weibofilter.filter import Filter
from weibofilter.policy import Policy
from weibofilter.verdict import Action, Dismissal, Reason, Verdict

__all__ = [
    "Action",
    "CompiledFileError",
    "Diagnostic",
    "Dismissal",
    "Filter",
    "Policy",
    "PolicyError",
    "Reason",
    "Verdict",
    "WeiboFilterError",
    "WordlistError",
]

__version__ = "0.1.0"
