"""Uncertain posts: which are to be looked into, and what was learnt about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, and_, bindparam, case, null, select, text, type_coerce, update

from adapters.base import Receipt
from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Doubt, Event, Tried
from scheduler.core.parts import part_key
from scheduler.core.recovery import TOLD_AFTER
from scheduler.core.state import State
from scheduler.store.batch import among
from scheduler.store.clock import LONGEST_LEASE, moment, told
from scheduler.store.content import dump_receipts, load_receipts, parse_intent
from scheduler.store.database import Tx
from scheduler.store.log import record
from scheduler.store.serving import SERVED, served
from scheduler.store.tables import UNSETTLED, Instant, accounts, attempts, events, posts

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When to look again at what only a person can tell."""
HANDED = Move.HAND.value
"""Why a post waits that a person has in hand."""
ASKED = "asked"
"""The event of a post that only a person can tell about."""

_ADVICE = "look at the account {doubt.account}, then run `tambour resolve {doubt.post}`"

LATEST = and_(attempts.c.post_id == posts.c.id, attempts.c.number == posts.c.attempts)
UNCERTAIN = and_(text(f"posts.{UNSETTLED}"), posts.c.state == State.UNCERTAIN)


@cache
def _due(dialect: str) -> Select[Any]:
    # a file's daemon knows that all others are dead
    lasts = and_(posts.c.lease_until > moment(dialect), posts.c.lease_until <= moment(dialect, LONGEST_LEASE))
    left = null() if dialect == "sqlite" else case((lasts, posts.c.lease_until))
    return _doubts.add_columns(type_coerce(left, Instant()).label("open_until"))


_doubts = (
    select(
        posts.c.id,
        posts.c.account,
        posts.c.key,
        posts.c.attempts,
        posts.c.failures,
        posts.c.published,
        posts.c.content,
        accounts.c.platform,
        attempts.c.intent,
        attempts.c.started_at,
        attempts.c.finished_at,
    )
    .select_from(posts)
    .join(accounts, accounts.c.name == posts.c.account)
    .join(attempts, LATEST)
    .where(UNCERTAIN, posts.c.due_at <= bindparam("now"), posts.c.owner.is_(None), SERVED)
    .order_by(posts.c.due_at, posts.c.id)
    .with_for_update(of=posts, skip_locked=True)
)


def doubts(tx: Tx, free: Iterable[str], *, owner: str, lease: timedelta, now: datetime) -> list[Doubt]:
    """Take the uncertain posts of accounts in `free` that are due to be looked into, one an account."""
    first: dict[str, Any] = {}
    kind = tx.dialect.name
    for row in tx.execute(_due(kind), served(free, now) | told(kind, now)).all():
        first.setdefault(row.account, row)
    if first:
        taken = {"numbers": [row.id for row in first.values()], "mine": owner}
        tx.execute(_taking(kind), taken | told(kind, now, lease))
    return [_doubt(row) for row in first.values()]


@cache
def _taking(dialect: str) -> Update:
    chosen = update(posts).where(among(posts.c.id, "numbers"))
    return chosen.values(owner=bindparam("mine"), lease_until=moment(dialect))


def _doubt(row: Any) -> Doubt:
    published = load_receipts(row.published)
    key = part_key(row.key, len(published))
    return Doubt(
        post=row.id,
        account=row.account,
        platform=row.platform,
        attempt=row.attempts,
        failures=row.failures,
        intent=None if row.intent is None else parse_intent(row.intent, key=key),
        since=row.finished_at or row.started_at,
        more=len(published) < len(row.content["parts"]),
        published=published,
        open_until=row.open_until,
    )


def look_again(tx: Tx, doubt: Doubt, *, at: datetime, reason: str, now: datetime) -> Event | None:
    """Leave a post uncertain until `at`; return the line of the log where a person is to look at it from here on."""
    told, since = _told(tx, doubt)
    if lasts := at < NEVER and (told or (since is not None and now - since >= TOLD_AFTER)):
        reason = f"still not known, and still asked: {reason}; {_ADVICE.format(doubt=doubt)}"
    values = {"due_at": at, "reason": reason, "owner": None, "lease_until": doubt.open_until}
    left = tx.execute(update(posts).where(_still(doubt)).values(values)).rowcount
    if not left or told or not (lasts or at >= NEVER):
        return None
    line = Event(now, doubt.post, doubt.account, doubt.platform, ASKED, State.UNCERTAIN, doubt.attempt, None, reason)
    record(tx, line)
    return line


def _told(tx: Tx, doubt: Doubt) -> tuple[bool, datetime | None]:
    """Return whether a person was told of this doubt, and since when it lasts, as the log has it."""
    said = select(events.c.event, events.c.at).where(events.c.post_id == doubt.post)
    said = said.where(events.c.event.in_((Move.DOUBT, ASKED))).order_by(events.c.id.desc()).limit(1)
    row = tx.execute(said).one_or_none()
    return (False, None) if row is None else (row.event == ASKED, row.at)


def _still(tried: Tried) -> Any:
    return and_(posts.c.id == tried.post, posts.c.state == State.UNCERTAIN, posts.c.attempts == tried.attempt)


def clear_up(tx: Tx, tried: Tried, how: Move, *, now: datetime, receipt: Receipt | None, reason: str) -> Event | None:
    """End a doubt, and return its line of the log; none where somebody else has ended it."""
    state = move(State.UNCERTAIN, how)
    values: dict[str, Any] = {"state": state, "reason": reason, "due_at": now, "owner": None, "lease_until": None}
    if receipt is not None:
        public = [*tried.published, receipt]
        values |= {"url": public[0].url, "platform_id": public[0].id, "published": dump_receipts(public)}
    if how is Move.CONTINUE:
        values |= {"awaited_since": now, "began_at": None, "failures": 0, "doubted": False}
    if tx.execute(update(posts).where(_still(tried)).values(values)).rowcount == 0:
        return None
    url = receipt.url if receipt else None
    line = Event(now, tried.post, tried.account, tried.platform, how, state, tried.attempt, url, reason)
    record(tx, line)
    return line
