"""Views beyond the skeleton: each finds places where a keyword may be meant though something else is written.

A view is built from the terms of the rules that ask for it, and looks at a batch of posts at once. It answers with arrays, so that a
candidate that is let go at first sight costs no Python object.
"""

from weibofilter.views.view import Candidates, Term, ViewIndex, build_view, load_view

__all__ = ["Candidates", "Term", "ViewIndex", "build_view", "load_view"]
