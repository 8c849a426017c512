"""A re-extraction as its own process: `python reextract_run.py DATABASE` prints each page once it is committed."""

import sys

from archive import Archive
from archive.settings import Settings

if __name__ == "__main__":
    with Archive(sys.argv[1], Settings(workers=2)) as archive:
        archive.reextract(each=lambda page: print(page.ending, page.url, flush=True))  # noqa: T201  what it is for
