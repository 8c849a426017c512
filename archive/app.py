"""The archive as one object: the only place where its parts are joined. The command line calls nothing else."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self, Unpack, cast, overload

from archive import __version__
from archive.captures.lists import read_list
from archive.captures.targets import count_expected
from archive.errors import NotFound, UsageError
from archive.extraction.version import EXTRACTOR
from archive.flows.work import Work
from archive.judge.replay import World
from archive.judge.rereading import PageReread, RereadingReport
from archive.judge.visit import Findings, Visited
from archive.model import (
    Article,
    Block,
    Capture,
    Confidence,
    Copy,
    HeaderPairs,
    Hit,
    IngestReport,
    Listing,
    ListingRead,
    Outcome,
    PageResult,
    SavedPage,
    StoredArticle,
    Story,
)
from archive.render.bundle import write_bundle
from archive.render.data_card import Card, write_card
from archive.render.export_files import (
    ANSWER_FORMS,
    FORMS,
    ExportForm,
    form_of,
    is_stream,
    write_answer,
    write_articles,
)
from archive.settings import Settings, load_settings
from archive.store.file import copies
from archive.store.file.database import Database
from archive.store.file.lock import recrawl_lock
from archive.store.read import organizations, query, search, sites, stats, stories
from archive.store.read.bundles import load_bundle
from archive.store.read.catalog import Catalog, Revision
from archive.store.read.filters import Filter, named_site
from archive.store.read.listed import Counted, Listed, ListedLine, count_by, list_lines
from archive.store.read.organizations import CreditedOrganization
from archive.store.read.past import load_past
from archive.store.read.query import Cell, QueryResult, QueryStream
from archive.store.read.search import BRACKETS, Marks
from archive.store.read.sites import NEWEST, Drift, SiteFigures
from archive.store.read.soundness import Soundness, check_database
from archive.store.read.state import archive_state
from archive.store.read.stats import Stats
from archive.store.read.stored_pages import Selection, StoredPages
from archive.store.write import organization_names
from archive.store.write.follows import Follows
from archive.times import now

if TYPE_CHECKING:
    from archive.flows.adding import PageAdder

ALL: Final = Filter()


class Archive:
    """An archive: raw pages in; articles, credits and answers out.

    with Archive("news.db") as archive:
        report = archive.ingest("pages/", "https://harbourtimes.example/storm")
        print(report.counts)
        for source, articles in archive.query("select source, count(*) from articles group by source"):
            print(source, articles)

    `target`: a path or `sqlite:///` URL; without it the settings say, `./archive.db` in the end. A missing one is made,
    unless `create` is off; one of an older schema is upgraded, after a copy of it. `settings`: if not given, they are
    read from the environment and `archive.toml`. Raises a kind of StoreError that names the database if it cannot be
    used, UsageError for bad settings. Once it is closed, each method that needs the database raises ArchiveClosed.
    `reference` is everywhere an article's number in the archive, or any URL that leads to it.
    """

    def __init__(
        self, target: str | Path | None = None, settings: Settings | None = None, *, create: bool = True
    ) -> None:
        settings = load_settings() if settings is None else settings
        self.settings = settings if target is None else replace(settings, db=str(target))
        self._database = Database(self.settings.db, create=create)
        self._catalog = Catalog(self._database)
        self._adder: PageAdder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; what is called after that raises ArchiveClosed."""
        adder, self._adder = self._adder, None
        if adder is not None:
            adder.close()
        self._database.close()

    def __repr__(self) -> str:
        return f"<Archive {self.settings.db}>"

    def ingest(
        self,
        *targets: str | Path | Listing | SavedPage,
        lists: Iterable[str] = (),
        each: Callable[[PageResult], object] = lambda result: None,
        stop: threading.Event | None = None,
    ) -> IngestReport:
        """Archive every page of `targets`: files, folders with all below them, globs, URLs; `-` is standard input.

        A SavedPage is a file and its address. A Listing stands for what it lists:
        `archive.ingest(Listing("https://harbour.example", ListingKind.SITE))`.

        `lists`: files that name targets, one a line. `each` is called with what became of a page once it is stored:

            archive.ingest("pages/", each=print)

        Memory is bounded whatever the targets hold. Once `stop` is set no more are read; what is in hand is finished.
        A page that cannot be read is a result, not an error. Raises StoreError, UnreadableFile for a list.
        """
        from archive.flows.ingest import ingest_targets  # half a second of imports that no question has to wait for

        counts, begun = Counter[Outcome](), monotonic()
        named = chain(targets, *map(read_list, lists))
        work = Work(self.settings, now, stop=stop or threading.Event())
        passed_over = Counter[tuple[str, str]]()
        for result in ingest_targets(named, self._database, work, passed_over):
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

        work = Work(self.settings, now)
        if isinstance(body, Iterable) and not isinstance(body, bytes | bytearray | memoryview | str):
            if known:
                raise UsageError("what is known of a page stands in its Capture; url= and the like are for one page")
            return adding.add_captures(body, self._database, work)
        if self._adder is None:
            self._adder = adding.PageAdder(self._database, work)
        return self._adder.add(adding.page_of(cast("bytes | str", body), known, now()))

    def recrawl(
        self,
        *,
        budget: int | None = None,
        seconds: float | None = None,
        each: Callable[[Visited | PageResult], object] = lambda visited: None,
        stop: threading.Event | None = None,
    ) -> Findings:
        """Visit again the articles that are likeliest to say something new: at most `budget`, for at most `seconds`.

        What is followed is read first, and what is new there archived, with at most half of the budget and of the time.

            archive.recrawl(budget=500, each=print)

        A changed text is a revision; a page that is gone, paid for, broken or not to be believed is noted, and never
        takes a text away. `each` is called with what became of a visit, or of a new article, once it is stored. Raises
        StoreError; its kind AlreadyRunning while another works on this database.
        """
        from archive.flows.recrawl import recrawl_articles

        with recrawl_lock(self._database.path, now()) as dead:
            if dead:
                logging.getLogger(__name__).warning("the last re-crawl was cut off (%s); what it stored is kept", dead)
            work = Work(self.settings, now, stop=stop or threading.Event())
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
        each: Callable[[PageReread], object] = lambda page: None,
        stop: threading.Event | None = None,
    ) -> RereadingReport:
        """Read stored pages again, with a newer extractor than then, and put what it finds in the old one's place.

            archive.reextract(Filter(site="harbourtimes.example"), dry_run=True).pages

        All pages of the articles `wanted`, or of those that `references` name; with `everything` what this version read
        already, too. `begin` is told how many there are, `each` of every page once it is done. No revision is made, for
        the articles did not change; with `dry_run` nothing is. Raises NotFound for a reference, StoreError.
        """
        from archive.flows.reextract import reextract_pages

        begun, found = monotonic(), RereadingReport()
        shelf = StoredPages(self._database, Selection(EXTRACTOR, wanted, tuple(references), everything))
        begin(shelf.count())
        work = Work(self.settings, now, stop=stop or threading.Event())
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

        return follow_listings(self._database, url, Work(self.settings, now))

    def unfollow(self, url: str) -> list[str]:
        """Follow this feed or sitemap no more, or this site with all of its; give what that was. Raises NotFound."""
        if not (gone := Follows(self._database).remove(url)):
            raise NotFound("not followed; `archive follow` lists what is", where=url)
        return gone

    def followed(self) -> list[ListingRead]:
        """List the feeds, sitemaps and sites that are followed, with what the last reading of each found."""
        return Follows(self._database).readings()

    def expected(self, *targets: str | Path | Listing | SavedPage, lists: Iterable[str] = ()) -> int | None:
        """Estimate how many pages these targets hold, for a progress bar: files counted, not read; None: unknown."""
        return count_expected(chain(targets, *map(read_list, lists)))

    def article(self, reference: int | str) -> Article:
        """Give the article as it is now, with its credits and every block of its page. Raises NotFound."""
        return self.saved(reference).article

    def saved(self, reference: int | str) -> StoredArticle:
        """Give the article and what is known of it: its number, when it was seen, all its URLs. Raises NotFound."""
        return self._catalog.article(reference)

    def explain(self, reference: int | str) -> tuple[Block, ...]:
        """Give its page block by block, in page order: kept or stripped, label and rule. Raises NotFound."""
        return self.saved(reference).article.blocks

    def past(self) -> World:
        """Give its visits so far, for `archive.judge.replay` to replay. Raises NotFound where there are none."""
        return load_past(self._database)

    def history(self, reference: int | str) -> tuple[Revision, ...]:
        """Give all it ever said, oldest first. Raises NotFound."""
        return self._catalog.revisions(reference)

    def payload(self, reference: int | str) -> bytes:
        """Give the page it was read from, byte for byte as received. Raises NotFound."""
        return self._catalog.payload(reference)

    def articles(self, wanted: Filter = ALL) -> Iterator[StoredArticle]:
        """Iterate over articles in the order of their numbers, without blocks; they are read as they are taken."""
        return self._catalog.articles(wanted)

    def lines(self, wanted: Filter = ALL, **how: Unpack[Listed]) -> list[ListedLine]:
        """Give articles a line each, the newest first; `how`: order, author, before, limit, as `list_lines` has."""
        return list_lines(self._database, wanted, **how)

    def count_by(self, column: Counted, wanted: Filter = ALL, *, limit: int = 20) -> Sequence[tuple[str, int]]:
        """Count articles by source, site, reporting, language or month of publication, the most frequent first."""
        return count_by(self._database, column, wanted, limit)

    def query(self, sql: str, parameters: Mapping[str, Cell] | Sequence[Cell] = ()) -> QueryResult:
        """Answer one SQL question: the `columns` of the answer and its `rows`, in memory, at most a million.

            archive.query("select title from articles where site = :site", {"site": "harbourtimes.example"}).rows

        SQL can read everything and change nothing; the setting `query_timeout` bounds the seconds it may take. Raises
        QueryError.
        """
        return self.stream_query(sql, parameters).fetch_all()

    def stream_query(self, sql: str, parameters: Mapping[str, Cell] | Sequence[Cell] = ()) -> QueryStream:
        """Answer like `query`, but fetch rows as they are taken, once. Raises QueryError, then too."""
        return query.run_query(self._database, sql, parameters, seconds=self.settings.query_timeout)

    def search(
        self, words: str, wanted: Filter = ALL, *, limit: int = 20, marks: Marks = BRACKETS, everything: bool = False
    ) -> list[Hit]:
        """Find the best matches for `words`, best first; with `everything` in pages too that are no articles.

        archive.search('"storm surge"', Filter(source="Reuters", since="2026-11"))
        """
        return search.search_articles(self._database, words, wanted, limit, marks, everything=everything)

    def stories(self, wanted: Filter = ALL, *, least: int = 2, limit: int = 20) -> list[Story]:
        """List texts that most sites printed, word for word or nearly: those with `least` copies, most copies first.

        `wanted`: conditions that one of the copies meets.
        """
        return stories.largest_stories(self._database, wanted, least=least, limit=limit)

    def copies(self, reference: int | str) -> list[Copy]:
        """List the copies of its story and what they changed, itself too; [] if it has none. Raises NotFound."""
        return stories.story_copies(self._database, reference)

    def organizations(self, confidence: Confidence | None = None) -> list[CreditedOrganization]:
        """List who is credited how often in which role, most credited first. `confidence`: count only such credits."""
        return organizations.credited_organizations(self._database, confidence)

    def merge_organizations(self, old: str, new: str) -> int:
        """Credit to `new` what is credited to `old`, now and in later ingests; tell how many articles that changes.

        Raises NotFound if nobody is credited as `old`, UsageError if the two are one already.
        """
        return organization_names.merge_organizations(self._database, old, new)

    def sites(self, site: str | None = None) -> list[SiteFigures]:
        """Give each site, or that one, in figures, the largest first."""
        return sites.site_figures(self._database, named_site(site))

    def drifts(self, site: str | None = None, *, newest: int = NEWEST) -> list[Drift]:
        """List figures that jumped with a site's `newest` articles: its layout changed there, or extraction fails."""
        return sites.site_drifts(self._database, named_site(site), newest=newest)

    def stats(self) -> Stats:
        """Count what the archive holds."""
        return stats.archive_stats(self._database)

    def export(
        self, path: str | Path, form: ExportForm | None = None, wanted: Filter = ALL, *, raw_cells: bool = False
    ) -> int:
        """Write articles to `path` and tell how many: one file, or a folder of `markdown` files; a card beside it.

        `form`: if None, the ending of the name tells. A file that is there is replaced when the new one is complete.
        `raw_cells`: CSV has no ' before cells that a spreadsheet would compute. Raises UsageError for a form there is
        not, ArchiveError if `path` cannot be written.
        """
        chosen = form_of(str(path), form, FORMS)
        count = write_articles(Path(path), chosen, self.articles(wanted), raw_cells=raw_cells)
        self._write_card(Path(path), asdict(wanted), chosen, count)
        return count

    def export_query(
        self,
        path: str | Path,
        sql: str,
        parameters: Mapping[str, Cell] | Sequence[Cell] = (),
        *,
        form: str | None = None,
        raw_cells: bool = False,
    ) -> int:
        """Write the rows of a question to the file `path`, a card beside it, and tell how many. Raises as `export`."""
        chosen = form_of(str(path), form, ANSWER_FORMS)
        answer = self.stream_query(sql, parameters)
        count = write_answer(Path(path), chosen, answer.columns, answer.rows, raw_cells=raw_cells)
        told = dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
        self._write_card(Path(path), {"sql": sql, "parameters": told}, chosen, count)
        return count

    def bundle(self, reference: int | str, path: str | Path) -> str:
        """Write all that is held of an article into one zip file; give its SHA-256. Raises NotFound, ArchiveError."""
        return write_bundle(Path(path), load_bundle(self._database, reference))

    def _write_card(self, path: Path, question: dict[str, Any], form: str, count: int) -> None:
        if is_stream(path):
            return
        state = archive_state(self._database)
        write_card(path, Card(question, form, count, f"archive {__version__}", now(), state))

    def check(self) -> Soundness:
        """Look whether the file, its references, the search index or a stored page is damaged; changes nothing."""
        return check_database(self._database, EXTRACTOR)

    def backup(self, path: str | Path) -> int:
        """Copy the database to a new file while others go on writing; give its bytes. Raises StoreError."""
        return copies.backup_database(self._database, Path(path))

    def slim(self, path: str | Path) -> int:
        """Copy it to a new file without the pages as received, to hand on; give its bytes. Raises StoreError."""
        return copies.slim_database(self._database, Path(path))

    def optimize(self) -> tuple[int, int]:
        """Make the search index anew and give free room back; give the bytes before and after. Raises StoreError."""
        return copies.optimize_database(self._database)
