"""Campaigns that a person has paused, and their posts that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from scheduler.core.model import Event
from scheduler.core.plan.judging import CAMPAIGN
from scheduler.core.state import State
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.doubting import NEVER
from scheduler.store.log import record
from scheduler.store.posts import times
from scheduler.store.tables import accounts, campaigns, posts

WAITING = (State.DRAFT, State.QUEUED)


@dataclass(frozen=True, slots=True)
class Halted:
    """A post that waits for its campaign."""

    post: int
    account: str
    publish_at: datetime
    """Aware, in the zone it was planned in."""


def paused(tx: Tx) -> frozenset[str]:
    """Return the campaigns that a person has paused."""
    return frozenset(tx.scalars(select(campaigns.c.name)))


def pause(tx: Tx, name: str, *, now: datetime) -> int:
    """Let the posts of a campaign wait, and return how many there are."""
    tx.execute(insert(tx, campaigns).values(name=name, paused_at=now).on_conflict_do_nothing())
    query = select(posts.c.id).where(
        posts.c.campaign == name, posts.c.state.in_(WAITING), posts.c.held.is_distinct_from(CAMPAIGN)
    )
    numbers = list(tx.scalars(query))
    reason = f"the campaign {name!r} is paused"
    for number in numbers:
        values = {"held": CAMPAIGN, "due_at": NEVER, "hold_reason": reason}
        tx.execute(update(posts).where(posts.c.id == number).values(values))
        _note(tx, number, f"held: {CAMPAIGN}", reason, now)
    return len(numbers)


def go_on(tx: Tx, name: str) -> bool:
    """Forget that a campaign was paused, and return whether it was."""
    return bool(tx.execute(campaigns.delete().where(campaigns.c.name == name)).rowcount)


def halted(tx: Tx, name: str) -> list[Halted]:
    """Return the posts that wait for a campaign, in the order of their times."""
    query = select(posts.c.id, posts.c.account, posts.c.publish_at, posts.c.zone).where(
        posts.c.campaign == name, posts.c.state.in_(WAITING), posts.c.held == CAMPAIGN
    )
    rows = tx.execute(query.order_by(posts.c.publish_at, posts.c.id))
    return [Halted(row.id, row.account, row.publish_at.astimezone(ZoneInfo(row.zone))) for row in rows]


def release(tx: Tx, number: int, at: datetime, *, now: datetime) -> None:
    """Let a post that waited for its campaign go out, at a time in an IANA zone."""
    tx.execute(update(posts).where(posts.c.id == number).values(**times(at)))
    _note(tx, number, "released", f"at {at.isoformat()}", now)


def _note(tx: Tx, number: int, event: str, reason: str, now: datetime) -> None:
    query = select(posts.c.account, posts.c.state, accounts.c.platform)
    query = query.join(accounts, accounts.c.name == posts.c.account)
    row = tx.execute(query.where(posts.c.id == number)).one()
    at, state = now.astimezone(UTC), State(row.state)
    record(tx, Event(at, number, row.account, row.platform, event, state, None, None, reason))
