"""All rows of an archive, without the times and numbers of its runs: so that two ways to one archive compare."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

RUN = {"runs": {"command", "started_at", "finished_at"}}
"""Columns that tell of a run itself."""


def archived_rows(database: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, as they are stored."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
        )
        return {
            table: [
                {name: row[name] for name in set(row.keys()) - RUN.get(table, set())}
                for row in connection.execute(f'select * from "{table}"')
            ]
            for (table,) in tables
        }
