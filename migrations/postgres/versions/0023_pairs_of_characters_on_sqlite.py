"""On SQLite an index of pairs of characters, as PostgreSQL has since 0017; here nothing."""

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing."""


def downgrade() -> None:
    """Do nothing."""
