"""What a site says of its owner in its trust.txt (https://journallist.net/reference-document-for-trust-txt-specifications).

A text file at the top of the site, or under /.well-known/, with a line for each relation: `controlledby=https://…`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive import urls
from archive.captures.web.answers import Kinds
from archive.captures.web.media_types import begins_as_page
from archive.captures.web.session import Web
from archive.model import Capture, Cause, Request, Unreadable

TRUST_TXT: Final = Kinds(
    "trust.txt",
    "text/plain",
    frozenset({"text/plain"}),
    begins=lambda payload: not begins_as_page(payload),  # many sites answer any address with a page
)
PLACES: Final = ("/trust.txt", "/.well-known/trust.txt")
MOST_LINES: Final = 10_000
MOST_RELATIONS: Final = 20
"""Relations of each kind that are kept of one file: a site has one owner, and belongs to a few associations."""
_KEYS: Final = ("controlledby", "belongto")


@dataclass(frozen=True, slots=True)
class TrustLine:
    """A line of a trust.txt: `key` is controlledby or belongto, `site` the domain it names, `text` the line."""

    key: str
    site: str
    text: str


def fetch_trust(hosts: Sequence[str], web: Web) -> Iterator[tuple[str, list[TrustLine] | Unreadable]]:
    """Give what each host's trust.txt says, as the answers come; a file that is not there is Unreadable.

    `hosts`: the first part of addresses, as `https://example.com`.
    """
    pending = {f"{host}{PLACES[0]}": host for host in hosts}
    for place in (*PLACES[1:], None):
        missing: list[str] = []
        for answer in web.fetch_requests(map(Request, pending), kinds=TRUST_TXT):
            host = pending[answer.origin]
            if isinstance(answer, Capture):
                yield host, read_trust(answer.payload, answer.url or answer.origin)
            elif isinstance(answer, Unreadable) and place and _is_absent(answer):
                missing.append(host)
            else:
                yield host, answer if isinstance(answer, Unreadable) else []
        pending = {f"{host}{place}": host for host in missing}


def _is_absent(answer: Unreadable) -> bool:
    """Tell whether there is no such file, be it that a page came in its place."""
    return answer.status in (404, 410) or answer.cause is Cause.MEDIA_TYPE


def read_trust(payload: bytes, url: str) -> list[TrustLine]:
    """Give the lines that say who controls the site, and to whom it belongs; all else is passed over."""
    home, found = urls.site_of(url), dict[tuple[str, str], TrustLine]()
    for line in payload.decode("utf-8-sig", "replace").splitlines()[:MOST_LINES]:
        key, mark, value = line.partition("=")
        key = key.strip().lower()
        if not mark or key not in _KEYS:
            continue
        value = value.strip()
        site = urls.site_of(value if "://" in value else f"https://{value}")
        kept = sum(one.key == key for one in found.values())
        if site and "." in site and site != home and kept < MOST_RELATIONS:
            found.setdefault((key, site), TrustLine(key, site, " ".join(line.split())[:500]))
    return list(found.values())
