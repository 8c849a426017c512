"""Addresses: the canonical form of a URL, its host and place, and the site (registrable domain) it belongs to.

Two spellings of one address become one string; two addresses never do, for a wrong merge would file one article as a
revision of another, while a missed one is still caught by its text. So only query parameters that are known trackers
go: courlan's pattern, made for crawling, also drops `gameid`, `galleryId`, `source` and `?12345`.
"""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, unquote_to_bytes, urldefrag, urljoin, urlsplit

import idna

from archive.hosters import blog_of

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 8_000  # characters; what common servers and proxies accept (nginx and Apache: 8 KB a request line)

# Names no site uses to tell its pages apart. Sources: AdGuard's "general URL tracking" filter
# (AdguardTeam/AdguardFilters, TrackParamFilter/sections/general_url.txt) and ClearURLs' global rules.
TRACKER = re.compile(
    r"(?:utm|mtm|hsa|vero|oly|itm|ns|guce)_\w+"
    r"|at_(?:medium|campaign\w*|custom\d+|format|link_\w+|ptr_name|bbc_team)"
    r"|pk_(?:campaign|kwd|keyword|source|medium|content|cid)"
    r"|(?:fb|g|d|y|ys|tw|tt)clid|msclkid|gclsrc|[gw]braid|igshid|igsh|mibextid"
    r"|mc_[ce]id|mkt_tok|ml_subscriber(?:_hash)?|_ga|_gl|_hsenc|_hsmi|__hs(?:sc|tc|fp)|hsctatracking"
    r"|ref_src|ref_url|cmpid|ocid|xtor|ncid|s_cid|smid|smtyp|wt_z?mc|ftag|guccounter|soc_(?:src|trk)|__twitter_impression",
    re.IGNORECASE,
)
SESSION = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")
SPACE = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\r\n]")  # what browsers drop of an address in markup
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}|%")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical(url: str) -> str | None:
    """Give the one spelling of an http(s) address; None for anything else, however broken. Never raises; idempotent.

    Host in lower case and punycode; user, default port, fragment, known trackers and session ids dropped; dot segments
    resolved; percent-encoding by RFC 3986 section 6.2.2; query sorted by name (equal names keep their order).
    Scheme, `www.`, a trailing slash and letter case in the path are left alone: servers do tell them apart.
    """
    return _canonical(url) if len(url) <= LONGEST else None


@lru_cache(maxsize=1024)
def _canonical(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts.hostname or ""), parts.port
        if parts.scheme not in DEFAULT_PORTS or host is None:
            return None
        authority = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
        path = _without_dots(SESSION.sub("", _encoded(parts.path)))
        query = _query(_encoded(parts.query))
    except ValueError:  # a port that is no number, a broken IPv6 address, half a surrogate pair
        return None
    address = f"{parts.scheme}://{authority}{path}" + (f"?{query}" if query else "")
    return address if len(address) <= LONGEST else None


def join_address(base: str, link: str) -> str | None:
    """Give the http(s) address that `link` is on the page `base`, spelled as it stands there, less its fragment.

    None for anything else: a path without a base, `mailto:`, `file:`, what no server could be asked for. Never raises.
    """
    link = SPACE.sub("", link) if len(link) <= LONGEST else ""
    if not link:
        return None
    try:
        address = urldefrag(urljoin(base, link)).url
    except ValueError:
        return None
    return address if canonical(address) else None


def host_of(url: str) -> str | None:
    """Give the host of an http(s) address as `canonical` writes it, without port or brackets, or None."""
    address = canonical(url)
    return host_of_canonical(address) if address else None


def host_of_canonical(address: str) -> str:
    """Give the host of an address that `canonical` wrote, much faster: a night asks it of each article."""
    authority = address.partition("://")[2].partition("/")[0]
    return authority[1:].partition("]")[0] if authority.startswith("[") else authority.partition(":")[0]


def is_front(url: str) -> bool:
    """Tell whether an address is that of a site's front page: no path and no query. Never raises."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query


def place_of(url: str) -> tuple[str, str, str]:
    """Give (host, path, query) of an address, less what differs between spellings of one: scheme, www, last slash."""
    address = canonical(url) or url
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", address, ""
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


def site_of(url: str) -> str | None:
    """Give the registrable domain (`news.co.uk` of `www.news.co.uk`) by the Public Suffix List bundled with `tld`.

    The list's private part counts too, and so do the hosters in `archive.hosters`: each blog is a site. A host the list
    does not know (`localhost`, `.example`) gives its last two labels, an IP address itself.
    """
    address = canonical(url)
    if address is None:
        return None
    host = host_of_canonical(address)
    return blog_of(host, urlsplit(address).path) or _site(host)


@lru_cache(maxsize=4096)
def _site(host: str) -> str:
    if ":" in host or _is_ipv4(host):
        return host
    from tld import get_fld  # it loads all of urllib, email and http with it

    found = get_fld(f"https://{host}", fail_silently=True)
    return found or ".".join(host.split(".")[-2:])


def _is_ipv4(host: str) -> bool:
    try:
        return ip_address(host).version == 4
    except ValueError:
        return False


def _host(host: str) -> str | None:
    host = host.rstrip(".")
    if ":" in host:
        return f"[{IPv6Address(host.partition('%')[0]).compressed}]"
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:
            return None
    return host if HOST.fullmatch(host) and ".." not in host else None


def _encoded(text: str) -> str:
    """Make percent-encoding uniform: upper case, none where it means nothing, UTF-8 where a character needs it."""
    if text.isascii() and text.isalnum():
        return text
    return PERCENT.sub(_percent, quote(text, safe="%/?:@!$&'()*+,;=~"))


def _percent(match: re.Match[str]) -> str:
    code = match[0].upper()
    if code == "%":
        return "%25"
    return chr(byte) if (byte := unquote_to_bytes(code)[0]) in UNRESERVED else code


def _without_dots(path: str) -> str:
    """Resolve dot segments of an absolute path, by RFC 3986 section 5.2.4."""
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not TRACKER.fullmatch(pair.partition("=")[0])]
    return "&".join(sorted(pairs, key=lambda pair: pair.partition("=")[0]))
