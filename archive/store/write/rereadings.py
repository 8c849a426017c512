"""What a second reading of stored pages says, put in the place of what the first said: no revision is made.

The rows of a revision (its text, its blocks, its extractor) and, where it is the newest, those of its article are
replaced. The bytes stay, so no word is lost. A reading that finds no article takes nothing away.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from archive.extraction.site_memory import remembered_blocks
from archive.judge.change import Holding, size_change
from archive.judge.rereading import Ending, PageReread, differing_fields, sums_by_label
from archive.model import (
    REMEMBERED_COLUMNS,
    REVISION_COLUMNS,
    Article,
    Block,
    Flag,
    Intake,
    Outcome,
    Rejected,
    Unreadable,
)
from archive.store.database import Database
from archive.store.read.articles import load_articles
from archive.store.read.stored_pages import StoredPage
from archive.store.storable import storable
from archive.store.tables import Articles, ArticleUrls, Captures, Revisions, StoredBlocks, StoredRevisions
from archive.store.write.block_rules import insert_blocks
from archive.store.write.fitting import with_fitting_texts
from archive.store.write.holdings import addresses_of, holding_of
from archive.store.write.ledger import Ledger
from archive.store.write.organization_names import with_merged_names
from archive.store.write.page_blocks import RevisionPage, pages_of
from archive.store.write.publishers import choose_names_again, settle_publishers, with_publishers
from archive.store.write.rows import PendingRows, revision_content
from archive.store.write.site_memory import Memory, forget_singles
from archive.store.write.slugs import slug_band
from archive.store.write.story_links import Fresh, link_stories

_REWRITTEN = (
    update(StoredRevisions)
    .where(StoredRevisions.id == bindparam("revision"))
    .values({name: bindparam(f"new_{name}") for name in (*REVISION_COLUMNS, "change")})
)
_STATED = update(Captures).where(Captures.id == bindparam("capture")).values(rights=bindparam("new_rights"))
_MODIFIED = (
    update(StoredRevisions)
    .where(StoredRevisions.id == bindparam("revision"))
    .values(modified_at=bindparam("new_modified_at"))
)
_KNOWN = (
    update(Articles)
    .where(Articles.id == bindparam("number"))
    .values({name: bindparam(f"new_{name}") for name in REMEMBERED_COLUMNS})
)


@dataclass(slots=True)
class ArticleHistory:
    """An article's revisions as they are read again, one after the other, be it in several batches.

    `holding`: what it said by then. `known`: the `REMEMBERED_COLUMNS` that its pages gave by then; None once one of
    them could not be read again.
    """

    article_id: int
    holding: Holding | None = None
    known: dict[str, str | None] | None = field(default_factory=lambda: dict.fromkeys(REMEMBERED_COLUMNS))

    def filled(self, new: Article, old: Article) -> Article:
        """Give the newest page, with what it leaves out and an earlier one gave."""
        known = {name: getattr(old, name) for name in REMEMBERED_COLUMNS} if self.known is None else self.known
        filled: dict[str, Any] = {name: getattr(new, name) or known[name] for name in REMEMBERED_COLUMNS}
        return replace(new, **filled)

    def kind(self, before: str, new: Article) -> str:
        """Tell how the revision differs from what the article said by then; `before`: what it was called."""
        held = self.holding
        if held is None or (held.digest, held.title, held.standfirst, held.byline) == _says(new):
            return before
        return size_change(held, new).value

    def follow(self, holding: Holding, page: Article) -> None:
        """Note that the revision was read again; it is what the article says if no newer page was seen before."""
        if self.holding is None or holding.seen_at >= self.holding.seen_at:
            self.holding = holding
            if self.known is not None:
                self.known = {name: getattr(page, name) or self.known[name] for name in REMEMBERED_COLUMNS}

    def refuse(self, holding: Holding) -> None:
        """Note that the revision could not be read again."""
        self.holding, self.known = holding, None


class RereadingWriter:
    """Stores second readings. With `dry_run` it tells what would change, and changes nothing."""

    def __init__(self, database: Database, *, dry_run: bool = False) -> None:
        self._database = database
        self._ledger = Ledger(database)
        self._dry_run = dry_run
        self._history = ArticleHistory(0)
        self._sites: set[str] = set()

    def record(
        self, batch: Sequence[tuple[StoredPage, Intake | Unreadable]], run_id: int | None = None
    ) -> list[PageReread]:
        """Store a batch in one transaction; tell what became of each page, in its order."""
        again = [(stored, intake) for stored, intake in batch if stored.article_id is not None]
        with self._database.writer() as connection:
            trial = connection.begin_nested()
            rows = RereadingRows(connection, {stored.article_id for stored, _ in again if stored.article_id})
            pages = [storable(page) for _, page in again if isinstance(page, Intake)]
            named = iter(
                with_merged_names(connection, with_publishers(connection, with_fitting_texts(connection, pages)))
            )
            reread = iter(
                [self._enter(rows, stored, next(named) if isinstance(page, Intake) else page) for stored, page in again]
            )
            rows.write()
            if self._dry_run:
                trial.rollback()
            else:
                trial.commit()
        return [self._first(intake, run_id) if stored.article_id is None else next(reread) for stored, intake in batch]

    def finish(self) -> None:
        """Bound what is remembered of the sites that were read again."""
        if not self._dry_run:
            with self._database.writer() as connection:
                forget_singles(connection, self._sites)
                choose_names_again(connection, self._sites)

    def _enter(self, rows: "RereadingRows", stored: StoredPage, intake: Intake | Unreadable) -> PageReread:
        number = stored.article_id or 0
        if self._history.article_id != number:
            self._history = ArticleHistory(number)
        reread = rows.enter(stored, intake, self._history)
        if reread.site is not None:
            self._sites.add(reread.site)
        return reread

    def _first(self, intake: Intake | Unreadable, run_id: int | None) -> PageReread:
        """Store a page that gave no article then as a new one, if it gives one now that is not held yet."""
        if isinstance(intake, Unreadable):
            return PageReread(Ending.DAMAGED, intake.origin, detail=intake.message)
        capture, result = intake.capture, intake.result
        if isinstance(result, Rejected):
            return PageReread(Ending.REFUSED, capture.origin, capture.url, detail=result.detail)
        reread = PageReread(Ending.ADDED, capture.origin, result.url, result.site, after=sums_by_label(result.blocks))
        with self._database.reader() as connection:
            led = select(ArticleUrls.url).where(ArticleUrls.url.in_(addresses_of(intake))).limit(1)
            if connection.scalar(led) is not None:
                return PageReread(
                    Ending.REFUSED, capture.origin, capture.url, detail="an article is held at its address"
                )
        if self._dry_run:
            return reread
        (stored,) = self._ledger.record([intake], run_id)
        added = stored.outcome is Outcome.ADDED
        return replace(reread, article_id=stored.article_id, number=1 if added else None)


class RereadingRows:
    """The rows of one batch."""

    def __init__(self, connection: Connection, numbers: Collection[int]) -> None:
        self._connection = connection
        self._pending = PendingRows(connection)
        self._memory = Memory(connection)
        self._pages = {page.revision_id: page for page in pages_of(connection, numbers)}
        held = sorted({page.article_id for page in self._pages.values()})
        self._saved = {saved.id: saved for saved in load_articles(connection, held, blocks=False)}
        rows = select(Revisions.__table__).where(Revisions.id.in_(self._pages))
        self._rows = {row["id"]: row for row in connection.execute(rows).mappings()}
        self._texts: list[dict[str, Any]] = []
        self._known: list[dict[str, Any]] = []
        self._times: list[dict[str, Any]] = []
        self._rights: list[dict[str, Any]] = []
        self._blocks: list[tuple[int, Block]] = []
        self._fresh: list[Fresh] = []

    def enter(self, stored: StoredPage, intake: Intake | Unreadable, history: ArticleHistory) -> PageReread:
        """Compare a page with what was read of it before, and gather its rows."""
        origin, page = stored.capture.origin, self._pages.get(stored.revision_id or 0)
        if page is None:
            return PageReread(Ending.REFUSED, origin, stored.capture.url, detail="taken out of the archive meanwhile")
        row, old = self._rows[page.revision_id], self._old(page)
        reread = PageReread(
            Ending.SAME, origin, old.url, old.site, page.article_id, row["number"], before=sums_by_label(page.blocks)
        )
        if lost := _lost(intake):
            history.refuse(holding_of(old, row["article_id"], row["number"], row["seen_at"]))
            return replace(reread, ending=lost[0], after=reread.before, detail=lost[1])
        assert isinstance(intake, Intake) and isinstance(intake.result, Article)
        stated = json.dumps(intake.capture.rights, ensure_ascii=False)
        self._rights.append({"capture": row["capture_id"], "new_rights": stated})
        if intake.result.modified_at != row["modified_at"]:
            self._times.append({"revision": page.revision_id, "new_modified_at": intake.result.modified_at})
        new = self._memory.alone(page.article_id, replace(intake.result, url=old.url, site=old.site))
        new = history.filled(new, old) if page.current else _as_past(old, new)
        fields = differing_fields(old, new)
        self._write(page, new, history.kind(row["change"], new), fields)
        if row["number"] == 1:  # the one that was counted when the article was added
            self._memory.count(page.article_id, new, row["seen_at"], remembered_blocks(page.blocks, page.evidence))
        if page.current and "body" in fields:
            listed = Flag.NOT_AN_ARTICLE in new.flags
            sketch, slug = ((), None) if listed else (intake.sketch, slug_band(new.url))
            self._fresh.append(Fresh(page.article_id, new.site, sketch, slug=slug))
        history.follow(holding_of(new, row["article_id"], row["number"], row["seen_at"]), intake.result)
        return replace(
            reread, ending=Ending.CHANGED if fields else Ending.SAME, fields=fields, after=sums_by_label(new.blocks)
        )

    def write(self) -> None:
        """Write them all."""
        if self._texts:
            self._connection.execute(_REWRITTEN, self._texts)
        if self._times:
            self._connection.execute(_MODIFIED, self._times)
        if self._rights:
            self._connection.execute(_STATED, self._rights)
        if self._blocks:
            numbers = list({block[0] for block in self._blocks})
            self._connection.execute(delete(StoredBlocks).where(StoredBlocks.revision_id.in_(numbers)))
            insert_blocks(self._connection, self._blocks)
        self._pending.write()
        if self._known:
            self._connection.execute(_KNOWN, self._known)
        self._memory.write()
        settle_publishers(self._connection, (), self._pending.changed)
        link_stories(self._connection, self._fresh, self._pending.changed)

    def _old(self, page: RevisionPage) -> Article:
        """Give what was read of the page; of a past revision only its text and blocks are known."""
        saved, row = self._saved[page.article_id].article, self._rows[page.revision_id]
        texts = {name: row[name] for name in REVISION_COLUMNS}
        return replace(saved, blocks=page.blocks, **texts)

    def _write(self, page: RevisionPage, new: Article, kind: str, fields: Sequence[str]) -> None:
        row = self._rows[page.revision_id]
        if not fields and (kind, new.extractor) == (row["change"], row["extractor"]):
            return
        text = {f"new_{name}": value for name, value in revision_content(new).items()} | {"new_change": kind}
        self._texts.append(text | {"revision": page.revision_id})
        if "blocks" in fields:
            self._blocks += ((page.revision_id, block) for block in new.blocks)
        if page.current and fields:
            at = self._saved[page.article_id].last_changed_at
            self._pending.change(page.article_id, page.revision_id, new, at)
            known = {f"new_{name}": getattr(new, name) for name in REMEMBERED_COLUMNS}
            self._known.append(known | {"number": page.article_id})


def _lost(page: Intake | Unreadable) -> tuple[Ending, str] | None:
    """Tell why a second reading gives no article, if it gives none."""
    if isinstance(page, Unreadable):
        return Ending.DAMAGED, page.message
    return (Ending.KEPT, page.result.detail) if isinstance(page.result, Rejected) else None


def _says(article: Article) -> tuple[str | None, ...]:
    return article.digest, article.title, article.standfirst, article.byline


def _as_past(old: Article, new: Article) -> Article:
    """Give a second reading of a past revision: only what is known of such."""
    return replace(old, blocks=new.blocks, **{name: getattr(new, name) for name in REVISION_COLUMNS})
