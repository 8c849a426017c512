"""What is measured: each extractor takes a labelled page's bytes as its users would and gives the same few fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import trafilatura

from archive.extraction import extract
from archive.extraction.credits.find import find_credits
from archive.extraction.decoding.blocks import Layout, RawBlock, one_line
from archive.extraction.fields import language
from archive.extraction.labelled import LabelledPage
from archive.model import Credit, Label, Metadata, Rejected

TERMINAL = (".", "!", "?", "…", '."', ".”", "。", "！", "？", ":", "”", "»")


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor found on a page.

    `sources`: the organisations it names as who wrote the story; a peer has them among its authors. `credits` maps an
    organisation as the extractor names it to its role; None for an extractor that knows no credits. `evidence`: its
    credits in full; `refused`: why it took the page for no article; `flags`: what it says of the page; ours only.
    `seconds`: the CPU time it says it took, where it ran in another process.
    """

    body: str = ""
    standfirst: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    site_name: str | None = None
    date: str | None = None
    credits: Mapping[str, str] | None = None
    evidence: tuple[Credit, ...] = ()
    refused: str | None = None
    flags: tuple[str, ...] = ()
    seconds: float | None = None


Extractor = Callable[[bytes, str | None], Extraction]


def archive(payload: bytes, url: str | None) -> Extraction:
    """This archive, on a web page."""
    return _ours(payload, url, "text/html")


def archive_dump(payload: bytes, url: str | None) -> Extraction:
    """This archive, on a text dump; it is not told the URL."""
    return _ours(payload, None, "text/plain")


def archive_text(payload: bytes, url: str | None) -> Extraction:
    """This archive's credits of a text without a page around it, taken as one block of a body."""
    text = payload.decode()
    facts = Metadata(language=language.detect_language(text))
    page = LabelledPage(Layout([RawBlock(one_line(text))]), None, [Label.BODY], ["text"])
    credits = find_credits(page, metadata=facts)
    return Extraction(credits={credit.organization: credit.role.value for credit in credits}, evidence=credits)


def trafilatura_default(payload: bytes, url: str | None) -> Extraction:
    """Trafilatura as most call it; the measure of time."""
    return _theirs(trafilatura.bare_extraction(payload, url=url, with_metadata=True))


def trafilatura_precision(payload: bytes, url: str | None) -> Extraction:
    """Trafilatura told to prefer precision."""
    return _theirs(trafilatura.bare_extraction(payload, url=url, with_metadata=True, favor_precision=True))


def trafilatura_recall(payload: bytes, url: str | None) -> Extraction:
    """Trafilatura told to prefer recall."""
    return _theirs(trafilatura.bare_extraction(payload, url=url, with_metadata=True, favor_recall=True))


def identity(payload: bytes, url: str | None) -> Extraction:
    """The whole dump as it is: what an archive without extraction keeps."""
    return Extraction(body=payload.decode("utf-8", "replace"))


def terminal_lines(payload: bytes, url: str | None) -> Extraction:
    """The lines that end in terminal punctuation, as C4 does."""
    lines = payload.decode("utf-8", "replace").splitlines()
    return Extraction(body="\n".join(line for line in lines if line.rstrip().endswith(TERMINAL)))


OURS = "archive"
REFERENCE = "trafilatura"
PAGE_EXTRACTORS: Mapping[str, Extractor] = {
    OURS: archive,
    REFERENCE: trafilatura_default,
    "trafilatura precision": trafilatura_precision,
}
MORE_EXTRACTORS: Mapping[str, Extractor] = {"trafilatura recall": trafilatura_recall}
"""Run beside the peers."""
TEXT_EXTRACTORS: Mapping[str, Extractor] = {OURS: archive_text}
DUMP_EXTRACTORS: Mapping[str, Extractor] = {
    OURS: archive_dump,
    "identity": identity,
    "terminal punctuation": terminal_lines,
}


def _ours(payload: bytes, url: str | None, media_type: str) -> Extraction:
    article = extract(payload, url=url, media_type=media_type)
    if isinstance(article, Rejected):
        return Extraction(credits={}, refused=article.reason.value)
    return Extraction(
        article.body,
        article.standfirst or "",
        article.title,
        article.authors,
        tuple(credit.organization for credit in article.credits) or tuple(filter(None, (article.source,))),
        article.site_name,
        article.published_day,
        {credit.organization: credit.role.value for credit in reversed(article.credits)},
        article.credits,
        flags=article.flags,
    )


def _theirs(document: object) -> Extraction:
    """Trafilatura's document; it gives authors in one string and knows no credits."""
    if document is None:
        return Extraction()
    authors = (getattr(document, "author", None) or "").split(";")
    return Extraction(
        body=getattr(document, "text", None) or "",
        title=getattr(document, "title", None),
        authors=tuple(filter(None, map(str.strip, authors))),
        sources=tuple(filter(None, map(str.strip, authors))),
        site_name=getattr(document, "sitename", None),
        date=getattr(document, "date", None),
    )
