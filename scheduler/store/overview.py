"""The whole installation in numbers, for a digest and for those who measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select, text

from scheduler.core.fuse import DAY, HOUR, Fuse
from scheduler.core.lifecycle import Move
from scheduler.core.news.items import About, Day, Held, Item
from scheduler.core.news.kinds import News
from scheduler.core.state import State
from scheduler.core.story import Standing
from scheduler.store import accounts as stored
from scheduler.store.database import Tx
from scheduler.store.dispatching import NEVER, queued
from scheduler.store.tables import DUE, accounts, attempts, events, posts

OUTCOMES = {
    Move.DELIVER.value: "delivered",
    Move.DELAY.value: "delayed",
    Move.DENY.value: "denied",
    Move.DOUBT.value: "doubtful",
    Move.HAND.value: "handed over",
}
"""What came of an attempt, by the name of its event."""


def day(tx: Tx, on: date, *, now: datetime) -> Day:
    """Return the day before `now` and the day after it."""
    left_alone = select(events.c.post_id).where(events.c.event == Move.GIVE_UP, events.c.post_id.is_not(None))
    asked = (posts.c.state == State.UNCERTAIN, posts.c.due_at >= NEVER)
    return Day(
        on=on,
        uncertain=_items(tx, News.UNCERTAIN, *asked, posts.c.held.is_(None)),
        handed=_items(tx, News.HANDED, *asked, posts.c.held.is_not(None)),
        healing=_count(tx, posts.c.state == State.UNCERTAIN, posts.c.due_at < NEVER),
        failed=_items(tx, News.FAILED, posts.c.state == State.FAILED, posts.c.id.not_in(left_alone)),
        missed=_items(tx, News.MISSED, posts.c.state == State.MISSED),
        held=_held(tx),
        stopped=stored.stopped(tx) is not None,
        drafts=_count(tx, posts.c.state == State.DRAFT),
        sent=_sent(tx, since=now - DAY),
        due=_due(tx, until=now + DAY),
    )


def _items(tx: Tx, kind: News, *which: ColumnElement[bool]) -> tuple[Item, ...]:
    query = select(posts).where(*which).order_by(posts.c.publish_at, posts.c.id)
    return tuple(
        Item(kind, row.account, row.reason, About(row.id, row.content["text"], _wall(row))) for row in tx.execute(query)
    )


def _wall(row: Any) -> datetime:
    at: datetime = row.publish_at
    return at.astimezone(ZoneInfo(row.zone))


def _count(tx: Tx, *which: ColumnElement[bool]) -> int:
    return tx.scalar(select(func.count()).select_from(posts).where(*which)) or 0


def _held(tx: Tx) -> tuple[Held, ...]:
    waiting = queued(tx)
    return tuple(Held(one.account, one.hold, one.reason, waiting.get(one.account, 0)) for one in stored.holds(tx))


def _sent(tx: Tx, *, since: datetime) -> dict[str, int]:
    told = (Move.DELIVER.value, Move.FIND.value)
    query = select(events.c.account, func.count()).where(events.c.at >= since, events.c.event.in_(told))
    return _by_account(tx.execute(query.group_by(events.c.account)))


def _due(tx: Tx, *, until: datetime) -> dict[str, int]:
    query = select(posts.c.account, func.count()).where(posts.c.state == State.QUEUED, posts.c.due_at < until)
    return _by_account(tx.execute(query.group_by(posts.c.account)))


def by_state(tx: Tx) -> dict[tuple[str, str], int]:
    """Return how many posts there are, by account and state."""
    query = select(posts.c.account, posts.c.state, func.count()).group_by(posts.c.account, posts.c.state)
    return {(str(account), str(state)): int(count) for account, state, count in tx.execute(query)}


def lateness(tx: Tx, *, after: int, until: int) -> list[tuple[str, timedelta]]:
    """Return the account of every post published in these lines of the log, and how late it was."""
    awaited = func.coalesce(posts.c.awaited_since, posts.c.publish_at).label("awaited")
    query = (
        select(events.c.account, events.c.at, awaited)
        .join(posts, posts.c.id == events.c.post_id)
        .where(events.c.id > after, events.c.id <= until, events.c.event == Move.DELIVER)
    )
    return [(row.account, max(row.at - row.awaited, timedelta())) for row in tx.execute(query)]


def outcomes(tx: Tx, *, after: int, until: int) -> Counter[tuple[str, str]]:
    """Return what came of the attempts that ended in these lines of the log, by account and outcome."""
    query = (
        select(events.c.account, events.c.event, func.count())
        .where(events.c.id > after, events.c.id <= until)
        .where(events.c.event.in_(OUTCOMES), events.c.attempt.is_not(None))
    )
    rows = tx.execute(query.group_by(events.c.account, events.c.event))
    return Counter({(str(account), OUTCOMES[event]): int(count) for account, event, count in rows})


@dataclass(frozen=True, slots=True)
class Used:
    """How much of its fuse an account has used."""

    hour: int
    day: int


def used(tx: Tx, fuses: Mapping[str, Fuse], *, now: datetime) -> dict[str, Used]:
    """Return how much each account has used of its fuse."""
    sent = {row.name: row for row in tx.execute(select(accounts).where(accounts.c.name.in_(list(fuses))))}
    found = {}
    for name, row in sent.items():
        # no ceiling looks further back, and the index is by serial
        since = max(row.sent - fuses[name].day, row.fuse_from)
        mine = and_(attempts.c.account == name, attempts.c.serial > since)
        hour, day = (_after(tx, mine, now - span) for span in (HOUR, DAY))
        found[name] = Used(hour, day)
    return found


def _after(tx: Tx, which: ColumnElement[bool], at: datetime) -> int:
    return tx.scalar(select(func.count()).select_from(attempts).where(which, attempts.c.intended_at > at)) or 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """The posts of an account whose time has passed."""

    account: str
    count: int
    since: datetime
    """UTC; when the oldest was due."""


def late(tx: Tx, *, before: datetime) -> list[Backlog]:
    """Return the accounts that have queued posts from before `before`."""
    query = (
        select(posts.c.account, func.count(), func.min(posts.c.publish_at))
        .where(text(f"posts.{DUE}"), posts.c.publish_at < before, posts.c.due_at < NEVER)
        .group_by(posts.c.account)
        .order_by(posts.c.account)
    )
    return [Backlog(account, count, since) for account, count, since in tx.execute(query)]


def after(tx: Tx, account: str, *, at: datetime) -> int:
    """Return how many of an account's posts wait for a time from `at` on."""
    waits = posts.c.state.in_((State.DRAFT, State.QUEUED))
    return _count(tx, waits, posts.c.account == account, posts.c.publish_at >= at)


def standing(tx: Tx, account: str) -> Standing:
    """Return where an account stands."""
    hold = next((one for one in stored.holds(tx) if one.account == account), None)
    row = tx.execute(select(accounts).where(accounts.c.name == account)).one_or_none()
    return Standing(
        hold=None if hold is None else hold.hold,
        reason=None if hold is None else hold.reason,
        stopped=stored.stopped(tx) is not None,
        not_before=None if row is None else row.not_before,
        waits_for=None if row is None else row.waits_for,
    )


def refusals(tx: Tx, account: str, *, since: datetime) -> list[datetime]:
    """Return when an account was held because its credentials were refused, oldest first."""
    held = (events.c.account == account, events.c.event == f"held: {stored.CREDENTIALS}", events.c.at >= since)
    return list(tx.scalars(select(events.c.at).where(*held).order_by(events.c.id)))


def _by_account(rows: Iterable[Any]) -> dict[str, int]:
    return {str(account): int(count) for account, count in rows}
