"""The archive as one object: the only place where its parts are joined. The command line calls nothing else."""

import gc
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from time import monotonic
from types import TracebackType

from archive.errors import ArchiveError, FetchFailed, NotFound
from archive.flows.work import Work
from archive.judge.replay import World
from archive.judge.rereading import PageReread, RereadingReport
from archive.judge.visit import Findings, Visited
from archive.model import (
    Article,
    Block,
    Confidence,
    Copy,
    Hit,
    Listing,
    ListingKind,
    ListingRead,
    Outcome,
    PageResult,
    Story,
    Unreadable,
)
from archive.render.article import article_markdown
from archive.render.export import article_csv, article_lines, file_name
from archive.settings import Settings, load_settings
from archive.store.file.database import Database
from archive.store.read import organizations, query, search, sites, stats, stories
from archive.store.read.articles import StoredArticle
from archive.store.read.catalog import Catalog, Revision
from archive.store.read.filters import Filter, named_site
from archive.store.read.organizations import CreditedOrganization
from archive.store.read.query import Cell, QueryResult
from archive.store.read.sites import NEWEST, Drift, SiteFigures
from archive.store.read.stats import Stats
from archive.store.write.follows import Follows

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What one ingest did: pages by outcome, and the seconds it took."""

    counts: Mapping[Outcome, int]
    seconds: float

    @property
    def pages(self) -> int:
        """All of them, refused and failed ones too."""
        return sum(self.counts.values())


class Archive:
    """An archive: raw pages in; articles, credits and answers out.

    with Archive("news.db") as archive:
        report = archive.ingest("pages/", "https://harbourtimes.example/storm")
        print(report.counts)
        for source, articles in archive.query("select source, count(*) from articles group by source").rows:
            print(source, articles)

    `target`: a path or `sqlite:///` URL; without it the settings say, `./archive.db` in the end. A missing one is made,
    unless `create` is off; one of an older schema is upgraded, after a copy of it. `settings`: if not given, they are
    read from the environment and `archive.toml`. Raises a kind of StoreError that names the database if it cannot be
    used, UsageError for bad settings.
    """

    def __init__(
        self, target: str | Path | None = None, settings: Settings | None = None, *, create: bool = True
    ) -> None:
        settings = load_settings() if settings is None else settings
        self.settings = settings if target is None else replace(settings, db=str(target))
        self._database = Database(self.settings.db, create=create)
        self._catalog = Catalog(self._database)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def ingest(
        self,
        *targets: str | Path | Listing,
        lists: Iterable[str] = (),
        each: Callable[[PageResult], object] = lambda result: None,
        stop: threading.Event | None = None,
    ) -> Report:
        """Archive every page of `targets`: files, folders with all below them, globs, URLs; `-` is a list on stdin.

        A Listing stands for what it lists: `archive.ingest(Listing("https://harbour.example", Kind.SITE))`.

        `lists`: files that name targets, one a line. `each` is called with what became of a page once it is stored:

            archive.ingest("pages/", each=print)

        Memory is bounded whatever the targets hold. Once `stop` is set no more are read; what is in hand is finished.
        A page that cannot be read is a result, not an error. Raises StoreError, UnreadableFile for a list.
        """
        # half a second of imports that no question has to wait for
        from archive.captures.lists import read_list
        from archive.flows.ingest import ingest_targets

        counts: Counter[Outcome] = Counter()
        begun = monotonic()
        named = chain(targets, *map(read_list, lists))
        work = Work(self.settings, now, stop=stop or threading.Event())
        gc.freeze()  # garbage is not looked for in all that is imported: a fifth of the time that storing a page takes
        try:
            for result in ingest_targets(named, self._database, work):
                counts[result.outcome] += 1
                each(result)
        finally:
            gc.unfreeze()
        return Report(counts, monotonic() - begun)

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
        from archive.store.file.lock import recrawl_lock

        with recrawl_lock(self._database.path, now()) as dead:
            if dead:
                LOG.warning("the last re-crawl was cut off (%s); what it stored is kept", dead)
            work = Work(self.settings, now, stop=stop or threading.Event())
            night = recrawl_articles(self._database, work, budget=budget, seconds=seconds)
            while True:
                try:
                    each(next(night))
                except StopIteration as end:
                    findings: Findings = end.value
                    return findings

    def reextract(
        self,
        wanted: Filter = Filter(),  # noqa: B008 - frozen
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
        from archive.extraction.version import EXTRACTOR
        from archive.flows.reextract import reextract_pages
        from archive.store.read.stored_pages import Selection, StoredPages

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

        A site is asked again now and then where they are. What is followed now because of it. Raises FetchFailed if
        there is none.
        """
        from archive.captures.listings.discovery import find_listings
        from archive.captures.web.session import open_web

        with open_web(settings=self.settings, now=now) as web:
            found = find_listings(url, web)
        if isinstance(found, Unreadable):
            raise FetchFailed(found.message, where=url)
        if url not in {listing.url for listing in found}:
            found = [Listing(url, ListingKind.SITE), *found]
        follows = Follows(self._database)
        for listing in found:
            follows.add(listing, now())
            if listing.kind is ListingKind.SITE:
                follows.note(ListingRead(replace(listing, read_at=now()), len(found) - 1))
        return found

    def unfollow(self, url: str) -> list[str]:
        """Follow this feed or sitemap no more, or this site with all of its; what that was. Raises NotFound."""
        if not (gone := Follows(self._database).remove(url)):
            raise NotFound("not followed; `archive follow` lists what is", where=url)
        return gone

    def followed(self) -> list[ListingRead]:
        """The feeds, sitemaps and sites that are followed, and what the last reading of each found."""
        return Follows(self._database).readings()

    def expected(self, *targets: str | Path | Listing, lists: Iterable[str] = ()) -> int | None:
        """About how many pages these targets hold, for a progress bar: files counted, not read; None: nobody knows."""
        from archive.captures.lists import read_list
        from archive.captures.targets import count_expected

        return count_expected(chain(targets, *map(read_list, lists)))

    def article(self, reference: int | str) -> Article:
        """The article as it is now, with its credits and every block of its page.

        `reference`: its number in the archive, or any URL that leads to it. Raises NotFound.
        """
        return self.saved(reference).article

    def saved(self, reference: int | str) -> StoredArticle:
        """The article and what the archive knows of it: its number, when it was seen, all its URLs. Raises NotFound."""
        return self._catalog.article(reference)

    def explain(self, reference: int | str) -> tuple[Block, ...]:
        """Its page block by block, in page order: kept or stripped, label and rule. Raises NotFound."""
        return self.saved(reference).article.blocks

    def past(self) -> World:
        """Its visits so far as a world that `archive.judge.replay` can replay. Raises NotFound where there are none."""
        from archive.store.read.agenda import Agenda

        return Agenda(self._database).past()

    def history(self, reference: int | str) -> tuple[Revision, ...]:
        """All it ever said, oldest first. Raises NotFound."""
        return self._catalog.revisions(reference)

    def payload(self, reference: int | str) -> bytes:
        """The page it was read from, byte for byte as received. Raises NotFound."""
        return self._catalog.payload(reference)

    def articles(self, wanted: Filter = Filter()) -> Iterator[StoredArticle]:  # noqa: B008 - frozen
        """All articles, or those of a kind, in the order of their numbers, without blocks; read as they are taken."""
        return self._catalog.articles(wanted)

    def query(self, sql: str, parameters: Mapping[str, Cell] | Sequence[Cell] = ()) -> QueryResult:
        """The answer to one SQL question: its `columns`, and its `rows`, read as they are taken.

            archive.query("select title from articles where site = :site", {"site": "harbourtimes.example"}).rows

        SQL can read everything and change nothing; the setting `query_timeout` bounds the seconds it may take. Raises
        QueryError, at once or when a row is taken.
        """
        return query.run_query(self._database, sql, parameters, seconds=self.settings.query_timeout)

    def search(
        self,
        words: str,
        wanted: Filter = Filter(),  # noqa: B008 - frozen
        *,
        limit: int = 20,
        marks: tuple[str, str] = ("[", "]"),
    ) -> list[Hit]:
        """The best matches for `words` in titles, standfirsts and bodies, best first.

            archive.search('"storm surge"', Filter(source="Reuters", since="2026-11"))

        `marks` stand before and after the words in a hit's snippet. Raises QueryError for no words.
        """
        return search.search_articles(self._database, words, wanted, limit=limit, marks=marks)

    def stories(
        self,
        wanted: Filter = Filter(),  # noqa: B008 - frozen
        *,
        least: int = 2,
        limit: int = 20,
    ) -> list[Story]:
        """The texts that most sites printed, word for word or nearly: those with `least` copies, most copies first.

        `wanted`: conditions that one of the copies meets.
        """
        return stories.largest_stories(self._database, wanted, least=least, limit=limit)

    def copies(self, reference: int | str) -> list[Copy]:
        """The copies of an article's story with what they changed, itself too; [] if it has none. Raises NotFound."""
        return stories.story_copies(self._database, reference)

    def organizations(self, confidence: Confidence | None = None) -> list[CreditedOrganization]:
        """Who is credited here, and how often in which role; most credited first. `confidence`: only such credits."""
        return organizations.credited_organizations(self._database, confidence)

    def merge_organizations(self, old: str, new: str) -> int:
        """Credit to `new` what is credited to `old`, now and in later ingests; how many articles that changes.

        Raises NotFound if nobody is credited as `old`, UsageError if the two are one already.
        """
        return organizations.merge_organizations(self._database, old, new)

    def sites(self, site: str | None = None) -> list[SiteFigures]:
        """Each site, or that one, in figures, the largest first."""
        return sites.site_figures(self._database, named_site(site))

    def drifts(self, site: str | None = None, *, newest: int = NEWEST) -> list[Drift]:
        """Figures that jumped with the `newest` articles of a site: there its layout changed, or extraction fails."""
        return sites.site_drifts(self._database, named_site(site), newest=newest)

    def stats(self) -> Stats:
        """What the archive holds, in figures."""
        return stats.archive_stats(self._database)

    def export(self, path: str | Path, form: str = "jsonl", wanted: Filter = Filter()) -> int:  # noqa: B008 - frozen
        """Write articles to `path` and tell how many: one file of `jsonl` or `csv`, or a folder of `markdown` files.

        A file that is there is replaced when the new one is complete. Raises ArchiveError if `path` cannot be written.
        """
        path, count = Path(path), 0

        def told() -> Iterator[tuple[int, Article]]:
            nonlocal count
            for saved in self.articles(wanted):
                count += 1
                yield saved.id, saved.article

        try:
            if form == "markdown":
                path.mkdir(parents=True, exist_ok=True)
                for number, article in told():
                    (path / file_name(number, article.title)).write_text(article_markdown(article), "utf-8")
            else:
                _replace(path, (article_lines if form == "jsonl" else article_csv)(told()))
        except OSError as error:
            raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
        return count


def _replace(path: Path, pieces: Iterable[str]) -> None:
    part = path.parent / f".{path.name}.part"
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def now() -> str:
    """The time, in UTC to the second: `2026-11-22T09:30:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
