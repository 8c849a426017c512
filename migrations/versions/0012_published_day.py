"""The day of publication as the outlet's own clock has it, beside the moment in UTC."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COMMENT = "Day of publication by the outlet's own clock; that of published_at where the page prints no other"

LIST = """
CREATE VIEW article_list AS
SELECT id, site, title, source, provenance, provenance_evidence, reporting,
       CASE WHEN length(published_at) >= 10 THEN substr(published_at, 1, 10) END AS published_date,
       CASE WHEN published_at LIKE '%T%' THEN substr(published_at, 1, 19) || 'Z' END AS published_time,
       {day}byline, section, language, word_count, status, first_seen_at, last_seen_at, last_changed_at,
       story_id, share_changed, flags, site_name, url, revision_id
FROM articles
"""


def upgrade() -> None:
    op.execute(f"ALTER TABLE articles ADD COLUMN published_day TEXT /* {COMMENT} */")
    op.execute("DROP VIEW article_list")
    op.execute(LIST.format(day="published_day, "))


def downgrade() -> None:
    op.execute("DROP VIEW article_list")
    op.execute(LIST.format(day=""))
    op.execute("ALTER TABLE articles DROP COLUMN published_day")
