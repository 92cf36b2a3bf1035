"""Attempts at posts: what they are about to publish, and what came of them.

After-records are fenced: they change a post only while it is still in that attempt of that daemon.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Integer, Subquery, Update, bindparam, case, false, func, or_, select, true, update

from adapters.base import Intent
from scheduler.core.lifecycle import Move, Settlement
from scheduler.core.model import Claim, Event, Tried
from scheduler.core.state import State
from scheduler.store.accounts import CREDENTIALS, hold
from scheduler.store.batch import among, given, packed
from scheduler.store.claiming import count, frozen
from scheduler.store.content import dump_receipts
from scheduler.store.database import Tx
from scheduler.store.doubting import clear_up
from scheduler.store.log import record_all
from scheduler.store.serving import WAITS, waiting
from scheduler.store.spending import charged
from scheduler.store.tables import accounts, attempts, installation, micros, posts


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
    rows = given(dialect, **columns)
    values = {name: rows.c[name] for name in ("intent", "intended_at", "account", "serial", "cost")}
    return _of_attempts(rows).values(values)


@cache
def _finishing(dialect: str) -> Update:
    columns = {name: attempts.c[name].type for name in ("post_id", "number", "finished_at", "outcome", "reason")}
    rows = given(dialect, **columns)
    return _of_attempts(rows).values({name: rows.c[name] for name in ("finished_at", "outcome", "reason")})


def _of_attempts(rows: Subquery) -> Update:
    return update(attempts).where(attempts.c.post_id == rows.c.post_id, attempts.c.number == rows.c.number)


@cache
def _settling(dialect: str) -> Update:
    plain = ("id", "attempts", "state", "reason", "url", "platform_id", "due_at", "published", "awaited_since")
    rows = given(dialect, **{name: posts.c[name].type for name in plain}, counted=Integer(), doubtful=Boolean())
    # each part of a thread begins anew
    goes_on = rows.c.awaited_since.is_not(None)
    mine = posts.c.owner.is_not_distinct_from(bindparam("mine"))
    return (
        update(posts)
        .where(posts.c.id == rows.c.id, posts.c.attempts == rows.c.attempts, mine, posts.c.state == State.PUBLISHING)
        .values(
            state=rows.c.state,
            reason=rows.c.reason,
            url=func.coalesce(rows.c.url, posts.c.url),
            platform_id=func.coalesce(rows.c.platform_id, posts.c.platform_id),
            due_at=func.coalesce(rows.c.due_at, posts.c.due_at),
            published=func.coalesce(rows.c.published, posts.c.published),
            awaited_since=func.coalesce(rows.c.awaited_since, posts.c.awaited_since),
            began_at=case((goes_on, None), else_=posts.c.began_at),
            began_clock=case((goes_on, None), else_=posts.c.began_clock),
            began_tick=case((goes_on, None), else_=posts.c.began_tick),
            failures=case((goes_on, 0), else_=posts.c.failures + rows.c.counted),
            doubted=case((goes_on, false()), else_=or_(posts.c.doubted, rows.c.doubtful)),
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
    rows = {row.id: row for row in tx.execute(_current, asked)}
    going = [one for one in ready if _may_go(rows.get(one[0].post), one[0])]
    sending: Counter[str] = Counter()
    packing = []
    for claim, intent in going:
        sending[claim.account] += 1
        serial = rows[claim.post].sent + sending[claim.account]
        kept = json.dumps(frozen(intent))
        packing.append([claim.post, claim.attempt, kept, micros(now), claim.account, serial, charged(claim)])
    if going:
        tx.execute(_intending(tx.dialect.name), packed(packing))
        count(tx, sending, now=now)
    return {claim.post for claim, _ in going}


def _may_go(row: Any, claim: Claim) -> bool:
    return bool(
        row is not None and row.attempts == claim.attempt and not (row.hold or row.stopped_at is not None or row.waits)
    )


def conclude(tx: Tx, owner: str | None, concluded: Sequence[Conclusion], *, now: datetime) -> list[Event]:
    """Record what came of attempts, and return the lines of the log.

    An attempt whose post another daemon has taken over is recorded, and changes nothing else; if it was delivered,
    that ends the other's doubt.
    """
    if not concluded:
        return []
    tx.execute(_finishing(tx.dialect.name), packed([_finished(one, now) for one in concluded]))
    settled = tx.execute(
        _settling(tx.dialect.name), packed([_settled(one, now) for one in concluded]) | {"mine": owner}
    ).rowcount
    late: list[Event] = []
    if settled < len(concluded):
        concluded, overtaken = _standing(tx, concluded)
        late = [event for one in overtaken for event in _answered_late(tx, one, now)]
    _tell_accounts(tx, concluded, now)
    lines = [_line(one, now) for one in concluded]
    record_all(tx, lines)
    return [*late, *lines]


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
    due = now if doubtful else settled.not_before
    public = [*one.tried.published, settled.receipt] if settled.receipt else []
    return [
        one.tried.post,
        one.tried.attempt,
        settled.state,
        settled.reason,
        public[0].url if public else None,
        public[0].id if public else None,
        None if due is None else micros(due),
        json.dumps(dump_receipts(public)) if public[1:] or settled.move is Move.CONTINUE else None,
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
        elif settled.move in {Move.DELIVER, Move.CONTINUE} and one.streak:
            waits[tried.account] = {"until": None, "why": None, "streak": 0}
        elif settled.move in {Move.DELAY, Move.DENY} and settled.delays:
            until = settled.account_not_before
            waits[tried.account] = {"until": until, "why": settled.reason, "streak": one.streak + 1}
    if waits:
        tx.execute(_wait, [{"named": name} | waits[name] for name in sorted(waits)])
