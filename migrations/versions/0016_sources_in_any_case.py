"""An index of sources without regard to case: `--source` reads no longer all of them.

It is on an expression, which no table describes: see `archive/store/read/filters.py`.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_articles_source_folded ON articles (lower(source))")


def downgrade() -> None:
    op.execute("DROP INDEX ix_articles_source_folded")
