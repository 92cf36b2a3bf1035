"""What a daemon asks the database between attempts: what others left behind, what comes next, what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, text, update

from scheduler.core.lifecycle import CUT_OFF, INTERRUPTED
from scheduler.core.model import Event, Tried
from scheduler.core.state import State
from scheduler.store.attempting import Conclusion, conclude
from scheduler.store.batch import among
from scheduler.store.clock import LONGEST_LEASE, moment
from scheduler.store.database import Absence, Tx
from scheduler.store.doubting import LATEST, NEVER, UNCERTAIN
from scheduler.store.righting import right
from scheduler.store.serving import HORIZON
from scheduler.store.tables import DUE, UNSETTLED, accounts, attempts, installation, posts

__all__ = ["NEVER", "Abandoned", "abandoned", "ahead", "is_waiting", "next_due", "queued", "recover", "unfinished"]


@dataclass(frozen=True, slots=True)
class Abandoned(Tried):
    """A post that was being published by a daemon that is gone."""

    streak: int
    owner: str | None
    intended: bool
    """Whether it may be public: the request that makes it so may have been sent."""
    lease_until: datetime | None


NOBODY: Mapping[str, Absence] = {}


def recover(
    tx: Tx, owner: str, under_way: Iterable[int], *, now: datetime, absent: Mapping[str, Absence] = NOBODY
) -> list[Event]:
    """Settle what no daemon is at any more, and return the lines of the log.

    `under_way` is all that `owner` itself is at. On SQLite all others are dead: the one that calls this holds the
    file's lock. Elsewhere a daemon is dead once its lease is over, by the database's clock, or when it is in `absent`.
    What one that is lost may yet send stays in doubt until its lease is over.
    """
    right(tx, now=now)
    gone = _gone(tx.dialect.name, owner, under_way, absent)
    # what another daemon is just settling is left to that one
    asked = select(posts.c.id).where(UNCERTAIN, posts.c.owner.is_not(None), gone).with_for_update(skip_locked=True)
    # what a lease without an owner means, `Doubt.open_until` says
    tx.execute(update(posts).where(posts.c.id.in_(asked)).values(owner=None))
    events: list[Event] = []
    for left in abandoned(tx, gone):
        settled = CUT_OFF if left.intended else INTERRUPTED
        told = conclude(tx, left.owner, [Conclusion(left, settled.move, settled, left.streak)], now=now)
        if told and left.intended and absent.get(left.owner or "") is Absence.LOST:
            tx.execute(update(posts).where(posts.c.id == left.post).values(lease_until=left.lease_until))
        events += told
    return events


def others(tx: Tx, owner: str) -> list[str]:
    """Return the other daemons that are at a post."""
    query = select(posts.c.owner).distinct().where(text(f"posts.{UNSETTLED}"), posts.c.owner != owner)
    return list(tx.scalars(query))


def _gone(dialect: str, owner: str, under_way: Iterable[int], absent: Iterable[str]) -> ColumnElement[bool]:
    # what was claimed by a transaction whose end was never heard of is nobody's either
    forgotten = and_(posts.c.owner == owner, posts.c.id.not_in(list(under_way)))
    theirs = posts.c.owner.is_distinct_from(owner)
    if dialect == "sqlite":
        return or_(forgotten, theirs)
    over = or_(posts.c.lease_until < moment(dialect), posts.c.lease_until > moment(dialect, LONGEST_LEASE))
    over = or_(over, posts.c.lease_until.is_(None), posts.c.owner.in_(list(absent)))
    return or_(forgotten, and_(theirs, over))


def abandoned(tx: Tx, gone: ColumnElement[bool]) -> list[Abandoned]:
    """Return what is being published by daemons that `gone` selects."""
    query = (
        select(
            posts.c.id,
            posts.c.account,
            posts.c.attempts,
            posts.c.owner,
            posts.c.lease_until,
            attempts.c.intended_at,
            accounts.c.platform,
            accounts.c.failures,
        )
        .select_from(posts)
        .join(accounts, accounts.c.name == posts.c.account)
        .outerjoin(attempts, LATEST)
        .where(text(f"posts.{UNSETTLED}"), posts.c.state == State.PUBLISHING, gone)
        .with_for_update(of=posts, skip_locked=True)
    )
    return [
        Abandoned(
            row.id,
            row.account,
            row.platform,
            row.attempts,
            row.failures,
            row.owner,
            row.intended_at is not None,
            row.lease_until,
        )
        for row in tx.execute(query).all()
    ]


_soonest = [
    select(func.min(posts.c.due_at))
    .where(posts.c.account == accounts.c.name, text(f"posts.{where}"))
    .correlate(accounts)
    .scalar_subquery()
    for where in (DUE, f"{UNSETTLED} AND posts.state = 'uncertain' AND posts.owner IS NULL")
]
_next = select(accounts.c.name, accounts.c.not_before, *_soonest).where(
    among(accounts.c.name, "names"),
    accounts.c.hold.is_(None),
    ~exists().where(installation.c.stopped_at.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to be done next."""

    due: datetime | None
    """When, for accounts that have room and are not held."""
    doubtful: bool
    """Whether there is an uncertain post that nobody is looking into."""


def ahead(tx: Tx, names: Iterable[str], free: Iterable[str], *, now: datetime) -> Ahead:
    """Return what is to be done next for the accounts in `names`, of which those in `free` have room."""
    moments, doubtful, roomy = [], False, set(free)
    for name, not_before, soonest, in_doubt in tx.execute(_next, {"names": list(names)}):
        doubtful = doubtful or in_doubt is not None
        dues = [due for due in (soonest, in_doubt) if due is not None]
        if dues and name in roomy:
            waits = not_before is not None and not_before <= now + HORIZON
            moments.append(max(min(dues), not_before) if waits else min(dues))
    return Ahead(min(moments, default=None), doubtful)


def next_due(tx: Tx, names: Collection[str], *, now: datetime) -> datetime | None:
    """Return when there is next something to do for the accounts in `names` that are not held."""
    return ahead(tx, names, names, now=now).due


def is_waiting(tx: Tx, names: Iterable[str], *, now: datetime) -> bool:
    """Return whether a post whose time has come is unfinished, and will be finished without a person."""
    query = (
        select(func.count())
        .select_from(posts)
        .join(accounts, accounts.c.name == posts.c.account)
        .where(
            posts.c.account.in_(list(names)),
            accounts.c.hold.is_(None),
            ~exists().where(installation.c.stopped_at.is_not(None)),
            posts.c.publish_at <= now,
            posts.c.due_at <= now + HORIZON,
            posts.c.state.in_((State.QUEUED, State.PUBLISHING, State.UNCERTAIN)),
        )
    )
    return bool(tx.scalar(query))


def queued(tx: Tx) -> dict[str, int]:
    """Return how many posts wait for each account."""
    query = select(posts.c.account, func.count()).where(text(f"posts.{DUE}")).group_by(posts.c.account)
    return {str(name): int(count) for name, count in tx.execute(query)}


def unfinished(tx: Tx) -> dict[str, int]:
    """Return how many posts of each account wait, are under way or are in doubt."""
    query = select(posts.c.account, func.count()).where(text(f"posts.{DUE}")).group_by(posts.c.account)
    doubtful = select(posts.c.account, func.count()).where(text(f"posts.{UNSETTLED}")).group_by(posts.c.account)
    found: Counter[str] = Counter()
    for account, many in (*tx.execute(query), *tx.execute(doubtful)):
        found[account] += many
    return dict(found)
