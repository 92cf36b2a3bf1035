"""Acting on what the core decides about due posts: take, wait, make way, or blow the fuse."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from scheduler.core.admission import Blow, Candidate, Room, Take, Terms, TooLate, Wait, judge
from scheduler.core.lateness import Then
from scheduler.core.model import Claim, Event
from scheduler.core.planning import plan
from scheduler.errors import PlanError
from scheduler.store import Tx, accounts, claiming, posts
from scheduler.store.overdue import Overdue, miss, overdue, postpone

log = logging.getLogger(__name__)

MOST_LATE = 100
"""Late posts of an account that make way in one transaction."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What came of looking for due posts."""

    claims: list[Claim]
    news: list[Event]
    """About those that made way."""


def admit(tx: Tx, room: Room, *, owner: str, lease: timedelta, due: datetime, now: datetime) -> Admitted:
    """Claim what is due by `due`, as far as there is room and nothing stands against it."""
    found = claiming.candidates(tx, room.accounts, room.free(), due=due, now=now)
    news: list[Event] = []
    takes: list[Candidate] = []
    for candidate in found:
        terms = room.accounts[candidate.account]
        match judge(candidate, terms, now=now):
            case Take():
                takes.append(candidate)
            case TooLate(then):
                news += _make_way(tx, candidate, then, terms, due=due, now=now)
            case Wait(until):
                if until is not None:
                    accounts.wait(tx, candidate.account, until=until, reason="keeps its distance to the post before")
            case Blow(reason):
                _blow(tx, candidate.account, reason, now)
            case verdict:  # pragma: no cover
                assert_never(verdict)
    claims = claiming.take(tx, room.fill(takes), owner=owner, lease=lease, now=now)
    return Admitted(claims, news)


def _blow(tx: Tx, account: str, reason: str, now: datetime) -> None:
    told = f"{reason}; look at its posts, then run `tambour resume {account}`"
    accounts.hold(tx, account, accounts.FUSE, reason=told, now=now)
    log.error("the fuse of %s has blown: %s", account, told, extra={"action": "fuse", "account": account})


def _make_way(tx: Tx, candidate: Candidate, then: Then, terms: Terms, *, due: datetime, now: datetime) -> list[Event]:
    late = overdue(tx, candidate.account, before=now - terms.late.after, due=due, most=MOST_LATE)
    if then is Then.MOVE:
        try:
            return _spread(tx, late, candidate.account, terms, now)
        except PlanError as error:
            return miss(tx, late, reason=f"too late, and no other time is free: {error}", now=now)
    return miss(tx, late, reason="its time had passed when it could be sent", now=now)


def _spread(tx: Tx, late: Sequence[Overdue], account: str, terms: Terms, now: datetime) -> list[Event]:
    taken = posts.taken(tx, account, since=now - terms.rhythm.gap)
    slots = plan(terms.rhythm, account=account, count=len(late), start=now, taken=taken)
    return postpone(tx, late, slots, now=now)
