"""Letting posts go on that waited for their account's budget: when a month begins, or when the budget is raised."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from scheduler.core.admission import Terms
from scheduler.core.budget import affordable
from scheduler.core.model import Event
from scheduler.core.planning import plan
from scheduler.errors import PlanError
from scheduler.store import Store, Tx, posts, spending

log = logging.getLogger(__name__)


def ease(store: Store, terms: Mapping[str, Terms], *, now: datetime) -> list[Event]:
    """Give the posts that fit their account's budget again its next free slots, and return the lines of the log."""
    with store.read() as tx:
        waiting = [name for name in terms if spending.dear(tx, name)]
    if not waiting:
        return []
    with store.share() as tx:
        return [event for name in waiting for event in _ease(tx, name, terms[name], now)]


def _ease(tx: Tx, account: str, terms: Terms, now: datetime) -> list[Event]:
    waiting = spending.dear(tx, account)
    spent = spending.paid(tx, {account: terms.budget}, now=now).get(account, Decimal(0))
    fitting = [
        waiting[place] for place in affordable([one.cost for one in waiting], terms.budget, spent=spent, now=now)
    ]
    taken = posts.taken(tx, account, since=now - terms.rhythm.memory)
    try:
        slots = plan(terms.rhythm, account=account, count=len(fitting), start=now, taken=taken)
    except PlanError as error:
        log.warning("%s: what its budget held back has no other time: %s", account, error, extra={"account": account})
        return []
    return [spending.release(tx, one.post, slot.at, now=now) for one, slot in zip(fitting, slots, strict=True)]
