"""Uncertain posts: which are to be looked into, and what was learnt about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, and_, bindparam, case, null, or_, select, text, type_coerce, update

from adapters.base import Receipt
from scheduler.core.lifecycle import Move, move
from scheduler.core.model import Doubt, Event, Mark, Tried
from scheduler.core.parts import part_key
from scheduler.core.recovery import LONGEST, TOLD_AFTER
from scheduler.core.state import State
from scheduler.store.batch import among
from scheduler.store.clock import LONGEST_LEASE, moment, told
from scheduler.store.content import dump_receipts, load_receipts, parse_intent
from scheduler.store.database import Tx
from scheduler.store.log import record
from scheduler.store.serving import SERVED, served
from scheduler.store.tables import UNSETTLED, Instant, Tick, accounts, attempts, events, posts
from scheduler.store.taken import taken

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When to look again at what only a person can tell."""
HANDED = Move.HAND.value
"""Why a post waits that a person has in hand."""
ASKED = "asked"
"""The event of a post that only a person can tell about."""

_ADVICE = "look at the account {doubt.account}, then run `tambour resolve {doubt.post}`"

LATEST = and_(attempts.c.post_id == posts.c.id, attempts.c.number == posts.c.attempts)
UNCERTAIN = and_(text(f"posts.{UNSETTLED}"), posts.c.state == State.UNCERTAIN)
_SLACK = timedelta(minutes=1)

_DUE = or_(
    posts.c.due_at <= bindparam("now", type_=Instant()),
    # a time beyond the longest pause was told by a wall clock that was wrong
    and_(posts.c.due_at > bindparam("beyond", type_=Instant()), posts.c.due_at < NEVER),
    and_(
        posts.c.due_at < NEVER,
        attempts.c.looked_clock == bindparam("clock_now"),
        attempts.c.look_tick <= bindparam("tick_now", type_=Tick()),
    ),
)
"""Whether it is time by one of two clocks: to look too soon does no harm."""


@cache
def _looking(dialect: str) -> Select[Any]:
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
        posts.c.began_clock,
        posts.c.began_tick,
        accounts.c.platform,
        attempts.c.intent,
        attempts.c.place,
        attempts.c.looked_clock,
        attempts.c.looked_tick,
        attempts.c.quiet_tick,
    )
    .select_from(posts)
    .join(accounts, accounts.c.name == posts.c.account)
    .join(attempts, LATEST)
    .where(UNCERTAIN, _DUE, posts.c.owner.is_(None), SERVED)
    .order_by(posts.c.due_at, posts.c.id)
    .with_for_update(of=posts, skip_locked=True)
)


def doubts(tx: Tx, free: Iterable[str], *, owner: str, lease: timedelta, now: datetime, mark: Mark) -> list[Doubt]:
    """Take the uncertain posts of accounts in `free` that are due to be looked into, one an account."""
    first: dict[str, Any] = {}
    kind = tx.dialect.name
    moments = {"beyond": now + LONGEST + _SLACK, "clock_now": mark.clock, "tick_now": mark.at}
    for row in tx.execute(_looking(kind), served(free, now) | moments | told(kind, now)).all():
        first.setdefault(row.account, row)
    if first:
        mine = {"numbers": [row.id for row in first.values()], "mine": owner}
        tx.execute(_taking(kind), mine | told(kind, now, lease))
    return [_doubt(tx, row) for row in first.values()]


@cache
def _taking(dialect: str) -> Update:
    chosen = update(posts).where(among(posts.c.id, "numbers"))
    return chosen.values(owner=bindparam("mine"), lease_until=moment(dialect))


def _doubt(tx: Tx, row: Any) -> Doubt:
    published = load_receipts(row.published)
    intent = None if row.intent is None else parse_intent(row.intent, key=part_key(row.key, len(published)))
    if intent is not None:
        others = taken(tx, row.account, besides=row.id)
        intent = replace(intent, taken=frozenset([*others, *(receipt.id for receipt in published)]))
    return Doubt(
        post=row.id,
        account=row.account,
        platform=row.platform,
        attempt=row.attempts,
        failures=row.failures,
        intent=intent,
        began=_mark(row.began_clock, row.began_tick),
        looked=_mark(row.looked_clock, row.looked_tick),
        quiet=_mark(row.looked_clock, row.quiet_tick),
        place=row.place or "",
        more=len(published) < len(row.content["parts"]),
        published=published,
        open_until=row.open_until,
    )


def _mark(clock: str | None, at: timedelta | None) -> Mark | None:
    return None if clock is None or at is None else Mark(clock, at)


def look_again(tx: Tx, doubt: Doubt, *, after: timedelta, reason: str, now: datetime, mark: Mark) -> Event | None:
    """Leave a post uncertain for a while; return the line of the log where a person is to look from here on.

    What was waited for by another clock is waited for anew.
    """
    told, since = _told(tx, doubt)
    lasts = told or (since is not None and now - since >= TOLD_AFTER)
    if lasts:
        reason = f"still not known, and still asked: {reason}; {_ADVICE.format(doubt=doubt)}"
    if not _leave(tx, doubt, at=now + after, reason=reason):
        return None
    looked, quiet = (_upheld(one, mark).at for one in (doubt.looked, doubt.quiet))
    ticks = {"looked_clock": mark.clock, "looked_tick": looked, "quiet_tick": quiet, "look_tick": mark.at + after}
    mine = and_(attempts.c.post_id == doubt.post, attempts.c.number == doubt.attempt)
    tx.execute(update(attempts).where(mine).values(ticks))
    return _asked(tx, doubt, reason, now) if lasts and not told else None


def _upheld(earlier: Mark | None, mark: Mark) -> Mark:
    return mark if earlier is None or mark.since(earlier) is None else earlier


def leave_to_person(tx: Tx, doubt: Doubt, *, reason: str, now: datetime) -> Event | None:
    """Leave a post uncertain until a person tells what became of it; return its line of the log, unless they know."""
    told, _ = _told(tx, doubt)
    if not _leave(tx, doubt, at=NEVER, reason=reason) or told:
        return None
    return _asked(tx, doubt, reason, now)


def _asked(tx: Tx, doubt: Doubt, reason: str, now: datetime) -> Event:
    line = Event(now, doubt.post, doubt.account, doubt.platform, ASKED, State.UNCERTAIN, doubt.attempt, None, reason)
    record(tx, line)
    return line


def _leave(tx: Tx, doubt: Doubt, *, at: datetime, reason: str) -> bool:
    values = {"due_at": at, "reason": reason, "owner": None, "lease_until": doubt.open_until}
    return tx.execute(update(posts).where(_still(doubt)).values(values)).rowcount == 1


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
        values |= {"awaited_since": now, "failures": 0, "doubted": False}
        values |= {"began_at": None, "began_clock": None, "began_tick": None}
    if tx.execute(update(posts).where(_still(tried)).values(values)).rowcount == 0:
        return None
    url = receipt.url if receipt else None
    line = Event(now, tried.post, tried.account, tried.platform, how, state, tried.attempt, url, reason)
    record(tx, line)
    return line
