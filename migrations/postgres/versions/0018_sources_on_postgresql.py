"""An index of sources without regard to case: `--source` reads no longer all of them."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_articles_source_folded ON articles (lower(source))")


def downgrade() -> None:
    op.execute("DROP INDEX ix_articles_source_folded")
