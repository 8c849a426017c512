"""Connections to PostgreSQL by a URL, and what goes wrong in them, told without a password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.adapt import Loader

from archive.database_url import without_password
from archive.errors import (
    ArchiveError,
    DatabaseBusy,
    DatabaseFull,
    DatabaseReadOnly,
    NotAnArchive,
    StoreError,
    UsageError,
)

PATIENCE: Final = 10
"""Seconds in which a server must answer, unless the URL gives others."""

UNREADABLE: Final = "this URL cannot be read; write postgresql://user:password@host/name, an @ in the password as %40"

FAULTS: Final[dict[str, tuple[type[ArchiveError], str]]] = {
    "28": (DatabaseReadOnly, "the server does not let this user in; look at the user and password"),
    "3D": (StoreError, "the server has no database of this name; make it with createdb"),
    "3F": (StoreError, "the database has no schema of this name; make it with CREATE SCHEMA"),
    "42501": (DatabaseReadOnly, "this user has no right to do that in the database"),
    "25006": (DatabaseReadOnly, "the database can only be read"),
    "55P03": (DatabaseBusy, "another program holds the database; run this again when it is done"),
    "40": (DatabaseBusy, "another program changed the same; run this again"),
    "53100": (
        DatabaseFull,
        "the server's disk is full; what was stored before is safe, so make room and run the same command again",
    ),
    "53300": (DatabaseBusy, "the server has no more connections to give; run this again later"),
    "57P": (StoreError, "the server ended the connection; run this again"),
    "08": (StoreError, "the connection to the server broke; run this again"),
    "XX": (StoreError, "the server says that the database is damaged"),
    "58": (StoreError, "the server could not read or write its disk"),
}
"""Kinds of errors by how their codes begin: https://www.postgresql.org/docs/current/errcodes-appendix.html"""

SESSION: Final = """
SELECT set_config('client_encoding', 'UTF8', false), set_config('TimeZone', 'UTC', false),
       set_config('lock_timeout', %s, false), set_config('jit', 'off', false),
       set_config('standard_conforming_strings', 'on', false)
"""


class NumberLoader(Loader):
    """Gives what the server counts or sums as a whole number, as SQLite does, not as a Decimal."""

    def load(self, data: Any) -> int | float:
        """Read a number of any length."""
        text = bytes(data).decode()
        return int(text) if text.removeprefix("-").isdigit() else float(text)


def connect(target: str, timeout: float, **options: Any) -> psycopg.Connection[Any]:
    """Connect to the server that a URL names. `timeout`: seconds to wait for another writer.

    Raises psycopg.Error, UsageError for a URL in whose password an @ would be taken for the end of it.
    """
    if re.split("[/?]", target.partition("://")[2])[0].count("@") > 1:
        raise UsageError(UNREADABLE, where=without_password(target))
    known: dict[str, Any] = {"connect_timeout": PATIENCE, "application_name": "archive"}
    given = {name: value for name, value in known.items() if f"{name}=" not in target}
    try:
        connection = psycopg.connect(target, **given, **options)
    except psycopg.ProgrammingError as error:  # which tells the part that it did not understand
        raise UsageError(UNREADABLE, where=without_password(target)) from error
    connection.adapters.register_loader("numeric", NumberLoader)
    before, connection.autocommit = connection.autocommit, True
    connection.execute(SESSION, [str(max(1, int(timeout * 1000)))])
    connection.autocommit = before
    return connection


@contextmanager
def as_store_errors(where: str) -> Iterator[None]:
    """Turn what PostgreSQL raises inside the block into a StoreError that names the database `where`."""
    try:
        yield
    except Exception as error:
        cause = getattr(error, "orig", error)
        if not isinstance(cause, psycopg.Error):
            raise
        kind, message = _meaning(cause)
        raise kind(message, where=where) from error


def _meaning(error: psycopg.Error) -> tuple[type[ArchiveError], str]:
    code = error.sqlstate
    if code is None and isinstance(error, psycopg.OperationalError):
        return _no_connection(str(error))
    if code is None:
        return StoreError, f"the database refused: {first_line(error)}"
    for length in (5, 3, 2):
        if found := FAULTS.get(code[:length]):
            return found
    if code.startswith("42P"):
        return NotAnArchive, f"its tables are not those of an archive ({first_line(error)})"
    return StoreError, f"the database refused: {first_line(error)}"


def _no_connection(told: str) -> tuple[type[ArchiveError], str]:
    """Tell why there is no connection; nothing of a URL that cannot be read, for its password may be the reason."""
    if "connection" not in told.partition(":")[0] and "timeout" not in told:
        return UsageError, UNREADABLE
    for prefix, meaning in (
        ("password authentication failed", FAULTS["28"]),
        ("no password supplied", FAULTS["28"]),
        ("does not exist", FAULTS["3D"]),
    ):
        if prefix in told:
            return meaning
    reason = told.splitlines()[0].rpartition("failed: ")[2] or "it does not answer"
    return StoreError, f"the server cannot be reached: {without_password(reason)}"


def first_line(error: psycopg.Error) -> str:
    """Give what the server said, on one line."""
    return (error.diag.message_primary or str(error).partition("\n")[0]).rstrip(".")
