"""One re-crawl of a database at a time: a lock that the system takes back from a process that died, however it died."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from archive.errors import AlreadyRunning, StoreError


@contextmanager
def recrawl_lock(database: Path, at: str) -> Iterator[str | None]:
    """Hold `<database>.recrawl.lock` for the time of the block; give who had it last and died with it, if anyone.

    It is the flock(2) that counts, not the file, which stays; it names who has it. Raises AlreadyRunning if that is
    another process, StoreError if the file cannot be made.
    """
    real = database.resolve()  # by whatever name it was called
    path = real.with_name(f"{real.name}.recrawl.lock")
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"no lock can be made beside it: {error.strerror}", where=str(database)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(
                f"a re-crawl is under way ({_said(file) or 'another process'})", where=str(database)
            ) from error
        dead = _said(file)
        file.truncate(0)
        file.write(f"process {os.getpid()} since {at}\n")
        file.flush()
        try:
            yield dead
        finally:
            file.truncate(0)


def _said(file: TextIO) -> str | None:
    file.seek(0)
    return file.read(100).strip() or None
