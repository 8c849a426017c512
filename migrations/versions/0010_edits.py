"""Edits as answers: when a page said that it was last changed, by revision, and an index of those that are edits."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COMMENT = "When the page said then that it was last changed; NULL: it did not, or 0.3.0 read it"


def upgrade() -> None:
    op.execute(f"ALTER TABLE revisions ADD COLUMN modified_at TEXT /* {COMMENT} */")
    op.create_index("ix_revisions_edits", "revisions", ["seen_at"], sqlite_where=sa.text("change <> 'first'"))


def downgrade() -> None:
    op.drop_index("ix_revisions_edits", "revisions")
    op.execute("ALTER TABLE revisions DROP COLUMN modified_at")
