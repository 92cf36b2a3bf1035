"""Ways into a long history: what seldom happens, and what one account did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SELDOM = "state NOT IN ('published', 'queued', 'publishing')"


def upgrade() -> None:
    """Find a failed post, what waits for one account, and the lines about it, without reading all others."""
    by_account = ["account", "publish_at", "id"]
    _partial("ix_posts_open_account", "posts", by_account, "state NOT IN ('published', 'retracted', 'cancelled')")
    _partial("ix_posts_published", "posts", by_account, "state = 'published'")
    _partial("ix_posts_seldom", "posts", ["state", "publish_at", "id"], SELDOM)
    _partial("ix_events_seldom", "events", ["state", "id"], SELDOM)
    op.create_index("ix_events_account_id", "events", ["account", "id"])


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
