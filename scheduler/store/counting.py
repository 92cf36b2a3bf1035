"""How posts were received: the last word of their platforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, and_, or_, select, type_coerce

from scheduler.core.state import State
from scheduler.core.times import SETTLED
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.tables import MICROSECOND, attempts, counts, posts

_SETTLED = SETTLED // MICROSECOND
_left = and_(attempts.c.post_id == posts.c.id, attempts.c.number == posts.c.attempts)


@dataclass(frozen=True, slots=True)
class Counted:
    """A post that was asked about when its counts had settled."""

    left: datetime
    """UTC; when the request left that made it public."""
    counts: Mapping[str, int]


def keep(tx: Tx, post: int, found: Mapping[str, int], *, now: datetime) -> None:
    """Remember how a post is received."""
    values = {"at": now, "counts": dict(found)}
    row = insert(tx, counts).values(post_id=post, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["post_id"], set_=values))


def settled(tx: Tx, account: str, *, since: datetime) -> list[Counted]:
    """Return how the posts of an account were received that left from `since` on."""
    query = (
        select(attempts.c.intended_at, counts.c.counts)
        .select_from(posts.join(attempts, _left).join(counts, counts.c.post_id == posts.c.id))
        .where(*_public(account, since), _is_settled())
    )
    return [Counted(row.intended_at, row.counts) for row in tx.execute(query.order_by(posts.c.id))]


def unasked(tx: Tx, account: str, *, since: datetime, before: datetime, most: int) -> list[int]:
    """Return the posts of an account that left from `since` on, have settled by `before`, and were not asked since."""
    query = (
        select(posts.c.id)
        .select_from(posts.join(attempts, _left).outerjoin(counts, counts.c.post_id == posts.c.id))
        .where(*_public(account, since), attempts.c.intended_at <= before - SETTLED)
        .where(or_(counts.c.post_id.is_(None), ~_is_settled()))
        .order_by(attempts.c.intended_at.desc(), posts.c.id)
        .limit(most)
    )
    return list(tx.scalars(query))


def _public(account: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (posts.c.account == account, posts.c.state == State.PUBLISHED, attempts.c.intended_at >= since)


def _is_settled() -> ColumnElement[bool]:
    # both are microseconds; the types of moments know no sums
    return type_coerce(counts.c.at, BigInteger) >= type_coerce(attempts.c.intended_at, BigInteger) + _SETTLED
