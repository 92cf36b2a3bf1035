"""The tables, as the newest migration leaves them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime as integer microseconds since 1970 UTC: it sorts, and no driver drops its zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  the base class's signature
        """Turn an aware datetime of any zone into microseconds."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  the base class's signature
        """Turn microseconds into a datetime in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Partial indexes serve a query only if it repeats their condition to the letter.
DUE = "state = 'queued'"
UNSETTLED = "state IN ('publishing', 'uncertain')"
OPEN = "state NOT IN ('published', 'cancelled')"

installation = Table(
    "installation",
    metadata,
    Column("id", String(36), primary_key=True, comment="makes idempotency keys unique to this installation"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("hold", String, comment="why nothing is claimed: paused or credentials"),
    Column("hold_reason", Text),
    Column("limits", JSON, comment="what the server said fits"),
    Column("limits_at", Instant),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("link", Text, unique=True),
    Column("title", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("queued_at", Instant, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("digest", String(64), primary_key=True, comment="SHA-256 of the bytes"),
    Column("mime", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String, ForeignKey("accounts.name"), nullable=False),
    Column("article_id", Integer, ForeignKey("articles.id")),
    Column("kind", String, nullable=False),
    Column("section", Text),
    Column("source", JSON, nullable=False, comment="spans of the article's file"),
    Column("content", JSON, nullable=False, comment="final; media by digest"),
    Column("publish_at", Instant, nullable=False),
    Column("wall", String(26), nullable=False, comment="the wall-clock time that publish_at keeps"),
    Column("zone", String, nullable=False, comment="the IANA zone of wall"),
    Column("state", String, nullable=False),
    Column("due_at", Instant, nullable=False, comment="the later of publish_at and the end of a retry's wait"),
    Column("key", String(36), nullable=False, unique=True),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="attempts that count"),
    Column("url", Text),
    Column("platform_id", Text),
    Column("reason", Text),
    Column("created_at", Instant, nullable=False),
    Index("ix_posts_due", "account", "due_at", "id", sqlite_where=text(DUE)),
    Index("ix_posts_unsettled", "account", "due_at", "id", sqlite_where=text(UNSETTLED)),
    Index("ix_posts_open", "publish_at", "id", sqlite_where=text(OPEN)),
    Index("ix_posts_publish_at_id", "publish_at", "id"),
    Index(None, "article_id", "account"),
    sqlite_autoincrement=True,  # a number that the log has named is never given to another post
)

attempts = Table(
    "attempts",
    metadata,
    Column("post_id", Integer, ForeignKey("posts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("intent", JSON, comment="durable before the request that makes the post public"),
    Column("intent_at", Instant, comment="when the first attempt began: part of the intent"),
    Column("finished_at", Instant),
    Column("outcome", String),
    Column("reason", Text),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("post_id", Integer, ForeignKey("posts.id")),
    Column("account", String),
    Column("platform", String),
    Column("event", String, nullable=False),
    Column("state", String),
    Column("attempt", Integer),
    Column("url", Text),
    Column("reason", Text),
    Index(None, "post_id"),
    Index(None, "at"),
)
