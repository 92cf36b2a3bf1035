"""How old a request is by a clock that nobody sets, and where it went."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns; of what was in doubt before, nothing is proved."""
    op.add_column("posts", sa.Column("began_clock", sa.String(36)))
    op.add_column("posts", sa.Column("began_tick", sa.BigInteger))
    op.add_column("attempts", sa.Column("place", sa.Text))
    op.add_column("attempts", sa.Column("looked_clock", sa.String(36)))
    op.add_column("attempts", sa.Column("looked_tick", sa.BigInteger))
    op.add_column("attempts", sa.Column("quiet_tick", sa.BigInteger))
    op.add_column("attempts", sa.Column("look_tick", sa.BigInteger))
