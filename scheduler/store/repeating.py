"""Requests that are sent again to settle a doubt: each is an attempt like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select, update

from scheduler.core.admission import Terms, Used
from scheduler.core.lifecycle import Delayed, Outcome, outcome_name
from scheduler.core.model import Doubt, Event
from scheduler.core.state import State
from scheduler.store import claiming
from scheduler.store.batch import packed
from scheduler.store.claiming import counted, counting, frozen
from scheduler.store.database import Tx
from scheduler.store.log import record
from scheduler.store.tables import accounts, attempts, posts

REPEATED = "repeated"
"""The event of a post in doubt whose request is sent again."""


def used(tx: Tx, doubt: Doubt, owner: str, terms: Terms, *, now: datetime) -> Used | None:
    """Return what a doubt's account has used of its fuse; `None` where it may not send, or the post is not `owner`'s.

    Both are locked.
    """
    mine = select(posts.c.id).where(_mine(doubt, owner)).with_for_update()
    return None if tx.scalar(mine) is None else claiming.used(tx, doubt.account, terms, now=now)


def repeat(tx: Tx, doubt: Doubt, *, now: datetime) -> tuple[Doubt, Event]:
    """Record that a request is about to be sent again; return the doubt as it is from then on, and the line of the log.

    `used` has been asked in the same transaction.
    """
    assert doubt.intent is not None
    again = replace(doubt, attempt=doubt.attempt + 1, failures=doubt.failures + 1, quiet=None)
    tx.execute(update(posts).where(posts.c.id == doubt.post).values(attempts=again.attempt, failures=again.failures))
    one = packed(accounts=counted([doubt.account]))
    tx.execute(counting(tx.dialect.name), one | {"now": now})
    # what the platform asks for it has been reckoned with the first request: one post at most comes of both
    row = {
        "post_id": doubt.post,
        "number": again.attempt,
        "started_at": now,
        "intent": frozen(doubt.intent),
        "intended_at": now,
        "account": doubt.account,
        "serial": select(accounts.c.sent).where(accounts.c.name == doubt.account).scalar_subquery(),
        "place": doubt.place,
        "looked_clock": doubt.looked and doubt.looked.clock,
        "looked_tick": doubt.looked and doubt.looked.at,
    }
    tx.execute(insert(attempts).values(row))
    line = Event(now, doubt.post, doubt.account, doubt.platform, REPEATED, State.UNCERTAIN, again.attempt, None, None)
    record(tx, line)
    return again, line


def conclude(tx: Tx, doubt: Doubt, outcome: Outcome, *, reason: str, now: datetime) -> None:
    """Record what came of a request that was sent again; one that never left does not count."""
    row = and_(attempts.c.post_id == doubt.post, attempts.c.number == doubt.attempt)
    ended = {"finished_at": now, "outcome": outcome_name(outcome), "reason": reason}
    tx.execute(update(attempts).where(row).values(ended))
    if isinstance(outcome, Delayed):
        same = and_(posts.c.id == doubt.post, posts.c.attempts == doubt.attempt, posts.c.state == State.UNCERTAIN)
        tx.execute(update(posts).where(same).values(failures=posts.c.failures - 1))


def _mine(doubt: Doubt, owner: str) -> Any:
    return and_(
        posts.c.id == doubt.post,
        posts.c.state == State.UNCERTAIN,
        posts.c.attempts == doubt.attempt,
        posts.c.owner == owner,
    )
