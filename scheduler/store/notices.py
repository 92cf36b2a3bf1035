"""Who was told what: for each target, the last line of the log that it knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, or_, select, update

from scheduler.core.news.items import About, Item
from scheduler.core.news.kinds import EVENTS, News
from scheduler.store import content as contents
from scheduler.store.database import Tx
from scheduler.store.dialect import await_writers, insert
from scheduler.store.serving import HORIZON
from scheduler.store.tables import events, notices, posts


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a target has been told."""

    target: str
    seen: int
    """Number of the last line of the log that it was told of, or that was no news."""
    digest_on: date
    """The day of its last digest."""
    not_before: datetime
    failures: int
    """How often in a row it could not be told."""


def last_line(tx: Tx) -> int:
    """Return the number of the newest line of the log; 0 where there is none."""
    await_writers(tx, events)
    return tx.scalar(select(func.max(events.c.id))) or 0


def follow(tx: Tx, targets: Iterable[str], *, digest_on: date, now: datetime) -> None:
    """Begin to tell targets what happens from here on, and forget those that nobody names any more."""
    named = list(targets)
    tx.execute(notices.delete().where(notices.c.target.not_in(named)))
    for target in named:
        new = {"target": target, "seen": last_line(tx), "digest_on": digest_on.isoformat(), "not_before": now}
        tx.execute(insert(tx, notices).values(new).on_conflict_do_nothing())


def waiting(tx: Tx, *, now: datetime) -> list[Cursor]:
    """Return the targets that may be told something now."""
    free = or_(notices.c.not_before <= now, notices.c.not_before > now + HORIZON)
    rows = tx.execute(select(notices).where(free).order_by(notices.c.target))
    return [_cursor(row) for row in rows]


def _cursor(row: Row[Any]) -> Cursor:
    return Cursor(row.target, row.seen, date.fromisoformat(row.digest_on), row.not_before, row.failures)


def failing(tx: Tx) -> dict[str, int]:
    """Return the targets that could not be told when it was last tried, and how often in a row."""
    rows = tx.execute(select(notices.c.target, notices.c.failures).where(notices.c.failures > 0))
    return {str(target): int(failures) for target, failures in rows}


def take(tx: Tx, cursor: Cursor, *, until: datetime) -> bool:
    """Keep other daemons from telling a target before `until`; false where one of them was first."""
    mine = (notices.c.target == cursor.target, notices.c.seen == cursor.seen, notices.c.not_before == cursor.not_before)
    return tx.execute(update(notices).where(*mine).values(not_before=until)).rowcount == 1


def keep(tx: Tx, cursor: Cursor) -> None:
    """Remember how far a target has been told."""
    values = {
        "seen": cursor.seen,
        "digest_on": cursor.digest_on.isoformat(),
        "not_before": cursor.not_before,
        "failures": cursor.failures,
    }
    tx.execute(update(notices).where(notices.c.target == cursor.target).values(values))


def news(tx: Tx, kinds: Iterable[News], *, after: int, until: int) -> list[Item]:
    """Return what is news in the lines of the log after number `after`, up to `until`."""
    told = {name for name, kind in EVENTS.items() if kind in set(kinds)}
    query = (
        select(events, posts.c.content, posts.c.publish_at, posts.c.zone)
        .outerjoin(posts, posts.c.id == events.c.post_id)
        .where(events.c.id > after, events.c.id <= until, events.c.event.in_(told))
        .order_by(events.c.id)
    )
    rows = tx.execute(query).all()
    return [Item(EVENTS[row.event], row.account, row.reason, _about(tx, row), row.id) for row in rows]


def _about(tx: Tx, row: Row[Any]) -> About | None:
    if row.post_id is None:
        return None
    media = contents.load(tx, row.content).media if EVENTS[row.event] is News.HANDED else ()
    return About(row.post_id, row.content["text"], row.publish_at.astimezone(ZoneInfo(row.zone)), media)
