"""Waits that were written by a clock that was ahead: each lasts as long as it was meant to, from now on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, update

from scheduler.store.database import Tx
from scheduler.store.doubting import NEVER
from scheduler.store.tables import DUE, accounts, events, posts

SLACK = timedelta(minutes=1)
"""What lies less far ahead was written by a clock that differs a little."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""Before this there was nothing to write: it is the clock that is wrong, and not what it finds."""


def right(tx: Tx, *, now: datetime) -> None:
    """Let nothing wait for the time to come that a wrong clock has shown already."""
    if now < MADE:
        return
    ahead = select(accounts.c.name, accounts.c.last_sent_at, accounts.c.not_before)
    for account in tx.execute(ahead.where(accounts.c.last_sent_at > now + SLACK)).all():
        _right_account(tx, account, now)
    written = (
        select(events.c.post_id, func.max(events.c.at).label("at"))
        .where(events.c.at > now + SLACK, events.c.post_id.is_not(None))
        .group_by(events.c.post_id)
        .subquery()
    )
    delayed = _waiting().add_columns(written.c.at).join(written, written.c.post_id == posts.c.id)
    for post in tx.execute(delayed.where(posts.c.due_at >= written.c.at)).all():
        _put(tx, post, now + (post.due_at - post.at))


def _right_account(tx: Tx, account: Any, now: datetime) -> None:
    values: dict[str, Any] = {"last_sent_at": now}
    if account.not_before is not None and account.not_before > now:
        values["not_before"] = now + max(account.not_before - account.last_sent_at, timedelta())
    tx.execute(update(accounts).where(accounts.c.name == account.name).values(values))
    mine: tuple[ColumnElement[bool], ...] = (
        posts.c.account == account.name,
        posts.c.due_at >= account.last_sent_at,
    )
    for post in tx.execute(_waiting().where(*mine)).all():
        _put(tx, post, now + (post.due_at - account.last_sent_at))


def _waiting() -> Any:
    """Select the posts that wait for more than their own time."""
    waits = (text(f"posts.{DUE}"), posts.c.due_at > posts.c.publish_at, posts.c.due_at < NEVER)
    return select(posts.c.id, posts.c.publish_at, posts.c.due_at).select_from(posts).where(*waits)


def _put(tx: Tx, post: Any, due: datetime) -> None:
    tx.execute(update(posts).where(posts.c.id == post.id).values(due_at=max(post.publish_at, due)))
