"""The sign of a post's state: it says the same with colours and without."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.core.model import PostSummary
from scheduler.core.state import State

HELD = "held"
MARKS = {
    State.DRAFT.value: "○",
    State.QUEUED.value: "●",
    HELD: "‖",
    State.PUBLISHING.value: "▸",
    State.PUBLISHED.value: "✓",
    State.UNCERTAIN.value: "?",
    State.FAILED.value: "!",
    State.MISSED.value: "–",
    State.CANCELLED.value: "×",
    State.RETRACTED.value: "↶",
}
"""By state; a queued post that waits for more than its time is held."""


def standing(post: PostSummary) -> str:
    """Return the name of a post's mark: its state, or `held`."""
    return HELD if post.state is State.QUEUED and post.hold else post.state.value


def legend(posts: Iterable[PostSummary]) -> str:
    """Return what the marks of some posts mean; nothing where there is no post."""
    seen = {standing(post) for post in posts}
    return "  ".join(f"{mark} {name}" for name, mark in MARKS.items() if name in seen)
