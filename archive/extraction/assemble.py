"""From a labelled page to the article: cheap and pure."""

from archive import urls
from archive.copies import original_address
from archive.fingerprint import text_digest
from archive.model import Article, Block, Draft
from archive.scripts import IDEOGRAPH


def assemble_article(draft: Draft, *, url: str | None, payload_digest: str, extractor: str) -> Article:
    """Put the article together.

    `url`: the address the page was fetched from or known by, normalised or not, a copy's too; the page's own canonical
    link goes before it. `payload_digest`: sha256 of the page, its identity where it has no address.
    """
    # a quarter of a second that what reads no page need not wait for
    from archive.extraction.credits.reporting import principal_source, reporting_of

    metadata = draft.metadata
    address = metadata.url or (original_address(url) if url else None) or f"file:sha256-{payload_digest[:32]}"
    site = urls.site_of(address)
    body = body_of(draft.blocks)
    return Article(
        url=address,
        site=site,
        site_name=metadata.site_name or metadata.publisher,
        title=metadata.title,
        standfirst=metadata.standfirst,
        body=body,
        byline=metadata.byline,
        source=principal_source(draft.credits, metadata.publisher or metadata.site_name or site),
        reporting=reporting_of(draft.credits, metadata),
        section=metadata.section,
        language=metadata.language,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        authors=metadata.authors,
        signatures=metadata.signatures,
        tags=metadata.tags,
        flags=metadata.flags,
        credits=draft.credits,
        blocks=draft.blocks,
        word_count=word_count(body),
        digest=text_digest(body),
        extractor=extractor,
        published_day=metadata.published_day,
    )


def body_of(blocks: tuple[Block, ...]) -> str:
    """Give the kept blocks, a blank line between them."""
    return "\n\n".join(block.text for block in blocks if block.kept)


def word_count(text: str) -> int:
    """Count words as people do: runs between spaces; in scripts without spaces, characters."""
    dense = len(IDEOGRAPH.findall(text))
    return len(text.split()) if dense < len(text) / 4 else dense + sum(1 for word in text.split() if word.isascii())
