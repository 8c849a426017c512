"""Texts once: a revision's body is that of its kept blocks, and what labelled a block is a number of a small table.

`blocks` and `revisions` are views from now on, with the columns they had. A body that is another than its blocks say
stays as it is.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LABELS = (
    "body, subheading, list, quote (kept); headline, standfirst, caption, byline, dateline, date, credit, related, "
    "promo, share, navigation, legal, comment (stripped)"
)
STORED_BODY = "Clean text then, where it is another than the blocks that were kept; NULL: it is theirs"
MODIFIED_AT = "When the page said then that it was last changed; NULL: it did not, or 0.3.0 read it"

BLOCKS = """
CREATE VIEW blocks AS
SELECT revision_id, position,
       (SELECT kept FROM block_rules WHERE id = rule_id) AS kept,
       (SELECT label FROM block_rules WHERE id = rule_id) AS label,
       (SELECT rule FROM block_rules WHERE id = rule_id) AS rule, text
FROM stored_blocks
"""  # no JOIN: SQLite would make all blocks anew for a question that has this view on the right of a LEFT JOIN
JOINED = """(
    SELECT group_concat(text, '

') FROM (
        SELECT text FROM stored_blocks
        WHERE revision_id = {revisions}.id AND (SELECT kept FROM block_rules WHERE id = rule_id) ORDER BY position))"""
REVISIONS = f"""
CREATE VIEW revisions AS
SELECT id, article_id, number, capture_id, seen_at, extractor, title, standfirst, byline, digest, change,
       coalesce(body, {JOINED.format(revisions="stored_revisions")}, '') AS body, modified_at
FROM stored_revisions
"""

COLUMNS = "id, article_id, number, capture_id, seen_at, extractor, title, standfirst, byline, digest, change"
RULE = "SELECT id FROM block_rules WHERE rule = new.rule AND label = new.label AND kept = new.kept"

BODY = """UPDATE stored_revisions SET body = (SELECT body FROM revisions WHERE id = {row}.revision_id)
        WHERE id = {row}.revision_id AND body IS NULL;"""
# A row changed by hand in sqlite3 is changed in the tables behind the views; a revision keeps its text meanwhile.
TRIGGERS = (
    f"""
    CREATE TRIGGER blocks_insert INSTEAD OF INSERT ON blocks BEGIN
        {BODY.format(row="new")}
        INSERT OR IGNORE INTO block_rules (kept, label, rule) VALUES (new.kept, new.label, new.rule);
        INSERT INTO stored_blocks VALUES (new.revision_id, new.position, ({RULE}), new.text);
    END
    """,
    f"""
    CREATE TRIGGER blocks_update INSTEAD OF UPDATE ON blocks BEGIN
        {BODY.format(row="old")}
        INSERT OR IGNORE INTO block_rules (kept, label, rule) VALUES (new.kept, new.label, new.rule);
        UPDATE stored_blocks
        SET revision_id = new.revision_id, position = new.position, rule_id = ({RULE}), text = new.text
        WHERE revision_id = old.revision_id AND position = old.position;
    END
    """,
    f"""
    CREATE TRIGGER blocks_delete INSTEAD OF DELETE ON blocks BEGIN
        {BODY.format(row="old")}
        DELETE FROM stored_blocks WHERE revision_id = old.revision_id AND position = old.position;
    END
    """,
    f"""
    CREATE TRIGGER revisions_insert INSTEAD OF INSERT ON revisions BEGIN
        INSERT INTO stored_revisions ({COLUMNS}, modified_at, body)
        VALUES (new.{COLUMNS.replace(", ", ", new.")}, new.modified_at, new.body);
    END
    """,
    f"""
    CREATE TRIGGER revisions_update INSTEAD OF UPDATE ON revisions BEGIN
        UPDATE stored_revisions
        SET ({COLUMNS}, modified_at) = (new.{COLUMNS.replace(", ", ", new.")}, new.modified_at),
            body = CASE WHEN new.body IS old.body THEN body ELSE new.body END
        WHERE id = old.id;
    END
    """,
    """
    CREATE TRIGGER revisions_delete INSTEAD OF DELETE ON revisions BEGIN
        DELETE FROM stored_revisions WHERE id = old.id;
    END
    """,
)

RULES = "INSERT INTO block_rules (kept, label, rule) SELECT DISTINCT kept, label, rule FROM blocks"
TEXTS = """
INSERT INTO stored_blocks (revision_id, position, rule_id, text)
SELECT revision_id, position, block_rules.id, text FROM blocks CROSS JOIN block_rules
WHERE block_rules.rule = blocks.rule AND block_rules.label = blocks.label AND block_rules.kept = blocks.kept
ORDER BY revision_id, position
"""
BODIES = f"""
INSERT INTO stored_revisions ({COLUMNS}, modified_at, body)
SELECT {COLUMNS}, modified_at, CASE WHEN body IS NOT {JOINED.format(revisions="revisions")} THEN body END
FROM revisions ORDER BY id
"""


def upgrade() -> None:
    _create_revisions("stored_revisions", "What the view revisions is made of; its texts are those of blocks.")
    _create_rules()
    op.create_table(
        "stored_blocks",
        _revision_of("stored_blocks", "stored_revisions"),
        sa.Column("position", sa.Integer, primary_key=True, comment="Place on the page, from 0"),
        sa.Column(
            "rule_id",
            sa.Integer,
            sa.ForeignKey("block_rules.id", name="fk_stored_blocks_rule_id"),
            nullable=False,
            comment="Its label, and what gave it",
        ),
        sa.Column("text", sa.Text, nullable=False, comment="Its text, on one line"),
        comment="What the view blocks is made of.",
        sqlite_with_rowid=False,
    )
    for statement in (RULES, TEXTS, BODIES):
        op.execute(statement)
    for table in ("blocks", "revisions"):
        op.drop_table(table)
    _create_indexes("stored_revisions")
    for statement in (BLOCKS, REVISIONS, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    for view in ("blocks", "revisions"):
        op.execute(f"CREATE TABLE {view}_before AS SELECT * FROM {view} ORDER BY 1, 2")
        op.execute(f"DROP VIEW {view}")
    for table in ("stored_blocks", "block_rules", "stored_revisions"):
        op.drop_table(table)
    _create_revisions("revisions", "Every different clean text of an article. Rows are only ever added.")
    op.create_table(
        "blocks",
        _revision_of("blocks", "revisions"),
        sa.Column("position", sa.Integer, primary_key=True, comment="Place on the page, from 0"),
        *_rule_columns("1: part of the body; 0: stripped", LABELS, "What gave it the label"),
        sa.Column("text", sa.Text, nullable=False, comment="Its text, on one line"),
        comment="The text of the page a revision was read from, in page order: kept or stripped, and why.",
        sqlite_with_rowid=False,
    )
    for table in ("revisions", "blocks"):
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before ORDER BY 1, 2")
        op.drop_table(f"{table}_before")
    _create_indexes("revisions")


def _create_revisions(name: str, comment: str) -> None:
    stored = name == "stored_revisions"
    modified_at = sa.Column("modified_at", sa.Text, comment=MODIFIED_AT)
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the revision in the archive"),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name=f"fk_{name}_article_id"),
            nullable=False,
            comment="The article",
        ),
        sa.Column("number", sa.Integer, nullable=False, comment="1 for the first, counted within the article"),
        sa.Column(
            "capture_id",
            sa.Integer,
            sa.ForeignKey("captures.id", name=f"fk_{name}_capture_id"),
            nullable=False,
            comment="Capture it was read from",
        ),
        sa.Column("seen_at", sa.Text, nullable=False, comment="When that capture was made"),
        sa.Column("extractor", sa.Text, nullable=False, comment="Name and version of what extracted it"),
        sa.Column("title", sa.Text, comment="Headline then"),
        sa.Column("standfirst", sa.Text, comment="Standfirst then"),
        sa.Column("byline", sa.Text, comment="Byline then"),
        sa.Column("digest", sa.Text, nullable=False, comment="SHA-256 of the clean text then"),
        sa.Column(
            "change",
            sa.Text,
            nullable=False,
            comment="first, typo, edit, headline, rewrite, correction or attribution",
        ),
        *((modified_at,) if stored else ()),
        sa.Column("body", sa.Text, nullable=stored, comment=STORED_BODY if stored else "Clean text then"),
        *(() if stored else (modified_at,)),
        sa.UniqueConstraint("article_id", "number", name=f"uq_{name}_article_id_number"),
        comment=comment,
    )


def _create_rules() -> None:
    op.create_table(
        "block_rules",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the label with its rule"),
        *_rule_columns("As blocks.kept", "As blocks.label", "As blocks.rule"),
        sa.UniqueConstraint("rule", "label", "kept", name="uq_block_rules_rule_label_kept"),
        comment="Labels of blocks and what gave them, once each: a page has some two hundred blocks.",
    )


def _rule_columns(kept: str, label: str, rule: str) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("kept", sa.Boolean, nullable=False, comment=kept),
        sa.Column("label", sa.Text, nullable=False, comment=label),
        sa.Column("rule", sa.Text, nullable=False, comment=rule),
    )


def _revision_of(table: str, revisions: str) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{revisions}.id", name=f"fk_{table}_revision_id")
    return sa.Column("revision_id", sa.Integer, key, primary_key=True, comment="The revision")


def _create_indexes(revisions: str) -> None:
    op.create_index("ix_revisions_edits", revisions, ["seen_at"], sqlite_where=sa.text("change <> 'first'"))
    op.create_index(f"ix_{revisions}_capture_id", revisions, ["capture_id"])
