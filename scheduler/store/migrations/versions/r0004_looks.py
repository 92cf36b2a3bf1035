"""Ways into a long history: what seldom happens, and what one account did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SELDOM = "state NOT IN ('published', 'queued', 'publishing')"


def upgrade() -> None:
    """Find a failed post, and the lines about an account, without reading all others."""
    seldom = sa.text(SELDOM)
    op.create_index(
        "ix_posts_seldom", "posts", ["state", "publish_at", "id"], sqlite_where=seldom, postgresql_where=seldom
    )
    op.create_index("ix_posts_account_publish_at_id", "posts", ["account", "publish_at", "id"])
    op.create_index("ix_events_seldom", "events", ["state", "id"], sqlite_where=seldom, postgresql_where=seldom)
    op.create_index("ix_events_account_id", "events", ["account", "id"])
