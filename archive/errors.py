"""Everything that can go wrong and must be told to a person, as one tree.

    ArchiveError
    ├── UsageError          the command, the settings or the arguments cannot be carried out as given
    ├── CaptureError        a file or URL gave no page
    │   ├── UnreadableFile      missing, no permission, too large, not a file
    │   └── FetchFailed         no answer, too slow, too large, a type or address that is not fetched
    ├── StoreError          the database cannot be used
    │   ├── NotAnArchive        the file is something else
    │   ├── DatabaseTooNew      written by a newer program
    │   ├── DatabaseBusy        another program holds it
    │   ├── DatabaseReadOnly    no permission to write
    │   ├── DatabaseFull        the disk is full
    │   ├── ArchiveClosed       it was closed before
    │   ├── AlreadyRunning      a re-crawl of it is under way
    │   ├── DamagedPage         the stored bytes of a page are not those that were received
    │   └── NotFound            no article with that URL or number
    └── QueryError          the SQL or the search words cannot be run

A normal refusal (an index page, an empty file) is no error: it is a `model.Rejected` value.
"""

from collections.abc import Iterable


class ArchiveError(Exception):
    """Something a person can act on: `where` it happened (a file, URL or database) and one clear line.

    `str()` gives the whole line, `where: message`, always on a single line.
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        self.where = where
        self.message = message
        super().__init__(" ".join((f"{where}: {message}" if where else message).split()))


class UsageError(ArchiveError):
    """The command, the settings or the arguments cannot be carried out as given."""

    @classmethod
    def unknown(cls, what: str, given: object, known: Iterable[str], *, where: str | None = None) -> "UsageError":
        """Say that no `what` (a format, a setting) is called so, and name those there are."""
        return cls(f"no {what} is called {given!r}; there are {', '.join(known)}", where=where)


class CaptureError(ArchiveError):
    """A file or URL gave no page."""


class UnreadableFile(CaptureError):
    """A file is missing, forbidden, too large or no file at all."""


class FetchFailed(CaptureError):
    """A URL gave no answer, was too slow, too large, or of a kind that is not fetched."""


class StoreError(ArchiveError):
    """The database cannot be used."""


class NotAnArchive(StoreError):
    """The file is something other than an archive."""


class DatabaseTooNew(StoreError):
    """The database was written by a newer program."""


class DatabaseBusy(StoreError):
    """Another program holds the database."""


class DatabaseReadOnly(StoreError):
    """The database, or its folder, cannot be written."""


class DatabaseFull(StoreError):
    """The disk is full."""


class ArchiveClosed(StoreError):
    """The archive was used after it was closed."""


class AlreadyRunning(StoreError):
    """A re-crawl of the database is under way."""


class DamagedPage(StoreError):
    """The stored bytes of a page are not there, or not those that were received."""


class NotFound(StoreError):
    """No article with that URL or number."""


class QueryError(ArchiveError):
    """The SQL or the search words cannot be run."""
