"""What a plan did, so that its file is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Let plans keep the name of what they did; those that were carried out before have none."""
    op.add_column("plans", sa.Column("deeds", sa.String(64)))
