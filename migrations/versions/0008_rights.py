"""What captures state on the use of their texts; of those that are there nobody has looked, so that it is NULL.

The column is the last one, where SQLite adds it without touching a row.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COMMENT = (
    "What it and its site state on the use of the text, word for word: JSON array of [place, words]; "
    "NULL: not looked at"
)


def upgrade() -> None:
    op.execute(f"ALTER TABLE captures ADD COLUMN rights TEXT /* {COMMENT} */")


def downgrade() -> None:
    op.execute("ALTER TABLE captures DROP COLUMN rights")
