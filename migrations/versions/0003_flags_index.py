"""An index of the flagged articles, so that pages that are no articles are left out of searches without reading all."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_articles_flags ON articles (flags) WHERE flags IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_articles_flags")
