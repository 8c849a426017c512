"""Which article a page is about: the one at the address it claims, or one of its own at the address it was found at.

Pure. A canonical link is a claim. It is believed for a text that is held under the claimed address, or where nothing is
held there; it never makes a rewrite of an article with another text. Then both are articles, each at its own address.
"""

from dataclasses import dataclass, replace

from archive import urls
from archive.copies import find_original, original_address
from archive.judge.change import Holding, is_other_text
from archive.model import Article, Capture


@dataclass(frozen=True, slots=True)
class Settled:
    """A page with the address that it is filed under, and what is held of its article, if anything.

    `moved`: another article that was held under this address only because its page claimed so, and the address where
    that was found, which is its own from now on.
    """

    article: Article
    held: Holding | None
    moved: tuple[Holding, str] | None = None


def settle_claim(
    article: Article, capture: Capture, payload_digest: str, claimed: Holding | None, found: Holding | None
) -> Settled:
    """Settle what article a page is about.

    `claimed`: what is held under the address the page says is its own; `found`: under the one it was fetched from.
    """
    if capture.url is None:
        return _settle_file(article, payload_digest, claimed)
    copy, fetched = find_original(capture.url), original_address(capture.url)
    if fetched is None:
        return Settled(article, claimed)
    if copy and copy.translated:
        return _settle_translation(article, capture, claimed)
    if _same_place(fetched, article.url):
        return _settle_own(article, fetched, claimed)
    if found is not None and (claimed is None or found.article_id != claimed.article_id):
        if _same_place(found.url, fetched) or _is_apart(claimed, article):
            return Settled(_at(article, found.url), found)
    elif claimed is not None and not _is_home(claimed, fetched) and _is_apart(claimed, article):
        return Settled(_at(article, fetched), None)
    return Settled(article, claimed)


def _settle_own(article: Article, fetched: str, held: Holding | None) -> Settled:
    """Settle a page found where it says it is. What is held there may be a page that only claimed the address."""
    if held is None or held.fetched is None or not _same_place(held.url, fetched):
        return Settled(article, held)
    before = original_address(held.fetched)
    apart = before is not None and not _same_place(before, fetched) and article.title != held.title
    if apart and before and _is_apart(held, article):
        return Settled(article, None, moved=(held, before))
    return Settled(article, held)


def _settle_file(article: Article, payload_digest: str, held: Holding | None) -> Settled:
    """Settle a file: it is another article than is held if nothing but the address it claims is the same."""
    told = (article.published_at or "")[:10], ((held and held.published_at) or "")[:10]
    if held is None or article.title == held.title or told[0] == told[1] or not all(told):
        return Settled(article, held)
    if set(article.authors) & set(held.authors) or not _is_apart(held, article):
        return Settled(article, held)
    return Settled(_at(article, f"file:sha256-{payload_digest[:32]}"), None)


def _settle_translation(article: Article, capture: Capture, held: Holding | None) -> Settled:
    """Settle a translator's page: with other words than the article's it is no revision of it."""
    address = urls.canonical(capture.url or "")
    if address is None or held is None or not _is_apart(held, article):
        return Settled(article, held)
    return Settled(_at(article, address), None)


def _is_apart(held: Holding | None, article: Article) -> bool:
    """Tell whether a page has another text than is held, as far as it shows its text."""
    return held is not None and "paywalled" not in article.flags and is_other_text(held, article)


def _is_home(held: Holding, address: str) -> bool:
    """Tell whether an address is one where the article stood."""
    return _same_place(held.url, address) or _same_place(original_address(held.fetched or "") or "", address)


def _same_place(one: str, other: str) -> bool:
    return urls.place_of(one) == urls.place_of(other)


def _at(article: Article, address: str) -> Article:
    return replace(article, url=address, site=urls.site_of(address))


def visited_address(url: str, fetched: str | None) -> str:
    """Give the address to ask for an article at `url`: the one that answered, unless that is a copy's."""
    address = urls.canonical(fetched) if fetched else None
    if address is None or find_original(address) or _same_place(address, url):
        return url
    return address


def other_address(visited: str, url: str, fetched: str | None) -> str | None:
    """Give the second address to try where the one visited fails: the article's own, or the one that gave its text."""
    if not _same_place(visited, url):
        return url
    address = visited_address(url, fetched)
    return None if _same_place(address, url) else address
