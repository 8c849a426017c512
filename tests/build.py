"""Invented pages as the ledger takes them, and small questions to a database."""

import dataclasses
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from archive.fingerprint import payload_digest, text_digest
from archive.judge.change import Holding
from archive.model import (
    Article,
    Block,
    Capture,
    Confidence,
    Credit,
    Intake,
    Label,
    Reason,
    Rejected,
    Role,
    Signature,
    StoredArticle,
)
from archive.payloads import pack_payload
from archive.store.file.database import Database
from archive.store.write.holdings import holding_of
from archive.urls import site_of

URL = "https://www.harbourtimes.example/ferry"
FERRY = (
    "The last ferry left the harbour at noon on Friday, an hour late and with half of its seats empty.\n\n"
    "Harbour master Ida Brandvold said the crossing would open again once the new pier was tested.\n\n"
    "Commuters now take the bridge, which adds forty minutes to the way into town."
)
ORCHARD = (
    "Growers in the valley counted the cost of a late frost that took most of the apricot blossom.\n\n"
    "Insurance will pay for netting and candles but not for the lost crop, said the growers' union."
)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        Database(path).close()
        return path.read_bytes() if path.exists() else b""


def copy_empty(path: Path) -> Path:
    """Put an archive without articles there: twenty times quicker than making its tables anew.

    With `--archive-db postgres` there is no file: a database is made from a template.
    """
    if empty := _empty():
        path.write_bytes(empty)
    return path


def article(url: str = URL, body: str = FERRY, **fields: Any) -> Article:
    """An article with one stripped block before its body and one after it."""
    paragraphs = body.split("\n\n")
    blocks = [Block(0, "Home | News | Weather", Label.NAVIGATION, "links")]
    blocks += [Block(number, text, Label.BODY, "prose") for number, text in enumerate(paragraphs, 1)]
    blocks.append(Block(len(blocks), "Read next: ten harbours to see", Label.RELATED, "after the body"))
    made = Article(
        url=url,
        site=None if url.startswith("file:") else ".".join(url.split("/")[2].split(".")[-2:]),
        site_name="Harbour Times",
        title="Last ferry leaves the harbour",
        standfirst=None,
        body=body,
        byline="By Nora Lindqvist",
        source="Associated Press",
        reporting="syndicated",
        section="Local",
        language="en",
        published_at="2026-11-20T08:00:00Z",
        modified_at=None,
        authors=("Nora Lindqvist",),
        tags=("ferries", "harbour"),
        flags=(),
        credits=(Credit("Associated Press", Role.AGENCY, "AP", "(AP)", "dateline", Confidence.CERTAIN, position=1),),
        blocks=tuple(blocks),
        word_count=len(body.split()),
        digest=text_digest(body),
        extractor="archive 0.1.0",
        signatures=(Signature("Nora Lindqvist", role="Staff Writer", organization="Associated Press"),),
    )
    return replace(made, **fields)


def bare_article(body: str, *, url: str = URL, **fields: Any) -> Article:
    """An article of which nothing is known but its text and what `fields` say."""
    unknown: dict[str, Any] = dict.fromkeys(one.name for one in dataclasses.fields(Article))
    unknown |= dict.fromkeys(("authors", "tags", "flags", "credits", "blocks", "signatures"), ())
    known = {"url": url, "site": site_of(url), "body": body, "reporting": "own"}
    derived = {"word_count": len(body.split()), "digest": text_digest(body), "extractor": "archive 0.1.0"}
    return Article(**unknown | known | derived | fields)


def stored(said: Article | None = None, *, number: int = 1, **facts: Any) -> StoredArticle:
    """That article as the archive holds it."""
    at = "2026-11-21T10:00:00Z"
    seen = {"first_seen_at": at, "last_seen_at": at, "last_changed_at": at, "revision": 1, "story_id": None}
    known: dict[str, Any] = seen | {"status": "live", "urls": (), "provenance": "syndicated"} | facts
    return StoredArticle(id=number, article=said or article(), **known)


def holding(held: Article, **fields: Any) -> Holding:
    """What the archive holds of article 1, whose first revision is this."""
    made = holding_of(held, 1, 1, "2026-11-21T10:00:00Z", "00")
    return replace(made, **{"earlier": frozenset((held.digest,))} | fields)


def page(
    result: Article | None = None,
    *,
    payload: bytes | None = None,
    origin: str | None = None,
    url: str | None = None,
    at: str = "2026-11-21T10:00:00Z",
    **fields: Any,
) -> Intake:
    """A page with that article. Its bytes differ with the article; it comes from a file, unless `origin` is a URL."""
    found = result or article(**fields)
    payload = payload if payload is not None else f"<html>{found.title}{found.url}{found.body}{found.byline}".encode()
    capture = Capture(origin or f"pages/{payload_digest(payload)[:8]}.html", b"", at, url=url, media_type="text/html")
    return _intake(capture, payload, found)


def refusal(
    payload: bytes = b"<html>index", origin: str = "pages/index.html", at: str = "2026-11-21T10:00:00Z"
) -> Intake:
    """A page without an article."""
    return _intake(Capture(origin, b"", at), payload, Rejected(Reason.INDEX_PAGE, "a list of headlines"))


def _intake(capture: Capture, payload: bytes, result: Article | Rejected) -> Intake:
    return Intake(capture, payload_digest(payload), len(payload), pack_payload(payload), result)


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a question."""
    with database.reader() as connection:
        if connection.dialect.name != "sqlite":
            sql = sql.replace("%", "%%")
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def one(database: Database, sql: str) -> Any:
    """The one value of a question."""
    ((value,),) = rows(database, sql)
    return value


def sound(database: Database) -> None:
    """The file, its references, its search index and what is counted of blocks are as the articles and blocks say."""
    assert [*database.faults(9), *database.index_faults()] == []
    kept = "sum(CASE WHEN kept THEN length(text) ELSE 0 END)"
    lengths = f"SELECT coalesce(sum(length(text)), 0), coalesce({kept}, 0) FROM blocks"
    counted = f"({lengths} WHERE blocks.revision_id = articles.revision_id)"
    assert rows(database, f"SELECT id FROM articles WHERE (text_length, kept_length) <> {counted}") == []
