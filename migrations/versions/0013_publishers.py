"""Whose a site is: one name a publisher, from what its pages call it, and who owns it.

What old articles say is counted here; the names follow with the next pages of each site, or `archive reextract`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATED = """
INSERT INTO site_names (site, name, articles)
SELECT site, name, count(*) FROM (
    SELECT site, site_name AS name FROM articles WHERE site IS NOT NULL AND site_name IS NOT NULL
    UNION ALL
    SELECT site, source FROM articles
    WHERE site IS NOT NULL AND source IS NOT NULL AND source <> site AND source IS NOT site_name
          AND id NOT IN (SELECT article_id FROM credits WHERE role <> 'contributor')
) GROUP BY site, name
"""
STATING = """
INSERT INTO sites (site, articles)
SELECT site, count(*) FROM articles WHERE site IS NOT NULL AND site_name IS NOT NULL GROUP BY site
"""


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("site", sa.Text, primary_key=True, comment="Registrable domain, as articles.site has it"),
        sa.Column(
            "publisher",
            sa.Text,
            comment="The name that most of its pages agree on, without sections, slogans and addresses; the source of "
            "its own articles. NULL: they do not agree",
        ),
        sa.Column(
            "renamed",
            sa.Boolean,
            nullable=False,
            server_default=sa.text("0"),
            comment="1: a person gave that name (archive sites rename), and no page changes it",
        ),
        sa.Column(
            "articles",
            sa.Integer,
            nullable=False,
            server_default=sa.text("0"),
            comment="How many of its articles have said what it is called",
        ),
        sa.Column("owner", sa.Text, comment="Who owns it, as site_owners tells: a domain or a name; NULL: not known"),
        comment="Whose a site is: the one name of its publisher, and its owner.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sites_owner", "sites", ["owner"])
    op.create_table(
        "site_names",
        sa.Column("site", sa.Text, primary_key=True, comment="Registrable domain"),
        sa.Column("name", sa.Text, primary_key=True, comment="The name as stated"),
        sa.Column("articles", sa.Integer, nullable=False, comment="How many of its articles state it"),
        comment="What the pages of a site call it, as stated.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "site_owners",
        sa.Column("site", sa.Text, primary_key=True, comment="Registrable domain"),
        sa.Column(
            "relation",
            sa.Text,
            primary_key=True,
            comment="controlled_by, belongs_to (an association: no owner), both as the site's trust.txt says; "
            "canonical (each names the other as the address of pages); listed (a person says so, which outweighs all)",
        ),
        sa.Column("owner", sa.Text, primary_key=True, comment="A domain, or for listed ones any name"),
        sa.Column(
            "evidence", sa.Text, nullable=False, comment="The line of trust.txt, a pair of addresses, or the list"
        ),
        sa.Column("seen_at", sa.Text, nullable=False, comment="When it was read"),
        comment="Who is said to own a site, by whom, and in which words.",
        sqlite_with_rowid=False,
    )
    op.execute(STATED)
    op.execute(STATING)


def downgrade() -> None:
    for table in ("site_owners", "site_names", "sites"):
        op.drop_table(table)
