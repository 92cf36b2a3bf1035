"""What a calendar elsewhere needs of a post beyond what is listed: its name, and how new it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from scheduler.store.database import Tx
from scheduler.store.tables import Instant, events, posts


@dataclass(frozen=True, slots=True)
class History:
    """What a post is called for ever, and its last change."""

    key: str
    version: int
    """Grows with each change."""
    changed_at: datetime
    """UTC."""


def histories(tx: Tx, start: datetime, end: datetime) -> dict[int, History]:
    """Return the history of each post planned from `start` on and before `end`, by its number."""
    version, at = func.max(events.c.id).label("version"), func.max(events.c.at, type_=Instant).label("at")
    query = (
        select(posts.c.id, posts.c.key, posts.c.created_at, version, at)
        .outerjoin(events, events.c.post_id == posts.c.id)
        .where(posts.c.publish_at >= start, posts.c.publish_at < end)
        .group_by(posts.c.id, posts.c.key, posts.c.created_at)
    )
    return {row.id: History(row.key, row.version or 0, row.at or row.created_at) for row in tx.execute(query)}
