"""On SQLite an index of pairs of characters, as PostgreSQL has since 0017; here nothing."""

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing."""


def downgrade() -> None:
    """Do nothing."""
