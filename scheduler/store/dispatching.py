"""What the daemon writes and reads: claims, intents, outcomes, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, text, update

from adapters.base import Intent, Receipt
from scheduler.core.lifecycle import Move, Settlement, move
from scheduler.core.model import Claim, Doubt, Event
from scheduler.core.state import State
from scheduler.store.accounts import CREDENTIALS, hold
from scheduler.store.content import parse_intent
from scheduler.store.database import Tx
from scheduler.store.log import record
from scheduler.store.posts import get
from scheduler.store.tables import DUE, EPOCH, MICROSECOND, UNSETTLED, accounts, attempts, posts

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When to look again at what only a person can tell."""


def claim(tx: Tx, free: Iterable[str], *, now: datetime) -> list[Claim]:
    """Take the most urgent due post of every account in `free` that is not held.

    The attempt is recorded in the same transaction.
    """
    due = (
        select(posts.c.id)
        .where(posts.c.account == accounts.c.name, text(f"posts.{DUE}"), posts.c.due_at <= now)
        .order_by(posts.c.due_at, posts.c.id)
        .limit(1)
        .scalar_subquery()
    )
    query = select(due).where(accounts.c.name.in_(list(free)), accounts.c.hold.is_(None))
    return [_take(tx, number, now) for number in tx.scalars(query) if number is not None]


def _take(tx: Tx, number: int, now: datetime) -> Claim:
    taken = tx.execute(
        update(posts)
        .where(posts.c.id == number)
        .values(state=move(State.QUEUED, Move.CLAIM), attempts=posts.c.attempts + 1)
        .returning(posts.c.attempts, posts.c.failures)
    ).one()
    tx.execute(attempts.insert().values(post_id=number, number=taken.attempts, started_at=now))
    began = tx.scalar(select(func.min(attempts.c.started_at)).where(attempts.c.post_id == number))
    post = get(tx, number)
    _note(tx, post, Move.CLAIM.value, taken.attempts, now)
    return Claim(post, taken.attempts, taken.failures, began)


def _note(
    tx: Tx,
    post: Any,
    event: str,
    attempt: int | None,
    now: datetime,
    *,
    url: str | None = None,
    reason: str | None = None,
) -> Event:
    line = Event(now, post.id, post.account, post.platform, event, State(post.state), attempt, url, reason)
    record(tx, line)
    return line


def next_due(tx: Tx, free: Iterable[str]) -> datetime | None:
    """Return when the next post of the accounts in `free` that are not held is due, or a doubt to be looked into."""
    soonest = [
        select(func.min(posts.c.due_at))
        .where(posts.c.account == accounts.c.name, text(f"posts.{where}"))
        .scalar_subquery()
        for where in (DUE, f"{UNSETTLED} AND posts.state = 'uncertain'")
    ]
    query = select(*soonest).where(accounts.c.name.in_(list(free)), accounts.c.hold.is_(None))
    found = [at for row in tx.execute(query) for at in row if at is not None]
    return min(found, default=None)


def intend(tx: Tx, post: int, attempt: int, intent: Intent) -> bool:
    """Record what an attempt is about to publish; false where the post is no longer in that attempt."""
    stored = {"at": (intent.at - EPOCH) // MICROSECOND, "request": dict(intent.request)}
    tx.execute(_attempt(post, attempt).values(intent=stored))
    return _is_current(tx, post, attempt)


def _attempt(post: int, number: int) -> Any:
    return update(attempts).where(attempts.c.post_id == post, attempts.c.number == number)


def _is_current(tx: Tx, post: int, attempt: int) -> bool:
    row = tx.execute(select(posts.c.state, posts.c.attempts).where(posts.c.id == post)).one_or_none()
    return row is not None and row.state == State.PUBLISHING and row.attempts == attempt


def conclude(tx: Tx, post: int, attempt: int, settled: Settlement, *, outcome: str, now: datetime) -> Event | None:
    """Record what came of an attempt, and return its line of the log; none where the post is in another by now."""
    tx.execute(_attempt(post, attempt).values(finished_at=now, outcome=outcome, reason=settled.reason))
    if not _is_current(tx, post, attempt):
        return None
    tx.execute(update(posts).where(posts.c.id == post).values(_settled(settled, now)))
    current = get(tx, post)
    url = settled.receipt.url if settled.receipt else None
    if settled.holds_account:
        hold(tx, current.account, CREDENTIALS, reason=settled.reason, now=now)
    return _note(tx, current, settled.move.value, attempt, now, url=url, reason=settled.reason)


def _settled(settled: Settlement, now: datetime) -> Mapping[str, Any]:
    values: dict[str, Any] = {"state": settled.state, "reason": settled.reason}
    if settled.receipt is not None:
        values |= {"url": settled.receipt.url, "platform_id": settled.receipt.id}
    if settled.move is Move.DOUBT:
        values["due_at"] = now
    if settled.not_before is not None:
        values["due_at"] = settled.not_before
    if settled.counts:
        values["failures"] = posts.c.failures + 1
    return values


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A post that was being published when its daemon ended."""

    post: int
    attempt: int
    intended: bool
    """Whether it may be public: the request that makes it so may have been sent."""


def interrupted(tx: Tx) -> list[Interrupted]:
    """Return what an earlier daemon left half-done."""
    rows = tx.execute(_unsettled(State.PUBLISHING))
    return [Interrupted(row.id, row.attempts, row.intent is not None) for row in rows]


def doubts(tx: Tx, free: Iterable[str], *, now: datetime) -> list[Doubt]:
    """Return the uncertain posts of accounts in `free` that are due to be looked into, one an account."""
    rows = tx.execute(
        _unsettled(State.UNCERTAIN)
        .join(accounts, accounts.c.name == posts.c.account)
        .where(posts.c.due_at <= now, posts.c.account.in_(list(free)), accounts.c.hold.is_(None))
        .order_by(posts.c.due_at, posts.c.id)
    )
    first: dict[str, Row[Any]] = {}
    for row in rows:
        first.setdefault(row.account, row)
    return [_doubt(tx, row) for row in first.values()]


def _unsettled(state: State) -> Any:
    latest = and_(attempts.c.post_id == posts.c.id, attempts.c.number == posts.c.attempts)
    columns = (
        posts.c.id,
        posts.c.account,
        posts.c.attempts,
        posts.c.failures,
        attempts.c.intent,
        attempts.c.started_at,
    )
    return select(*columns).join(attempts, latest).where(text(f"posts.{UNSETTLED}"), posts.c.state == state)


def _doubt(tx: Tx, row: Row[Any]) -> Doubt:
    post = get(tx, row.id)
    intent = None if row.intent is None else parse_intent(row.intent, key=post.key)
    return Doubt(post, row.attempts, intent, row.started_at)


def look_again(tx: Tx, post: int, *, at: datetime, reason: str) -> None:
    """Leave a post uncertain until `at`."""
    values = {"due_at": at, "reason": reason}
    tx.execute(update(posts).where(posts.c.id == post, posts.c.state == State.UNCERTAIN).values(values))


def clear_up(tx: Tx, doubt: Doubt, how: Move, *, now: datetime, receipt: Receipt | None, reason: str) -> Event | None:
    """End a doubt, and return its line of the log; none where somebody else has ended it."""
    values: dict[str, Any] = {"state": move(State.UNCERTAIN, how), "reason": reason, "due_at": now}
    if receipt is not None:
        values |= {"url": receipt.url, "platform_id": receipt.id}
    mine = and_(posts.c.id == doubt.post.id, posts.c.state == State.UNCERTAIN, posts.c.attempts == doubt.attempt)
    if tx.execute(update(posts).where(mine).values(values)).rowcount == 0:
        return None
    url = receipt.url if receipt else None
    return _note(tx, get(tx, doubt.post.id), how.value, doubt.attempt, now, url=url, reason=reason)


def is_waiting(tx: Tx, names: Iterable[str], *, now: datetime) -> bool:
    """Return whether a post whose time has come is unfinished, and will be finished without a person."""
    query = (
        select(func.count())
        .select_from(posts)
        .join(accounts, accounts.c.name == posts.c.account)
        .where(
            posts.c.account.in_(list(names)),
            accounts.c.hold.is_(None),
            posts.c.publish_at <= now,
            posts.c.due_at < NEVER,
            posts.c.state.in_((State.QUEUED, State.PUBLISHING, State.UNCERTAIN)),
        )
    )
    return bool(tx.scalar(query))


def queued(tx: Tx) -> dict[str, int]:
    """Return how many posts wait for each account."""
    query = select(posts.c.account, func.count()).where(text(f"posts.{DUE}")).group_by(posts.c.account)
    return {str(name): int(count) for name, count in tx.execute(query)}
