"""How many pings would have been true by chance: what a site says of its changes is weighed against it."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

EXPECTED = "How often it would have, by what is expected of any article"
INDEX = "CREATE INDEX ix_visits_pings ON visits ({}) WHERE pinged_at IS NOT NULL OR pings > 0"


def upgrade() -> None:
    column = sa.Column("pings_expected", sa.Float(), server_default=sa.text("0"), nullable=False, comment=EXPECTED)
    op.add_column("visits", column)
    op.execute("DROP INDEX ix_visits_pings")
    op.execute(INDEX.format("site, pings, pings_true, pings_expected, pinged_at"))


def downgrade() -> None:
    op.execute("DROP INDEX ix_visits_pings")
    op.execute(INDEX.format("site, pings, pings_true, pinged_at"))
    op.drop_column("visits", "pings_expected")
