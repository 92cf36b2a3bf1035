"""Articles that have been queued: which file, which link, which version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import and_, exists, or_, select, update

from scheduler.core.model import Article
from scheduler.core.state import State
from scheduler.errors import ArticleError
from scheduler.store.database import Tx
from scheduler.store.tables import articles, posts


@dataclass(frozen=True, slots=True)
class Known:
    """An article that was queued before."""

    id: int
    digest: str


def find(tx: Tx, article: Article) -> Known | None:
    """Return what is known of an article; one whose file was moved is known by its link.

    Raises ArticleError where another file has its link.
    """
    same = articles.c.path == article.path
    if article.link is not None:
        same = or_(same, articles.c.link == article.link)
    rows = tx.execute(select(articles).where(same)).all()
    for row in rows:
        if row.path != article.path and Path(row.path).exists():
            raise ArticleError(
                f"{article.path} has the same link as {row.path}, which is queued already: {article.link}; "
                "give one of them another slug, url or canonical_url"
            )
    return Known(rows[0].id, rows[0].digest) if rows else None


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether an article was heard of."""

    path: str
    link: str | None
    ever: bool
    lately: bool
    """Within the time that was asked about."""


def heard(tx: Tx, states: Iterable[State], start: datetime, end: datetime) -> list[Heard]:
    """Return for each article whether it has posts in one of these states, and whether any from `start` to `end`."""
    mine = and_(posts.c.article_id == articles.c.id, posts.c.state.in_(sorted(states)))
    near = and_(mine, posts.c.publish_at >= start, posts.c.publish_at <= end)
    query = select(articles.c.path, articles.c.link, exists().where(mine), exists().where(near))
    return [Heard(*row) for row in tx.execute(query.order_by(articles.c.id))]


def keep(tx: Tx, article: Article, *, now: datetime) -> int:
    """Remember an article as it is now, and return its number."""
    known = find(tx, article)
    values = {
        "path": article.path,
        "link": article.link,
        "title": article.title,
        "digest": article.digest,
        "queued_at": now,
    }
    if known is not None:
        tx.execute(update(articles).where(articles.c.id == known.id).values(values))
        return known.id
    new = articles.insert().values(values).returning(articles.c.id)
    return int(tx.execute(new).scalar_one())
