"""Texts as the indexes of a database take them: PostgreSQL's hold 2,704 bytes, SQLite's as much as there is.

A page whose address is longer is refused, and kept as received; a longer name is cut, and where a page moved to such an
address it counts as not moved.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from archive import urls
from archive.model import Article, Intake, Reason, Rejected
from archive.store.statements import INDEXED
from archive.store.write.holdings import addresses_of

NAMED: Final = 500
"""Characters of a name that are kept where an index has it beside others."""
CODED: Final = 50
"""Characters of the code of a language that are."""


def with_fitting_texts(connection: Connection, batch: Sequence[Intake]) -> list[Intake]:
    """Give the pages as this database can index them."""
    most = INDEXED.get(connection.dialect.name)
    return list(batch) if most is None else [_fitting(intake, most) for intake in batch]


def fits_index(connection: Connection, *texts: str) -> bool:
    """Tell whether an index of this database holds these texts in one row."""
    most = INDEXED.get(connection.dialect.name)
    return most is None or sum(len(text.encode()) for text in texts) <= most


def _fitting(intake: Intake, most: int) -> Intake:
    article, capture = intake.result, intake.capture
    if capture.moved_to and len((urls.canonical(capture.moved_to) or capture.moved_to).encode()) > most:
        intake = replace(intake, capture=replace(capture, moved_to=None))
    if not isinstance(article, Article):
        return intake
    if any(len(url.encode()) > most for url in addresses_of(intake)):
        told = f"its address is longer than the {most:,} bytes that the database can index"
        return replace(intake, result=Rejected(Reason.TOO_LARGE, told))
    return replace(intake, result=_cut(article))


def _cut(article: Article) -> Article:
    """Cut names that are none: a paragraph that stands where an author or a tag is."""
    texts = [article.source, article.site_name, *article.authors, *article.tags]
    texts += [credit.organization for credit in article.credits]
    if len(article.language or "") <= CODED and all(len(text) <= NAMED for text in texts if text):
        return article
    return replace(
        article,
        source=article.source and article.source[:NAMED],
        language=article.language and article.language[:CODED],
        authors=tuple(dict.fromkeys(name[:NAMED] for name in article.authors)),
        tags=tuple(dict.fromkeys(tag[:NAMED] for tag in article.tags)),
        credits=tuple(replace(credit, organization=credit.organization[:NAMED]) for credit in article.credits),
        signatures=tuple(replace(one, author=one.author[:NAMED]) for one in article.signatures),
    )
