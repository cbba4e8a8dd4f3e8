"""The deeper look at word lists: will a rule over-block, does it do what it seems to, is it idle?

``checks`` is the table of what is asked, ``subject`` what the checks look at, ``run`` puts them in a row; ``allow`` reads the comments by
which an author answers a finding, ``fix`` makes the safe edits, ``report`` writes findings for other programs.
"""

from weibofilter.lint.finding import Finding
from weibofilter.lint.run import lint

__all__ = ["Finding", "lint"]
