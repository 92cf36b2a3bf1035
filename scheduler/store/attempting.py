"""Attempts at posts: what they are about to publish, and what came of them.

After-records are fenced: they change a post only while it is still in that attempt of that daemon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, true, update

from adapters.base import Intent
from scheduler.core.lifecycle import Move, Settlement
from scheduler.core.model import Claim, Event, Tried
from scheduler.core.state import State
from scheduler.store.accounts import CREDENTIALS, hold
from scheduler.store.database import Tx
from scheduler.store.doubting import clear_up
from scheduler.store.log import record_all
from scheduler.store.tables import EPOCH, MICROSECOND, accounts, attempts, installation, posts


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of an attempt."""

    tried: Tried
    outcome: str
    settled: Settlement
    streak: int = 0
    """How many delays its account had had before since its last delivery."""


_MINE = and_(
    posts.c.id == bindparam("post"),
    posts.c.attempts == bindparam("attempt"),
    posts.c.owner.is_not_distinct_from(bindparam("mine")),
    posts.c.state == State.PUBLISHING,
)
_TRY = and_(attempts.c.post_id == bindparam("post"), attempts.c.number == bindparam("attempt"))
_current = (
    select(posts.c.id, posts.c.attempts, accounts.c.hold, installation.c.stopped_at)
    .select_from(posts.join(accounts, accounts.c.name == posts.c.account).join(installation, true()))
    .where(
        posts.c.id.in_(bindparam("numbers", expanding=True)),
        posts.c.owner.is_not_distinct_from(bindparam("mine")),
        posts.c.state == State.PUBLISHING,
    )
    .with_for_update(of=posts)
)
_count = (
    update(accounts)
    .where(accounts.c.name == bindparam("named"))
    .values(sent=accounts.c.sent + bindparam("more"), last_sent_at=bindparam("now"))
)
_intend = (
    update(attempts)
    .where(_TRY)
    .values(
        intent=bindparam("frozen"),
        intended_at=bindparam("now"),
        account=bindparam("of"),
        serial=select(accounts.c.sent - bindparam("back")).where(accounts.c.name == bindparam("of")).scalar_subquery(),
    )
)
_finish = (
    update(attempts)
    .where(_TRY)
    .values(finished_at=bindparam("now"), outcome=bindparam("came"), reason=bindparam("why"))
)
_settle = (
    update(posts)
    .where(_MINE)
    .values(
        state=bindparam("to"),
        reason=bindparam("why"),
        url=func.coalesce(bindparam("where"), posts.c.url),
        platform_id=func.coalesce(bindparam("named"), posts.c.platform_id),
        due_at=func.coalesce(bindparam("due", type_=posts.c.due_at.type), posts.c.due_at),
        failures=posts.c.failures + bindparam("counted"),
        doubted=or_(posts.c.doubted, bindparam("doubtful", type_=posts.c.doubted.type)),
        owner=None,
        lease_until=None,
    )
)
_wait = (
    update(accounts)
    .where(accounts.c.name == bindparam("named"))
    .values(not_before=bindparam("until"), waits_for=bindparam("why"), failures=bindparam("streak"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A post that is still a daemon's."""

    attempt: int
    held: bool
    """Whether its account, or everything, was stopped in the meantime."""


def standing(tx: Tx, owner: str | None, numbers: Iterable[int]) -> dict[int, Standing]:
    """Return which of these posts a daemon is still at, and keep them so until the transaction ends."""
    rows = tx.execute(_current, {"numbers": list(numbers), "mine": owner})
    return {row.id: Standing(row.attempts, row.hold is not None or row.stopped_at is not None) for row in rows}


def intend(tx: Tx, owner: str, ready: Sequence[tuple[Claim, Intent]], *, now: datetime) -> set[int]:
    """Record what attempts are about to publish, which counts against their accounts' fuses; return their posts.

    Left out are posts that are no longer in that attempt, and those whose account was stopped in the meantime.
    """
    if not ready:
        return set()
    current = standing(tx, owner, [claim.post for claim, _ in ready])
    going = [one for one in ready if _is_current(one[0], current) and not current[one[0].post].held]
    if not going:
        return set()
    more = Counter(claim.account for claim, _ in going)
    # in one order everywhere, so that no two daemons wait for each other
    tx.execute(_count, [{"named": name, "more": more[name], "now": now} for name in sorted(more)])
    rows = []
    for claim, intent in going:
        more[claim.account] -= 1
        frozen = {"at": (intent.at - EPOCH) // MICROSECOND, "request": dict(intent.request)}
        back = more[claim.account]
        rows.append(_key(claim) | {"frozen": frozen, "now": now, "of": claim.account, "back": back})
    tx.execute(_intend, rows)
    return {claim.post for claim, _ in going}


def _key(tried: Tried) -> dict[str, Any]:
    return {"post": tried.post, "attempt": tried.attempt}


def _is_current(tried: Tried, current: Mapping[int, Standing]) -> bool:
    found = current.get(tried.post)
    return found is not None and found.attempt == tried.attempt


def conclude(tx: Tx, owner: str | None, concluded: Sequence[Conclusion], *, now: datetime) -> list[Event]:
    """Record what came of attempts, and return the lines of the log.

    An attempt whose post another daemon has taken over is recorded, and changes nothing else; if it was delivered,
    that ends the other's doubt.
    """
    if not concluded:
        return []
    tx.execute(_finish, [_finished(one, now) for one in concluded])
    current = standing(tx, owner, [one.tried.post for one in concluded])
    valid = [one for one in concluded if _is_current(one.tried, current)]
    events = [event for one in concluded if one not in valid for event in _answered_late(tx, one, now)]
    if not valid:
        return events
    tx.execute(_settle, [_settled(one, owner, now) for one in valid])
    _tell_accounts(tx, valid, now)
    lines = [_line(one, now) for one in valid]
    record_all(tx, lines)
    return [*events, *lines]


def _finished(one: Conclusion, now: datetime) -> dict[str, Any]:
    return _key(one.tried) | {"now": now, "came": one.outcome, "why": one.settled.reason}


def _settled(one: Conclusion, owner: str | None, now: datetime) -> dict[str, Any]:
    settled = one.settled
    doubtful = settled.move is Move.DOUBT
    return _key(one.tried) | {
        "mine": owner,
        "why": settled.reason,
        "to": settled.state,
        "where": settled.receipt.url if settled.receipt else None,
        "named": settled.receipt.id if settled.receipt else None,
        "due": now if doubtful else settled.not_before,
        "counted": int(settled.counts),
        "doubtful": doubtful,
    }


def _line(one: Conclusion, now: datetime) -> Event:
    tried, settled = one.tried, one.settled
    url = settled.receipt.url if settled.receipt else None
    return Event(
        now, tried.post, tried.account, tried.platform, settled.move, settled.state, tried.attempt, url, settled.reason
    )


def _answered_late(tx: Tx, one: Conclusion, now: datetime) -> list[Event]:
    if one.settled.move is not Move.DELIVER:
        return []
    receipt = one.settled.receipt
    event = clear_up(tx, one.tried, Move.FIND, now=now, receipt=receipt, reason="the answer came late")
    return [] if event is None else [event]


def _tell_accounts(tx: Tx, concluded: Sequence[Conclusion], now: datetime) -> None:
    """Let accounts know of delays, of deliveries after delays, and of refused credentials."""
    waits: dict[str, dict[str, Any]] = {}
    for one in concluded:
        tried, settled = one.tried, one.settled
        if settled.holds_account:
            hold(tx, tried.account, CREDENTIALS, reason=settled.reason, now=now)
        elif settled.move is Move.DELIVER and one.streak:
            waits[tried.account] = {"until": None, "why": None, "streak": 0}
        elif settled.move in {Move.DELAY, Move.DENY} and settled.delays:
            until = settled.account_not_before
            waits[tried.account] = {"until": until, "why": settled.reason, "streak": one.streak + 1}
    if waits:
        tx.execute(_wait, [{"named": name} | waits[name] for name in sorted(waits)])
