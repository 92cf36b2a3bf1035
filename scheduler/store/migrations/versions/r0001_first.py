"""The first tables."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and give the installation its name."""
    installation = op.create_table(
        "installation",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("stopped_at", sa.BigInteger),
        sa.Column("stop_reason", sa.Text),
    )
    op.bulk_insert(installation, [{"id": str(uuid4())}])
    _accounts_and_articles()
    _posts()
    _records()


def _accounts_and_articles() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", NAME, primary_key=True),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("hold", sa.String),
        sa.Column("hold_reason", sa.Text),
        sa.Column("not_before", sa.BigInteger),
        sa.Column("waits_for", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("sent", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("last_sent_at", sa.BigInteger),
        sa.Column("fuse_from", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("limits", sa.JSON),
        sa.Column("limits_at", sa.BigInteger),
    )
    op.create_table(
        "articles",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("queued_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("path", name="uq_articles_path"),
        sa.UniqueConstraint("link", name="uq_articles_link"),
    )
    op.create_table(
        "media",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("mime", sa.String, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("account", NAME, sa.ForeignKey("accounts.name", name="fk_posts_account"), nullable=False),
        sa.Column("article_id", NUMBER, sa.ForeignKey("articles.id", name="fk_posts_article_id")),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("section", sa.Text),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("publish_at", sa.BigInteger, nullable=False),
        sa.Column("wall", sa.String(26), nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("key", sa.String(36), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("began_at", sa.BigInteger),
        sa.Column("doubted", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("awaited_since", sa.BigInteger),
        sa.Column("gap", sa.BigInteger),
        sa.Column("owner", sa.String(36)),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("url", sa.Text),
        sa.Column("platform_id", sa.Text),
        sa.Column("published", sa.JSON),
        sa.Column("reason", sa.Text),
        sa.Column("held", sa.String),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("key", name="uq_posts_key"),
        sqlite_autoincrement=True,
    )
    due = ["account", "due_at", "id"]
    unsettled = sa.text("state IN ('publishing', 'uncertain')")
    unfinished = sa.text("state NOT IN ('published', 'retracted', 'cancelled')")
    op.create_index(
        "ix_posts_due",
        "posts",
        due,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index("ix_posts_unsettled", "posts", due, sqlite_where=unsettled, postgresql_where=unsettled)
    op.create_index(
        "ix_posts_open", "posts", ["publish_at", "id"], sqlite_where=unfinished, postgresql_where=unfinished
    )
    op.create_index("ix_posts_publish_at_id", "posts", ["publish_at", "id"])
    op.create_index("ix_posts_article_id_account", "posts", ["article_id", "account"])


def _records() -> None:
    op.create_table(
        "attempts",
        sa.Column("post_id", NUMBER, sa.ForeignKey("posts.id", name="fk_attempts_post_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("intent", sa.JSON),
        sa.Column("intended_at", sa.BigInteger),
        sa.Column("account", NAME, sa.ForeignKey("accounts.name", name="fk_attempts_account")),
        sa.Column("serial", sa.BigInteger),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("outcome", sa.String),
        sa.Column("reason", sa.Text),
        sa.Column("cost", sa.Integer),
    )
    op.create_index("ix_attempts_account_serial", "attempts", ["account", "serial"])
    dear = sa.text("cost > 0")
    op.create_index(
        "ix_attempts_cost", "attempts", ["account", "intended_at"], sqlite_where=dear, postgresql_where=dear
    )
    op.create_table(
        "events",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("post_id", NUMBER, sa.ForeignKey("posts.id", name="fk_events_post_id")),
        sa.Column("account", NAME),
        sa.Column("platform", sa.String),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("state", sa.String),
        sa.Column("attempt", sa.Integer),
        sa.Column("url", sa.Text),
        sa.Column("reason", sa.Text),
    )
    op.create_index("ix_events_post_id", "events", ["post_id"])
    op.create_index("ix_events_at", "events", ["at"])
    op.create_table(
        "sent",
        sa.Column("account", NAME, sa.ForeignKey("accounts.name", name="fk_sent_account"), primary_key=True),
        sa.Column("platform_id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "notices",
        sa.Column("target", NAME, primary_key=True),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("digest_on", sa.String(10), nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "leases",
        sa.Column("name", NAME, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
