"""The one writer: batches of pages into the archive, each batch wholly or not at all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from archive import urls
from archive.copies import original_address
from archive.judge.change import Change, Holding
from archive.judge.claim import settle_claim
from archive.judge.page import Added, Duplicate, Revised, Unchanged, decide_page
from archive.judge.repeated_page import is_live
from archive.model import KEPT, Article, Flag, Intake, Outcome, PageResult
from archive.store.database import Database
from archive.store.storable import storable, storable_text
from archive.store.tables import Articles, Runs
from archive.store.write.fitting import with_fitting_texts
from archive.store.write.forgotten import find_forgotten, welcome_back
from archive.store.write.holdings import (
    CANONICAL,
    DUPLICATE,
    REQUESTED,
    Holdings,
    Received,
    addresses_of,
    first_holding,
    next_holding,
)
from archive.store.write.organization_names import with_merged_names
from archive.store.write.payload_mending import mend_payloads
from archive.store.write.publishers import settle_publishers, with_publishers
from archive.store.write.rows import PendingRows
from archive.store.write.slugs import slug_band
from archive.store.write.story_links import Fresh, link_stories

if TYPE_CHECKING:
    from archive.store.write.site_memory import Memory


class Ledger:
    """Records what happened. Raises StoreError or one of its kinds; then nothing of that call is stored."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def start_run(self, command: str, at: str) -> int:
        """Note that a run began. Gives its number."""
        with self.database.writer() as connection:
            statement = insert(Runs).values(command=storable_text(command), started_at=at).returning(Runs.id)
            return connection.execute(statement).scalar_one()

    def finish_run(
        self, run_id: int, counts: Mapping[Outcome, int], at: str, told: Mapping[str, object] = MappingProxyType({})
    ) -> None:
        """Note that a run ended, and what became of its targets; `told`: the report of a re-crawl."""
        from archive.store.write.site_memory import forget_singles, sites_of

        with self.database.writer() as connection:
            totals: dict[str, int | str] = {outcome.value: counts.get(outcome, 0) for outcome in Outcome}
            if told:
                totals["report"] = json.dumps(told, ensure_ascii=False)
            connection.execute(update(Runs).where(Runs.id == run_id).values(finished_at=at, **totals))
            forget_singles(connection, sites_of(connection, run_id))

    def finish_forgetting(self, run_id: int, counts: Mapping[str, int], at: str) -> None:
        """Note that articles were forgotten: how many, and nothing of what they said."""
        with self.database.writer() as connection:
            note = {"finished_at": at, "report": json.dumps({"forgotten": dict(counts)})}
            connection.execute(update(Runs).where(Runs.id == run_id).values(note))

    def record(self, batch: Sequence[Intake], run_id: int | None = None, *, revise: bool = True) -> list[PageResult]:
        """Store a batch in one transaction, and tell what became of each page, in its order.

        When this returns, the batch is there, whatever happens to the program. About a hundred pages at a time is best.
        Without `revise` a page of an article that is held is only one more URL of it: nobody has asked for its text.
        """
        from archive.store.write.site_memory import Memory  # a tenth of a second, in which the workers begin

        batch = [storable(intake) for intake in batch]
        with self.database.writer() as connection:
            mend_payloads(connection, batch)
            batch = with_fitting_texts(connection, batch)
            batch = with_merged_names(connection, with_publishers(connection, batch))
            memory = Memory(connection)
            batch = memory.cleaned(batch)
            writer = BatchWriter(Holdings(connection, batch), PendingRows(connection), memory, run_id, revise=revise)
            gone = set() if revise else find_forgotten(connection, chain.from_iterable(map(addresses_of, batch)))
            results = [
                _forgotten(intake) if gone.intersection(addresses_of(intake)) else writer.enter(intake)
                for intake in batch
            ]
            if revise:
                welcome_back(connection, chain.from_iterable(map(addresses_of, batch)))
            writer.rows.write()
            memory.write()
            settle_publishers(connection, writer.added, writer.rows.changed)
            link_stories(connection, writer.fresh.values(), writer.rows.changed)
        return results


class BatchWriter:
    """Turns decisions into rows. Each page is decided in the light of those before it in the batch."""

    def __init__(
        self, holdings: Holdings, rows: PendingRows, memory: "Memory", run_id: int | None, *, revise: bool = True
    ) -> None:
        self.holdings = holdings
        self.rows = rows
        self._memory = memory
        self._run_id = run_id
        self._revise = revise
        self.fresh: dict[int, Fresh] = {}
        self.added: list[Intake] = []

    def enter(self, intake: Intake) -> PageResult:
        """Decide on one page and gather its rows."""
        article = intake.result
        if not isinstance(article, Article):
            self.capture(intake, None)
            detail = article.detail or article.reason.value
            outcome = Outcome.FAILED if article.reason.ended_process else Outcome.REFUSED
            return PageResult(outcome, intake.capture.origin, intake.capture.url, detail=detail)
        intake, article, held = self._settle(intake, article)
        if held and not self._revise:
            self._lead(intake, held.article_id, DUPLICATE)
            return _result(Outcome.UNCHANGED, intake, article, held.article_id)
        if held and held.seen_at > intake.capture.captured_at and is_live(intake.capture):
            held = replace(held, seen_at=intake.capture.captured_at)  # a clock ran ahead when that was seen
        if held and self.holdings.repeats(intake, held):
            return self._keep(intake, article, held)
        if held and held.digest != article.digest:
            article, held = self._memory.likened(article, held)
            self.holdings.put(held)
        match decide_page(article, intake.capture.captured_at, held, self.holdings.twin(article)):
            case Added(copy_of=original):
                return self._add(intake, article, original)
            case Revised() as revised:
                assert held is not None
                return self.revise(intake, article, held, revised)
            case Duplicate(of=original):
                return self._repeat(intake, article, original)
            case Unchanged():
                assert held is not None
                return self._keep(intake, article, held)

    def _settle(self, intake: Intake, article: Article) -> tuple[Intake, Article, Holding | None]:
        """Settle which article a page is about, and give that with the page under its address."""
        fetched = original_address(intake.capture.url) if intake.capture.url else None
        found = self.holdings.under(fetched) if fetched else None
        claimed = self.holdings.under(article.url)
        settled = settle_claim(article, intake.capture, intake.payload_digest, claimed, found)
        if settled.moved:
            held, address = settled.moved
            site = urls.site_of(address)
            self.holdings.put(replace(held, url=address, site=site))
            self.holdings.put_url(address, held.article_id, CANONICAL)
            self.rows.readdress(held.article_id, address, site)
            self.rows.url(address, held.article_id, CANONICAL, led=True)
        return replace(intake, result=settled.article), settled.article, settled.held

    def _add(self, intake: Intake, article: Article, original: Holding | None) -> PageResult:
        number, at = self.rows.number(Articles), intake.capture.captured_at
        self.added.append(intake)
        capture_id = self.capture(intake, number)
        revision_id = self.rows.revision(number, 1, capture_id, intake, article, Change.FIRST)
        self.rows.article(number, revision_id, article, at)
        self._memory.count(number, article, at)
        self.holdings.put(first_holding(number, article, intake))
        self._lead(intake, number, CANONICAL)
        self.fresh[number] = _fresh(number, intake, article, original.article_id if original else None)
        if original is None:
            return _result(Outcome.ADDED, intake, article, number)
        return _result(Outcome.DUPLICATE, intake, article, number, original.url)

    def revise(self, intake: Intake, article: Article, held: Holding, revised: Revised) -> PageResult:
        number, at = held.article_id, intake.capture.captured_at
        article = replace(article, url=held.url, site=held.site)  # it may have been reached by another of its URLs
        capture_id = self.capture(intake, number)
        revision_id = self.rows.revision(number, held.number + 1, capture_id, intake, article, revised.change)
        if revised.current:
            self.rows.change(number, revision_id, article, at)
            before = self.fresh.get(number)
            self.fresh[number] = _fresh(number, intake, article, before.copy_of if before else None)
        self.holdings.put(next_holding(held, article, intake, current=revised.current))
        self._see(intake, number)
        return _result(Outcome.REVISED, intake, article, number, revised.change.value)

    def _keep(self, intake: Intake, article: Article, held: Holding) -> PageResult:
        self.capture(intake, held.article_id)
        self._see(intake, held.article_id)
        return _result(Outcome.UNCHANGED, intake, article, held.article_id)

    def _repeat(self, intake: Intake, article: Article, original: Holding) -> PageResult:
        self.capture(intake, original.article_id)
        self._see(intake, original.article_id)
        return _result(Outcome.DUPLICATE, intake, article, original.article_id, original.url)

    def capture(self, intake: Intake, article_id: int | None) -> int:
        """Store what was received, unless it is stored; give the capture's number."""
        digest, capture = intake.payload_digest, intake.capture
        if not self.holdings.has_payload(digest):
            self.rows.payload(intake)
        received = self.holdings.received(intake)
        if received is None:
            number = self.rows.capture(intake, self._run_id, article_id)
            self.holdings.put_capture(digest, Received(number, capture.origin, capture.captured_at, article_id))
            return number
        if received.article_id is None:  # refused then; a later extractor may see more in it
            self.rows.answer(received.capture_id, intake, article_id)
            received.article_id = article_id
        else:
            self.rows.read(received.capture_id, intake)
        return received.capture_id

    def _see(self, intake: Intake, number: int) -> None:
        self._lead(intake, number, DUPLICATE)
        self.rows.seen(number, intake.capture.captured_at, live=is_live(intake.capture))

    def _lead(self, intake: Intake, number: int, relation: str) -> None:
        """Let all URLs of a page lead to its article; a URL that is another article's own stays that."""
        own, *others = addresses_of(intake)
        for url, how in ((own, relation), *((other, REQUESTED) for other in others)):
            held = self.holdings.relation(url)
            if held is None or how == CANONICAL or (held[1] != CANONICAL and held[0] != number):
                if held is not None and held[0] != number:
                    self.rows.leave(url, number)
                self.holdings.put_url(url, number, how)
                self.rows.url(url, number, how, led=held is not None)


def _fresh(number: int, intake: Intake, article: Article, copy_of: int | None) -> Fresh:
    """Give what links the article with its copies; a page that is no article tells no story."""
    if Flag.NOT_AN_ARTICLE in article.flags:
        return Fresh(number, article.site, ())
    return Fresh(number, article.site, intake.sketch, copy_of, slug_band(article.url))


def _forgotten(intake: Intake) -> PageResult:
    """Tell that a page was forgotten, and is not taken in by itself."""
    told = "was forgotten: `archive ingest` of its address brings it back"
    return PageResult(Outcome.REFUSED, intake.capture.origin, intake.capture.url, detail=told)


def _result(outcome: Outcome, intake: Intake, article: Article, number: int, detail: str | None = None) -> PageResult:
    return PageResult(
        outcome,
        intake.capture.origin,
        url=article.url,
        article_id=number,
        site=article.site,
        title=article.title,
        source=article.source,
        words=article.word_count,
        stripped=len(article.blocks) - sum(block.label in KEPT for block in article.blocks),
        detail=detail,
    )
