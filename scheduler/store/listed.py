"""Posts as rows of a sheet, and whether a sheet's rows are posts already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row as Found
from sqlalchemy import select

from scheduler.core.sheets.writing import Row
from scheduler.store.database import Tx
from scheduler.store.tables import accounts, articles, media, posts

AT_ONCE = 500
"""What one question may name; databases have a limit."""
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def rows(tx: Tx, start: datetime, end: datetime, names: Sequence[str] = ()) -> list[Row]:
    """Return the posts planned from `start` on and before `end`, in any state; of some accounts, or of all."""
    query = (
        select(posts, accounts.c.platform, articles.c.path)
        .join(accounts, accounts.c.name == posts.c.account)
        .outerjoin(articles, articles.c.id == posts.c.article_id)
        .where(posts.c.publish_at >= start, posts.c.publish_at < end)
    )
    if names:
        query = query.where(posts.c.account.in_(names))
    found = tx.execute(query.order_by(posts.c.publish_at, posts.c.id)).all()
    kinds = _kinds(tx, {ref["digest"] for one in found for ref in one.content["media"]})
    return [_row(one, kinds) for one in found]


def _row(one: Found[Any], kinds: Mapping[str, str]) -> Row:
    content = one.content
    return Row(
        number=one.id,
        account=one.account,
        platform=one.platform,
        publish_at=one.publish_at.astimezone(ZoneInfo(one.zone)),
        state=one.state,
        kind=one.kind,
        text=content["text"],
        follows=tuple(part["text"] for part in content["parts"]),
        link=content["link"],
        images=tuple((_named(ref["digest"], kinds), ref["alt"]) for ref in content["media"]),
        hashtags=tuple(content["tags"]),
        campaign=one.campaign,
        article=one.path,
        address=one.url,
    )


def _kinds(tx: Tx, digests: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _batched(digests):
        query = select(media.c.digest, media.c.mime).where(media.c.digest.in_(some))
        found |= {row.digest: row.mime for row in tx.execute(query)}
    return found


def _named(digest: str, kinds: Mapping[str, str]) -> str:
    return f"{digest}.{ENDINGS[kinds[digest]]}"


def image(tx: Tx, name: str) -> bytes:
    """Return the bytes of an image that a row names."""
    query = select(media.c.data).where(media.c.digest == name.partition(".")[0])
    return bytes(tx.execute(query).scalar_one())


def by_key(tx: Tx, keys: Iterable[str]) -> dict[str, int]:
    """Return the posts that have one of these keys."""
    found: dict[str, int] = {}
    for some in _batched(keys):
        query = select(posts.c.key, posts.c.id).where(posts.c.key.in_(some))
        found |= {row.key: row.id for row in tx.execute(query)}
    return found


def by_time(tx: Tx, times: Iterable[datetime]) -> dict[tuple[str, datetime, str], int]:
    """Return the posts planned for one of these instants, by account, instant and text."""
    found: dict[tuple[str, datetime, str], int] = {}
    for some in _batched(times):
        query = select(posts.c.id, posts.c.account, posts.c.publish_at, posts.c.content)
        for row in tx.execute(query.where(posts.c.publish_at.in_(some))):
            found[row.account, row.publish_at, row.content["text"]] = row.id
    return found


def _batched(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = sorted(set(values))
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
