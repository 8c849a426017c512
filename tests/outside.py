"""SQL from outside, on an archive of a test, wherever it is kept: `?` stands for a value on PostgreSQL too."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.store.file.database import Database
from archive.store.postgres.database import PostgresDatabase


def run_outside(database: str | Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a statement gives; what it changes is kept. In a file nothing holds it to references."""
    with Database(database) as opened:
        if isinstance(opened, PostgresDatabase):
            with opened.writer() as connection:
                answer = connection.exec_driver_sql(sql.replace("%", "%%").replace("?", "%s"), values)
                return [tuple(row) for row in answer] if answer.returns_rows else []
    with closing(sqlite3.connect(database)) as file, file:
        return file.execute(sql, values).fetchall()
