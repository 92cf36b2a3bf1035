"""The tables, as the newest migration leaves them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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
    false,
    text,
)

from scheduler.core.state import State

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Return an aware datetime as integer microseconds since 1970 UTC."""
    return (at - EPOCH) // MICROSECOND


class Instant(TypeDecorator[datetime]):
    """An aware datetime as integer microseconds since 1970 UTC: it sorts, and no driver drops its zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  the base class's signature
        """Turn an aware datetime of any zone into microseconds."""
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  the base class's signature
        """Turn microseconds into a datetime in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


class Tick(TypeDecorator[timedelta]):
    """A moment of a clock that nobody sets, as integer microseconds since that clock began."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002  the base class's signature
        """Turn it into microseconds."""
        return None if value is None else value // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002  the base class's signature
        """Turn microseconds into what they are."""
        return None if value is None else value * MICROSECOND


Number = BigInteger().with_variant(Integer, "sqlite")
"""What rows are numbered with; SQLite gives numbers by itself to nothing but INTEGER, which is as wide."""
Name = String().with_variant(String(collation="C"), "postgresql")
"""A text that is sorted by code points on every database."""

Json = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Partial indexes serve a query only if it repeats their condition to the letter. They are partial on a server too, as
# the migrations make them; to say so here would import its dialect into every command.
DUE = "state = 'queued'"
UNSETTLED = "state IN ('publishing', 'uncertain')"
OPEN = "state NOT IN ('published', 'retracted', 'cancelled')"
PUBLISHED = "state = 'published'"
SELDOM = "state NOT IN ('published', 'queued', 'publishing')"
"""Of posts, and of lines of the log: the others are too many to be read."""
MANY = frozenset({State.PUBLISHED, State.QUEUED, State.PUBLISHING})
"""The states that `SELDOM` leaves out."""

installation = Table(
    "installation",
    metadata,
    Column("id", String(36), primary_key=True, comment="makes idempotency keys unique to this installation"),
    Column("stopped_at", Instant, comment="when a person stopped everything; nothing is claimed until it goes on"),
    Column("stop_reason", Text),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", Name, primary_key=True),
    Column("platform", String, nullable=False),
    Column("hold", String, comment="why nothing is claimed: paused, credentials or fuse"),
    Column("hold_reason", Text),
    Column("not_before", Instant, comment="what its platform, or the distance between two posts, asks to wait for"),
    Column("waits_for", Text, comment="why"),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="delays since the last delivery"),
    Column("sent", BigInteger, nullable=False, server_default=text("0"), comment="requests that may have left"),
    Column("last_sent_at", Instant),
    Column("fuse_from", BigInteger, nullable=False, server_default=text("0"), comment="sent when it was last reset"),
    Column("limits", Json, comment="what the server said fits"),
    Column("limits_at", Instant),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Number, primary_key=True),
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
    Column("id", Number, primary_key=True),
    Column("account", Name, ForeignKey("accounts.name"), nullable=False),
    Column("article_id", Number, ForeignKey("articles.id")),
    Column("kind", String, nullable=False),
    Column("section", Text),
    Column("source", Json, nullable=False, comment="spans of the article's file"),
    Column("content", Json, nullable=False, comment="final; media by digest"),
    Column("publish_at", Instant, nullable=False),
    Column("wall", String(26), nullable=False, comment="the wall-clock time that publish_at keeps"),
    Column("zone", String, nullable=False, comment="the IANA zone of wall"),
    Column("state", String, nullable=False),
    Column("due_at", Instant, nullable=False, comment="the later of publish_at and the end of a retry's wait"),
    Column("key", String(36), nullable=False, unique=True),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="attempts that count"),
    Column("began_at", Instant, comment="when the first attempt began: part of every intent"),
    Column("began_clock", String(36), comment="that began_tick is a moment of"),
    Column("began_tick", Tick, comment="began_at by a clock that nobody sets"),
    Column("doubted", Boolean, nullable=False, server_default=false(), comment="whether an attempt was in doubt"),
    Column("awaited_since", Instant, comment="when it was asked for anew; lateness counts from there"),
    Column("gap", BigInteger, comment="microseconds to the post before, where its author asked for a distance"),
    Column("owner", String(36), comment="the daemon that is at it"),
    Column("lease_until", Instant, comment="by the database's clock; after it, another daemon may take over"),
    Column("url", Text),
    Column("platform_id", Text),
    Column("published", Json, comment="id and address of its parts that are public, first to last"),
    Column("reason", Text),
    Column("held", String, comment="why it alone waits: budget, or handed over; its due_at is then never"),
    Column("created_at", Instant, nullable=False),
    Column("campaign", String, comment="the campaign that it belongs to; its settings decide what becomes of it late"),
    Column("idea", String(64), comment="which teaser of its article it tells, where a plan made it"),
    Column("plan", Number, comment="the plan that made it, or that changed it last"),
    Column("by_hand", Boolean, nullable=False, server_default=false(), comment="whether a person changed it since"),
    Column("evergreen", Boolean, nullable=False, server_default=false(), comment="whether it returns, in a spare slot"),
    Column("hold_reason", Text, comment="of held; reason says why it is in its state"),
    Index("ix_posts_due", "account", "due_at", "id", sqlite_where=text(DUE)),
    Index("ix_posts_unsettled", "account", "due_at", "id", sqlite_where=text(UNSETTLED)),
    Index("ix_posts_open", "publish_at", "id", sqlite_where=text(OPEN)),
    Index("ix_posts_open_account", "account", "publish_at", "id", sqlite_where=text(OPEN)),
    Index("ix_posts_seldom", "state", "publish_at", "id", sqlite_where=text(SELDOM)),
    Index("ix_posts_publish_at_id", "publish_at", "id"),
    Index("ix_posts_published", "account", "publish_at", "id", sqlite_where=text(PUBLISHED)),
    Index(None, "article_id", "account"),
    sqlite_autoincrement=True,  # a number that the log has named is never given to another post
)

attempts = Table(
    "attempts",
    metadata,
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("intent", Json, comment="durable before the request that makes the post public"),
    Column("intended_at", Instant, comment="when it became durable; from then on the request may have left"),
    Column("account", Name, ForeignKey("accounts.name")),
    Column("serial", BigInteger, comment="this request is its account's serial-th, for the fuse"),
    Column("finished_at", Instant),
    Column("outcome", String),
    Column("reason", Text),
    Column("cost", Integer, comment="millionths of a US dollar"),
    Column("place", Text, comment="where its request goes: what the account's settings said"),
    Column("looked_clock", String(36), comment="that the three ticks are moments of"),
    Column("looked_tick", Tick, comment="when the doubt that it is in was first looked into"),
    Column("quiet_tick", Tick, comment="since when its request is over, at the least"),
    Column("look_tick", Tick, comment="when its doubt is to be looked into again"),
    Index(None, "account", "serial"),
    Index("ix_attempts_cost", "account", "intended_at", sqlite_where=text("cost > 0")),
)

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("post_id", Number, ForeignKey("posts.id")),
    Column("account", Name),
    Column("platform", String),
    Column("event", String, nullable=False),
    Column("state", String),
    Column("attempt", Integer),
    Column("url", Text),
    Column("reason", Text),
    Index("ix_events_seldom", "state", "id", sqlite_where=text(SELDOM)),
    Index(None, "account", "id"),
    Index(None, "post_id"),
    Index(None, "at"),
)

sent = Table(
    "sent",
    metadata,
    Column("account", Name, ForeignKey("accounts.name"), primary_key=True),
    Column("platform_id", Text, primary_key=True, comment="of a post that stands on the account and is not of ours"),
    Column("url", Text),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False, comment="when it was posted"),
)

notices = Table(
    "notices",
    metadata,
    Column("target", Name, primary_key=True, comment="where its address is kept, as the settings say"),
    Column("seen", BigInteger, nullable=False, comment="the last event that it was told of, or that was no news"),
    Column("digest_on", String(10), nullable=False, comment="the day of its last digest, on the clocks of the site"),
    Column("not_before", Instant, nullable=False, comment="until then a daemon is at it, or gives it a rest"),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="in a row"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Number, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("applied_at", Instant, nullable=False),
    Column("deeds", String(64), comment="the name of what it did, by which its file is known again"),
    sqlite_autoincrement=True,
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("name", Name, primary_key=True),
    Column("paused_at", Instant, nullable=False, comment="when a person paused it; one that goes on has no row"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True),
    Column("person", Name, primary_key=True, comment="a name of the settings; empty where they name nobody"),
    Column("seal", String(64), nullable=False, comment="of the text, the images and the time that were approved"),
    Column("at", Instant, nullable=False),
)

counts = Table(
    "counts",
    metadata,
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True),
    Column("at", Instant, nullable=False, comment="when its platform was asked last"),
    Column("counts", Json, nullable=False, comment="by the platform's own names"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Name, primary_key=True, comment="what only one process does at a time"),
    Column("until", Instant, nullable=False, comment="by the database's clock; after it, another process may"),
)
