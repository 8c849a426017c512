"""An older archive on a server, opened: it is brought to what a new one is made as, and keeps its rows."""

from typing import Any

from alembic import command
from alembic.config import Config

from archive.store.postgres.database import PostgresDatabase
from archive.store.postgres.migrations import FOLDER
from archive.store.read.search import search_articles
from archive.store.steps import known_revisions
from archive.store.write.ledger import Ledger
from tests.build import article, page

SHAPE = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT c.relname, d.objsubid, d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid"
    " WHERE c.relnamespace = 'public'::regnamespace AND d.objsubid = 0 ORDER BY 1, 2",
)
ROWS = (
    "SELECT id, url, title, text_length, kept_length FROM articles ORDER BY id",
    "SELECT rowid, words FROM articles_fts ORDER BY 1",
    "SELECT version_num FROM alembic_version",
)


def told(database: PostgresDatabase) -> list[Any]:
    """The shape of the tables, and rows."""
    with database.reader() as connection:
        return [connection.exec_driver_sql(sql.replace("%", "%%")).all() for sql in (*SHAPE, *ROWS)]


def test_an_older_archive_is_upgraded_with_its_rows(url: str) -> None:
    """From the first step on a server: the same shape as a new one, the same rows, found by the same words."""
    with PostgresDatabase(url) as database:
        pages = [
            article("https://harbour.example/1", body="A gale."),
            article("https://harbour.example/2", body="北京市。"),
        ]
        Ledger(database).record([page(one) for one in pages])
        newest = told(database)
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.set_main_option("path_separator", "os")
        with database.writer() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, known_revisions(FOLDER)[0])
        with database.reader() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0014"
    with PostgresDatabase(url) as database:
        assert told(database) == newest
        assert [hit.article_id for hit in search_articles(database, "北京")] == [2]
        assert list(database.index_faults()) == []
