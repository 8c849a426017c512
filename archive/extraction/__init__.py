"""From the bytes of one page to the article. Pure: no file, socket, clock or database.

bytes ─page.draft→ Draft (labelled blocks, fields, credits) ─assemble→ Article

The heavy parts are imported when they are used: whatever imports a room of this package comes through here.
"""

from archive.errors import UsageError
from archive.extraction.version import EXTRACTOR
from archive.fingerprint import payload_digest
from archive.model import Article, Rejected


def extract(body: bytes | str, url: str | None = None, media_type: str | None = None) -> Article | Rejected:
    """Give the article in a page, or the reason why there is none. Never raises on any bytes or text.

    `body`: the page itself, not its path: HTML in any encoding, gzipped or not, a plain-text dump of a page, or either
    of them as text. `url`: its address, if it is known. `media_type`: what the server or the file name said, such as
    `text/html`; where the content says otherwise, the content decides. Raises UsageError for what is no page.
    """
    from archive.extraction.assemble import assemble_article
    from archive.extraction.page import draft_page

    if isinstance(body, str):
        body = body.encode("utf-8", "replace")
    if not isinstance(body, bytes):
        raise UsageError(
            f"extract() takes a page as bytes or str, such as path.read_bytes(), not {type(body).__name__}"
        )
    labelled = draft_page(body, url=url, media_type=media_type)
    if isinstance(labelled, Rejected):
        return labelled
    return assemble_article(labelled, url=url, payload_digest=payload_digest(body), extractor=EXTRACTOR)
