"""A copy of an archive as its own process: `python copy_run.py FROM TO` prints the table of each row it stored."""

import sys

from archive.app import Archive
from archive.store.write import transfer


def main(source: str, target: str) -> None:
    transfer.ROWS = 1  # type: ignore[misc]  # so that there are many moments at which it can be killed
    Archive.copy_archive(source, target, lambda table, rows: print(table, flush=True))  # noqa: T201  what it is for


if __name__ == "__main__":
    main(*sys.argv[1:])
