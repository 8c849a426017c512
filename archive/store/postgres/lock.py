"""One re-crawl of a database at a time: a lock of its own session, which the server takes back from one that ended."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from socket import gethostname

from archive.errors import AlreadyRunning
from archive.store.postgres.connection import as_store_errors, connect

WRITING = int.from_bytes(b"Arch")
"""Names the lock of the one writer, beside the number of the schema."""
RECRAWL = int.from_bytes(b"ArcR") - 1
"""Names that of a re-crawl."""
NAME_OF_RECRAWL = "archive recrawl"

LOCK_WRITER = f"SELECT pg_advisory_xact_lock({WRITING}, current_schema()::regnamespace::oid::int)"
_TRY = f"SELECT pg_try_advisory_lock({RECRAWL}, current_schema()::regnamespace::oid::int)"
_WHO = f"""
SELECT activity.application_name FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
WHERE locktype = 'advisory' AND classid = {RECRAWL} AND granted
"""


@contextmanager
def recrawl_lock(target: str, where: str, at: str) -> Iterator[str | None]:
    """Hold the lock for the time of the block. Nothing tells who died with it: gives None.

    Raises AlreadyRunning if another session has it, StoreError where there is no connection.
    """
    with as_store_errors(where):
        connection = connect(target, 0, autocommit=True)
    with closing(connection):
        with as_store_errors(where):
            name = f"{NAME_OF_RECRAWL}, process {os.getpid()} on {gethostname()} since {at}"[:63]
            connection.execute("SELECT set_config('application_name', %s, false)", [name])
            (held,) = connection.execute(_TRY).fetchone() or (False,)
            if not held:
                row = connection.execute(_WHO).fetchone()
                who = row[0] if row and row[0] else "another process"
                raise AlreadyRunning(f"a re-crawl is under way ({who})", where=where)
        yield None
