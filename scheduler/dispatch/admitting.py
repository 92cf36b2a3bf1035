"""Acting on what the core decides about due posts: take, wait, make way, or blow the fuse."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias, assert_never

from adapters.base import Intent
from scheduler.core.admission import Blow, Candidate, Later, Room, Take, Terms, TooDear, TooLate, Wait, judge
from scheduler.core.fuse import DAY
from scheduler.core.lateness import AHEAD, Then
from scheduler.core.model import Claim, Event
from scheduler.core.planning import slots_until
from scheduler.publish import Prepared
from scheduler.store import Tx, accounts, claiming, posts, spending
from scheduler.store.claiming import Taker
from scheduler.store.log import record_all
from scheduler.store.overdue import Overdue, line_up, miss, overdue, postpone, put_off

log = logging.getLogger(__name__)

MOST_LATE = 100
"""Late posts of an account that make way in one transaction."""
ENDED = "its campaign had ended when it could be sent"
NO_SLOT = "its time had passed, and its campaign ends before there is a free slot"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What came of looking for due posts."""

    claims: list[Claim]
    prepared: dict[int, Prepared]
    """What preparing gave, for the posts among them that are prepared without asking anybody."""
    news: list[Event]
    """About those that made way."""


Compose: TypeAlias = Callable[[Claim], Prepared | None]
"""Prepares a post where that takes no time; `None` where it may."""


Refusal: TypeAlias = TooLate | Wait | Later | Blow | TooDear


def admit(
    tx: Tx, room: Room, compose: Compose, taker: Taker, *, due: datetime, unsaid: Sequence[Event] = ()
) -> Admitted:
    """Claim what is due by `due`, as far as there is room and nothing stands against it.

    The lines of the log that are `unsaid` are written along with what is claimed: a server is asked once for both.
    """
    now = taker.now
    due_now = claiming.due_posts(tx, room.accounts, room.free(), due=due, now=now, most=room.left)
    found = {one.claim.post: one for one in due_now}
    judged = [(one.candidate, judge(one.candidate, room.accounts[one.candidate.account], now=now)) for one in due_now]
    takes = [candidate for candidate, verdict in judged if isinstance(verdict, Take)]
    if len(takes) < len(judged):
        record_all(tx, unsaid)  # what makes way now may be what was just delayed
        unsaid = ()
    news: list[Event] = []
    for candidate, verdict in judged:
        if not isinstance(verdict, Take):
            news += _refuse(tx, candidate, verdict, room.accounts[candidate.account], due=due, now=now)
    chosen = [found[candidate.post] for candidate in room.fill(takes)]
    prepared = {one.claim.post: ready for one in chosen if (ready := compose(one.claim)) is not None}
    intents = {post: ready for post, ready in prepared.items() if isinstance(ready, Intent)}
    claiming.take(tx, chosen, intents, taker, unsaid=unsaid)
    return Admitted([one.claim for one in chosen], prepared, news)


def _refuse(
    tx: Tx,
    candidate: Candidate,
    why: Refusal,
    terms: Terms,
    *,
    due: datetime,
    now: datetime,
) -> list[Event]:
    match why:
        case TooLate(then):
            return _make_way(tx, candidate, then, terms, due=due, now=now)
        case Wait(until):
            if until is not None:
                accounts.wait(tx, candidate.account, until=until, reason="keeps its distance to the post before")
            return []
        case Later(until):
            assert candidate.gap is not None
            put_off(tx, candidate.account, candidate.gap, until=until, due=due, now=now)
            return []
        case Blow(reason):
            blow(tx, candidate.account, reason, now)
            return []
        case TooDear(reason):
            return [spending.hold(tx, candidate.post, reason=reason, now=now)]
        case _:  # pragma: no cover
            assert_never(why)


def blow(tx: Tx, account: str, reason: str, now: datetime) -> None:
    """Hold an account that would break a ceiling, and say so loudly."""
    told = f"{reason}; look at its posts, then run `tambour resume {account}`"
    accounts.hold(tx, account, accounts.FUSE, reason=told, now=now)
    log.error("the fuse of %s has blown: %s", account, told, extra={"action": "fuse", "account": account})


def _make_way(tx: Tx, candidate: Candidate, then: Then, terms: Terms, *, due: datetime, now: datetime) -> list[Event]:
    rule = terms.late_of(candidate.campaign)
    look = partial(overdue, tx, candidate.account, candidate.campaign, terms.campaigns, due=due, most=MOST_LATE)
    if rule.end is not None and rule.has_ended(candidate.awaited, now=now):
        return miss(tx, look(before=rule.end), reason=ENDED, now=now)
    late = look(before=now - rule.after)
    if then is Then.MOVE:
        return _spread(tx, late, candidate.account, terms, rule.end, now)
    return miss(tx, late, reason="its time had passed when it could be sent", now=now)


def _spread(
    tx: Tx, late: Sequence[Overdue], account: str, terms: Terms, end: datetime | None, now: datetime
) -> list[Event]:
    taken = posts.taken(tx, account, since=now - terms.rhythm.memory)
    slots = slots_until(terms.rhythm, now + AHEAD, account=account, most=len(late), start=now, taken=taken)
    if end is not None and now < end:
        slots = [slot for slot in slots if slot.at < end]
        moved = postpone(tx, late[: len(slots)], slots, now=now)
        return [*moved, *miss(tx, late[len(slots) :], reason=NO_SLOT, now=now)]
    behind = min(max([now + 2 * DAY, *taken, *(slot.at for slot in slots)]), now + AHEAD)
    moved = postpone(tx, late[: len(slots)], slots, now=now)
    return [*moved, *line_up(tx, late[len(slots) :], until=behind, now=now)]
