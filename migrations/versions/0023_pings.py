"""Pings: what feeds and sitemaps say of articles that changed, and how often it was true."""

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
    op.execute(f"ALTER TABLE visits ADD COLUMN pinged_at TEXT /* {PINGED} */")
    for name, comment in COUNTS.items():
        op.execute(f"ALTER TABLE visits ADD COLUMN {name} INTEGER DEFAULT 0 NOT NULL /* {comment} */")
    op.execute(
        "CREATE INDEX ix_visits_pings ON visits (site, pings, pings_true, pinged_at)"
        " WHERE pinged_at IS NOT NULL OR pings > 0"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_visits_pings")
    for name in (*COUNTS, "pinged_at"):
        op.execute(f"ALTER TABLE visits DROP COLUMN {name}")
