"""Read what a site's robots.txt allows us, by RFC 9309. The one door to protego."""

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

from protego import Protego

from archive.captures.failure import Failure
from archive.captures.web.site_rights import robots_statements
from archive.model import Cause, RightsStatements

MOST_BYTES = 500 * 1024  # of a robots.txt that are read (RFC 9309, section 2.5)
MOST_REDIRECTS = 5  # section 2.3.1.2
LONGEST_DELAY = 120.0  # seconds of Crawl-delay that are obeyed
LASTS = 86_400.0  # seconds an answer counts (section 2.4)
REFUSAL_LASTS = 600.0  # seconds until a host that could not tell is asked again
MOST_KEPT = 8_000_000  # bytes of all files held; what is parsed takes many times that
MOST_SITEMAPS = 1_000
NO_RULES = frozenset({204, 205})  # there is a robots.txt, and nothing is in it
USER_AGENT = re.compile(r"^[ \t]*user[- ]?agent[ \t]*:?[ \t]*(\*(?=[ \t\r]*(?:#|$))|[^\s/*;,(#]*)[^\n\r]*", re.I | re.M)
OURS, ANOTHER = "ours", "another"  # what groups are called once it is known whose they are
FORBIDDEN = "robots.txt forbids it"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin (scheme, host, port). `refusal`: why nothing is allowed; else `file` decides, or nothing.

    `agent`: the product token we are called by. `delay`: seconds of Crawl-delay. `size`: bytes. `until`: on the clock.
    `rights`: what it says to AI agents, and of the use of texts.
    """

    agent: str
    until: float
    file: Protego | None = None
    refusal: Failure | None = None
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    size: int = field(default=200)
    rights: RightsStatements = ()

    def check_url(self, url: str) -> None:
        """Raise Failure if `url` may not be fetched."""
        if self.refusal is not None:
            refusal = self.refusal  # raised as a new one: each raise adds to its traceback
            raise Failure(refusal.message, refusal.cause, status=refusal.status)
        if self.file is not None and not self.file.can_fetch(url, OURS):
            raise Failure(FORBIDDEN, Cause.ROBOTS)


def parse_rules(payload: bytes, agent: str, clock: float) -> Rules:
    """Parse a robots.txt; whatever makes no sense in it says nothing."""
    text = payload.decode("utf-8", "replace").removeprefix("\ufeff")
    file = Protego.parse(_with_our_groups_named(text, agent))
    delay = file.crawl_delay(OURS) or 0.0
    delay = min(delay, LONGEST_DELAY) if delay > 0 else 0.0
    sitemaps = tuple(sitemap for sitemap, _ in zip(file.sitemaps, range(MOST_SITEMAPS), strict=False))
    return Rules(agent, clock + LASTS, file, None, delay, sitemaps, len(payload) + 200, robots_statements(text))


def _with_our_groups_named(text: str, agent: str) -> str:
    """Name each group by whether it is ours: its product token is our own, in any case (RFC 9309, section 2.2.1).

    protego holds a group of `arch` for that of `archive`.
    """
    ours = agent.lower()

    def name(match: re.Match[str]) -> str:
        token = match[1].lower()
        return f"User-agent: {'*' if token == '*' else OURS if token == ours else ANOTHER}"

    return USER_AGENT.sub(name, text)


def allow_everything(agent: str, clock: float) -> Rules:
    """Allow everything, where there is no robots.txt (a 4xx, or too many redirects)."""
    return Rules(agent, clock + LASTS)


def refuse_everything(failure: Failure, agent: str, clock: float) -> Rules:
    """Allow nothing for a while, where robots.txt could not be had (5xx, timeout, no connection)."""
    reachable = failure.cause not in (Cause.DNS, Cause.CONNECTION, Cause.TLS, Cause.ADDRESS)
    message = f"{failure.message}: that was its robots.txt, without which nothing is fetched"
    cause = Cause.ROBOTS if failure.cause is Cause.STATUS else failure.cause
    refusal = Failure(message if reachable else failure.message, cause, status=failure.status)
    return Rules(agent, clock + REFUSAL_LASTS, refusal=refusal)


@lru_cache(maxsize=16)
def product_token(user_agent: str) -> str:
    """Give the name that a robots.txt would call us by: of `archive/0.1 (+desk@harbour.example)` it is `archive`."""
    return (user_agent.split() or ["archive"])[0].partition("/")[0]


class RulesCache:
    """Keeps the rules of the origins met lately; bounded, the longest unused go first."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._size = 0

    def get(self, origin: str, clock: float) -> Rules | None:
        """Give the rules of `origin`, if they are known and still count."""
        rules = self._rules.get(origin)
        if rules is None or clock >= rules.until:
            return None
        self._rules.move_to_end(origin)
        return rules

    def put(self, origin: str, rules: Rules) -> None:
        """Keep the rules of `origin`."""
        if old := self._rules.pop(origin, None):
            self._size -= old.size
        self._rules[origin] = rules
        self._size += rules.size
        while self._size > MOST_KEPT and len(self._rules) > 1:
            self._size -= self._rules.popitem(last=False)[1].size
