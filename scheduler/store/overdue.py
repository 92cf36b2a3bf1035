"""Posts whose time has long passed: they make way, and nothing is fired at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select, text, update

from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Event, Slot
from scheduler.core.news.kinds import BACKLOG
from scheduler.core.state import State
from scheduler.store.database import Tx
from scheduler.store.log import record_all, record_once
from scheduler.store.posts import times
from scheduler.store.tables import DUE, MICROSECOND, accounts, posts

_LINE = "late posts have taken every slot until {day}, and more wait behind them"


@dataclass(frozen=True, slots=True)
class Overdue:
    """A queued post whose time has long passed."""

    post: int
    account: str
    platform: str
    publish_at: datetime
    """Aware, in the zone it was planned in."""


def overdue(
    tx: Tx,
    account: str,
    campaign: str | None,
    apart: Collection[str],
    *,
    before: datetime,
    due: datetime,
    most: int,
) -> list[Overdue]:
    """Return the queued posts of an account that have been awaited since before `before`, oldest first.

    Those of `campaign` alone where it is one of those `apart`, which have a rule of their own; else all but theirs.
    Only what is due by `due` is looked at.
    """
    query = (
        select(posts.c.id, posts.c.account, posts.c.publish_at, posts.c.zone, accounts.c.platform)
        .select_from(posts)
        .join(accounts, accounts.c.name == posts.c.account)
        .where(posts.c.account == account, text(f"posts.{DUE}"), posts.c.due_at <= due)
        .where(_of(campaign, apart))
        .where(func.coalesce(posts.c.awaited_since, posts.c.publish_at) < before)
        .order_by(posts.c.due_at, posts.c.id)
        .limit(most)
    )
    return [
        Overdue(row.id, row.account, row.platform, row.publish_at.astimezone(ZoneInfo(row.zone)))
        for row in tx.execute(query)
    ]


def _of(campaign: str | None, apart: Collection[str]) -> ColumnElement[bool]:
    if campaign in apart:
        return posts.c.campaign == campaign
    return or_(posts.c.campaign.is_(None), posts.c.campaign.not_in(sorted(apart)))


def miss(tx: Tx, late: Sequence[Overdue], *, reason: str, now: datetime) -> list[Event]:
    """Send these posts no more, and return the lines of the log."""
    state = move(State.QUEUED, Move.MISS)
    gone = update(posts).where(posts.c.id.in_([one.post for one in late]))
    tx.execute(gone.values(state=state, reason=reason))
    return _told(tx, late, Move.MISS, state, [reason] * len(late), now)


def postpone(tx: Tx, late: Sequence[Overdue], slots: Sequence[Slot], *, now: datetime) -> list[Event]:
    """Give each of these posts another time, and return the lines of the log."""
    for one, slot in zip(late, slots, strict=True):
        tx.execute(update(posts).where(posts.c.id == one.post).values(times(slot.at)))
    moved = zip(late, slots, strict=True)
    reasons = [f"too late for {one.publish_at.isoformat()}, now at {slot.at.isoformat()}" for one, slot in moved]
    return _told(tx, late, "moved", State.QUEUED, reasons, now)


def line_up(tx: Tx, late: Sequence[Overdue], *, until: datetime, now: datetime) -> list[Event]:
    """Let these posts wait behind all that have a time, and return the lines of the log; their account is told of once.

    They are late again at `until`, and are given a time then.
    """
    if not late:
        return []
    tx.execute(update(posts).where(posts.c.id.in_([one.post for one in late])).values(due_at=until))
    reason = f"every slot until {until:%Y-%m-%d} is taken; it is given one then"
    first = late[0]
    once = Event(now, None, first.account, first.platform, BACKLOG, None, None, None, _LINE.format(day=until.date()))
    record_once(tx, once)
    return _told(tx, late, "behind", State.QUEUED, [reason] * len(late), now)


def put_off(tx: Tx, account: str, gap: timedelta, *, until: datetime, due: datetime, now: datetime) -> None:
    """Let posts of an account wait until `until` whose authors asked for no less than `gap`, and that have slipped.

    Only what is due by `due` is looked at; each of them would be put off in its turn.
    """
    waiting = update(posts).where(posts.c.account == account, text(DUE), posts.c.due_at <= due)
    slipped = func.coalesce(posts.c.awaited_since, posts.c.publish_at) <= now - gap
    asked = waiting.where(posts.c.gap >= gap // MICROSECOND, slipped)
    tx.execute(asked.values(due_at=until, reason="keeps the distance that was asked for"))


def _told(
    tx: Tx, late: Sequence[Overdue], event: str, state: State, reasons: Sequence[str], now: datetime
) -> list[Event]:
    lines = [
        Event(now, one.post, one.account, one.platform, event, state, None, None, reason)
        for one, reason in zip(late, reasons, strict=True)
    ]
    record_all(tx, lines)
    return lines
