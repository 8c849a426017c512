"""A request on its way: where redirects led it, and what it was given there.

A page that redirects to itself and sets a cookie wants that cookie: it is asked once more, with the cookies that this
one journey was given and for it alone; a page that moved to another host may meet a second such wall there. Nothing is
kept, and no other request has any.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.captures.failure import Failure
from archive.captures.web.answers import Redirect
from archive.model import Cause, Request
from archive.urls import host_of, site_of

MOST_REDIRECTS = 10
MOST_WALLS = 2
MOST_COOKIES = 20
LONGEST_COOKIE = 4_000  # characters
WALL = "the site sends its pages to those alone who keep its cookies: it was asked once with them, in vain"


@dataclass(slots=True)
class Journey:
    """A request on its way: where it is now, the seconds it has left, and what it went through."""

    request: Request
    address: str
    left: float
    redirects: int = 0
    failures: int = 0
    refreshed: bool = False  # by a page that was nothing but a way on: one such is followed
    moved_to: str | None = None
    moving: bool = True  # all its redirects were permanent
    passed: dict[str, bool] = field(default_factory=dict)  # addresses, and whether it was moving when it left them
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)  # by host, or by domain with a dot before it
    walls: set[str] = field(default_factory=set)  # hosts whose wall was met: from the first on, cookies are sent

    def go_on(self, answer: Redirect) -> None:
        """Go where an answer leads. Raises Failure if the journey was led too often, or before a wall of cookies."""
        self.redirects += 1
        self.refreshed = self.refreshed or answer.refreshes
        self.passed.setdefault(self.address, self.moving)
        self.moving = self.moving and answer.permanent
        self.moved_to = answer.address if self.moving else self.moved_to
        self._keep_cookies(answer.cookies)
        self.address = answer.address
        if self.cookies and (self.address in self.passed or self.redirects > MOST_REDIRECTS or _asks_cookies(answer)):
            host = host_of(self.address) or ""
            known = host in self.walls or len(self.walls) == MOST_WALLS
            if known and not _asks_cookies(answer):
                raise Failure(WALL, Cause.REDIRECTS)
            if not known:
                self.walls.add(host)
                self.redirects = 1
                self.moving = self.passed.get(self.address, self.moving)  # what the wall led through counts no more
                self.passed.clear()
        if self.redirects > MOST_REDIRECTS:
            raise Failure(f"more than {MOST_REDIRECTS} redirects", Cause.REDIRECTS)

    def cookie_header(self) -> dict[str, str]:
        """Make the header for where the journey is now; none before a wall was met."""
        host = host_of(self.address) or ""
        jars = [jar for whose, jar in self.cookies.items() if whose == host or f".{host}".endswith(whose)]
        cookies = dict(pair for jar in jars for pair in jar.items()) if self.walls else {}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}

    def _keep_cookies(self, given: tuple[str, ...]) -> None:
        """Keep the cookies that an answer of the present host sets, for it, or for its site if it says so."""
        for line in given[:MOST_COOKIES]:
            pair, *attributes = line[:LONGEST_COOKIE].split(";")
            name, equals, value = pair.strip().partition("=")
            jar = self.cookies.setdefault(_domain_of(attributes, host_of(self.address) or ""), {})
            plain = equals and name and (name + value).isascii() and (name + value).isprintable()
            if plain and (len(jar) < MOST_COOKIES or name in jar):
                jar[name] = value
        if not any(self.cookies.values()):
            self.cookies.clear()


def _domain_of(attributes: Iterable[str], host: str) -> str:
    """Give whose a cookie is: the host's that set it, or a domain's above it, with a dot, if that is somebody's own."""
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        domain = value.strip().lstrip(".").lower()
        above = (
            domain
            and f".{host}".endswith(f".{domain}")
            and site_of(f"https://{domain}/") == site_of(f"https://{host}/")
        )
        if name.strip().lower() == "domain" and above:
            return f".{domain}"
    return host


def _asks_cookies(answer: Redirect) -> bool:
    """Tell whether an address is where a site looks if its cookie came back: `/?cookieSet=1`, `/cookieAbsent`."""
    return bool(answer.cookies) and "cookie" in answer.address.partition("://")[2].partition("/")[2].lower()
