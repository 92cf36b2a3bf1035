"""Posts that return."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Let posts say that they return, in slots that were left."""
    op.add_column("posts", sa.Column("evergreen", sa.Boolean, nullable=False, server_default=sa.false()))
