"""How much of an article is its house's own, as far as all copies of its story tell: provenance and its evidence.

The columns come after the body, where SQLite adds them; an index has them, so that a filter reads no body. The view of
credits says more of the article. The articles are gone through in batches, so that a million of them need no memory.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BATCH = 10_000

COLUMNS = {
    "provenance": (
        "TEXT NOT NULL DEFAULT 'unknown'",
        "own, syndicated, mixed, or unknown (no publisher known): reporting, and what other copies of its story print",
    ),
    "provenance_evidence": (
        "TEXT",
        "printed (its page says so) or inferred (another copy credits an agency); NULL: nobody is credited",
    ),
}

FILL = """
UPDATE articles SET
    provenance = CASE
        WHEN reporting = 'syndicated' THEN 'syndicated'
        WHEN id IN (SELECT article_id FROM inferred_credits) THEN 'syndicated'
        WHEN reporting = 'own' AND source IS NULL THEN 'unknown'
        ELSE reporting END,
    provenance_evidence = CASE
        WHEN reporting = 'syndicated' THEN 'printed'
        WHEN id IN (SELECT article_id FROM inferred_credits) THEN 'inferred'
        WHEN reporting = 'mixed' THEN 'printed' END
WHERE id BETWEEN :first AND :last
"""

OLD_VIEW = """
CREATE VIEW article_credits AS
SELECT articles.id AS article_id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name AS organization, organizations.kind,
       credits.role, credits.credited_as, credits.evidence, credits.confidence, NULL AS inferred_from
FROM credits
JOIN articles ON articles.id = credits.article_id
JOIN organizations ON organizations.id = credits.organization_id
UNION ALL
SELECT articles.id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name, organizations.kind,
       'agency', NULL, NULL, 'inferred', inferred_credits.from_article_id
FROM inferred_credits
JOIN articles ON articles.id = inferred_credits.article_id
JOIN organizations ON organizations.id = inferred_credits.organization_id
"""

FACTS = """
       articles.provenance, articles.story_id, articles.share_changed, articles.first_seen_at, articles.status,
       (SELECT captures.origin FROM revisions JOIN captures ON captures.id = revisions.capture_id
        WHERE revisions.id = articles.revision_id)"""

VIEW = f"""
CREATE VIEW article_credits AS
SELECT articles.id AS article_id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name AS organization, organizations.kind,
       credits.role, credits.credited_as, credits.evidence, credits.confidence, NULL AS inferred_from,{FACTS} AS origin
FROM credits
JOIN articles ON articles.id = credits.article_id
JOIN organizations ON organizations.id = credits.organization_id
UNION ALL
SELECT articles.id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name, organizations.kind,
       'agency', NULL, NULL, 'inferred', inferred_credits.from_article_id,{FACTS}
FROM inferred_credits
JOIN articles ON articles.id = inferred_credits.article_id
JOIN organizations ON organizations.id = inferred_credits.organization_id
"""


def upgrade() -> None:
    for name, (kind, comment) in COLUMNS.items():
        op.execute(f"ALTER TABLE articles ADD COLUMN {name} {kind} /* {comment} */")
    connection = op.get_bind()
    highest = connection.scalar(sa.text("SELECT max(id) FROM articles")) or 0
    for first in range(1, highest + 1, BATCH):
        connection.execute(sa.text(FILL), {"first": first, "last": first + BATCH - 1})
    op.create_index("ix_articles_provenance_site", "articles", ["provenance", "site", "provenance_evidence"])
    op.execute("DROP VIEW article_credits")
    op.execute(VIEW)


def downgrade() -> None:
    op.execute("DROP VIEW article_credits")
    op.execute(OLD_VIEW)
    op.drop_index("ix_articles_provenance_site", "articles")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE articles DROP COLUMN {name}")
