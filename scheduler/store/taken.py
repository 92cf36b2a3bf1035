"""What our own posts made at a place: none of it can be what another post of ours made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, or_, select, text

from adapters.base import Receipt
from scheduler.core.model import Tried
from scheduler.core.state import State
from scheduler.store.accounts import lock
from scheduler.store.content import load_receipts
from scheduler.store.database import Tx
from scheduler.store.tables import UNSETTLED, accounts, attempts, posts

REACH = 500
"""An account's newest requests, among which a search may come upon one that is another post's."""
REACH_BESIDES = 50
"""Likewise of each other account at the same place: the same one under another name, or a neighbour on its server."""

_then, _here = accounts.alias("then"), attempts.alias("here")


def taken(tx: Tx, account: str, *, besides: int) -> dict[str, int]:
    """Return what names something public of the other posts at an account's place, and which post it is."""
    newest = accounts.c.sent - case((accounts.c.name == account, REACH), else_=REACH_BESIDES)
    query = (
        select(posts.c.id, posts.c.platform_id, posts.c.url, posts.c.published)
        .select_from(accounts.join(attempts, attempts.c.account == accounts.c.name))
        .join(posts, posts.c.id == attempts.c.post_id)
        .where(accounts.c.name.in_(_at_its_place(account)), attempts.c.serial > newest, posts.c.id != besides)
    )
    return {name: row.id for row in tx.execute(query) for name in _names(row)}


def _at_its_place(account: str) -> Select[tuple[str]]:
    """Choose the accounts whose newest request went where that of `account` did, itself among them."""
    last = and_(_here.c.account == _then.c.name, _here.c.serial == _then.c.sent)
    place = (
        select(_here.c.place).select_from(_then.join(_here, last)).where(_then.c.name == account, _here.c.place != "")
    )
    there = or_(_then.c.name == account, _here.c.place == place.correlate(None).scalar_subquery())
    return select(_then.c.name).select_from(_then.outerjoin(_here, last)).where(there)


def _names(row: Any) -> Iterator[str]:
    """Yield the ids of what a post made; its address where a person said that it is public, and no id is known."""
    yield from (receipt.id for receipt in load_receipts(row.published))
    if name := row.platform_id or row.url:
        yield name


def rival(tx: Tx, tried: Tried, receipt: Receipt) -> int | None:
    """Return the post of ours that made, or may have made, what `receipt` names; `None`: no other.

    The account is locked: two posts must not come by the same thing at the same moment.
    """
    if receipt.id in {part.id for part in tried.published}:
        return tried.post
    lock(tx, tried.account)
    others = taken(tx, tried.account, besides=tried.post)
    return others.get(receipt.id) or others.get(receipt.url or receipt.id) or _twin(tx, tried)


def _twin(tx: Tx, tried: Tried) -> int | None:
    """Return a post under way that says the same: what is there may be its own."""
    here = posts.c.account.in_(_at_its_place(tried.account))
    under_way = and_(here, text(f"posts.{UNSETTLED}"), posts.c.state == State.PUBLISHING)
    rows = tx.execute(select(posts.c.id, posts.c.content).where(under_way, posts.c.id != tried.post)).all()
    said = tx.execute(select(posts.c.content).where(posts.c.id == tried.post)).scalar_one() if rows else {}
    return next((row.id for row in rows if _texts(row.content) & _texts(said)), None)


def _texts(content: dict[str, Any]) -> set[str]:
    return {content["text"], *(part["text"] for part in content["parts"])}
