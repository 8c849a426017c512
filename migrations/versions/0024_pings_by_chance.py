"""How many pings would have been true by chance: what a site says of its changes is weighed against it."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

EXPECTED = "How often it would have, by what is expected of any article"
INDEX = "CREATE INDEX ix_visits_pings ON visits ({}) WHERE pinged_at IS NOT NULL OR pings > 0"


def upgrade() -> None:
    op.execute(f"ALTER TABLE visits ADD COLUMN pings_expected FLOAT DEFAULT 0 NOT NULL /* {EXPECTED} */")
    op.execute("DROP INDEX ix_visits_pings")
    op.execute(INDEX.format("site, pings, pings_true, pings_expected, pinged_at"))


def downgrade() -> None:
    op.execute("DROP INDEX ix_visits_pings")
    op.execute(INDEX.format("site, pings, pings_true, pinged_at"))
    op.execute("ALTER TABLE visits DROP COLUMN pings_expected")
