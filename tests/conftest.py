import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.loopback import Site

if TYPE_CHECKING:
    from tests.postgres import Server

hypothesis.settings.register_profile("archive", deadline=None)  # no test looks at a clock
hypothesis.settings.load_profile("archive")

INVENTED = (".example", ".invalid", ".test", ".localhost")
"""Ends of names that nobody can own (RFC 2606, RFC 6761)."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the archives of tests be on PostgreSQL: `pytest --archive-db postgres tests/store`."""
    parser.addoption("--archive-db", choices=("sqlite", "postgres"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is true of a file alone."""
    if config.getoption("--archive-db") == "sqlite":
        return
    for item in items:
        mark = item.get_closest_marker("sqlite")
        if mark or "/store/file/" in item.path.as_posix():
            item.add_marker(pytest.mark.skip(reason=mark.args[0] if mark and mark.args else "of a file of SQLite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["Server"]:
    """A server of PostgreSQL for all tests of the session."""
    from tests.postgres import Server

    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def _archives(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.config.getoption("--archive-db") == "sqlite":
        yield
        return
    from tests.postgres import on_server

    with on_server(request.getfixturevalue("postgres_server")):
        yield


@pytest.fixture(autouse=True)
def _dropped(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.config.getoption("--archive-db") == "sqlite" or "tmp_path" not in request.fixturenames:
        yield
        return
    folder: Path = request.getfixturevalue("tmp_path")
    server: Server = request.getfixturevalue("postgres_server")
    yield
    server.drop_below(folder)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def secure_site() -> Iterator[Site]:
    site = Site(secure=True)
    yield site
    site.close()


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Raise for a test that reaches beyond loopback, or resolves a name that is not invented."""
    if event == "socket.getaddrinfo" and isinstance(arguments[0], str | bytes):
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if not _is_address(host) and host != "localhost" and not host.lower().rstrip(".").endswith(INVENTED):
            raise AssertionError(f"a test resolves {host!r}, which is no invented name")
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if host != "localhost" and not (_is_address(host) and ip_address(host.partition("%")[0]).is_loopback):
            raise AssertionError(f"a test connects to {host!r}, which is not loopback")


def _is_address(host: str) -> bool:
    with suppress(OSError, UnicodeError):
        return bool(socket.inet_aton(host))  # in every way to write one: 0x7f.1
    with suppress(OSError, ValueError):
        return bool(ip_address(host.partition("%")[0]))
    return False


sys.addaudithook(_refuse_the_network)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes by what they are: packed ones hold the time, and processes side by side must agree on names."""
    return "bytes" if isinstance(val, bytes) else None
