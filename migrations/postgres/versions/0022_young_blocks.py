"""Blocks that the newest articles alone have apart: they come into site memory in its order, many at once."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BLOCKS = (
    "Blocks that were seen on one of the newest articles alone: many at once go to site_blocks, in the order there."
)
COLUMNS = (
    ("id", sa.BigInteger(), "Number of the row"),
    ("site", sa.Text(collation="C"), "Registrable domain"),
    ("hash", sa.Text(collation="C"), "Hash of its text, as site_blocks.hash"),
    ("article_id", sa.BigInteger(), "The article (articles.id)"),
    ("seen_at", sa.Text(collation="C"), "When that was captured"),
)


def upgrade() -> None:
    columns = [sa.Column(name, kind, nullable=False, comment=comment) for name, kind, comment in COLUMNS]
    op.create_table("young_blocks", *columns, sa.PrimaryKeyConstraint("id", name="young_blocks_pkey"), comment=BLOCKS)


def downgrade() -> None:
    op.execute(
        "INSERT INTO site_blocks (site, hash, articles, first_article_id, last_seen_at)"
        " SELECT site, hash, 1, article_id, seen_at FROM young_blocks ORDER BY site, hash"
    )
    op.drop_table("young_blocks")
