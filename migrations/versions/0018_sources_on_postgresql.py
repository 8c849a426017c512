"""On PostgreSQL an index of sources in any case, as SQLite has since 0016; on SQLite nothing."""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing."""


def downgrade() -> None:
    """Do nothing."""
