"""The address a page says is its own, and the one of another site that it says it is from."""

import re
from itertools import islice
from urllib.parse import urljoin

from lxml import etree, html

from archive import urls

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(https?://\S+)|Page saved with SingleFile\s+url:\s*(https?://\S+)")


def page_address(tree: html.HtmlElement, stated: str | None, url: str | None) -> tuple[str | None, str | None]:
    """Give the page's own canonical URL, and a canonical link to another site; each or both None.

    `stated`: the `og:url`, which counts where there is no canonical link. `url`: where the page was found. A link from
    an article to the front page of its site is a mistake of the site's template.
    """
    found_at = url or _saved_from(tree)
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for link in (*links[:1], *filter(None, [stated])):
        address = _joined(found_at, link)
        if address is None or (urls.is_front(address) and not (found_at and urls.is_front(found_at))):
            continue
        if found_at and urls.site_of(address) != urls.site_of(found_at):
            return urls.canonical(found_at) if not url else None, address
        return address, None
    return (urls.canonical(found_at) if found_at and not url else None), None


def _joined(base: str | None, link: str | None) -> str | None:
    try:
        return urls.canonical(urljoin(base or "", (link or "").strip()))
    except ValueError:
        return None


def _saved_from(tree: html.HtmlElement) -> str | None:
    """Give the address that a browser or SingleFile wrote into a comment when it saved the page."""
    for comment in (*tree.itersiblings(etree.Comment, preceding=True), *islice(tree.iter(etree.Comment), 5)):
        if match := _SAVED_FROM.search(comment.text or ""):
            return match[1] or match[2]
    return None
