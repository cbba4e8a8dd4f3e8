"""Hostile posts: any Unicode, alone and in batches, by the three rule sets and both engines."""

from __future__ import annotations

from fuzz.fragments import dictionary, posts_of
from fuzz.invariants import examine as examine_posts

__all__ = ["dictionary", "examine"]

SELDOM = 32
"""The rule sets with views cost ten times as much as the skeleton: one input in so many is judged by each of them."""


def examine(data: bytes) -> int:
    """Judges the posts that the bytes stand for, and says how many they were."""
    posts = posts_of(data)
    turn = sum(data) % SELDOM
    examine_posts(posts, only={0: "views", 1: "shipped"}.get(turn, "skeleton"))
    return len(posts)
