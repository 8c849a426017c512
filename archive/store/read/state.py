"""What an archive holds, in the few figures by which a corpus taken from it is known again."""

from sqlalchemy import func, select, text

from archive.render.data_card import ArchiveState
from archive.store.database import Database
from archive.store.tables import Articles, Captures, Revisions


def archive_state(database: Database) -> ArchiveState:
    """Give the state of the archive: its schema, its counts, its first and last capture, who extracted."""
    with database.reader() as connection:
        first, last, captures = connection.execute(
            select(func.min(Captures.captured_at), func.max(Captures.captured_at), func.count())
        ).one()
        extractors = connection.execute(
            select(Revisions.extractor, func.count()).group_by(Revisions.extractor).order_by(Revisions.extractor)
        )
        by_version = {row[0]: row[1] for row in extractors}
        return ArchiveState(
            schema=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
            articles=connection.scalar(select(func.count()).select_from(Articles)) or 0,
            revisions=sum(by_version.values()),
            captures=captures,
            first_captured_at=first,
            last_captured_at=last,
            extractors=by_version,
        )
