"""On SQLite an index of pairs of characters too, for what is written without spaces; PostgreSQL has one since 0017.

Plain SQL makes the pairs, so that triggers work in whatever program opens the file. Only articles with such characters
are in it. A character stands with the next, or alone where none of them follows.
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana, Chinese characters
)
AMONG_THEM = "\u0e00-\u1fff\u3040-\U0003ffff"
"""The same roughly, without the signs that every language uses: looked for first, since that is quicker."""

# SQLite counts the characters of a text from its beginning each time, so it is cut twice before each is looked at.
# What is cut off has the first character of the next piece too. LIMIT keeps SQLite from cutting again at each look.
PAIRS = f"""(
    WITH RECURSIVE pieces (few, piece, rest) AS (
        SELECT '', '', {{column}}
        UNION ALL
        SELECT CASE WHEN length(piece) > 1 OR rest = '' THEN substr(piece, 1, 65) ELSE '' END,
               CASE WHEN length(piece) > 1 OR rest = '' THEN substr(piece, 65) ELSE substr(rest, 1, 4097) END,
               CASE WHEN length(piece) > 1 OR rest = '' THEN rest ELSE substr(rest, 4097) END
        FROM pieces WHERE piece <> '' OR rest <> ''
    ), places (place) AS (SELECT 1 UNION ALL SELECT place + 1 FROM places WHERE place < 64)
    SELECT group_concat(CASE WHEN two GLOB '[{UNSPACED}][{UNSPACED}]' THEN two
                             WHEN two GLOB '[{UNSPACED}]*' THEN substr(two, 1, 1) END, ' ')
    FROM (SELECT substr(few, place, 2) AS two FROM pieces CROSS JOIN places
          WHERE few GLOB '*[{AMONG_THEM}]*' LIMIT -1 OFFSET 0)
) AS {{column}}"""
TEXT = "coalesce(title, '') || coalesce(standfirst, '') || body"
VIEW = f"""
CREATE VIEW article_pairs AS
SELECT id, {", ".join(PAIRS.format(column=column) for column in ("title", "standfirst", "body"))}
FROM articles
WHERE {TEXT} GLOB '*[{AMONG_THEM}]*' AND {TEXT} GLOB '*[{UNSPACED}]*'
"""
INDEX = """
CREATE VIRTUAL TABLE articles_fts_pairs USING fts5(
    title, standfirst, body, content="article_pairs", content_rowid="id", tokenize="ascii"
)
"""
PUT = """INSERT INTO articles_fts_pairs (rowid, title, standfirst, body)
        SELECT id, title, standfirst, body FROM article_pairs WHERE id = new.id;"""
TAKE = """INSERT INTO articles_fts_pairs (articles_fts_pairs, rowid, title, standfirst, body)
        SELECT 'delete', id, title, standfirst, body FROM article_pairs WHERE id = old.id;"""
CHANGED = "(old.id, old.title, old.standfirst, old.body) IS NOT (new.id, new.title, new.standfirst, new.body)"
# BEFORE what takes a text away: the view makes the pairs of what is stored.
TRIGGERS = (
    f"CREATE TRIGGER articles_fts_pairs_insert AFTER INSERT ON articles BEGIN {PUT} END",
    f"CREATE TRIGGER articles_fts_pairs_delete BEFORE DELETE ON articles BEGIN {TAKE} END",
    f"CREATE TRIGGER articles_fts_pairs_take BEFORE UPDATE OF id, title, standfirst, body ON articles WHEN {CHANGED}"
    f" BEGIN {TAKE} END",
    f"CREATE TRIGGER articles_fts_pairs_put AFTER UPDATE OF id, title, standfirst, body ON articles WHEN {CHANGED}"
    f" BEGIN {PUT} END",
)


def upgrade() -> None:
    for statement in (VIEW, INDEX, *TRIGGERS):
        op.execute(statement)
    op.execute("INSERT INTO articles_fts_pairs (articles_fts_pairs) VALUES ('rebuild')")


def downgrade() -> None:
    for name in ("insert", "delete", "take", "put"):
        op.execute(f"DROP TRIGGER articles_fts_pairs_{name}")
    op.execute("DROP TABLE articles_fts_pairs")
    op.execute("DROP VIEW article_pairs")
