"""Hashes of the addresses of forgotten pages, so that a re-crawl does not bring them back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten_urls",
        sa.Column("hash", sa.Text, primary_key=True, comment="Hash of its address, which stands nowhere any more"),
        sa.Column("forgotten_at", sa.Text, nullable=False, comment="When it was forgotten"),
        comment="Pages that were forgotten: a re-crawl does not bring them back. An ingest that names one does.",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("forgotten_urls")
