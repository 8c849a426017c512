"""What grows with the archive is counted from indexes: sites, sources, refusals, pages, visits to liars; files by name.

As for SQLite (`migrations/versions/0015_counted_by_index.py`), but for the index of payloads.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXT = "Characters of all blocks of its page, kept or stripped"
KEPT = "Characters of those that are kept"
COUNTED = """
UPDATE articles SET (text_length, kept_length) = (
    SELECT coalesce(sum(length(text)), 0), coalesce(sum(CASE WHEN kept THEN length(text) ELSE 0 END), 0)
    FROM blocks WHERE blocks.revision_id = articles.revision_id)
"""
INDEXES = (
    "CREATE INDEX ix_articles_source ON articles (source, reporting, language)",
    "CREATE INDEX ix_articles_figures ON articles (site, first_seen_at, id, word_count, text_length, kept_length, "
    "published_at, source, provenance, flags)",
    "CREATE INDEX ix_captures_refused ON captures (refused) WHERE refused IS NOT NULL",
    "CREATE INDEX ix_captures_origin ON captures USING hash (origin)",
    "CREATE INDEX ix_visits_lied ON visits (site) WHERE lied",
)


def upgrade() -> None:
    for name, comment in (("text_length", TEXT), ("kept_length", KEPT)):
        op.execute(f"ALTER TABLE articles ADD COLUMN {name} BIGINT DEFAULT 0 NOT NULL")
        op.execute(f"COMMENT ON COLUMN articles.{name} IS '{comment}'")
    op.execute(COUNTED)
    op.execute("DROP INDEX ix_articles_source")
    for index in INDEXES:
        op.execute(index)


def downgrade() -> None:
    for index in INDEXES:
        op.execute(f"DROP INDEX {index.split()[2]}")
    op.execute("CREATE INDEX ix_articles_source ON articles (source)")
    op.execute("ALTER TABLE articles DROP COLUMN kept_length, DROP COLUMN text_length")
