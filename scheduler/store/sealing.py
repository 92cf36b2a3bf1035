"""What an approval is bound to: the text, the images and the time of a post."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, exists, select, update

from scheduler.core.approval import Approval, waiting_for
from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Event
from scheduler.core.reasons import told
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


def void(tx: Tx, number: int, rules: Approval, *, now: datetime) -> None:
    """Tell who has to approve a post again that was approved as something else; one that is queued is a draft again."""
    query = select(posts, accounts.c.platform).join(accounts, accounts.c.name == posts.c.account)
    post = tx.execute(query.where(posts.c.id == number)).one()
    approved = tx.scalar(select(exists().where(approvals.c.post_id == number)))
    by, state = approved_by(tx, post), State(post.state)
    if not approved or state not in {State.DRAFT, State.QUEUED} or (by and state is State.QUEUED):
        return
    waits = waiting_for(missing(tx, post, rules))
    reason = waits if by else told(VOID, waits)
    tx.execute(update(posts).where(posts.c.id == number).values(state=State.DRAFT, reason=reason))
    if state is State.QUEUED:
        at, state = now.astimezone(UTC), move(state, Move.VOID)
        record(tx, Event(at, number, post.account, post.platform, Move.VOID.value, state, None, None, reason))


def missing(tx: Tx, post: Row[Any], rules: Approval) -> list[str]:
    """Return who has to approve a post still, as it is."""
    return rules.missing(rules.asked(post.account, post.kind, post.campaign or ""), approved_by(tx, post))
