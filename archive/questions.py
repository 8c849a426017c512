"""What an archive can be asked: the part of `Archive` that reads.

Rooms that judge, too, are imported when they are asked: most questions need not wait for them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, Unpack

from archive.model import (
    Article,
    Block,
    Confidence,
    Copy,
    Edit,
    Hit,
    SiteEdits,
    StoredArticle,
    Story,
)
from archive.settings import Settings
from archive.store.database import Database
from archive.store.read.catalog import Catalog, Revision
from archive.store.read.filters import Filter, named_site
from archive.store.read.query import Cell, QueryResult, QueryStream, run_query

if TYPE_CHECKING:
    from archive.judge.owner import OwnerClaim
    from archive.judge.replay import World
    from archive.store.read.authors import AuthorFigures
    from archive.store.read.edits import EditFilter
    from archive.store.read.facets import Facets
    from archive.store.read.found_pages import FoundPage, PageOf
    from archive.store.read.listed import Counted, Listed, ListedLine
    from archive.store.read.organizations import CreditedOrganization
    from archive.store.read.remembered_blocks import RememberedBlock
    from archive.store.read.sites import Drift, SiteFigures
    from archive.store.read.stats import Stats
    from archive.store.read.volumes import ArchiveTotals, Arrivals, Volume

ALL: Final = Filter()
BRACKETS: Final = ("[", "]")


class Questions:
    """The questions to an open archive. `reference` is everywhere an article's number, or any URL that leads to it."""

    settings: Settings
    _database: Database
    _catalog: Catalog
    _now: Callable[[], str]

    def article(self, reference: int | str) -> Article:
        """Give the article as it is now, with its credits and every block of its page. Raises NotFound."""
        return self.saved(reference).article

    def saved(self, reference: int | str) -> StoredArticle:
        """Give the article and what is known of it: its number, when it was seen, all its URLs. Raises NotFound."""
        return self._catalog.article(reference)

    def data_version(self) -> str:
        """Give a value that is another one after each change of the archive, by whatever program."""
        return self._database.data_version()

    def explain(self, reference: int | str) -> tuple[Block, ...]:
        """Give its page block by block, in page order: kept or stripped, label and rule. Raises NotFound."""
        return self.saved(reference).article.blocks

    def past(self) -> "World":
        """Give its visits so far, for `archive.judge.replay` to replay. Raises NotFound where there are none."""
        from archive.store.read.past import load_past

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

    def lines(self, wanted: Filter = ALL, **how: "Unpack[Listed]") -> "list[ListedLine]":
        """Give articles a line each, the newest first; `how`: order, before, ids, limit, as `list_lines` has."""
        from archive.store.read.listed import list_lines

        return list_lines(self._database, wanted, **how)

    def count_by(self, column: "Counted", wanted: Filter = ALL, *, limit: int = 20) -> Sequence[tuple[str, int]]:
        """Count articles by source, site, provenance, reporting, language or month, the most frequent first."""
        from archive.store.read.listed import count_by

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
        self._database.check_open()
        return run_query(self._database.ask, sql, parameters, seconds=self.settings.query_timeout)

    def search(
        self,
        words: str,
        wanted: Filter = ALL,
        *,
        limit: int = 20,
        marks: tuple[str, str] = BRACKETS,
        everything: bool = False,
    ) -> list[Hit]:
        """Find the best matches for `words`, best first; with `everything` in pages too that are no articles.

        archive.search('"storm surge"', Filter(source="Reuters", since="2026-11"))
        """
        from archive.store.read.search import search_articles

        return search_articles(self._database, words, wanted, limit, marks, everything=everything)

    def find(
        self, words: str, wanted: Filter = ALL, page: "PageOf | None" = None, *, marks: tuple[str, str] = BRACKETS
    ) -> "FoundPage":
        """Find articles as `search`, page by page, by relevance or date; copies of one story are one row."""
        from archive.store.read.found_pages import PageOf, find_page

        return find_page(self._database, words, wanted, page or PageOf(), marks)

    def facets(self, words: str = "", wanted: Filter = ALL) -> "Facets":
        """Count what a search would find by site, source, provenance, author, language, year and flag."""
        from archive.store.read.facets import count_facets

        return count_facets(self._database, words, wanted)

    def volume(self, wanted: Filter = ALL) -> "list[Volume]":
        """Count articles by month of publication and provenance, the oldest month first."""
        from archive.store.read.volumes import monthly_volume

        return monthly_volume(self._database, wanted)

    def arrivals(self, *, days: int = 7) -> "Sequence[Arrivals]":
        """Count what came in on the newest days, by site."""
        from archive.store.read.volumes import recent_arrivals

        return recent_arrivals(self._database, days)

    def totals(self) -> "ArchiveTotals":
        """Count articles, edits and stories: at once, where `stats` takes its time."""
        from archive.store.read.volumes import count_totals

        return count_totals(self._database)

    def author(self, name: str) -> "AuthorFigures":
        """Count what a person signed: on which sites, for whom, as what. Raises NotFound."""
        from archive.store.read.authors import author_figures

        return author_figures(self._database, name)

    def authors(self, site: str, *, limit: int = 20) -> Sequence[tuple[str, int]]:
        """Count who signed most of a site's articles."""
        from archive.store.read.authors import frequent_authors

        return frequent_authors(self._database, site, limit)

    def furniture(self, site: str, *, limit: int = 40) -> "list[RememberedBlock]":
        """Give what stands on most articles of a site, as site memory has it."""
        from archive.store.read.remembered_blocks import remembered_blocks

        return remembered_blocks(self._database, site, limit)

    def story(self, number: int, *, compared: bool = True) -> list[Copy]:
        """List the copies of a story by its number, as `copies` does. Raises NotFound."""
        from archive.store.read.stories import copies_of_story

        return copies_of_story(self._database, number, compared=compared)

    def stories(self, wanted: Filter = ALL, *, least: int = 2, limit: int = 20) -> list[Story]:
        """List texts that most sites printed, word for word or nearly: those with `least` copies, most copies first.

        `wanted`: conditions that one of the copies meets.
        """
        from archive.store.read.stories import largest_stories

        return largest_stories(self._database, wanted, least=least, limit=limit)

    def copies(self, reference: int | str, *, compared: bool = True) -> list[Copy]:
        """List the copies of its story and what they changed, itself too; [] if it has none. Raises NotFound.

        Without `compared` no `difference` is looked for, which takes most of the time.
        """
        from archive.store.read.stories import story_copies

        return story_copies(self._database, reference, compared=compared)

    def edits(self, wanted: "EditFilter | None" = None, *, limit: int | None = None) -> list[Edit]:
        """List what articles said otherwise than before, the newest first: the words, and whether the site says so.

        archive.edits(EditFilter(site="harbourtimes.example", disclosed=False, since="2026-11"))
        """
        from archive.store.read.edits import EditFilter, find_edits

        return list(islice(find_edits(self._database, wanted or EditFilter()), limit))

    def edits_by_site(self, wanted: "EditFilter | None" = None) -> list[SiteEdits]:
        """Count edits by site, with the share of those that the site does not disclose."""
        from archive.store.read.edits import EditFilter, count_site_edits

        return count_site_edits(self._database, wanted or EditFilter())

    def owners(self) -> "list[OwnerClaim]":
        """List what is said of the owners of sites, by whom; `sites.owner` in SQL is what follows from it."""
        from archive.store.read.owners import list_owner_claims

        return list_owner_claims(self._database)

    def organizations(self, confidence: Confidence | None = None) -> "list[CreditedOrganization]":
        """List who is credited how often in which role, most credited first. `confidence`: count only such credits."""
        from archive.store.read.organizations import credited_organizations

        return credited_organizations(self._database, confidence)

    def sites(self, site: str | None = None) -> "list[SiteFigures]":
        """Give each site, or that one, in figures, the largest first."""
        from archive.store.read.sites import site_figures

        return site_figures(self._database, named_site(site))

    def drifts(self, site: str | None = None, *, newest: int | None = None) -> "list[Drift]":
        """List figures that jumped with a site's `newest` articles: its layout changed there, or extraction fails."""
        from archive.store.read.sites import NEWEST, site_drifts

        return site_drifts(self._database, named_site(site), newest=newest or NEWEST)

    def stats(self) -> "Stats":
        """Count what the archive holds."""
        from archive.store.read.stats import archive_stats

        return archive_stats(self._database)
