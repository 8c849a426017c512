"""The database as SQLAlchemy sees it.

A writer begins with BEGIN IMMEDIATE: it waits for its turn at the start and never fails half-way for want of the lock.
"""

import sqlite3
from collections.abc import Callable

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

import archive.store.file.column_comments
import archive.store.file.dialect  # noqa: F401  # for its effect


def make_engine(connect: Callable[[], sqlite3.Connection], begin: str) -> Engine:
    """Make an engine over connections made by `connect`, whose transactions begin with the statement `begin`."""
    made = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(made, "begin")
    def _(connection: Connection) -> None:
        connection.connection.cursor().execute(begin)  # past SQLAlchemy: half of what a short transaction takes

    return made
