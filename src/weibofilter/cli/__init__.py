"""The command line: ``weibofilter check | scan | explain | test | lint | compile``.

A module a command; ``choose`` picks the filter, ``formats`` read and write files of posts, ``failure`` turns what goes wrong into
one message and an exit code. What is slow to import (numpy, the engine, rich, pyarrow) is imported where it is used.
"""

from weibofilter.cli.app import app, main

__all__ = ["app", "main"]
