"""What keeps an archive in order: names merged, articles forgotten, the database checked, copied and mended."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from archive.database_url import is_server, without_password
from archive.errors import UsageError
from archive.store.database import Database, open_database
from archive.store.read.filters import named_site

if TYPE_CHECKING:
    from archive.store.read.forgettable import ForgetRequest, Forgettable, Forgotten
    from archive.store.read.soundness import Soundness
    from archive.store.write.transfer import CopiedTable


class Upkeep:
    """The upkeep of an open archive."""

    _database: Database
    _now: Callable[[], str]

    def merge_organizations(self, old: str, new: str) -> int:
        """Credit to `new` what is credited to `old`, now and in later ingests; tell how many articles that changes.

        Raises NotFound if nobody is credited as `old`, UsageError if the two are one already.
        """
        from archive.store.write import organization_names

        return organization_names.merge_organizations(self._database, old, new)

    def forgettable(self, asked: "ForgetRequest") -> "Forgettable":
        """Tell what `forget` would forget. Raises NotFound for a reference to nothing."""
        from archive.store.read.forgettable import find_forgettable

        return find_forgettable(self._database, asked)

    def forget(self, asked: "ForgetRequest") -> "Forgotten":
        """Forget articles for good, with all that was kept of them, and write the file anew without them.

            archive.forget(ForgetRequest(references=("https://harbourtimes.example/storm",)))

        Pages that a site has in common with others stay theirs; backups and copies keep what they have. A re-crawl does
        not bring a forgotten page back, an ingest of its address does. Raises NotFound, StoreError; its kind
        AlreadyRunning while a re-crawl works on this database.
        """
        from archive.store.read.forgettable import find_forgettable
        from archive.store.write.forgetting import forget_articles, forget_site
        from archive.store.write.ledger import Ledger

        with self._database.recrawl_lock(self._now()):
            meant, ledger = find_forgettable(self._database, asked), Ledger(self._database)
            run = ledger.start_run("forget", self._now())
            found = forget_articles(self._database, meant, self._now())
            site = named_site(asked.site)
            if site is not None and asked.before is None:
                forget_site(self._database, site)
            ledger.finish_forgetting(run, asdict(found), self._now())
            self._database.erase_deleted()
        return found

    def check(self) -> "Soundness":
        """Look whether the file, its references, the search index or a stored page is damaged; changes nothing."""
        from archive.extraction.version import EXTRACTOR
        from archive.store.read.soundness import check_database

        return check_database(self._database, EXTRACTOR)

    def backup(self, path: str | Path) -> int:
        """Copy the database to a new file while others go on writing; give its bytes. Raises StoreError."""
        return self._database.backup(Path(path), slim=False)

    def slim(self, path: str | Path) -> int:
        """Copy it to a new file without the pages as received, to hand on; give its bytes. Raises StoreError."""
        return self._database.backup(Path(path), slim=True)

    @staticmethod
    def copy_archive(
        source: str | Path, target: str | Path, each: Callable[[str, int], object] = lambda table, rows: None
    ) -> "list[CopiedTable]":
        """Copy an archive into another database, from a file to a server or back, and compare the two.

        The target is made; what was cut off is gone on with by the same call. `each` is told how many rows of which
        table are stored, batch by batch. Raises StoreError, also where the copy is not the same in the end.
        """
        from archive.store.write.transfer import copy_archive

        with open_database(source, create=False) as here, open_database(target) as there:
            return copy_archive(here, there, each)

    @staticmethod
    def give_up_log(target: str | Path) -> None:
        """Go on with a database whose log (`-wal`) is gone, as its file is: what only the log held is lost.

        Raises StoreError.
        """
        from archive.store.file.copies import give_up_log

        if is_server(target):
            raise UsageError("only a file has such a log", where=without_password(target))
        give_up_log(target)

    def optimize(self) -> tuple[int, int]:
        """Make the search index anew and give free room back; give the bytes before and after. Raises StoreError."""
        return self._database.optimize()
