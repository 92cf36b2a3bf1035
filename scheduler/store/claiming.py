"""Claiming: which posts are due, and taking them.

However many posts wait, each account's most urgent one is a single look into an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, insert, literal, or_, select, text, tuple_, update

from adapters.base import Content
from scheduler.core.admission import Candidate, Terms, ceilings
from scheduler.core.fuse import DAY, Spent
from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Claim, Event
from scheduler.core.state import State
from scheduler.store import content as contents
from scheduler.store.clock import moment
from scheduler.store.database import Tx
from scheduler.store.log import record_all
from scheduler.store.tables import DUE, MICROSECOND, UNSETTLED, Instant, accounts, attempts, installation, posts

_waiting, _busy = posts.alias("waiting"), posts.alias("busy")

_first = (
    select(_waiting.c.id)
    .where(_waiting.c.account == accounts.c.name, text(f"waiting.{DUE}"), _waiting.c.due_at <= bindparam("due"))
    .order_by(_waiting.c.due_at, _waiting.c.id)
    .limit(1)
    .correlate(accounts)
    .scalar_subquery()
)
_under_way = and_(_busy.c.account == accounts.c.name, text(f"busy.{UNSETTLED}"), _busy.c.state == State.PUBLISHING)
_sent = exists().where(
    attempts.c.post_id == _busy.c.id, attempts.c.number == _busy.c.attempts, attempts.c.intended_at.is_not(None)
)
SERVED = and_(
    accounts.c.name.in_(bindparam("names", expanding=True)),
    accounts.c.hold.is_(None),
    # a wait of more than a day was set by a clock that was wrong
    or_(
        accounts.c.not_before.is_(None),
        accounts.c.not_before <= bindparam("now"),
        accounts.c.not_before > bindparam("horizon"),
    ),
    ~exists().where(installation.c.stopped_at.is_not(None)),
)
"""The accounts among `names` that may send at `now`."""

_candidates = (
    select(
        accounts.c.name,
        accounts.c.platform,
        accounts.c.failures,
        accounts.c.sent,
        accounts.c.last_sent_at,
        accounts.c.fuse_from,
        posts.c.id,
        posts.c.due_at,
        posts.c.gap,
        func.coalesce(posts.c.awaited_since, posts.c.publish_at).label("awaited"),
        select(func.count()).where(_under_way).correlate(accounts).scalar_subquery().label("under_way"),
        select(func.count()).where(_under_way, ~_sent).correlate(accounts).scalar_subquery().label("unsent"),
    )
    .select_from(accounts.join(posts, posts.c.id == _first))
    .where(SERVED)
)
_lock = select(accounts.c.name).where(SERVED, _first.is_not(None)).with_for_update(skip_locked=True)


def served(names: Iterable[str], now: datetime) -> dict[str, Any]:
    """Return the parameters of `SERVED`."""
    return {"names": list(names), "now": now, "horizon": now + DAY + timedelta(minutes=1)}


def candidates(
    tx: Tx, terms: Mapping[str, Terms], free: Sequence[str], *, due: datetime, now: datetime
) -> list[Candidate]:
    """Return the most urgent post, due by `due`, of every account in `free` that may send, and lock these accounts.

    Where daemons share a database, an account that another one is looking at is left to that one.
    """
    wanted = {"due": due} | served(free, now)
    if tx.dialect.name != "sqlite":
        # what others have claimed is seen by a statement that starts after the lock was taken
        wanted["names"] = list(tx.scalars(_lock, wanted))
    rows = [row for row in tx.execute(_candidates, wanted) if row.under_way < terms[row.name].in_flight]
    spent = _spent(tx, rows, terms)
    return [_candidate(row, *spent[row.name]) for row in rows]


def _candidate(row: Any, hour: datetime | None, day: datetime | None) -> Candidate:
    gap = None if row.gap is None else row.gap * MICROSECOND
    spent = Spent(hour, day, row.last_sent_at)
    return Candidate(row.name, row.id, row.due_at, row.awaited, gap, spent, row.platform, row.failures, row.unsent)


def _spent(
    tx: Tx, rows: Sequence[Any], terms: Mapping[str, Terms]
) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Look at the one request that each ceiling depends on, however many there were."""
    places = {row.name: _places(row, terms[row.name]) for row in rows}
    asked = [(name, serial) for name, serials in places.items() for serial in serials if serial is not None]
    left: dict[tuple[str, int], datetime] = {}
    if asked:
        query = select(attempts.c.account, attempts.c.serial, attempts.c.intended_at)
        found = tx.execute(query.where(tuple_(attempts.c.account, attempts.c.serial).in_(asked)))
        left = {(account, serial): at for account, serial, at in found}
    return {name: (left.get((name, hour or 0)), left.get((name, day or 0))) for name, (hour, day) in places.items()}


def _places(row: Any, terms: Terms) -> tuple[int | None, int | None]:
    hour, day = (row.sent - back + 1 for back in ceilings(terms.fuse, unsent=row.unsent))
    return (hour if hour > row.fuse_from else None), (day if day > row.fuse_from else None)


def take(tx: Tx, chosen: Sequence[Candidate], *, owner: str, lease: timedelta, now: datetime) -> list[Claim]:
    """Give posts to a daemon for the length of a lease; their attempts are recorded in the same transaction."""
    if not chosen:
        return []
    change = (
        update(posts)
        .where(posts.c.id.in_([one.post for one in chosen]), posts.c.state == State.QUEUED)
        .values(
            state=move(State.QUEUED, Move.CLAIM),
            attempts=posts.c.attempts + 1,
            began_at=func.coalesce(posts.c.began_at, literal(now, Instant())),
            owner=owner,
            lease_until=moment(tx, now, plus=lease),
        )
    )
    columns = (posts.c[name] for name in ("id", "content", "key", "attempts", "failures", "began_at", "doubted"))
    rows = {row.id: row for row in tx.execute(change.returning(*columns))}
    tried = [{"post_id": row.id, "number": row.attempts, "started_at": now} for row in rows.values()]
    tx.execute(insert(attempts), tried)
    loaded = contents.load_all(tx, {row.id: row.content for row in rows.values()})
    claims = [_claim(one, rows[one.post], loaded[one.post]) for one in chosen if one.post in rows]
    record_all(tx, [_claimed(claim, now) for claim in claims])
    return claims


def _claim(one: Candidate, row: Any, content: Content) -> Claim:
    return Claim(
        post=row.id,
        account=one.account,
        platform=one.platform,
        content=content,
        key=row.key,
        attempt=row.attempts,
        failures=row.failures,
        at=row.began_at,
        doubted=row.doubted,
        streak=one.streak,
    )


def _claimed(claim: Claim, now: datetime) -> Event:
    name, state = Move.CLAIM.value, State.PUBLISHING
    return Event(now, claim.post, claim.account, claim.platform, name, state, claim.attempt, None, None)
