"""Why a post alone is held, apart from why it is in its state."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Keep the reason of a hold where nothing writes over it."""
    op.add_column("posts", sa.Column("hold_reason", sa.Text))
    held = "state IN ('draft', 'queued') AND held IN ('budget', 'article', 'campaign')"
    op.execute(f"UPDATE posts SET hold_reason = reason, reason = NULL WHERE {held}")  # noqa: S608  our own words
