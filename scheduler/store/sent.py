"""What stands on accounts: how to name our own posts there, and what was posted by hand."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from adapters.base import Receipt, Sent
from scheduler.store.content import load_receipts
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.tables import posts, sent


def receipts(tx: Tx, number: int) -> list[Receipt]:
    """Return how the platform names all that is public of a post, first to last."""
    post = tx.execute(select(posts.c.platform_id, posts.c.url, posts.c.published).where(posts.c.id == number)).one()
    whole = () if post.platform_id is None else (Receipt(post.platform_id, post.url),)
    return list(load_receipts(post.published) or whole)


def keep(tx: Tx, account: str, found: Iterable[Sent]) -> int:
    """Remember posts that are not of ours, and return how many were not known."""
    ours, known = _ours(tx, account), {one.receipt.id for one in standing(tx, account)}
    rows = [
        {"account": account, "platform_id": one.receipt.id, "url": one.receipt.url, "text": one.text, "at": one.at}
        for one in found
        if one.receipt.id not in ours
    ]
    if rows:
        statement = insert(tx, sent)
        changed = {name: statement.excluded[name] for name in ("url", "text", "at")}
        keys = ["account", "platform_id"]
        tx.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)
    return len({row["platform_id"] for row in rows} - known)


def standing(tx: Tx, account: str) -> list[Sent]:
    """Return the posts of an account that were posted by hand, newest first."""
    query = select(sent).where(sent.c.account == account).order_by(sent.c.at.desc(), sent.c.platform_id)
    return [Sent(Receipt(row.platform_id, row.url), row.text, row.at) for row in tx.execute(query)]


def _ours(tx: Tx, account: str) -> set[str]:
    query = select(posts.c.platform_id, posts.c.published).where(
        posts.c.account == account, posts.c.platform_id.is_not(None)
    )
    return {each for row in tx.execute(query) for each in (row.platform_id, *_parts(row.published))}


def _parts(published: list[list[str]] | None) -> list[str]:
    return [receipt.id for receipt in load_receipts(published)]
