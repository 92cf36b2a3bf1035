"""The log: what happened, line by line; it is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Insert, Row, func, or_, select, text

from scheduler.core.model import Attempt, Event
from scheduler.core.state import State
from scheduler.store.batch import given, packed
from scheduler.store.database import Tx
from scheduler.store.dialect import await_writers
from scheduler.store.tables import MANY, OPEN, SELDOM, attempts, events, micros, posts

COLUMNS = ("at", "post_id", "account", "platform", "event", "state", "attempt", "url", "reason")


def record(tx: Tx, event: Event) -> None:
    """Add a line."""
    record_all(tx, [event])


def record_all(tx: Tx, lines: Sequence[Event]) -> None:
    """Add lines."""
    if lines:
        tx.execute(recording(tx.dialect.name), packed(events=rows(lines)))


@cache
def recording(dialect: str) -> Insert:
    """Return the statement that adds the `rows` of lines."""
    added = given(dialect, events, **{name: events.c[name].type for name in COLUMNS})
    return events.insert().from_select(list(COLUMNS), select(added))


def rows(lines: Sequence[Event]) -> list[list[str | int | None]]:
    """Return lines as `recording` takes them."""
    return [_row(line) for line in lines]


def _row(line: Event) -> list[str | int | None]:
    state = None if line.state is None else str(line.state)
    return [
        micros(line.at),
        line.post,
        line.account,
        line.platform,
        str(line.event),
        state,
        line.attempt,
        line.url,
        line.reason,
    ]


def record_once(tx: Tx, event: Event) -> None:
    """Add a line about an account, unless it has been written before with the same cause."""
    same = (events.c.account == event.account, events.c.event == event.event, events.c.reason == event.reason)
    if tx.scalar(select(events.c.id).where(*same).limit(1)) is None:
        record(tx, event)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; what is left out does not matter."""

    since: datetime | None = None
    accounts: tuple[str, ...] = ()
    """None: all of them."""
    state: State | None = None
    post: int | None = None
    after: int = 0
    """Number of the last line seen; 0 for none."""


def newest(tx: Tx, wanted: Filter, *, limit: int) -> list[tuple[int, Event]]:
    """Return the last `limit` lines that match, oldest first, each with its number."""
    await_writers(tx, events)
    found = tx.execute(_query(wanted).order_by(_order(wanted).desc()).limit(limit)).all()
    return [(row.id, _event(row)) for row in reversed(found)]


def following(tx: Tx, wanted: Filter) -> list[tuple[int, Event]]:
    """Return every line after `wanted.after` that matches, oldest first."""
    await_writers(tx, events)
    found = tx.execute(_query(wanted).order_by(_order(wanted))).all()
    return [(row.id, _event(row)) for row in found]


def _order(wanted: Filter) -> ColumnElement[int]:
    # a sum is in no index: lines of a span are looked for by their time, and not among all in their order
    return events.c.id + 0 if wanted.since is not None and not wanted.after else events.c.id


def around(tx: Tx, account: str, *, until: datetime) -> list[Event]:
    """Return the lines about an account as a whole and about everything, up to `until`, oldest first."""
    about = or_(events.c.account == account, events.c.account.is_(None))
    query = select(events).where(events.c.post_id.is_(None), about, events.c.at <= until)
    return [_event(row) for row in tx.execute(query.order_by(events.c.id))]


def _query(wanted: Filter):  # type: ignore[no-untyped-def]  # noqa: ANN202  a select of every column has no useful type
    query = select(events)
    if wanted.after:
        query = query.where(events.c.id > wanted.after)
    if wanted.accounts:
        query = query.where(events.c.account.in_(wanted.accounts))
    for column, value in (
        (events.c.state, wanted.state),
        (events.c.post_id, wanted.post),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.state is not None and wanted.state not in MANY:
        query = query.where(text(f"events.{SELDOM}"))
    return query if wanted.since is None else query.where(events.c.at >= wanted.since)


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(
        at=row.at,
        post=row.post_id,
        account=row.account,
        platform=row.platform,
        event=row.event,
        state=None if row.state is None else State(row.state),
        attempt=row.attempt,
        url=row.url,
        reason=row.reason,
    )


def tries(tx: Tx, post: int) -> Sequence[Attempt]:
    """Return every attempt at a post, in order."""
    found = tx.execute(select(attempts).where(attempts.c.post_id == post).order_by(attempts.c.number))
    return [Attempt(row.number, row.started_at, row.finished_at, row.outcome, row.reason) for row in found]


def thin(tx: Tx, *, before: datetime, most: int) -> int:
    """Leave out lines older than `before`, and return how many; those of posts that are not settled all stay."""
    unsettled = select(posts.c.id).where(text(OPEN))
    # the newest one stays: its number is never given to another
    newest = select(func.max(events.c.id)).scalar_subquery()
    old = (
        select(events.c.id)
        .where(events.c.at < before, events.c.id < newest)
        .where(or_(events.c.post_id.is_(None), events.c.post_id.not_in(unsettled)))
        .limit(most)
    )
    return tx.execute(events.delete().where(events.c.id.in_(old))).rowcount
