"""Silent copies that their house rewrote are mixed, no longer syndicated: provenance as it is settled from now on."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REWRITTEN = """
UPDATE articles SET provenance = 'mixed'
WHERE provenance_evidence = 'inferred' AND provenance = 'syndicated' AND 0.25 <= (
    SELECT max(max(coalesce(articles.share_changed, 0), coalesce(crediting.share_changed, 0)))
    FROM inferred_credits JOIN articles AS crediting ON crediting.id = inferred_credits.from_article_id
    WHERE inferred_credits.article_id = articles.id)
"""
BACK = """
UPDATE articles SET provenance = 'syndicated'
WHERE provenance_evidence = 'inferred' AND provenance = 'mixed' AND reporting = 'own'
"""


def upgrade() -> None:
    op.execute(REWRITTEN)


def downgrade() -> None:
    op.execute(BACK)
