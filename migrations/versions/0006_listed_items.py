"""The ids that feeds give their articles, so that one whose link changes at each reading is asked for once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listed_items",
        sa.Column("listing", sa.Text, primary_key=True, comment="Address of the feed (follows.url)"),
        sa.Column("guid", sa.Text, primary_key=True, comment="The guid or id, which is unique in that feed"),
        sa.Column(
            "url", sa.Text, nullable=False, comment="The link under which it was asked for, in its canonical spelling"
        ),
        comment="Articles by the ids that feeds give them, however links change.",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("listed_items")
