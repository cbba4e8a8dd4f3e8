"""A report of many verdicts: one page that needs nothing but itself, to look at rather than to read.

``Collector`` is fed one verdict at a time and keeps counts and a few sampled posts, however many there are; ``page`` makes the page of it.
Needs the extra ``report``.
"""

from weibofilter.report.collect import Collector
from weibofilter.report.render import look, page

__all__ = ["Collector", "look", "page"]
