"""Names that resolve slowly or not at all: they cost no other host anything, and little themselves."""

import asyncio
import socket
import threading
from collections import Counter
from typing import Any

import pytest

from archive.captures.failure import Failure
from archive.captures.web.names import Names
from archive.captures.web.session import open_web
from archive.model import Capture
from archive.settings import Settings
from tests.loopback import Site

HEALTHY = 20


class Resolver:
    """Stands in for the system's: knows `*.good.example`, and takes `seconds` to say of all others that it does not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.0) -> None:
        self.asked: Counter[str] = Counter()
        self._seconds = seconds
        self._system = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        self.asked[name] += 1
        if name.endswith("good.example"):
            return self._system("127.0.0.1", *rest, **more)
        if name.endswith("dead.example"):
            threading.Event().wait(self._seconds)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return self._system(host, *rest, **more)


def test_dead_names_fail_no_healthy_host(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred and twenty names that nobody knows, half a second each, beside twenty hosts: those all answer."""
    resolver = Resolver(monkeypatch, 0.5)
    site.pages["/"] = lambda handler: handler.answer(b"<p>Ferry late")
    good = [f"{number}.good.example" for number in range(HEALTHY)]
    dead = [f"http://{number}.dead.example/" for number in range(6 * HEALTHY)]
    urls = [*dead, *(site.url("/", host) for host in good)]
    settings = Settings(host_delay=0, retries=0, fetch_timeout=4, allow_private=tuple(good))
    with open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z") as web:
        answers = [answer for answer in web.watch_urls(urls) if answer]
    assert sum(isinstance(answer, Capture) for answer in answers) == HEALTHY
    assert len(answers) == len(urls)
    assert max(resolver.asked.values()) <= 2


def test_a_name_is_asked_for_once_a_run_and_a_dead_one_twice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wanted of it; what failed twice is left for the night."""
    resolver = Resolver(monkeypatch)
    for number in range(5):
        site.pages[f"/{number}"] = lambda handler: handler.answer(b"<p>Ferry late", Connection="close")
    hosts = ("a.good.example", "a.dead.example")
    urls = [site.url(f"/{number}", host) for number in range(5) for host in hosts]
    settings = Settings(host_delay=0, retries=2, fetch_timeout=9, allow_private=hosts)
    with open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z") as web:
        for _ in range(2):
            assert sum(isinstance(answer, Capture) for answer in web.watch_urls(urls)) == 5
    assert [resolver.asked[host] for host in hosts] == [1, 2]


def test_a_name_that_fails_once_is_no_failure() -> None:
    """A resolver that was busy is asked again at once."""
    answers: list[OSError | list[str]] = [socket.gaierror(socket.EAI_AGAIN, "busy"), ["192.0.2.1"]]

    async def resolve(host: str, port: int) -> list[str]:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def ask() -> list[list[str]]:
        names = Names(resolve)
        return [await names.addresses_of("Busy.example", 80), await names.addresses_of("busy.example", 443)]

    assert asyncio.run(ask()) == [["192.0.2.1"]] * 2


def test_a_lookup_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its own time; its thread holds nothing up."""
    monkeypatch.setattr("archive.captures.web.names.LONGEST", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: threading.Event().wait())
    with pytest.raises(Failure, match="does not resolve"):
        asyncio.run(Names().addresses_of("slow.example", 80))


def test_a_host_that_moved_is_looked_up_again() -> None:
    """Where nothing answers any more, the name is asked for anew."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["192.0.2.1"]

    async def ask() -> None:
        names = Names(resolve)
        await names.addresses_of("moved.example", 80)
        names.forget("moved.example")
        await names.addresses_of("moved.example", 80)

    asyncio.run(ask())
    assert asked == ["moved.example"] * 2
