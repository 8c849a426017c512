"""Views that people open first: articles and revisions without their texts, with dates that every program reads."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A time of which only the day is known is no time: pandas, R and DuckDB stop at a column that mixes the two.
ARTICLES = """
CREATE VIEW article_list AS
SELECT id, site, title, source, provenance, provenance_evidence, reporting,
       CASE WHEN length(published_at) >= 10 THEN substr(published_at, 1, 10) END AS published_date,
       CASE WHEN published_at LIKE '%T%' THEN substr(published_at, 1, 19) || 'Z' END AS published_time,
       byline, section, language, word_count, status, first_seen_at, last_seen_at, last_changed_at,
       story_id, share_changed, flags, site_name, url, revision_id
FROM articles
"""

REVISIONS = """
CREATE VIEW revision_list AS
SELECT revisions.id, revisions.article_id, revisions.number, revisions.change, revisions.seen_at,
       articles.site, revisions.title, revisions.byline, revisions.digest, revisions.extractor, revisions.capture_id
FROM revisions JOIN articles ON articles.id = revisions.article_id
"""


def upgrade() -> None:
    op.execute(ARTICLES)
    op.execute(REVISIONS)


def downgrade() -> None:
    op.execute("DROP VIEW revision_list")
    op.execute("DROP VIEW article_list")
