"""Whether a file of SQLite is sound in itself: its pages, its references, its search index."""

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError


def find_faults(connection: Connection, most: int) -> Iterator[tuple[str, str, str]]:
    """Give what is faulty, where, and why; of the file itself so many places at most."""
    for (told,) in connection.exec_driver_sql(f"PRAGMA integrity_check({most})"):
        if told != "ok":
            yield "file", "the database", told
    for table, number, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield "reference", f"{table} {number}", f"points into {parent}, at nothing"


def index_is_sound(connection: Connection, index: str) -> bool:
    """Tell whether a search index is what the articles say. Takes the right to write, and writes nothing."""
    try:
        connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True
