"""What our own posts made on an account: none of it can be what another post of ours made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, select, text

from adapters.base import Receipt
from scheduler.core.model import Tried
from scheduler.core.state import State
from scheduler.store.accounts import lock
from scheduler.store.content import load_receipts
from scheduler.store.database import Tx
from scheduler.store.tables import UNSETTLED, accounts, attempts, posts

REACH = 500
"""An account's newest requests, among which a search may come upon one that is another post's."""


def taken(tx: Tx, account: str, *, besides: int) -> dict[str, int]:
    """Return what names something public of an account's other posts, and which post it is."""
    newest = select(accounts.c.sent - REACH).where(accounts.c.name == account).scalar_subquery()
    query = (
        select(posts.c.id, posts.c.platform_id, posts.c.url, posts.c.published)
        .select_from(attempts.join(posts, posts.c.id == attempts.c.post_id))
        .where(attempts.c.account == account, attempts.c.serial > newest, posts.c.id != besides)
    )
    return {name: row.id for row in tx.execute(query) for name in _names(row)}


def _names(row: Any) -> Iterator[str]:
    """Yield the ids of what a post made; its address where a person said that it is public, and no id is known."""
    yield from (receipt.id for receipt in load_receipts(row.published))
    if name := row.platform_id or row.url:
        yield name


def rival(tx: Tx, tried: Tried, receipt: Receipt) -> int | None:
    """Return the post of the account that made, or may have made, what `receipt` names; `None`: no other.

    The account is locked: two posts must not come by the same thing at the same moment.
    """
    if receipt.id in {part.id for part in tried.published}:
        return tried.post
    lock(tx, tried.account)
    others = taken(tx, tried.account, besides=tried.post)
    return others.get(receipt.id) or others.get(receipt.url or receipt.id) or _twin(tx, tried)


def _twin(tx: Tx, tried: Tried) -> int | None:
    """Return a post under way that says the same: what is there may be its own."""
    under_way = and_(posts.c.account == tried.account, text(f"posts.{UNSETTLED}"), posts.c.state == State.PUBLISHING)
    rows = tx.execute(select(posts.c.id, posts.c.content).where(under_way, posts.c.id != tried.post)).all()
    said = tx.execute(select(posts.c.content).where(posts.c.id == tried.post)).scalar_one() if rows else {}
    return next((row.id for row in rows if _texts(row.content) & _texts(said)), None)


def _texts(content: dict[str, Any]) -> set[str]:
    return {content["text"], *(part["text"] for part in content["parts"])}
