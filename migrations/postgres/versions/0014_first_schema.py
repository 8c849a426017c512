"""The first schema on PostgreSQL, made from the tables themselves (`archive/store/postgres/schema.py`).

The steps after it have the numbers of those for SQLite. Each brings older archives to what a new one is made as.
"""

revision = "0014"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do nothing: a new archive is made as the newest at once, and there is none older."""


def downgrade() -> None:
    """Do nothing: there is nothing older."""
