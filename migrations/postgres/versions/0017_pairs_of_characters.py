"""Chinese, Japanese, Thai and others that put no spaces are found by pairs of characters in the search index."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana, Chinese characters
)
PAIRS = """
CREATE FUNCTION articles_fts_pairs(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN words !~ '[{unspaced}]' THEN '' ELSE (
    SELECT array_to_tsvector(array_agg(DISTINCT one || CASE WHEN next ~ '[{unspaced}]' THEN next ELSE '' END))
    FROM (SELECT one, lead(one) OVER (ORDER BY place) AS next
          FROM unnest(string_to_array(words, NULL)) WITH ORDINALITY AS each (one, place)) AS pairs
    WHERE one ~ '[{unspaced}]') END
$$
"""
WORDS = """
CREATE OR REPLACE FUNCTION articles_fts_words(configuration regconfig, title text, standfirst text, body text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(to_tsvector(configuration, regexp_replace(coalesce(title, ''), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')
    || setweight(to_tsvector(configuration, regexp_replace(coalesce(standfirst, ''), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')
    || setweight(to_tsvector(configuration, regexp_replace(left(body, 400000), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')
    {pairs}
$$
"""
TEXT = "concat_ws(' ', title, standfirst, left(body, CASE WHEN length(body) < 50000 THEN 50000 ELSE 5000 END))"


def upgrade() -> None:
    bind = op.get_bind()
    schema = bind.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    bind.exec_driver_sql(PAIRS.replace("{unspaced}", UNSPACED))
    body = "|| {schema}.articles_fts_pairs(concat_ws(' ', title, standfirst, left(body, 400000)))"
    bind.exec_driver_sql(WORDS.replace("{pairs}", body.replace("{schema}", schema)))
    bind.exec_driver_sql(
        f"UPDATE articles_fts SET words = words || articles_fts_pairs({TEXT}) FROM articles"
        f" WHERE articles.id = articles_fts.rowid AND {TEXT} ~ '[{UNSPACED}]'"
    )


def downgrade() -> None:
    bind = op.get_bind()
    bind.exec_driver_sql(WORDS.replace("{pairs}", ""))
    bind.exec_driver_sql("DROP FUNCTION articles_fts_pairs(text)")
