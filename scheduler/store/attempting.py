"""Attempts at posts: what they are about to publish, and what came of them.

After-records are fenced: they change a post only while it is still in that attempt of that daemon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Boolean, Integer, Subquery, Update, bindparam, case, false, func, or_, select, true, update

from adapters.base import Intent
from scheduler.core.lifecycle import Move, Settlement
from scheduler.core.model import Claim, Event, Tried
from scheduler.core.state import State
from scheduler.store.accounts import CREDENTIALS, hold
from scheduler.store.batch import among, given, packed, together
from scheduler.store.claiming import counted, counting, frozen
from scheduler.store.content import dump_receipts
from scheduler.store.database import Tx
from scheduler.store.doubting import HANDED, NEVER, clear_up
from scheduler.store.log import record_all
from scheduler.store.serving import WAITS, waiting
from scheduler.store.spending import charged
from scheduler.store.tables import accounts, attempts, events, installation, micros, posts

Log: TypeAlias = Callable[[Tx, Sequence[Event]], None]
"""Writes lines of the log, or keeps them to be written."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of an attempt."""

    tried: Tried
    outcome: str
    settled: Settlement
    streak: int = 0
    """How many delays its account had had before since its last delivery."""


_current = (
    select(posts.c.id, posts.c.attempts, accounts.c.hold, accounts.c.sent, installation.c.stopped_at)
    .add_columns(WAITS.label("waits"))
    .select_from(posts.join(accounts, accounts.c.name == posts.c.account).join(installation, true()))
    .where(
        among(posts.c.id, "numbers"),
        posts.c.owner == bindparam("mine"),
        posts.c.state == State.PUBLISHING,
    )
    # nobody else may number the account's requests meanwhile: two of one number would count once for its fuse
    .with_for_update(of=[posts, accounts])
)


@cache
def _intending(dialect: str) -> Update:
    columns = {
        name: attempts.c[name].type
        for name in ("post_id", "number", "intent", "intended_at", "account", "serial", "cost")
    }
    tried = given(dialect, attempts, **columns)
    values = {name: tried.c[name] for name in ("intent", "intended_at", "account", "serial", "cost")}
    return _of_attempts(tried).values(values)


@cache
def _finishing(dialect: str) -> Update:
    columns = {name: attempts.c[name].type for name in ("post_id", "number", "finished_at", "outcome", "reason")}
    tried = given(dialect, attempts, **columns)
    return _of_attempts(tried).values({name: tried.c[name] for name in ("finished_at", "outcome", "reason")})


def _of_attempts(tried: Subquery) -> Update:
    # the numbers say to a server without statistics that it has to look for a few rows only
    named = among(attempts.c.post_id, "numbers")
    return update(attempts).where(named, attempts.c.post_id == tried.c.post_id, attempts.c.number == tried.c.number)


@cache
def _settling(dialect: str) -> Update:
    plain = ("id", "attempts", "state", "reason", "url", "platform_id", "due_at", "published", "awaited_since")
    types = {name: posts.c[name].type for name in plain}
    new = given(dialect, posts, **types, counted=Integer(), doubtful=Boolean())
    # each part of a thread begins anew
    goes_on = new.c.awaited_since.is_not(None)
    mine = posts.c.owner.is_not_distinct_from(bindparam("mine"))
    return (
        update(posts)
        .where(among(posts.c.id, "numbers"), posts.c.id == new.c.id, posts.c.attempts == new.c.attempts)
        .where(mine, posts.c.state == State.PUBLISHING)
        .values(
            state=new.c.state,
            reason=new.c.reason,
            url=func.coalesce(new.c.url, posts.c.url),
            platform_id=func.coalesce(new.c.platform_id, posts.c.platform_id),
            due_at=func.coalesce(new.c.due_at, posts.c.due_at),
            published=func.coalesce(new.c.published, posts.c.published),
            awaited_since=func.coalesce(new.c.awaited_since, posts.c.awaited_since),
            began_at=case((goes_on, None), else_=posts.c.began_at),
            began_clock=case((goes_on, None), else_=posts.c.began_clock),
            began_tick=case((goes_on, None), else_=posts.c.began_tick),
            failures=case((goes_on, 0), else_=posts.c.failures + new.c.counted),
            doubted=case((goes_on, false()), else_=or_(posts.c.doubted, new.c.doubtful)),
            owner=None,
            lease_until=None,
        )
    )


_wait = (
    update(accounts)
    .where(accounts.c.name == bindparam("named"))
    .values(not_before=bindparam("until"), waits_for=bindparam("why"), failures=bindparam("streak"))
)


def intend(tx: Tx, owner: str, ready: Sequence[tuple[Claim, Intent]], *, now: datetime) -> set[int]:
    """Record what attempts are about to publish, which counts against their accounts' fuses; return their posts.

    Left out are posts that are no longer in that attempt, and those whose account may not send any more.
    """
    if not ready:
        return set()
    asked = {"numbers": [claim.post for claim, _ in ready], "mine": owner} | waiting(now)
    found = {row.id: row for row in tx.execute(_current, asked)}
    going = [one for one in ready if _may_go(found.get(one[0].post), one[0])]
    sending: Counter[str] = Counter()
    packing = []
    for claim, intent in going:
        sending[claim.account] += 1
        serial = found[claim.post].sent + sending[claim.account]
        packing.append([claim.post, claim.attempt, frozen(intent), micros(now), claim.account, serial, charged(claim)])
    if going:
        kind, tried = tx.dialect.name, packed(attempts=packing, accounts=counted(sending.elements()))
        numbers = [claim.post for claim, _ in going]
        together(tx, _intending(kind), counting(kind), given=tried | {"numbers": numbers, "now": now})
    return {claim.post for claim, _ in going}


def _may_go(row: Any, claim: Claim) -> bool:
    return bool(
        row is not None and row.attempts == claim.attempt and not (row.hold or row.stopped_at is not None or row.waits)
    )


def conclude(
    tx: Tx, owner: str | None, concluded: Sequence[Conclusion], *, now: datetime, log: Log = record_all
) -> list[Event]:
    """Record what came of attempts, and return the lines of the log, which `log` writes, or keeps to be written.

    An attempt whose post another daemon has taken over is recorded, and changes nothing else; if it was delivered,
    that ends the other's doubt.
    """
    if not concluded:
        return []
    new = packed(
        attempts=[_finished(one, now) for one in concluded], posts=[_settled(one, now) for one in concluded]
    ) | {"numbers": [one.tried.post for one in concluded], "mine": owner}
    kind = tx.dialect.name
    _, settled = together(tx, _finishing(kind), _settling(kind), given=new)
    if settled == len(concluded):
        return _tell(tx, concluded, [_line(one, now) for one in concluded], now, log)
    standing, overtaken = _standing(tx, concluded)
    late = [event for one in overtaken for event in _answered_late(tx, one, now)]
    return [*late, *_tell(tx, standing, _untold(tx, [_line(one, now) for one in standing]), now, log)]


def _tell(tx: Tx, concluded: Sequence[Conclusion], lines: list[Event], now: datetime, log: Log) -> list[Event]:
    _hand_over(tx, concluded)
    _tell_accounts(tx, concluded, now)
    log(tx, lines)
    return lines


def _untold(tx: Tx, lines: Sequence[Event]) -> list[Event]:
    """Leave out what the log has: a commit whose answer was lost is asked for again."""
    query = select(events.c.post_id, events.c.attempt, events.c.event)
    query = query.where(events.c.post_id.in_([line.post for line in lines]))
    told = {(row.post_id, row.attempt, row.event) for row in tx.execute(query)}
    return [line for line in lines if (line.post, line.attempt, line.event) not in told]


def _hand_over(tx: Tx, concluded: Sequence[Conclusion]) -> None:
    """Mark what waits for a person's word."""
    handed = [one.tried.post for one in concluded if one.settled.move is Move.HAND]
    if handed:
        tx.execute(update(posts).where(posts.c.id.in_(handed)).values(held=HANDED))


def _standing(tx: Tx, concluded: Sequence[Conclusion]) -> tuple[list[Conclusion], list[Conclusion]]:
    """Part those whose posts are now as they say from those whose posts are in other hands."""
    query = select(posts.c.id, posts.c.attempts, posts.c.state).where(
        posts.c.id.in_([one.tried.post for one in concluded]), posts.c.owner.is_(None)
    )
    found = {(row.id, row.attempts, row.state) for row in tx.execute(query)}
    stand = [(one.tried.post, one.tried.attempt, one.settled.state) in found for one in concluded]
    parted = list(zip(concluded, stand, strict=True))
    return [one for one, stands in parted if stands], [one for one, stands in parted if not stands]


def _finished(one: Conclusion, now: datetime) -> list[Any]:
    return [one.tried.post, one.tried.attempt, micros(now), one.outcome, one.settled.reason]


def _settled(one: Conclusion, now: datetime) -> list[Any]:
    settled, doubtful = one.settled, one.settled.move is Move.DOUBT
    due = NEVER if settled.move is Move.HAND else now if doubtful else settled.not_before
    public = [*one.tried.published, settled.receipt] if settled.receipt else []
    return [
        one.tried.post,
        one.tried.attempt,
        settled.state,
        settled.reason,
        public[0].url if public else None,
        public[0].id if public else None,
        None if due is None else micros(due),
        dump_receipts(public) if public[1:] or settled.move is Move.CONTINUE else None,
        micros(now) if settled.move is Move.CONTINUE else None,
        int(settled.counts),
        doubtful,
    ]


def _line(one: Conclusion, now: datetime) -> Event:
    tried, settled = one.tried, one.settled
    url = settled.receipt.url if settled.receipt else None
    return Event(
        now, tried.post, tried.account, tried.platform, settled.move, settled.state, tried.attempt, url, settled.reason
    )


def _answered_late(tx: Tx, one: Conclusion, now: datetime) -> list[Event]:
    if one.settled.move not in {Move.DELIVER, Move.CONTINUE}:
        return []
    how = Move.FIND if one.settled.move is Move.DELIVER else Move.CONTINUE
    receipt = one.settled.receipt
    event = clear_up(tx, one.tried, how, now=now, receipt=receipt, reason="the answer came late")
    return [] if event is None else [event]


def _tell_accounts(tx: Tx, concluded: Sequence[Conclusion], now: datetime) -> None:
    """Let accounts know of delays, of deliveries after delays, and of refused credentials."""
    waits: dict[str, dict[str, Any]] = {}
    for one in concluded:
        tried, settled = one.tried, one.settled
        if settled.holds_account:
            hold(tx, tried.account, CREDENTIALS, reason=settled.reason, now=now)
        elif settled.move in {Move.DELIVER, Move.CONTINUE, Move.HAND} and one.streak:
            waits[tried.account] = {"until": None, "why": None, "streak": 0}
        elif settled.move in {Move.DELAY, Move.DENY} and settled.delays:
            until = settled.account_not_before
            waits[tried.account] = {"until": until, "why": settled.reason, "streak": one.streak + 1}
    if waits:
        tx.execute(_wait, [{"named": name} | waits[name] for name in sorted(waits)])
