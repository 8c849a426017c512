"""The rules of sites as they are asked for: robots.txt, once for each origin, and the TDM file where that is wanted."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from archive.captures.body import Body
from archive.captures.failure import Failure
from archive.captures.lists import is_url
from archive.captures.unpacking import STEP
from archive.captures.web import robots
from archive.captures.web.answers import Redirect, check_status, redirect_of
from archive.captures.web.hosts import Host, Hosts
from archive.captures.web.retry import LONGEST_REST
from archive.captures.web.site_rights import tdm_statements
from archive.captures.web.transport import Response, Transport
from archive.model import TDM_FILE, Cause, RightsStatements
from archive.settings import Settings
from archive.urls import host_of


class SiteRules:
    """Asks origins for what they allow and state, and keeps it. `headers`: those of each request."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], str],
        transport: Transport,
        hosts: Hosts[Any],
        headers: dict[str, str],
    ) -> None:
        self._settings = settings
        self._now = now
        self._transport = transport
        self._hosts = hosts
        self._headers = headers
        self._clock = hosts.clock
        self._kept = robots.RulesCache()
        self._agent = robots.product_token(settings.user_agent)
        self._asking = asyncio.Semaphore(settings.connections)  # a page's slot is held until it is taken

    async def at(self, host: Host[Any], address: str) -> robots.Rules:
        """Give the rules of an address's origin; its robots.txt is asked for once, and kept."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
        async with host.asking:
            rules = self._kept.get(origin, self._clock())
            if rules is None:
                rules = await self._ask_rules(origin)
                if self._settings.tdm_file:
                    rules = replace(rules, rights=rules.rights + await self._ask_tdm_file(rules, host, origin))
                self._kept.put(origin, rules)
        host.delay = max(host.delay, rules.delay)
        return rules

    async def _ask_rules(self, origin: str) -> robots.Rules:
        """Ask an origin for its robots.txt, redirects and retries included."""
        address, left = f"{origin}/robots.txt", self._settings.fetch_timeout
        redirects = failures = 0
        clock = self._clock
        while redirects <= robots.MOST_REDIRECTS:
            try:
                host = self._hosts[host_in(address)]
                await self._transport.resolve_name(address)
                async with (
                    host.take_turn(),
                    self._asking,
                    self._transport.open_answer(address, self._headers, left) as answer,
                ):
                    found = await self._robots_text(answer, address)
            except Failure as failure:
                if failure.again:
                    failures += 1
                    rest = host.rest_after(failure, failures, self._now())
                    if rest <= LONGEST_REST and failures <= self._settings.retries:
                        continue
                if failure.status is not None and 400 <= failure.status < 500 and failure.status != 429:
                    return robots.allow_everything(self._agent, clock())
                return robots.refuse_everything(failure, self._agent, clock())
            if isinstance(found, bytes):
                return robots.parse_rules(found, self._agent, clock())
            address = found.address
            redirects += 1
        return robots.allow_everything(self._agent, clock())

    async def _ask_tdm_file(self, rules: robots.Rules, host: Host[Any], origin: str) -> RightsStatements:
        """Ask an origin once for its reservation of text and data mining, if its robots.txt allows that."""
        address = origin + TDM_FILE
        try:
            rules.check_url(address)
            async with (
                host.take_turn(),
                self._asking,
                self._transport.open_answer(address, self._headers, self._settings.fetch_timeout) as answer,
            ):
                return await tdm_statements(answer)
        except Failure:
            return ()

    async def _robots_text(self, answer: Response, address: str) -> bytes | Redirect:
        """Read the begin of a robots.txt, as much as counts. Raises Failure where there is none."""
        if target := redirect_of(answer, address):
            return target
        if answer.status not in robots.NO_RULES:
            check_status(answer, self._now())
        body = Body(answer.headers.get("Content-Encoding"), robots.MOST_BYTES + STEP)
        async for piece in answer.body:
            body.add_piece(piece[:STEP])
            if len(body) >= robots.MOST_BYTES:
                return body.first_bytes(robots.MOST_BYTES)
        return body.whole_body()


def host_in(address: str) -> str:
    """Give the host of a web address. Raises Failure for any other."""
    host = host_of(address) if is_url(address) else None
    if host is None:
        raise Failure(f"not a web address: {address}", Cause.ADDRESS)
    return host
