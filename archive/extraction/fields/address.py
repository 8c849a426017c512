"""The address a page says is its own, and the one of another site that it says it is from.

A canonical link is a claim. Many copies of a story carry the link of the house that wrote it, and some templates one
link for all pages. So it is weighed against what else the page says of its address, and against where it was found.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree, html

from archive import urls
from archive.copies import original_address
from archive.scripts import fold_letters

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(https?://\S+)|Page saved with SingleFile\s+url:\s*(https?://\S+)")
_PAGE_NUMBER = re.compile(r"[/_,-](?:(?:page|p|seite|pagina|teil|part)[/_-]?)?(\d{1,2})$", re.IGNORECASE)
_LONGEST_NUMBER = 2
_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
_PAGE_NAMES = frozenset("page p pg pagenum page_no paged pagina pagenumber seite s pn currentpage".split())
"""Parameters that number the pages of one story."""
_MOST_LINKS = 2_000
_MANY = 30
"""Links to one site on a page that has none to the site it says it is on, which is then not where it stands."""
_CANONICAL, _JSON_LD, _OPENGRAPH, _NAMED = 1.0, 1.0, 1.1, 2.0
"""Weights of what speaks for a site: three ways to state an address, and its name. Of 26 labelled pages whose
statements name different sites `og:url` had the right one."""
_SHORTEST = 4
"""Letters that a part of a host and a name must share at least, unless they are equal."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a page's markup says of its address beside the canonical link.

    `opengraph`: the `og:url`; `json_ld`: addresses there; `names` of its site and publisher.
    """

    opengraph: str | None = None
    json_ld: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stated:
    """The usable addresses among the claims, in canonical spelling."""

    canonical: str | None
    json_ld: str | None
    opengraph: str | None

    def all(self) -> list[str]:
        return [address for address in (self.canonical, self.opengraph, self.json_ld) if address]


def page_address(tree: html.HtmlElement, claims: Claims, url: str | None) -> tuple[str | None, str | None]:
    """Give the page's own canonical URL, and a canonical link to another site; each or both None.

    `url`: where the page was found, be it at a copy's address. A link from an article to the front page of its site is
    a mistake of the site's template; one from the second page of a story to its first is about the story.
    """
    found_at = original_address(url or _saved_from(tree) or "")
    stated = _usable(tree, claims, found_at)
    if found_at is None:
        own = _weigh_claims(tree, stated, claims.names)
    else:
        own = _believe_claims(tree, stated, claims.names, found_at) or (None if url else found_at)
    linked = stated.canonical or stated.opengraph
    return own, linked if linked and urls.site_of(linked) != urls.site_of(own or found_at or "") else None


def _usable(tree: html.HtmlElement, claims: Claims, found_at: str | None) -> _Stated:
    """Give the claims that can be a page's address: not a front page's, not an IP address unless found at one."""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]

    def first(texts: Iterable[str | None]) -> str | None:
        joined = (_joined(found_at, text) for text in texts if text and text.strip())
        return next((address for address in joined if address and _may_be(address, found_at)), None)

    return _Stated(first(links[:1]), first(claims.json_ld), first([claims.opengraph]))


def _may_be(address: str, found_at: str | None) -> bool:
    if urls.is_front(address):
        return bool(found_at and urls.is_front(found_at))
    return not _is_number(address) or bool(found_at and _is_number(found_at))


def _weigh_claims(tree: html.HtmlElement, stated: _Stated, names: Iterable[str]) -> str | None:
    """Give the address of a page that was found nowhere: of the site that most speaks for."""
    claims = ((stated.canonical, _CANONICAL), (stated.opengraph, _OPENGRAPH), (stated.json_ld, _JSON_LD))
    weights: defaultdict[str | None, float] = defaultdict(float)
    for address, weight in claims:
        if address:
            weights[urls.site_of(address)] += weight
    if not weights:
        return None
    named = {urls.site_of(address) for address in stated.all() if is_named(address, names)}
    site = max(weights, key=lambda one: weights[one] + _NAMED * (one in named))
    if site not in named and _stands_elsewhere(tree, site, names):
        return None
    first, *others = [address for address in stated.all() if urls.site_of(address) == site]
    # one canonical link for all pages of a template, where two others tell them apart
    return others[0] if len(others) == 2 and others[0] == others[1] else first


def _believe_claims(tree: html.HtmlElement, stated: _Stated, names: Iterable[str], found_at: str) -> str | None:
    """Give what a page that was found says is its address: of its own site, or of one that all claims agree on."""
    home = urls.site_of(found_at)
    claimed = [address for address in (stated.canonical, stated.opengraph) if address]
    for address in claimed[:1]:
        if urls.site_of(address) == home:
            return None if _is_later_page(found_at, address) else address
    sites = {urls.site_of(address) for address in stated.all()}
    if len(sites) != 1 or len(stated.all()) < 2 or is_named(found_at, names):
        return None
    links = _linked_sites(tree)
    told = is_named(claimed[0], names) if claimed else False
    if (told or len(stated.all()) == 3) and claimed and links[urls.site_of(claimed[0])] >= links[home]:
        return claimed[0]
    return None


def _stands_elsewhere(tree: html.HtmlElement, site: str | None, names: Iterable[str]) -> bool:
    """Tell whether a page's links say that it is not of the site it names: to that none leads, to another many."""
    links = _linked_sites(tree)
    other, most = next(iter(links.most_common(1)), (None, 0))
    if other is None or other == site or links[site]:
        return False
    return is_named(f"https://{other}/", names) or (most >= _MANY and not links[None])


def _linked_sites(tree: html.HtmlElement) -> Counter[str | None]:
    """Count the links of a page by site; None: relative ones."""
    counts: Counter[str | None] = Counter()
    for link in islice(tree.iter("a"), _MOST_LINKS):
        href = (link.get("href") or "").strip()
        if href.startswith("/") and not href.startswith("//"):
            counts[None] += 1
        elif address := original_address(f"https:{href}" if href.startswith("//") else href):
            counts[urls.site_of(address)] += 1
    return counts


def is_named(address: str, names: Iterable[str]) -> bool:
    """Tell whether one of the names is that of the address's host: the same letters, or its initials."""
    host = (urls.host_of(address) or "").removeprefix("www.")
    parts = [fold_letters(part) for part in (*host.split(".")[:-1], host)]
    for name in names:
        key = fold_letters(name)
        initials = "".join(word[0] for word in name.split() if word[0].isalnum()).casefold()
        for part in parts:
            if key == part or (len(initials) >= 3 and initials in part):
                return True
            if (len(part) >= _SHORTEST and part in key) or (len(key) >= _SHORTEST and key in part):
                return True
    return False


def _is_later_page(found_at: str, address: str) -> bool:
    """Tell whether a page was found where another page of the story at `address` is: there, with a number behind."""
    found, first = urlsplit(found_at), urlsplit(address)
    asked = parse_qsl(found.query, keep_blank_values=True)
    numbers = [value for name, value in asked if name.lower() in _PAGE_NAMES and value.isdecimal()]
    if any(int(number) > 1 for number in numbers if len(number) <= _LONGEST_NUMBER):
        rest = [pair for pair in asked if pair[0].lower() not in _PAGE_NAMES]
        return _stem(found.path) == _stem(first.path) and rest == parse_qsl(first.query, keep_blank_values=True)
    number = _PAGE_NUMBER.search(_stem(found.path))
    return bool(number and int(number[1]) > 1 and _stem(found.path)[: number.start()] == _stem(first.path))


def _stem(path: str) -> str:
    """Give a path without what stands at the end of some: a slash, a file's ending."""
    return _ENDING.sub("", path.rstrip("/"))


def _is_number(address: str) -> bool:
    """Tell whether the host is an IP address: a server behind the site's name."""
    try:
        ip_address(urls.host_of(address) or "")
    except ValueError:
        return False
    return True


def _joined(base: str | None, link: str) -> str | None:
    try:
        return original_address(urljoin(base or "", link.strip()))
    except ValueError:
        return None


def _saved_from(tree: html.HtmlElement) -> str | None:
    """Give the address that a browser or SingleFile wrote into a comment when it saved the page."""
    for comment in (*tree.itersiblings(etree.Comment, preceding=True), *islice(tree.iter(etree.Comment), 5)):
        if match := _SAVED_FROM.search(comment.text or ""):
            return match[1] or match[2]
    return None
