"""Sketches of the newest articles apart: they come into the large table in the order of its keys, many at once."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger
BANDS = "Sketches of the newest articles, as story_bands: many at once go there, in the order of the hashes."
ARTICLE = "The article (articles.id)"
BAND = "A hash of its text"


def upgrade() -> None:
    op.create_table(
        "young_bands",
        sa.Column("article_id", NUMBER, nullable=False, comment=ARTICLE),
        sa.Column("band", NUMBER, nullable=False, comment=BAND),
        sa.PrimaryKeyConstraint("article_id", "band", name="young_bands_pkey"),
        comment=BANDS,
    )


def downgrade() -> None:
    op.execute("INSERT INTO story_bands (band, article_id) SELECT band, article_id FROM young_bands ORDER BY band")
    op.drop_table("young_bands")
