"""What changes when rules change: the verdicts on a corpus that two filters judge differently.

``rules`` tells which rules differ, ``compare`` looks for the posts that this changes, ``report`` writes what was found as JSON.
"""

from weibofilter.impact.compare import Change, Impact, RuleImpact, impact
from weibofilter.impact.report import to_json
from weibofilter.impact.rules import RuleChanges, changed_rules

__all__ = ["Change", "Impact", "RuleChanges", "RuleImpact", "changed_rules", "impact", "to_json"]
