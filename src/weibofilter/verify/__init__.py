"""Hits to findings: which hits hold, which are dismissed, and why.

``checks`` judge one hit each, ``regexes`` and ``combine`` make findings of several, ``evidence`` tells what was seen through, and
``context`` holds what is known of the post, worked out when it is first asked for.
"""

from weibofilter.verify.finding import Finding
from weibofilter.verify.verify import Findings, verify

__all__ = ["Finding", "Findings", "verify"]
