"""Connect to public addresses only, checked on the very address that the connection goes to.

A name is resolved once, here, so a URL that hides an address (decimal, hex, mapped, a name that changes its mind) meets
the same check as any other.
"""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any

import httpcore

from archive.captures.failure import Failure
from archive.captures.web.names import Names
from archive.captures.web.response_head import MendingStream
from archive.model import Cause

# https://www.iana.org/assignments/ipv6-unicast-address-assignments: what is global begins with 001. So the rest
# (mapped, NAT64, local, multicast) needs no list; what Python 3.11 holds for global all the same is here.
GLOBAL_UNICAST = ip_network("2000::/3")
NEVER = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # Teredo, and other protocols' own
            "2002::/16",  # 6to4: holds any IPv4 address
            "3fff::/20",  # documentation
            "192.88.99.0/24",  # 6to4 relays
        ),
    )
)


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that the whole Internet reaches; False for anything in doubt."""
    ip = ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast or any(ip in network for network in NEVER):
        return False
    return ip.version == 4 or ip in GLOBAL_UNICAST


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects httpcore to hosts all of whose addresses are public, and to those named in `allow_private`."""

    def __init__(self, allow_private: Iterable[str] = (), names: Names | None = None) -> None:
        self._allowed = frozenset(host.lower() for host in allow_private)
        self._names = names or Names()
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers. Raises Failure, httpcore.ConnectError."""
        failure: httpcore.ConnectError | None = None
        for address in await self._addresses(host, port):
            try:
                connected = self._network.connect_tcp(address, port, timeout, local_address, socket_options)
                return MendingStream(await connected)
            except httpcore.ConnectError as error:
                failure = failure or error
        self._names.forget(host)
        raise failure or Failure("the host has no address", Cause.DNS)

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Refuse: pages come from hosts. Raises Failure."""
        raise Failure("a local socket is no host", Cause.ADDRESS)

    async def sleep(self, seconds: float) -> None:
        """Sleep between httpcore's retries, which are not used."""
        await self._network.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Give a host's addresses. Raises Failure if one of them is not public, or if it has none."""
        found = await self._names.addresses_of(host, port)
        private = [address for address in found if not is_public(address)]
        if private and host.lower() not in self._allowed:
            told = f"its address {private[0]} is not public; setting allow_private names hosts that may be"
            raise Failure(told, Cause.ADDRESS)
        return found
