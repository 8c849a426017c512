"""Pings: what feeds and sitemaps say of articles that changed, and how often it was true."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PINGED = "When it changed, as its site's feeds or sitemaps say; NULL: none says so, or a visit has looked since"
COUNTS = {
    "pings": "How often a visit has looked because of that",
    "pings_true": "How often the article had changed then",
}


def upgrade() -> None:
    op.add_column("visits", sa.Column("pinged_at", sa.Text(collation="C"), comment=PINGED))
    for name, comment in COUNTS.items():
        op.add_column(
            "visits", sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment=comment)
        )
    op.execute(
        "CREATE INDEX ix_visits_pings ON visits (site, pings, pings_true, pinged_at)"
        " WHERE pinged_at IS NOT NULL OR pings > 0"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_visits_pings")
    for name in (*COUNTS, "pinged_at"):
        op.drop_column("visits", name)
