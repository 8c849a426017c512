"""On SQLite an index of sources in any case; on PostgreSQL, whose archives are made from the tables, nothing."""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing."""


def downgrade() -> None:
    """Do nothing."""
