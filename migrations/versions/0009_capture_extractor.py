"""What read a capture last, so that one that is given again is not read again."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COMMENT = "What read it last, name and versions; NULL: not known, or it ended the process that read it"


def upgrade() -> None:
    op.execute(f"ALTER TABLE captures ADD COLUMN extractor TEXT /* {COMMENT} */")


def downgrade() -> None:
    op.execute("ALTER TABLE captures DROP COLUMN extractor")
