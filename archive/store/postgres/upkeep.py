"""What keeps an archive on PostgreSQL in order: whether it is sound, the search index made anew, room given back."""

from collections.abc import Iterator
from typing import Any

import psycopg
from sqlalchemy import Connection, select

from archive.store.postgres.schema import postgres_metadata
from archive.store.tables import Base

_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname = ANY(%s)
"""
_STALE = """
SELECT articles.url FROM articles LEFT JOIN articles_fts ON articles_fts.rowid = articles.id
WHERE articles_fts.rowid IS NULL
   OR articles_fts.configuration <> articles_fts_configuration(articles.language)
   OR (length(body) < 50000 AND articles_fts.words <> articles_fts_words(configuration, title, standfirst, body))
LIMIT 1
"""
INDEX_TABLES = "articles_fts", "articles_fts_configurations"


def tables_size(connection: Connection) -> int:
    """Give the bytes of the tables with their indexes."""
    names = [*Base.metadata.tables, *INDEX_TABLES]
    return int(connection.exec_driver_sql(_SIZE, (names,)).scalar_one())


def find_faults(connection: Connection, most: int) -> Iterator[tuple[str, str, str]]:
    """Give rows that point at nothing; of each reference so many at most. The server itself keeps them from that."""
    for table in postgres_metadata().sorted_tables:
        for key in table.foreign_keys:
            theirs, own = key.column, key.parent
            points = select(own).where(own.is_not(None), own.not_in(select(theirs))).limit(most)
            for (number,) in connection.execute(points):
                yield "reference", f"{table.name} {own.name} {number}", f"points into {theirs.table.name}, at nothing"


def find_index_faults(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Give an article that the search index does not have as it is."""
    for (url,) in connection.exec_driver_sql(_STALE):
        told = f"is not what the articles say ({url}); `archive db optimize` makes it anew"
        yield "search index", "articles_fts", told


def rebuild_index(connection: Connection) -> None:
    """Make the search index anew from the articles."""
    connection.exec_driver_sql("TRUNCATE articles_fts, articles_fts_configurations")
    connection.exec_driver_sql(
        "INSERT INTO articles_fts SELECT id, chosen, articles_fts_words(chosen, title, standfirst, body)"
        " FROM articles, articles_fts_configuration(language) AS chosen"
    )
    connection.exec_driver_sql(
        "INSERT INTO articles_fts_configurations SELECT DISTINCT configuration FROM articles_fts"
    )


def vacuum_tables(connection: psycopg.Connection[Any]) -> None:
    """Give room back, and let the server learn how many rows of which kind there are."""
    for name in (*Base.metadata.tables, *INDEX_TABLES):
        connection.execute(f'VACUUM (FULL, ANALYZE) "{name}"')
