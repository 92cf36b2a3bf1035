"""What plans make, campaigns and approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Let posts say which plan and campaign they belong to, and who approved them."""
    op.add_column("posts", sa.Column("campaign", sa.String))
    op.add_column("posts", sa.Column("idea", sa.String(64)))
    op.add_column("posts", sa.Column("plan", NUMBER))
    op.add_column("posts", sa.Column("by_hand", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "plans",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("applied_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "campaigns",
        sa.Column("name", NAME, primary_key=True),
        sa.Column("paused_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "approvals",
        sa.Column("post_id", NUMBER, sa.ForeignKey("posts.id", name="fk_approvals_post_id"), primary_key=True),
        sa.Column("person", NAME, primary_key=True),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
