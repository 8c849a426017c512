"""Where in an archive file a capture stands: the file, its record's id, the byte at which that begins."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = {
    "origin_file": ("TEXT", "The file that held it among other pages, such as a WARC; NULL: it came alone"),
    "origin_record": ("TEXT", "What it is called there: its WARC-Record-ID, line 3, entry 7"),
    "origin_offset": (
        "INTEGER",
        "Byte there at which its record begins, or the gzip member or Zstandard frame that holds it",
    ),
}


def upgrade() -> None:
    for name, (kind, comment) in COLUMNS.items():
        op.execute(f"ALTER TABLE captures ADD COLUMN {name} {kind} /* {comment} */")


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE captures DROP COLUMN {name}")
