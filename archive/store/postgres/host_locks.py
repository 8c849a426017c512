"""Who asks which host: a lock of the server for each, so that of all workers one asks it at a time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Lock
from typing import Any

import psycopg

from archive.store.postgres.connection import as_store_errors, connect

HOST = int.from_bytes(b"ArcH")
"""Names the locks of hosts, beside a hash of the name. They are of the whole database, whatever schema an archive has:
a host is the same for all."""
_TAKE = f"SELECT pg_try_advisory_lock({HOST}, hashtext(%s))"
_LET_GO = f"SELECT pg_advisory_unlock({HOST}, hashtext(%s))"


class HostLocks:
    """The hosts that this process has. They are the session's: the server takes them back from one that died."""

    def __init__(self, connection: psycopg.Connection[Any], where: str) -> None:
        self._connection = connection
        self._where = where
        self._mutex = Lock()
        self._owners: dict[str, HostClaims] = {}

    def take(self, name: str, owner: "HostClaims") -> bool:
        """Take a host for one of this process's jobs; tell whether it has it. Raises StoreError."""
        with self._mutex:
            if name in self._owners:
                return self._owners[name] is owner
            if self._ask(_TAKE, name):
                self._owners[name] = owner
                return True
            return False

    def let_go(self, name: str, owner: "HostClaims") -> None:
        """Leave a host to others, if this job has it. Raises StoreError."""
        with self._mutex:
            if self._owners.get(name) is owner:
                del self._owners[name]
                self._ask(_LET_GO, name)

    def _ask(self, sql: str, name: str) -> bool:
        with as_store_errors(self._where):
            row = self._connection.execute(sql.encode(), [name]).fetchone()
        return bool(row and row[0])


class HostClaims:
    """The hosts that one job has: its own, to its end, and those that redirects lead to, for a request each."""

    def __init__(self, locks: HostLocks, own: str) -> None:
        self._locks = locks
        self._own = own
        self._taken: set[str] = set()

    def take(self, name: str) -> bool:
        """Take a host, if it is not taken already; tell whether it is ours. Raises StoreError."""
        if taken := self._locks.take(name, self):
            self._taken.add(name)
        return taken

    def let_go(self, name: str) -> None:
        """Leave a host to others, unless it is the job's own."""
        if name != self._own:
            self._leave(name)

    def close(self) -> None:
        """Leave all hosts to others."""
        for name in [*self._taken]:
            self._leave(name)

    def _leave(self, name: str) -> None:
        with suppress(Exception):  # a session that broke has no locks
            self._locks.let_go(name, self)
        self._taken.discard(name)


@contextmanager
def open_host_locks(target: str, where: str) -> Iterator[HostLocks]:
    """Hold hosts by a session of their own, for the time of the block. Raises StoreError."""
    with as_store_errors(where):
        connection = connect(target, 0, autocommit=True)
    with closing(connection):
        yield HostLocks(connection, where)
        with suppress(psycopg.Error):  # the server takes them back anyhow, a moment later
            connection.execute("SELECT pg_advisory_unlock_all()")
