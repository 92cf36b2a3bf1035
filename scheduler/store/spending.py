"""Money: what accounts have paid, and the posts that wait because one more would go beyond a budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, or_, select, text, update

from adapters.prices import cost, is_free
from scheduler.core.budget import Budget
from scheduler.core.model import Claim, Event
from scheduler.core.parts import piece, rest
from scheduler.core.state import State
from scheduler.store import content as contents
from scheduler.store.database import Tx
from scheduler.store.doubting import NEVER
from scheduler.store.log import record
from scheduler.store.posts import BUDGET, times
from scheduler.store.tables import DUE, accounts, attempts, posts

HELD = f"held: {BUDGET}"
RELEASED = "released"

MILLIONTHS = 1_000_000
_PAID = or_(attempts.c.outcome.is_(None), attempts.c.outcome.in_(("delivered", "doubtful")))
"""What a platform refused, or never got, costs nothing."""


def charged(claim: Claim) -> int | None:
    """Return what an attempt costs, in millionths of a US dollar; `None`: nothing."""
    if is_free(claim.platform):
        return None
    return int(cost(claim.platform, piece(claim.content, len(claim.published))) * MILLIONTHS) or None


def paid(tx: Tx, budgets: Mapping[str, Budget | None], *, now: datetime) -> dict[str, Decimal]:
    """Return what each account that has a budget has paid this month."""
    found = {}
    for name, budget in budgets.items():
        if budget is not None:
            this_month = (attempts.c.account == name, attempts.c.intended_at >= budget.month(now))
            total = tx.scalar(select(func.sum(attempts.c.cost)).where(*this_month, text("cost > 0"), _PAID))
            found[name] = Decimal(total or 0) / MILLIONTHS
    return found


@dataclass(frozen=True, slots=True)
class Dear:
    """A post that waits for its account's budget."""

    post: int
    cost: Decimal
    """US dollars, with all that follows it."""


def dear(tx: Tx, account: str) -> list[Dear]:
    """Return the posts of an account that wait for its budget, in the order of their times."""
    query = (
        select(posts.c.id, posts.c.content, posts.c.published, accounts.c.platform)
        .join(accounts, accounts.c.name == posts.c.account)
        .where(posts.c.account == account, text(f"posts.{DUE}"), posts.c.due_at >= NEVER, posts.c.held == BUDGET)
        .order_by(posts.c.publish_at, posts.c.id)
    )
    rows = tx.execute(query).all()
    loaded = contents.load_all(tx, {row.id: row.content for row in rows})
    public = {row.id: len(contents.load_receipts(row.published)) for row in rows}
    return [Dear(row.id, cost(row.platform, rest(loaded[row.id], public[row.id]))) for row in rows]


def hold(tx: Tx, number: int, *, reason: str, now: datetime) -> Event:
    """Let a queued post wait for its account's budget, and return the line of the log."""
    values = {"held": BUDGET, "due_at": NEVER, "hold_reason": reason}
    tx.execute(update(posts).where(posts.c.id == number, posts.c.state == State.QUEUED).values(values))
    return _noted(tx, number, HELD, reason, now)


def release(tx: Tx, number: int, at: datetime, *, now: datetime) -> Event:
    """Give a post that waited for its account's budget another time, in an IANA zone; return the line of the log."""
    tx.execute(update(posts).where(posts.c.id == number).values(**times(at)))
    return _noted(tx, number, RELEASED, f"now at {at.isoformat()}", now)


def _noted(tx: Tx, number: int, event: str, reason: str, now: datetime) -> Event:
    query = select(posts.c.account, accounts.c.platform).join(accounts, accounts.c.name == posts.c.account)
    account, platform = tx.execute(query.where(posts.c.id == number)).one()
    line = Event(now, number, account, platform, event, State.QUEUED, None, None, reason)
    record(tx, line)
    return line
