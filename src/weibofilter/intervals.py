"""How far a share that was counted may be from the true one."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was counted: so many of so many, and the bounds of the true one."""

    count: int
    of: int
    rate: float
    low: float
    high: float


def share(count: int, of: int, confidence: float = CONFIDENCE) -> Share:
    """The share with its Wilson score interval, which holds at 0, at 1 and for few posts, where the usual ± does not.

    Of nothing, nothing is known: 0 between 0 and 1.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212;
    recommended by Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001), 101-133.

    >>> found = share(5, 100)
    >>> f"{found.rate:.2%}, {found.low:.2%} to {found.high:.2%}", f"{share(0, 1000).high:.2%}"
    ('5.00%, 2.15% to 11.18%', '0.38%')
    """
    if not of:
        return Share(count, of, 0.0, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    rate = count / of
    middle = (rate + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(rate * (1 - rate) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    # At the ends the formula is exact, and its rounding is not.
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Share(count, of, rate, low, high)
