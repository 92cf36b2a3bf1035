"""How posts are received."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Let the counts of a post be kept."""
    op.create_table(
        "counts",
        sa.Column("post_id", NUMBER, sa.ForeignKey("posts.id", name="fk_counts_post_id"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
    )
