"""What a byline says beside a person's name: role, organisation and place, as columns of article_authors.

Plain ALTER TABLE: alembic's own operations would leave out the comments, by which `.schema` explains itself. Articles
that are stored already have NULL there until `archive reextract` reads their pages again.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = {
    "role": "What the byline says the person is, such as Staff Writer",
    "organization": "Whom the byline says the person writes for: organizations.name, or as printed",
    "place": "Where the byline says the person reported from",
}


def upgrade() -> None:
    for name, comment in COLUMNS.items():
        op.execute(f"ALTER TABLE article_authors ADD COLUMN {name} TEXT /* {comment} */")


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE article_authors DROP COLUMN {name}")
