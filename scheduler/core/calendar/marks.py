"""The sign of a post's state: it says the same with colours and without."""

from __future__ import annotations

from collections import defaultdict
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


def legend(posts: Iterable[PostSummary]) -> list[str]:
    """Return what each mark of some posts means, and what the held ones wait for."""
    names: dict[str, set[str]] = defaultdict(set)
    for post in posts:
        name = standing(post)
        names[name] |= {post.hold} if name == HELD and post.hold else set()
    return [_meaning(name, names[name]) for name in MARKS if name in names]


def _meaning(name: str, holds: Iterable[str]) -> str:
    waits = ", ".join(sorted(holds))
    return f"{MARKS[name]} {name}" + (f" ({waits})" if waits else "")
