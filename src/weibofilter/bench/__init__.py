"""How fast a filter is on given posts, and which of its rules and views cost the time.

``measure`` (measure.py) is the whole of it; clock.py times, and rules.py asks each rule for its share.
"""

from weibofilter.bench.clock import Latency
from weibofilter.bench.measure import Measurement, measure
from weibofilter.bench.rules import RuleCost

__all__ = ["Latency", "Measurement", "RuleCost", "measure"]
