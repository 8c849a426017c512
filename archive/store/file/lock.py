"""One re-crawl of a database at a time: a lock that the system takes back from a process that died, however it died."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from archive.errors import AlreadyRunning, StoreError
from archive.platforms import FCNTL


@contextmanager
def recrawl_lock(database: Path, at: str) -> Iterator[str | None]:
    """Hold `<database>.recrawl.lock` for the time of the block; give who had it last and died with it, if anyone.

    It is the lock that counts, not the file, which stays; it names who has it. Raises AlreadyRunning if that is another
    process, StoreError if the file cannot be made.
    """
    real = database.resolve()  # by whatever name it was called
    path = real.with_name(f"{real.name}.recrawl.lock")
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"no lock can be made beside it: {error.strerror}", where=str(database)) from error
    with file, _held(file, path) as free:
        if not free:
            raise AlreadyRunning(f"a re-crawl is under way ({_said(file) or 'another process'})", where=str(database))
        dead = _said(file)
        file.truncate(0)
        file.write(f"process {os.getpid()} since {at}\n")
        file.flush()
        try:
            yield dead
        finally:
            file.truncate(0)


@contextmanager
def _held(file: TextIO, path: Path) -> Iterator[bool]:
    """Hold the lock for the time of the block, if nobody has it; tell whether."""
    if FCNTL is None:
        with _held_by_sqlite(path.with_name(f"{path.name}.db")) as free:
            yield free
        return
    try:
        FCNTL.flock(file, FCNTL.LOCK_EX | FCNTL.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True  # until the file is closed


@contextmanager
def _held_by_sqlite(path: Path) -> Iterator[bool]:
    """The same where there is no flock(2): SQLite locks an empty database beside it, as it can on each platform."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True


def _said(file: TextIO) -> str | None:
    file.seek(0)
    return file.read(100).strip() or None
