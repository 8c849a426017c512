"""What a database does alike wherever it is kept: it is closed once, and no use of it comes after that."""

from types import TracebackType
from typing import Self

from archive.errors import ArchiveClosed


class Opened:
    """A database that was opened. `name`: what it is called to people.

    A subclass makes its engines when they are asked for, as the cached properties `_readers`,
    `_plain_readers` and `_writers`.
    """

    name: str
    _closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections; each later use raises ArchiveClosed. A file's last one folds its log (`-wal`)."""
        self._closed = True
        for name in ("_writers", "_readers", "_plain_readers"):
            if name in self.__dict__:
                self.__dict__.pop(name).dispose()

    def check_open(self) -> None:
        """Raise ArchiveClosed once it is closed."""
        if self._closed:
            raise ArchiveClosed("the archive is closed; open it again to use it", where=self.name)
