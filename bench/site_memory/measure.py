"""`python -m bench memory`: what site memory is worth, on test sites archived page by page."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.extraction.assemble import assemble_article
from archive.extraction.page import draft_page
from archive.extraction.version import EXTRACTOR
from archive.fingerprint import payload_digest
from archive.model import Capture, Intake, Rejected
from archive.store.file.database import Database
from archive.store.read.catalog import Catalog
from archive.store.write.ledger import Ledger
from bench.extraction.measures import ratio
from bench.site_memory.sites import FURNITURE, Kind, SitePage, sites
from bench.tables import heading, markdown

AFTER = (1, 2, 5, 30)
"""Pages of each site after which its articles are looked at."""

Tally = Counter[tuple[Kind, bool]]
"""Characters by kind of block, and whether they are in the stored body."""


def run(arguments: argparse.Namespace) -> int:
    """Print a table: after how many pages of each site, which share of chrome is gone, and of the bodies lost."""
    tallies = {after: Tally() for after in AFTER}
    with TemporaryDirectory() as folder, Database(Path(folder) / "archive.db") as database:
        for pages in sites(arguments.count, max(AFTER)):
            for after, tally in archived(pages, database, AFTER):
                tallies[after] += tally
    rows = [[str(after), *(f"{share:.3f}" for share in shares(tally))] for after, tally in tallies.items()]
    print(heading(arguments.command_line))
    print(markdown(("pages a site", "chrome gone", "body lost", *(f"{kind} gone" for kind in FURNITURE)), rows))
    return 0


def archived(pages: Sequence[SitePage], database: Database, after: Sequence[int]) -> Iterator[tuple[int, Tally]]:
    """Archive a site page by page; after so many pages, what is in the bodies of all that are stored by then."""
    ledger, catalog = Ledger(database), Catalog(database)
    for count, page in enumerate(pages, 1):
        ledger.record([_intake(page)])
        if count in after:
            tally = Tally()
            for stored in pages[:count]:
                body = catalog.article(stored.url).article.body
                for piece in stored.pieces:
                    tally[piece.kind, piece.text in body] += len(piece.text)
            yield count, tally


def shares(tally: Tally) -> list[float]:
    """Of the chrome what is gone, of the body what is lost, and what is gone of each kind of furniture."""
    gone = [(tally[kind, False], tally[kind, False] + tally[kind, True]) for kind in FURNITURE]
    lost = tally[Kind.STORY, False] + tally[Kind.HEADING, False]
    body = lost + tally[Kind.STORY, True] + tally[Kind.HEADING, True]
    chrome = ratio(sum(part for part, _ in gone), sum(whole for _, whole in gone))
    return [chrome, ratio(lost, body), *(ratio(part, whole) for part, whole in gone)]


def _intake(page: SitePage) -> Intake:
    """The page as an ingest hands it to the ledger; its bytes are not needed here."""
    labelled = draft_page(page.payload, url=page.url, media_type=page.media_type)
    digest = payload_digest(page.payload)
    capture = Capture(page.url, b"", "2026-11-22T09:30:00Z", url=page.url, media_type=page.media_type)
    if isinstance(labelled, Rejected):
        return Intake(capture, digest, 0, b"", labelled)
    return Intake(
        capture, digest, 0, b"", assemble_article(labelled, url=page.url, payload_digest=digest, extractor=EXTRACTOR)
    )
