"""A filter that follows its files: rules are edited, a service goes on, and no post sees a half-loaded rule set (the extra ``live``).

Reading order: ``source`` (the files, what they hold and whether they have changed), ``filter`` (the swap, the way back), ``watcher``
(the thread that looks).
"""

from weibofilter.live.filter import LiveFilter, NotKeptError, Outcome, Reload

__all__ = ["LiveFilter", "NotKeptError", "Outcome", "Reload"]
