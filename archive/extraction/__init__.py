"""From the bytes of one page to the article. Pure: no file, socket, clock or database.

bytes ─page.draft→ Draft (labelled blocks, fields, credits) ─assemble→ Article

This module imports none of its parts before they are used: `import archive` comes through here.
"""

from archive.model import Article, Rejected


def extract(body: bytes, url: str | None = None, media_type: str | None = None) -> Article | Rejected:
    """Give the article in a page, or the reason why there is none. Never raises on any bytes.

    `body`: the page: HTML in any encoding, gzipped or not, or a plain-text dump of a page. `url`: its address, if it is
    known. `media_type`: what the server or the file name said, such as `text/html`; where the content says otherwise,
    the content decides.
    """
    from archive.extraction.assemble import assemble_article
    from archive.extraction.page import draft_page
    from archive.extraction.version import EXTRACTOR
    from archive.fingerprint import payload_digest

    labelled = draft_page(body, url=url, media_type=media_type)
    if isinstance(labelled, Rejected):
        return labelled
    return assemble_article(labelled, url=url, payload_digest=payload_digest(body), extractor=EXTRACTOR)
