"""On PostgreSQL the search index gets pairs of characters; on SQLite nothing."""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing."""


def downgrade() -> None:
    """Do nothing."""
