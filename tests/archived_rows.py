"""All rows of an archive, without the times and numbers of its runs: so that two ways to one archive compare."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

WORDS_OF_INDEX = "create virtual table temp.words using fts5vocab(main, articles_fts, instance)"
RUN = {"runs": {"command", "started_at", "finished_at"}}
"""Columns that tell of a run itself."""


def archived_rows(database: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, as they are stored; of the search index its words, as it packs them by how they came."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            " and name not like 'articles_fts_%' order by name"
        ).fetchall()
        connection.execute(WORDS_OF_INDEX)
        return {
            "words": [dict(row) for row in connection.execute("select * from temp.words")],
        } | {
            table: [
                {name: row[name] for name in set(row.keys()) - RUN.get(table, set())}
                for row in connection.execute(f'select * from "{table}"')
            ]
            for (table,) in tables
        }
