"""Posts wait for the page that they point to."""

from __future__ import annotations

from datetime import timedelta

from scheduler.core.lifecycle import Delayed
from scheduler.core.model import Claim
from scheduler.pages import Look

FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=30)
DOUBLINGS = 5


def absent(claim: Claim, page: str | None, look: Look, *, crawled: bool) -> Delayed | None:
    """Return why a post waits for its page, and for how long; `None`: the page is there, or none is awaited."""
    missing = None if page is None else look(page, crawled)
    if missing is None:
        return None
    pause = min(FIRST * 2 ** min(claim.attempt - 1, DOUBLINGS), LONGEST)
    return Delayed(f"{missing}: {page}", pause, counts=False, page=claim.attempt == 1)
