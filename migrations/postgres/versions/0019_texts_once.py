"""Texts once: a revision's body is that of its kept blocks, and what labelled a block is a number of a small table.

As for SQLite (`migrations/versions/0019_texts_once.py`).
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TEXT = sa.Text(collation="C")
NUMBER = sa.BigInteger
LABELS = (
    "body, subheading, list, quote (kept); headline, standfirst, caption, byline, dateline, date, credit, related, "
    "promo, share, navigation, legal, comment (stripped)"
)
STORED_BODY = "Clean text then, where it is another than the blocks that were kept; NULL: it is theirs"
MODIFIED_AT = "When the page said then that it was last changed; NULL: it did not, or 0.3.0 read it"

FACTS = """
       articles.provenance, articles.story_id, articles.share_changed, articles.first_seen_at, articles.status,
       (SELECT captures.origin FROM revisions JOIN captures ON captures.id = revisions.capture_id
        WHERE revisions.id = articles.revision_id)"""

VIEWS = (
    """
CREATE VIEW blocks AS
SELECT revision_id, position, kept, label, rule, text
FROM stored_blocks JOIN block_rules ON block_rules.id = stored_blocks.rule_id
""",
    """
CREATE VIEW revisions AS
SELECT id, article_id, number, capture_id, seen_at, extractor, title, standfirst, byline, digest, change,
       coalesce(body, (
           SELECT string_agg(text, E'\\n\\n' ORDER BY position)
           FROM blocks WHERE blocks.revision_id = stored_revisions.id AND kept), '') AS body, modified_at
FROM stored_revisions
""",
    """
CREATE VIEW revision_list AS
SELECT revisions.id, revisions.article_id, revisions.number, revisions.change, revisions.seen_at,
       articles.site, revisions.title, revisions.byline, revisions.digest, revisions.extractor, revisions.capture_id
FROM revisions JOIN articles ON articles.id = revisions.article_id
""",
    f"""
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
""",
)

RULE = "SELECT id FROM {schema}.block_rules WHERE rule = NEW.rule AND label = NEW.label AND kept = NEW.kept"
FACTS_OF_REVISION = (
    *("id", "article_id", "number", "capture_id", "seen_at", "extractor", "title", "standfirst", "byline", "digest"),
    *("change", "modified_at"),
)
CHANGED = (
    f"""
CREATE FUNCTION blocks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE meant bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.revision_id ELSE OLD.revision_id END;
BEGIN
    UPDATE {{schema}}.stored_revisions SET body = (SELECT body FROM {{schema}}.revisions WHERE id = meant)
    WHERE id = meant AND body IS NULL;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM {{schema}}.stored_blocks WHERE revision_id = OLD.revision_id AND position = OLD.position;
        RETURN OLD;
    END IF;
    INSERT INTO {{schema}}.block_rules (kept, label, rule) VALUES (NEW.kept, NEW.label, NEW.rule)
    ON CONFLICT DO NOTHING;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO {{schema}}.stored_blocks VALUES (NEW.revision_id, NEW.position, ({RULE}), NEW.text);
    ELSE
        UPDATE {{schema}}.stored_blocks
        SET revision_id = NEW.revision_id, position = NEW.position, rule_id = ({RULE}), text = NEW.text
        WHERE revision_id = OLD.revision_id AND position = OLD.position;
    END IF;
    RETURN NEW;
END
$$
""",
    """
CREATE TRIGGER blocks_changed INSTEAD OF INSERT OR UPDATE OR DELETE ON blocks
FOR EACH ROW EXECUTE FUNCTION blocks_changed()
""",
    f"""
CREATE FUNCTION revisions_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM {{schema}}.stored_revisions WHERE id = OLD.id;
        RETURN OLD;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO {{schema}}.stored_revisions ({", ".join(FACTS_OF_REVISION)}, body)
        VALUES ({", ".join(f"NEW.{name}" for name in FACTS_OF_REVISION)}, NEW.body);
    ELSE
        UPDATE {{schema}}.stored_revisions
        SET ({", ".join(FACTS_OF_REVISION)}) = ({", ".join(f"NEW.{name}" for name in FACTS_OF_REVISION)}),
            body = CASE WHEN NEW.body IS NOT DISTINCT FROM OLD.body THEN body ELSE NEW.body END
        WHERE id = OLD.id;
    END IF;
    RETURN NEW;
END
$$
""",
    """
CREATE TRIGGER revisions_changed INSTEAD OF INSERT OR UPDATE OR DELETE ON revisions
FOR EACH ROW EXECUTE FUNCTION revisions_changed()
""",
)

JOINED = """(
    SELECT string_agg(text, E'\\n\\n' ORDER BY position)
    FROM blocks WHERE blocks.revision_id = revisions.id AND kept)"""
COLUMNS = "id, article_id, number, capture_id, seen_at, extractor, title, standfirst, byline, digest, change"
MOVED = (
    "INSERT INTO block_rules (kept, label, rule) SELECT DISTINCT kept, label, rule FROM blocks ORDER BY 3, 2, 1",
    f"""
INSERT INTO stored_revisions ({COLUMNS}, modified_at, body)
SELECT {COLUMNS}, modified_at, CASE WHEN body IS DISTINCT FROM {JOINED} THEN body END FROM revisions ORDER BY id
""",
    """
INSERT INTO stored_blocks (revision_id, position, rule_id, text)
SELECT revision_id, position, block_rules.id, text FROM blocks JOIN block_rules USING (kept, label, rule)
ORDER BY revision_id, position
""",
)
NUMBERED = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0} HAVING max(id) IS NOT NULL"


def upgrade() -> None:
    _create_revisions("stored_revisions", "What the view revisions is made of; its texts are those of blocks.")
    op.create_table(
        "block_rules",
        sa.Column("id", NUMBER, primary_key=True, comment="Number of the label with its rule"),
        *_rule_columns("As blocks.kept", "As blocks.label", "As blocks.rule"),
        sa.UniqueConstraint("rule", "label", "kept", name="uq_block_rules_rule_label_kept"),
        comment="Labels of blocks and what gave them, once each: a page has some two hundred blocks.",
    )
    op.create_table(
        "stored_blocks",
        _reference("stored_blocks", "revision_id", "stored_revisions", "The revision", primary_key=True),
        sa.Column("position", NUMBER, primary_key=True, comment="Place on the page, from 0"),
        _reference("stored_blocks", "rule_id", "block_rules", "Its label, and what gave it"),
        sa.Column("text", TEXT, nullable=False, comment="Its text, on one line"),
        comment="What the view blocks is made of.",
    )
    _execute(*MOVED, NUMBERED.format("block_rules"), NUMBERED.format("stored_revisions"))
    _execute("DROP VIEW article_credits", "DROP VIEW revision_list", "DROP TABLE blocks", "DROP TABLE revisions")
    _create_indexes("stored_revisions")
    _execute(*VIEWS, *CHANGED)


def downgrade() -> None:
    for view in ("blocks", "revisions"):
        _execute(f"CREATE TABLE {view}_before AS SELECT * FROM {view} ORDER BY 1, 2")
    _execute("DROP VIEW article_credits", "DROP VIEW revision_list", "DROP VIEW revisions", "DROP VIEW blocks")
    _execute("DROP FUNCTION blocks_changed()", "DROP FUNCTION revisions_changed()")
    for table in ("stored_blocks", "block_rules", "stored_revisions"):
        op.drop_table(table)
    _create_revisions("revisions", "Every different clean text of an article. Rows are only ever added.")
    op.create_table(
        "blocks",
        _reference("blocks", "revision_id", "revisions", "The revision", primary_key=True),
        sa.Column("position", NUMBER, primary_key=True, comment="Place on the page, from 0"),
        *_rule_columns("1: part of the body; 0: stripped", LABELS, "What gave it the label"),
        sa.Column("text", TEXT, nullable=False, comment="Its text, on one line"),
        comment="The text of the page a revision was read from, in page order: kept or stripped, and why.",
    )
    for table in ("revisions", "blocks"):
        _execute(f"INSERT INTO {table} SELECT * FROM {table}_before ORDER BY 1, 2", f"DROP TABLE {table}_before")
    _execute(NUMBERED.format("revisions"))
    _create_indexes("revisions")
    _execute(*VIEWS[2:])


def _execute(*statements: str) -> None:
    bind = op.get_bind()
    schema = bind.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for statement in statements:
        bind.exec_driver_sql(statement.replace("{schema}", schema).replace("%", "%%"))


def _create_revisions(name: str, comment: str) -> None:
    stored = name == "stored_revisions"
    modified_at = sa.Column("modified_at", TEXT, comment=MODIFIED_AT)
    op.create_table(
        name,
        sa.Column("id", NUMBER, primary_key=True, comment="Number of the revision in the archive"),
        _reference(name, "article_id", "articles", "The article"),
        sa.Column("number", NUMBER, nullable=False, comment="1 for the first, counted within the article"),
        _reference(name, "capture_id", "captures", "Capture it was read from"),
        sa.Column("seen_at", TEXT, nullable=False, comment="When that capture was made"),
        sa.Column("extractor", TEXT, nullable=False, comment="Name and version of what extracted it"),
        sa.Column("title", TEXT, comment="Headline then"),
        sa.Column("standfirst", TEXT, comment="Standfirst then"),
        sa.Column("byline", TEXT, comment="Byline then"),
        sa.Column("digest", TEXT, nullable=False, comment="SHA-256 of the clean text then"),
        sa.Column(
            "change",
            TEXT,
            nullable=False,
            comment="first, typo, edit, headline, rewrite, correction or attribution",
        ),
        *((modified_at,) if stored else ()),
        sa.Column("body", TEXT, nullable=stored, comment=STORED_BODY if stored else "Clean text then"),
        *(() if stored else (modified_at,)),
        sa.UniqueConstraint("article_id", "number", name=f"uq_{name}_article_id_number"),
        comment=comment,
    )


def _rule_columns(kept: str, label: str, rule: str) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("kept", sa.Boolean, nullable=False, comment=kept),
        sa.Column("label", TEXT, nullable=False, comment=label),
        sa.Column("rule", TEXT, nullable=False, comment=rule),
    )


def _reference(table: str, column: str, to: str, comment: str, *, primary_key: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, NUMBER, key, primary_key=primary_key, nullable=False, comment=comment)


def _create_indexes(revisions: str) -> None:
    op.create_index("ix_revisions_edits", revisions, ["seen_at"], postgresql_where=sa.text("change <> 'first'"))
    op.create_index(f"ix_{revisions}_capture_id", revisions, ["capture_id"])
