"""The pages that a batch of visits brought, beside what is held of their articles and what their sites show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from archive import urls
from archive.judge.change import Holding, says_otherwise
from archive.judge.doubt import REPEATED
from archive.judge.noise import without_noise
from archive.judge.visited_page import PagePair, Surroundings
from archive.model import Article, Intake, NotModified, Unreadable
from archive.store.storable import storable
from archive.store.tables import Articles, Checks
from archive.store.write.fitting import with_fitting_texts
from archive.store.write.holdings import Holdings
from archive.store.write.ledger import BatchWriter
from archive.store.write.organization_names import with_merged_names
from archive.store.write.page_blocks import common_furniture, stripped_furniture
from archive.store.write.payload_mending import mend_payloads
from archive.store.write.publishers import settle_publishers, with_publishers
from archive.store.write.rows import PendingRows
from archive.store.write.site_memory import Memory, Tonight
from archive.store.write.story_links import link_stories
from archive.times import later

REMEMBERED = 30 * 24
"""Hours for which a text that was not believed is known again on the site's other pages."""

Answer = Intake | NotModified | Unreadable


class VisitedPages:
    """The pages of a batch beside what is held of them, in the transaction that stores it."""

    def __init__(
        self,
        connection: Connection,
        batch: Sequence[Answer],
        run_id: int,
        again: Mapping[str, Intake],
        tonight: Tonight | None = None,
    ) -> None:
        self._connection = connection
        self._memory = Memory(connection, tonight)
        intakes = [answer for answer in (*batch, *again.values()) if isinstance(answer, Intake)]
        mend_payloads(connection, intakes)
        named = with_publishers(connection, with_fitting_texts(connection, [storable(intake) for intake in intakes]))
        clean = iter(self._memory.cleaned(with_merged_names(connection, named)))
        self.answers: list[Answer] = [next(clean) if isinstance(answer, Intake) else answer for answer in batch]
        self.again = dict(zip(again, clean, strict=True))
        pages = [answer for answer in self.answers if isinstance(answer, Intake)]
        self.holdings = Holdings(connection, pages)
        self.writer = BatchWriter(self.holdings, PendingRows(connection), self._memory, run_id)
        self._furniture: dict[str | None, dict[int, set[str]]] = {}
        self._shown: defaultdict[tuple[str | None, str], set[int]] = defaultdict(set)
        for page in pages:
            held = self.held(page)
            if held and isinstance(page.result, Article):
                self._shown[held.site, page.result.digest].add(held.article_id)

    def held(self, page: Intake) -> Holding | None:
        """Give the article that was visited."""
        return self.holdings.under(urls.canonical(page.capture.origin) or page.capture.origin)

    def _taken(self, page: Intake) -> bool:
        """Tell whether the address that a page says is its own is that of another article than the one visited."""
        own, held = isinstance(page.result, Article) and self.holdings.under(page.result.url), self.held(page)
        return bool(own and held and own.article_id != held.article_id)

    def pairs(self, page: Intake) -> tuple[PagePair, PagePair]:
        """Give a page beside its article as they are, less what is the site's; and both less what is no news too."""
        said, held = page.result, self.held(page)
        if not isinstance(said, Article) or held is None:
            return PagePair(said, held), PagePair(said, held)
        said, held = self._likened(said, held)
        return PagePair(said, held), PagePair(*self._quiet(page.capture.origin, said, held))

    def around(self, page: Intake, whole: PagePair, flags: str | None) -> Surroundings:
        """Give what the rest of the site says of a page. `flags`: of its article, as the table has them."""
        said, held = whole.page, whole.held
        alike = 0
        if isinstance(said, Article) and held is not None and said.digest != held.digest:
            alike = self._alike(said, held, page.capture.captured_at)
        return Surroundings("paywalled" in (flags or ""), alike, self._taken(page))

    def _likened(self, page: Article, held: Holding) -> tuple[Article, Holding]:
        """Strip from a page and its article what is the site's."""
        if page.digest == held.digest:
            return page, held
        page, held = self._memory.likened(page, held)
        self.holdings.put(held)
        return page, held

    def _quiet(self, origin: str, page: Article, held: Holding) -> tuple[Article, Holding]:
        """Strip from both what was read otherwise, what a second load has otherwise, and furniture."""
        if not says_otherwise(page, held) or not (then := self._memory.page(held)):
            return page, held
        again, second = self.again.get(origin), None
        if again and isinstance(again.result, Article):
            second, held = self._memory.likened(again.result, held)
        if held.site not in self._furniture:
            self._furniture[held.site] = stripped_furniture(self._connection, held.site)
        common = common_furniture(self._furniture[held.site], held.article_id)
        offers = self._memory.offers(page, (*page.blocks, *then))
        held, page = without_noise(held, then, page, second, common | offers)
        return page, held

    def _alike(self, page: Article, held: Holding, at: str) -> int:
        """Count the other articles of the site with this text: in the batch, the archive, or at their last visits."""
        articles = select(Articles.id).where(Articles.digest == page.digest, Articles.site == held.site)
        checks = (
            select(Checks.article_id)
            .join(Articles, Articles.id == Checks.article_id)
            .where(Checks.digest == page.digest, Articles.site == held.site)
            .where(Checks.checked_at >= later(at, -REMEMBERED))
        )
        found = set(self._connection.scalars(articles.limit(REPEATED + 1)))
        found.update(number for number in self._connection.scalars(checks.distinct().limit(REPEATED + 1)) if number)
        return len((found | self._shown[held.site, page.digest]) - {held.article_id})

    def count_stripped(self, number: int, page: Article, at: str) -> None:
        """Note in site memory what was stripped from the page of an article that says what it said."""
        self._memory.count_stripped(number, page, at)

    def write(self) -> None:
        """Write the revisions and captures."""
        self.writer.rows.write()
        self._memory.write()
        settle_publishers(self._connection, self.writer.added, self.writer.rows.changed)
        link_stories(self._connection, self.writer.fresh.values(), self.writer.rows.changed)
