"""Pages served on this machine: the playground of ``weibofilter serve``, and the guard that it shares with the examples.

Needs the extra ``serve``.
"""
