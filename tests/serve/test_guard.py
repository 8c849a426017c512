"""Who may ask the reader: only by its own names, and only with the token where there is one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from httpx import Client
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from archive.serve.guard import COOKIE, Guard
from tests.asked import asked


@contextmanager
def guarded(token: str | None = None) -> Iterator[Client]:
    """Serve a guarded application that answers `in`; give a client of it."""
    application = Starlette(routes=[Route("/", lambda request: PlainTextResponse("in"))])
    with asked(Guard(application, {"localhost", "[::1]"}, token)) as client:
        yield client


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "LOCALHOST", "[::1]:8321"])
def test_known_names(host: str) -> None:
    """A name of the reader's own, with or without a port."""
    with guarded() as client:
        assert client.get("/", headers={"Host": host}).text == "in"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1", "localhost@evil.example"])
def test_foreign_names(host: str) -> None:
    """A name that somebody made to lead here is refused."""
    with guarded() as client:
        assert client.get("/", headers={"Host": host}).status_code == 421


def test_token() -> None:
    """Without the token nothing; in the address once, then by cookie; or as a bearer."""
    with guarded("secret") as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/", headers={"Authorization": "Bearer secret"}).text == "in"
        given = client.get("/?token=secret")
        assert given.text == "in"
        assert all(word in given.headers["set-cookie"] for word in (COOKIE, "HttpOnly", "SameSite=Strict"))
        assert client.get("/").text == "in"
