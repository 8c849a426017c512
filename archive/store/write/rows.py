"""The rows that a batch of pages adds to the archive: gathered page by page, written table by table."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, case, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from archive.extraction.assemble import body_of
from archive.extraction.version import EXTRACTOR
from archive.model import (
    ARTICLE_COLUMNS,
    REMEMBERED_COLUMNS,
    REVISION_COLUMNS,
    Article,
    Block,
    Capture,
    Intake,
    Rejected,
    Signature,
)
from archive.store.statements import insert_rows, note_numbers, update_or_ignore
from archive.store.tables import (
    ArticleAuthors,
    Articles,
    ArticleTags,
    ArticleUrls,
    Authors,
    Base,
    Captures,
    Credits,
    Organizations,
    Payloads,
    StoredRevisions,
    Tags,
    Visits,
)
from archive.store.write.block_rules import insert_blocks
from archive.store.write.provenance import stated_provenance

Row = dict[str, Any]

INSERTED = (Payloads, Articles, Captures, StoredRevisions)
"""Parents before children."""

NUMBERED = (Articles, Captures, StoredRevisions)
"""Tables of which most batches add rows."""

_HIGHEST = select(*(select(func.max(table.id)).scalar_subquery() for table in NUMBERED))

_ANSWERED = (
    update(Captures)
    .where(Captures.id == bindparam("number"))
    .values({name: bindparam(name) for name in ("article_id", "refused", "detail", "extractor")})
)
_READ = update(Captures).where(Captures.id == bindparam("number")).values(extractor=bindparam("read_by"))
_SEEN = (
    update(Articles)
    .where(Articles.id == bindparam("number"))
    .values(
        first_seen_at=case((Articles.first_seen_at > bindparam("at"), bindparam("at")), else_=Articles.first_seen_at),
        last_seen_at=case(
            (or_(bindparam("live"), Articles.last_seen_at < bindparam("at")), bindparam("at")),
            else_=Articles.last_seen_at,
        ),
    )
)

_CHANGED = (
    update(Articles)
    .where(Articles.id == bindparam("number"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (*ARTICLE_COLUMNS, "flags", "text_length", "kept_length", "revision_id", "last_changed_at")
        }
        | {name: func.coalesce(bindparam(f"new_{name}"), getattr(Articles, name)) for name in REMEMBERED_COLUMNS}
    )
)


class PendingRows:
    """Rows to insert and to change, in one transaction of `connection`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[type[Base], int] = {}
        self._inserts: defaultdict[type[Base], list[Row]] = defaultdict(list)
        self._updates: defaultdict[Update, list[Row]] = defaultdict(list)
        self._blocks: list[tuple[int, Block]] = []  # each with the number of its revision
        self._urls: dict[str, Row] = {}
        self._led: set[str] = set()  # of these URLs those that led to an article before
        self._details: dict[int, Article] = {}
        self._changed: set[int] = set()  # of these articles those that are no news

    def number(self, table: type[Base]) -> int:
        """Give the next free id of a table; free indeed, for there is one writer, and it holds the lock."""
        if table not in self._numbers and table in NUMBERED:
            highest = self._connection.execute(_HIGHEST).one()
            self._numbers |= {one: number or 0 for one, number in zip(NUMBERED, highest, strict=True)}
        elif table not in self._numbers:
            self._numbers[table] = self._connection.scalar(select(func.max(table.id))) or 0  # type: ignore[attr-defined]
        self._numbers[table] += 1
        return self._numbers[table]

    def payload(self, intake: Intake) -> None:
        """Add bytes that are new."""
        self._inserts[Payloads].append(
            {"digest": intake.payload_digest, "size": intake.payload_size, "zstd": intake.payload_zstd}
        )

    def capture(self, intake: Intake, run_id: int | None, article_id: int | None) -> int:
        """Add a capture that is new; give its number."""
        capture, number = intake.capture, self.number(Captures)
        facts = {
            name: getattr(capture, name) for name in ("origin", "url", "captured_at", "status", "media_type", "charset")
        }
        self._inserts[Captures].append(
            facts
            | {"id": number, "run_id": run_id, "payload_digest": intake.payload_digest}
            | {"headers": json.dumps(capture.headers, ensure_ascii=False) if capture.headers else None}
            | _origin_place(capture)
            | {"rights": json.dumps(capture.rights, ensure_ascii=False)}
            | _answer(intake, article_id)
        )
        return number

    def answer(self, capture_id: int, intake: Intake, article_id: int | None) -> None:
        """Note that a stored capture now gives something else."""
        self._updates[_ANSWERED].append({"number": capture_id} | _answer(intake, article_id))

    def read(self, capture_id: int, intake: Intake) -> None:
        """Note what has read a stored capture again."""
        self._updates[_READ].append({"number": capture_id, "read_by": _reader(intake)})

    def article(self, number: int, revision_id: int, article: Article, at: str) -> None:
        """Add an article that is new."""
        seen = {"first_seen_at": at, "last_seen_at": at, "last_changed_at": at, "status": "live"}
        self._inserts[Articles].append(
            _content(article) | stated_provenance(article) | seen | {"id": number, "revision_id": revision_id}
        )
        self._details[number] = article

    def readdress(self, number: int, url: str, site: str | None) -> None:
        """Give an article another URL, at once: its old one may be that of an article which this batch adds."""
        pending = next((row for row in self._inserts[Articles] if row["id"] == number), None)
        if pending is not None:
            pending.update(url=url, site=site)
        else:
            values = {"url": url, "site": site}
            self._connection.execute(update(Articles).where(Articles.id == number).values(values))

    def change(self, number: int, revision_id: int, article: Article, at: str) -> None:
        """Note what an article says from now on."""
        self._updates[_CHANGED].append(
            {f"new_{name}": value for name, value in _content(article).items()}
            | {"number": number, "new_revision_id": revision_id, "new_last_changed_at": at}
        )
        self._details[number] = article
        self._changed.add(number)

    @property
    def changed(self) -> list[int]:
        """Give the numbers of the articles that say something else."""
        return list(self._changed)

    def seen(self, number: int, at: str, *, live: bool) -> None:
        """Note that an article was captured at that time. `live`: just now, so no earlier time can be later."""
        self._updates[_SEEN].append({"number": number, "at": at, "live": live})

    def revision(
        self, article_id: int, number: int, capture_id: int, intake: Intake, article: Article, change: str
    ) -> int:
        """Add a revision and its blocks; give its number in the archive."""
        revision_id = self.number(StoredRevisions)
        self._inserts[StoredRevisions].append(
            revision_content(article)
            | {"id": revision_id, "article_id": article_id, "number": number, "change": change}
            | {"capture_id": capture_id, "seen_at": intake.capture.captured_at, "modified_at": article.modified_at}
        )
        self._blocks += ((revision_id, block) for block in article.blocks)
        return revision_id

    def leave(self, url: str, number: int) -> None:
        """Let no other article than that one be visited at a URL which leads to it from now on."""
        own = select(Articles.url).where(Articles.id == Visits.article_id).scalar_subquery()
        others = update(Visits).where(Visits.url == url, Visits.article_id != number)
        update_or_ignore(self._connection, others.values(url=own))

    def url(self, url: str, article_id: int, relation: str, *, led: bool) -> None:
        """Add a URL that leads to an article from now on. `led`: it led to one before."""
        self._urls[url] = {"url": url, "article_id": article_id, "relation": relation}
        self._led.update((url,) if led else ())

    def write(self) -> None:
        """Write them all."""
        for table in INSERTED:
            self._insert(table, self._inserts[table])
        insert_blocks(self._connection, self._blocks)
        for statement, rows in self._updates.items():
            self._connection.execute(statement, rows)
        self._replace(ArticleUrls, ArticleUrls.url, self._led, self._urls.values())
        self._replace(Credits, Credits.article_id, self._changed, self._credits())
        self._replace(ArticleAuthors, ArticleAuthors.article_id, self._changed, self._authors())
        self._replace(ArticleTags, ArticleTags.article_id, self._changed, self._tags())
        note_numbers(self._connection, self._numbers)

    def _insert(self, table: type[Base], rows: Iterable[Row]) -> None:
        if rows := list(rows):
            insert_rows(self._connection, table, rows)

    def _replace(
        self, table: type[Base], key: InstrumentedAttribute[Any], values: Iterable[Any], rows: Iterable[Row]
    ) -> None:
        """Put `rows` in the place of those whose `key` is one of `values`; the others are new."""
        if values := list(values):
            self._connection.execute(delete(table).where(key.in_(values)))
        self._insert(table, rows)

    def _credits(self) -> list[Row]:
        named = self._named(Organizations, [credit.organization for _, credit in self._each("credits")], _known)
        names = "role", "credited_as", "evidence", "rule", "confidence", "position"
        return [
            {name: getattr(credit, name) for name in names}
            | {"article_id": article_id, "organization_id": named[credit.organization]}
            for article_id, credit in self._each("credits")
        ]

    def _authors(self) -> list[Row]:
        named = self._named(Authors, [name for _, name in self._each("authors")])
        rows = []
        for article_id, article in self._details.items():
            beside = {signature.author: signature for signature in article.signatures}
            for position, name in enumerate(dict.fromkeys(article.authors)):
                signature = beside.get(name, Signature(name))
                facts = {fact: getattr(signature, fact) for fact in ("role", "organization", "place")}
                rows.append(facts | {"article_id": article_id, "author_id": named[name], "position": position})
        return rows

    def _tags(self) -> list[Row]:
        named = self._named(Tags, [name for _, name in self._each("tags")])
        pairs = dict.fromkeys((article_id, named[name]) for article_id, name in self._each("tags"))
        return [{"article_id": article_id, "tag_id": tag_id} for article_id, tag_id in pairs]

    def _each(self, field: str) -> list[tuple[int, Any]]:
        return [(number, value) for number, article in self._details.items() for value in getattr(article, field)]

    def _named(self, table: Any, names: Iterable[str], facts: Callable[[str], Row] = lambda _: {}) -> dict[str, int]:
        """Give the id of each name; a name that is new gets a row."""
        names = list(dict.fromkeys(names))
        if not names:
            return {}
        found = self._connection.execute(select(table.name, table.id).where(table.name.in_(names)))
        ids: dict[str, int] = {row.name: row.id for row in found}
        new = {name: self.number(table) for name in names if name not in ids}
        self._insert(table, [{"id": number, "name": name} | facts(name) for name, number in new.items()])
        return ids | new


def revision_content(article: Article) -> Row:
    """Give the columns of `stored_revisions` that come from the page; its text is left to its blocks, if it is theirs.

    It is no part of a page any more where it was put in order for the database, and its blocks otherwise.
    """
    content = {name: getattr(article, name) for name in REVISION_COLUMNS}
    return content | {"body": None if article.body == body_of(article.blocks) else article.body}


def _content(article: Article) -> Row:
    """Give the columns of `articles` that come from the page."""
    flags = json.dumps(article.flags, ensure_ascii=False) if article.flags else None
    return {name: getattr(article, name) for name in ARTICLE_COLUMNS} | {"flags": flags} | lengths_of(article.blocks)


def lengths_of(blocks: Iterable[Block]) -> dict[str, int]:
    """Give the characters of a page's blocks, as the columns of `articles` have them."""
    sizes = [(len(block.text), block.kept) for block in blocks]
    return {"text_length": sum(size for size, _ in sizes), "kept_length": sum(size for size, kept in sizes if kept)}


def _answer(intake: Intake, article_id: int | None) -> Row:
    rejected = intake.result if isinstance(intake.result, Rejected) else None
    return {
        "article_id": article_id,
        "refused": rejected.reason.value if rejected else None,
        "detail": rejected.detail if rejected else None,
        "extractor": _reader(intake),
    }


def _reader(intake: Intake) -> str | None:
    """Give what has read a page; None where it ended its process, which another time it may not."""
    if isinstance(intake.result, Rejected):
        return None if intake.result.reason.ended_process else EXTRACTOR
    return intake.result.extractor


def _origin_place(capture: Capture) -> Row:
    place = capture.place
    return {
        "origin_file": place.file if place else None,
        "origin_record": place.record if place else None,
        "origin_offset": place.offset if place else None,
    }


@cache
def _listed() -> dict[str, Row]:
    from archive.extraction import organizations  # half a second of imports, in which the workers of an ingest begin

    return {
        organization.name: {
            "kind": organization.kind.value,
            "country": organization.country,
            "wikidata": organization.wikidata,
        }
        for organization in organizations.list_organizations()
    }


def _known(name: str) -> Row:
    """Give what the list of organisations says of a canonical name."""
    return _listed().get(name, {"kind": None, "country": None, "wikidata": None})
