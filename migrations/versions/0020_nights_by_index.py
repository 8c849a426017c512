"""Nights are planned from indexes: times of articles without their texts, sums by site."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_articles_times ON articles (id, first_seen_at, published_at, last_seen_at)")
    op.execute("DROP INDEX ix_visits_site_due_at")
    op.execute("CREATE INDEX ix_visits_site ON visits (site, due_at, changes, expected)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_articles_times")
    op.execute("DROP INDEX ix_visits_site")
    op.execute("CREATE INDEX ix_visits_site_due_at ON visits (site, due_at)")
