"""Claiming: which posts are due, and taking them.

However many posts wait, each account's most urgent one is a single look into an index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Insert,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from adapters.base import Content, Intent
from adapters.prices import cost
from scheduler.core.admission import Candidate, Terms, Used, ceilings
from scheduler.core.fuse import Spent
from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Claim, Event, Mark
from scheduler.core.parts import rest
from scheduler.core.state import State
from scheduler.errors import StoreError
from scheduler.store import content as contents
from scheduler.store import spending
from scheduler.store.accounts import lock
from scheduler.store.batch import among, given, packed, together
from scheduler.store.clock import moment, told
from scheduler.store.database import Tx
from scheduler.store.log import record_all, recording, rows
from scheduler.store.serving import SERVED, served
from scheduler.store.tables import DUE, MICROSECOND, UNSETTLED, Instant, accounts, attempts, micros, posts

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
_how_many = select(func.count()).where(_under_way).correlate(accounts).scalar_subquery()
_sent = exists().where(
    attempts.c.post_id == _busy.c.id, attempts.c.number == _busy.c.attempts, attempts.c.intended_at.is_not(None)
)
_turn = case((accounts.c.last_sent_at > posts.c.due_at, accounts.c.last_sent_at), else_=posts.c.due_at)
"""Who has waited longest for a turn comes first."""
_due = (
    select(
        accounts.c.name,
        accounts.c.platform,
        accounts.c.failures.label("streak"),
        accounts.c.sent,
        accounts.c.last_sent_at,
        accounts.c.fuse_from,
        *(posts.c[name] for name in ("id", "due_at", "gap", "content", "key", "attempts", "failures")),
        *(posts.c[name] for name in ("began_at", "doubted", "published", "campaign")),
        func.coalesce(posts.c.awaited_since, posts.c.publish_at).label("awaited"),
        _how_many.label("under_way"),
        select(func.count()).where(_under_way, ~_sent).correlate(accounts).scalar_subquery().label("unsent"),
    )
    .select_from(accounts.join(posts, posts.c.id == _first))
    .where(SERVED)
    .order_by(_turn)
    .limit(bindparam("most"))
)


@cache
def _locking(dialect: str) -> Select[Any]:
    room = given(dialect, accounts, name=accounts.c.name.type, in_flight=Integer())
    return (
        select(accounts.c.name)
        .select_from(accounts.join(room, room.c.name == accounts.c.name).join(posts, posts.c.id == _first))
        .where(SERVED, _how_many < room.c.in_flight)
        .order_by(_turn)
        .limit(bindparam("most"))
        .with_for_update(of=accounts, skip_locked=True)
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A post that may be taken: what is decided about, and what it would be taken as."""

    candidate: Candidate
    claim: Claim
    serial: int
    """The number that its request would have among its account's."""


def due_posts(
    tx: Tx, terms: Mapping[str, Terms], free: Sequence[str], *, due: datetime, now: datetime, most: int
) -> list[Due]:
    """Return the most urgent post, due by `due`, of every account in `free` that may send, and lock these accounts.

    Where daemons share a database, an account that another one is looking at is left to that one, and no more are
    locked than may be taken.
    """
    wanted = {"due": due, "most": most} | served(free, now)
    if tx.dialect.name != "sqlite":
        # what others have claimed is seen by a statement that starts after the lock was taken
        room = packed(accounts=[(name, terms[name].in_flight) for name in free])
        wanted["names"] = tx.scalars(_locking(tx.dialect.name), wanted | room).all()
    found = [row for row in tx.execute(_due, wanted).all() if row.under_way < terms[row.name].in_flight]
    spent = _spent(tx, found, terms)
    paid = spending.paid(tx, {row.name: terms[row.name].budget for row in found}, now=now)
    loaded = contents.load_all(tx, {row.id: row.content for row in found})
    claims = [_claim(row, loaded[row.id], terms[row.name].place, now) for row in found]
    return [
        Due(_candidate(row, claim, spent[row.name], paid.get(row.name)), claim, row.sent + 1)
        for row, claim in zip(found, claims, strict=True)
    ]


def _candidate(row: Any, claim: Claim, spent: Spent, paid: Decimal | None) -> Candidate:
    gap = None if row.gap is None else row.gap * MICROSECOND
    if row.published:
        gap = timedelta()  # the parts of a thread belong together
    left = Decimal(0) if paid is None else cost(claim.platform, rest(claim.content, len(claim.published)))
    return Candidate(
        row.name, row.id, row.due_at, row.awaited, gap, spent, row.unsent, left, paid or Decimal(0), row.campaign
    )


def _claim(row: Any, content: Content, place: str, now: datetime) -> Claim:
    return Claim(
        post=row.id,
        account=row.name,
        platform=row.platform,
        attempt=row.attempts + 1,
        content=content,
        key=row.key,
        failures=row.failures,
        at=row.began_at or now,
        doubted=row.doubted,
        streak=row.streak,
        place=place,
        published=contents.load_receipts(row.published),
    )


_standing = select(
    accounts.c.name,
    accounts.c.sent,
    accounts.c.last_sent_at,
    accounts.c.fuse_from,
    select(func.count()).where(_under_way, ~_sent).correlate(accounts).scalar_subquery().label("unsent"),
).where(SERVED)


def used(tx: Tx, account: str, terms: Terms, *, now: datetime) -> Used | None:
    """Return what an account has used of its fuse, and lock it; `None` where it may not send."""
    lock(tx, account)
    row = tx.execute(_standing, served([account], now)).one_or_none()
    return None if row is None else Used(_spent(tx, [row], {account: terms})[account], row.unsent)


def _spent(tx: Tx, rows: Sequence[Any], terms: Mapping[str, Terms]) -> dict[str, Spent]:
    """Look at the one request that each ceiling depends on, however many there were."""
    places = {row.name: _places(row, terms[row.name]) for row in rows}
    asked = [(name, serial) for name, serials in places.items() for serial in serials if serial is not None]
    left: dict[tuple[str, int | None], datetime] = {}
    if asked:
        query = select(attempts.c.account, attempts.c.serial, attempts.c.intended_at)
        found = tx.execute(query.where(tuple_(attempts.c.account, attempts.c.serial).in_(asked)))
        left = {(account, serial): at for account, serial, at in found}
    spent = {}
    for row in rows:
        hour, day = (left.get((row.name, serial)) for serial in places[row.name])
        spent[row.name] = Spent(hour, day, row.last_sent_at)
    return spent


def _places(row: Any, terms: Terms) -> tuple[int | None, int | None]:
    hour, day = (row.sent - back + 1 for back in ceilings(terms.fuse, unsent=row.unsent))
    return (hour if hour > row.fuse_from else None), (day if day > row.fuse_from else None)


@dataclass(frozen=True, slots=True)
class Taker:
    """A daemon that takes posts."""

    owner: str
    lease: timedelta
    """For how long it takes them."""
    now: datetime
    mark: Mark
    """The same moment, by the clock that nobody sets."""


def take(
    tx: Tx, chosen: Sequence[Due], intents: Mapping[int, Intent], taker: Taker, *, unsaid: Sequence[Event] = ()
) -> None:
    """Give posts to a daemon for the length of a lease; their attempts are recorded in the same transaction.

    Those in `intents` are about to be published once this is durable.
    The lines that are `unsaid` come first in the log.
    """
    if not chosen:
        record_all(tx, unsaid)
        return
    kind, now = tx.dialect.name, taker.now
    numbers = [one.claim.post for one in chosen]
    tried = packed(
        attempts=[_row(one, intents.get(one.claim.post), now) for one in chosen],
        accounts=counted(one.claim.account for one in chosen if one.claim.post in intents),
        events=rows([*unsaid, *(_claimed(one.claim, now) for one in chosen)]),
    )
    changes = (_taking(kind), _trying(kind), counting(kind), recording(kind))
    moments = {"now": now, "clock_now": taker.mark.clock, "tick_now": taker.mark.at} | told(kind, now, taker.lease)
    taken, *_ = together(tx, *changes, given=tried | {"numbers": numbers, "mine": taker.owner} | moments)
    if taken != len(chosen):
        raise StoreError("a post was taken by somebody else at the same moment; the database is asked again")


def renew(tx: Tx, numbers: Sequence[int], *, owner: str, lease: timedelta, now: datetime) -> list[int]:
    """Begin the leases of posts anew, and return those that are still their daemon's."""
    if not numbers:
        return []
    kind = tx.dialect.name
    mine = update(posts).where(among(posts.c.id, "numbers"), posts.c.owner == owner, posts.c.state == State.PUBLISHING)
    longer = mine.values(lease_until=moment(kind)).returning(posts.c.id)
    return list(tx.scalars(longer, {"numbers": list(numbers)} | told(kind, now, lease)))


@cache
def _taking(dialect: str) -> Update:
    now = bindparam("now", type_=Instant())
    return (
        update(posts)
        .where(among(posts.c.id, "numbers"), posts.c.state == State.QUEUED)
        .values(
            state=move(State.QUEUED, Move.CLAIM),
            attempts=posts.c.attempts + 1,
            began_at=func.coalesce(posts.c.began_at, now),
            began_clock=_at_first("clock_now", posts.c.began_clock),
            began_tick=_at_first("tick_now", posts.c.began_tick),
            owner=bindparam("mine"),
            lease_until=moment(dialect),
        )
    )


def _at_first(parameter: str, column: Column[Any]) -> ColumnElement[Any]:
    return case((posts.c.began_at.is_(None), bindparam(parameter, type_=column.type)), else_=column)


@cache
def counting(dialect: str) -> Update:
    """Return the statement that counts requests that are about to leave against their accounts' fuses."""
    sending = given(dialect, accounts, name=accounts.c.name.type, many=accounts.c.sent.type)
    counts = {"sent": accounts.c.sent + sending.c.many, "last_sent_at": bindparam("now", type_=Instant())}
    return update(accounts).where(accounts.c.name == sending.c.name).values(counts)


def counted(sending: Iterable[str]) -> list[tuple[str, int]]:
    """Return the accounts of requests as `counting` takes them, in the order in which everybody locks them."""
    return sorted(Counter(sending).items())


@cache
def _trying(dialect: str) -> Insert:
    names = ("post_id", "number", "started_at", "intent", "intended_at", "account", "serial", "cost", "place")
    added = given(dialect, attempts, **{name: attempts.c[name].type for name in names})
    return insert(attempts).from_select(list(names), select(added))


def _row(one: Due, intent: Intent | None, now: datetime) -> list[Any]:
    claim = one.claim
    tried = [claim.post, claim.attempt, micros(now)]
    if intent is None:
        return [*tried, None, None, None, None, None, claim.place]
    cost = spending.charged(claim)
    return [*tried, frozen(intent), micros(now), claim.account, one.serial, cost, claim.place]


def frozen(intent: Intent) -> dict[str, Any]:
    """Return an intent as the attempts keep it."""
    return {"at": micros(intent.at), "request": dict(intent.request)}


def _claimed(claim: Claim, now: datetime) -> Event:
    name, state = Move.CLAIM.value, State.PUBLISHING
    return Event(now, claim.post, claim.account, claim.platform, name, state, claim.attempt, None, None)
