"""The archive as one object: the only place where its parts are joined. The command line calls nothing else."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, cast, overload

from archive import __version__
from archive.errors import NotFound, UsageError
from archive.exports import Exports
from archive.model import (
    Capture,
    HeaderPairs,
    IngestReport,
    Listing,
    ListingRead,
    Outcome,
    PageResult,
    SavedPage,
)
from archive.naming import Naming
from archive.nights import SharedNights
from archive.questions import ALL
from archive.settings import Settings, load_settings
from archive.store.database import open_database
from archive.store.read.catalog import Catalog
from archive.store.read.filters import Filter
from archive.times import now
from archive.upkeep import Upkeep

if TYPE_CHECKING:
    from archive.flows.adding import PageAdder
    from archive.flows.work import Work
    from archive.judge.rereading import PageReread, RereadingReport
    from archive.judge.visit import Findings, Visited


class Archive(Exports, Naming, SharedNights, Upkeep):
    """An archive: raw pages in; articles, credits and answers out.

        with Archive("news.db") as archive:
            report = archive.ingest("pages/", "https://harbourtimes.example/storm")
            print(report.counts)
            for source, articles in archive.query("select source, count(*) from articles group by source"):
                print(source, articles)

    `target`: a path, a `sqlite:///` or `postgresql://` URL; without it the settings say, `./archive.db` in the end. A
    missing one is made, unless `create` is off; one of an older schema is upgraded, a file after a copy of it.
    `settings`: if not given, they are read from the environment and `archive.toml`. Raises a kind of StoreError that
    names the database if it cannot be used, UsageError for bad settings. Once it is closed, each method that needs the
    database raises ArchiveClosed.
    `reference` is everywhere an article's number in the archive, or any URL that leads to it.
    """

    def __init__(
        self, target: str | Path | None = None, settings: Settings | None = None, *, create: bool = True
    ) -> None:
        settings = load_settings() if settings is None else settings
        self.settings = settings if target is None else replace(settings, db=str(target))
        self._database = open_database(self.settings.db, create=create)
        self._catalog = Catalog(self._database)
        self._now = lambda: now()  # asked each time: a script may set another clock here
        self._adder: PageAdder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; what is called after that raises ArchiveClosed."""
        adder, self._adder = self._adder, None
        try:
            if adder is not None:
                adder.close()
        finally:
            self._database.close()

    def __repr__(self) -> str:
        return f"<Archive {self._database.name}>"

    def ingest(
        self,
        *targets: str | Path | Listing | SavedPage,
        lists: Iterable[str] = (),
        each: Callable[[PageResult], object] = lambda result: None,
        stop: threading.Event | None = None,
        warc: str | Path | None = None,
    ) -> IngestReport:
        """Archive every page of `targets`: files, folders with all below them, globs, URLs; `-` is standard input.

        A SavedPage is a file and its address. A Listing stands for what it lists:
        `archive.ingest(Listing("https://harbour.example", ListingKind.SITE))`.

        `lists`: files that name targets, one a line. `each` is called with what became of a page once it is stored:

            archive.ingest("pages/", each=print)

        `warc`: a file to which the responses of the web are written too, as they come, behind what is in it.

        Memory is bounded whatever the targets hold. Once `stop` is set no more are read; what is in hand is finished.
        A page that cannot be read is a result, not an error. Raises StoreError, UnreadableFile for a list.
        """
        from archive.captures.lists import read_list
        from archive.flows.ingest import ingest_targets  # half a second of imports that no question has to wait for
        from archive.render.warc import append_warc

        counts, begun = Counter[Outcome](), monotonic()
        named = chain(targets, *map(read_list, lists))
        work = self._work(stop)
        passed_over = Counter[tuple[str, str]]()
        with append_warc(warc, f"archive {__version__}") if warc else nullcontext() as fetched:
            for result in ingest_targets(named, self._database, work, passed_over, fetched):
                counts[result.outcome] += 1
                each(result)
        return IngestReport(counts, monotonic() - begun, passed_over)

    @overload
    def add(
        self,
        body: bytes | str,
        *,
        url: str | None = None,
        headers: HeaderPairs | None = None,
        status: int | None = None,
        captured_at: str | datetime | None = None,
        media_type: str | None = None,
    ) -> PageResult: ...

    @overload
    def add(self, body: Iterable[Capture]) -> Iterator[PageResult]: ...

    def add(self, body: bytes | str | Iterable[Capture], **known: Any) -> PageResult | Iterator[PageResult]:
        """Archive a page that a program has in its hands, and tell what became of it once it is stored.

            archive.add(response.body, url=response.url, headers=response.headers, status=response.status)

        `captured_at`: ISO 8601 or a datetime; now, if not given. Type, charset and packing are read from the headers. A
        status other than 200 and 203 is no page. An iterable of Captures is archived in batches by all processes, and
        its results come one by one as they are taken:

            for result in archive.add(Capture(url, html, "2026-11-22T09:30:00Z", url=url) for url, html in rows): ...

        Raises UsageError for what cannot be meant, StoreError.
        """
        from archive.flows import adding

        work = self._work()
        if isinstance(body, Iterable) and not isinstance(body, bytes | bytearray | memoryview | str):
            if known:
                raise UsageError("what is known of a page stands in its Capture; url= and the like are for one page")
            return adding.add_captures(body, self._database, work)
        if self._adder is None:
            self._adder = adding.PageAdder(self._database, work)
        return self._adder.add(adding.page_of(cast("bytes | str", body), known, now()))

    def load(
        self,
        *folders: str | Path,
        each: Callable[[PageResult], object] = lambda result: None,
        stop: threading.Event | None = None,
    ) -> IngestReport:
        """Archive the pages of the shards that `archive bulk` made in `folders`, or at URLs of file systems.

            archive.load("shards/").counts

        What comes of it is what an ingest of their files makes; what is stored already is found unchanged. `each` is
        called with what became of a page once it is stored. A shard that is damaged is a result, not an error. Once
        `stop` is set no more are read. Raises StoreError.
        """
        from archive.flows.load import load_shards

        counts, begun = Counter[Outcome](), monotonic()
        for result in load_shards(map(str, folders), self._database, self._work(stop)):
            counts[result.outcome] += 1
            each(result)
        return IngestReport(counts, monotonic() - begun)

    def recrawl(
        self,
        *,
        budget: int | None = None,
        seconds: float | None = None,
        each: "Callable[[Visited | PageResult], object]" = lambda visited: None,
        stop: threading.Event | None = None,
    ) -> "Findings":
        """Visit again the articles that are likeliest to say something new: at most `budget`, for at most `seconds`.

        What is followed is read first, and what is new there archived, with at most half of the budget and of the time.

            archive.recrawl(budget=500, each=print)

        A changed text is a revision; a page that is gone, paid for, broken or not to be believed is noted, and never
        takes a text away. `each` is called with what became of a visit, or of a new article, once it is stored. Raises
        StoreError; its kind AlreadyRunning while another works on this database.
        """
        from archive.flows.recrawl import recrawl_articles

        with self._database.recrawl_lock(now()) as dead:
            if dead:
                logging.getLogger(__name__).warning("the last re-crawl was cut off (%s); what it stored is kept", dead)
            work = self._work(stop)
            night = recrawl_articles(self._database, work, budget=budget, seconds=seconds)
            while True:
                try:
                    each(next(night))
                except StopIteration as end:
                    return cast("Findings", end.value)

    def reextract(
        self,
        wanted: Filter = ALL,
        *,
        references: Iterable[int | str] = (),
        everything: bool = False,
        dry_run: bool = False,
        begin: Callable[[int], object] = lambda pages: None,
        each: "Callable[[PageReread], object]" = lambda page: None,
        stop: threading.Event | None = None,
    ) -> "RereadingReport":
        """Read stored pages again, with a newer extractor than then, and put what it finds in the old one's place.

            archive.reextract(Filter(site="harbourtimes.example"), dry_run=True).pages

        All pages of the articles `wanted`, or of those that `references` name; with `everything` what this version read
        already, too. `begin` is told how many there are, `each` of every page once it is done. No revision is made, for
        the articles did not change; with `dry_run` nothing is. Raises NotFound for a reference, StoreError.
        """
        from archive.extraction.version import EXTRACTOR
        from archive.flows.reextract import reextract_pages
        from archive.judge.rereading import RereadingReport
        from archive.store.read.stored_pages import Selection, StoredPages

        begun, found = monotonic(), RereadingReport()
        shelf = StoredPages(self._database, Selection(EXTRACTOR, wanted, tuple(references), everything))
        begin(shelf.count())
        work = self._work(stop)
        for page in reextract_pages(self._database, shelf, work, dry_run=dry_run):
            found.add_page(page)
            each(page)
        found.seconds = monotonic() - begun
        return found

    def follow(self, url: str) -> list[Listing]:
        """Remember the feed or sitemap at `url`, or those of the site it belongs to: each `recrawl` reads them first.

        A site is asked again now and then where they are. Gives what is followed now because of it. Raises FetchFailed
        if there is none.
        """
        from archive.flows.follow import follow_listings

        return follow_listings(self._database, url, self._work())

    def unfollow(self, url: str) -> list[str]:
        """Follow this feed or sitemap no more, or this site with all of its; give what that was. Raises NotFound."""
        from archive.store.write.follows import Follows

        if not (gone := Follows(self._database).remove(url)):
            raise NotFound("not followed; `archive follow` lists what is", where=url)
        return gone

    def followed(self) -> list[ListingRead]:
        """List the feeds, sitemaps and sites that are followed, with what the last reading of each found."""
        from archive.store.write.follows import Follows

        return Follows(self._database).readings()

    def expected(self, *targets: str | Path | Listing | SavedPage, lists: Iterable[str] = ()) -> int | None:
        """Estimate how many pages these targets hold, for a progress bar: files counted, not read; None: unknown."""
        from archive.captures.lists import read_list
        from archive.captures.targets import count_expected

        return count_expected(chain(targets, *map(read_list, lists)))

    def _work(self, stop: threading.Event | None = None) -> "Work":
        from archive.flows.work import Work

        return Work(self.settings, now, stop=stop or threading.Event())
