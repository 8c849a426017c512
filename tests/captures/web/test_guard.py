import asyncio
import socket

import pytest

from archive.captures.web.guard import GuardedNetwork, is_public
from archive.captures.web.names import Names
from archive.errors import FetchFailed


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2606:4700:4700::1111", "2a00:1450:4001::1"])
def test_addresses_of_the_whole_internet_are_public(address: str) -> None:
    """What everyone reaches may be fetched."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_all_others_are_not(address: str) -> None:
    """Loopback, private, link-local, metadata, translated and reserved addresses are never fetched."""
    assert not is_public(address)


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["2606:4700::1", "::ffff:10.0.0.1"]])
def test_a_host_with_any_private_address_is_refused(found: list[str]) -> None:
    """One public address beside a private one does not open the door."""

    async def resolve(host: str, port: int) -> list[str]:
        return found

    with pytest.raises(FetchFailed, match="is not public"):
        asyncio.run(GuardedNetwork(names=Names(resolve)).connect_tcp("intranet.example", 80))


def test_a_name_is_resolved_once_and_that_address_connected_to() -> None:
    """A name that changes its mind between the check and the connection gains nothing."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    async def connect() -> str:
        async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            stream = await GuardedNetwork(["Intranet.example"], Names(resolve)).connect_tcp("intranet.example", port)
            address: str = stream.get_extra_info("server_addr")[0]
            await stream.aclose()
            return address

    assert (asyncio.run(connect()), answers) == ("127.0.0.1", [["10.0.0.1"]])


def test_a_local_socket_is_no_host() -> None:
    """There is no way round the check by a path."""
    with pytest.raises(FetchFailed):
        asyncio.run(GuardedNetwork().connect_unix_socket("/run/docker.sock"))


def test_tests_stay_on_loopback() -> None:
    """No test reaches a machine beyond this one, or asks for a name that somebody may own."""
    with pytest.raises(AssertionError, match="not loopback"), socket.socket(type=socket.SOCK_DGRAM) as away:
        away.connect(("192.0.2.1", 9))
    with pytest.raises(AssertionError, match="no invented name"):
        socket.getaddrinfo("harbour.com", 80)
