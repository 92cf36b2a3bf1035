"""What an approval is bound to: the text, the images and the time of a post."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, exists, select, update

from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.store import content as contents
from scheduler.store.database import Tx
from scheduler.store.log import record
from scheduler.store.tables import accounts, approvals, micros, posts

VOID = "it was approved as it was before"


def seal(post: Row[Any]) -> str:
    """Return the seal of a post as it is."""
    return sha256(f"{contents.digest(post.content)} {micros(post.publish_at)}".encode()).hexdigest()


def approved_by(tx: Tx, post: Row[Any]) -> list[str]:
    """Return who has approved a post as it is."""
    query = select(approvals.c.person).where(approvals.c.post_id == post.id, approvals.c.seal == seal(post))
    return list(tx.scalars(query.order_by(approvals.c.person)))


def void(tx: Tx, number: int, *, now: datetime) -> bool:
    """Send a queued post back to the drafts that was approved as something else; return whether it was."""
    query = select(posts, accounts.c.platform).join(accounts, accounts.c.name == posts.c.account)
    post = tx.execute(query.where(posts.c.id == number)).one()
    approved = tx.scalar(select(exists().where(approvals.c.post_id == number)))
    if not approved or post.state != State.QUEUED or approved_by(tx, post):
        return False
    state, at = move(State.QUEUED, Move.VOID), now.astimezone(UTC)
    tx.execute(update(posts).where(posts.c.id == number).values(state=state, reason=VOID))
    record(tx, Event(at, number, post.account, post.platform, Move.VOID.value, state, None, None, VOID))
    return True
