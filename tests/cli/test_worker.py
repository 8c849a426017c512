"""`archive worker`: a night that workers share on a real PostgreSQL, against hosts of a real server."""

import json
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from archive import Archive
from archive.settings import Settings
from tests.cli import worker_run
from tests.commands import Run
from tests.loopback import Handler, Site
from tests.stories import page, story

if TYPE_CHECKING:
    from tests.postgres import Server

HOSTS = "tide", "quay", "keel"
PAGES = 4
DELAY = 0.1
COMMAND = Path(__file__).with_name("worker_run.py")


class Fleet:
    """An archive on PostgreSQL of three hosts, which workers visit again."""

    def __init__(self, site: Site, db: str) -> None:
        self.site = site
        self.db = db
        self.release = threading.Event()

    def url(self, host: str, number: int) -> str:
        return self.site.url(f"/{host}/{number}", f"{host}.example")

    def put(self, host: str, number: int, text: str | None = None) -> None:
        body = self.body(host, number, text)
        self.site.pages[f"/{host}/{number}"] = lambda handler: handler.answer(body)

    def body(self, host: str, number: int, text: str | None = None) -> bytes:
        ship = HOSTS.index(host) * 10 + number
        return page(ship, text).replace(f"https://harbour.example/ships/{ship}", self.url(host, number)).encode()

    def hold(self, host: str, number: int) -> threading.Event:
        """From now on that page keeps who asks for it waiting until the test ends; give what tells that one does."""
        asked = threading.Event()

        def wait(handler: Handler) -> None:
            self.put(host, number)
            asked.set()
            self.release.wait(60)

        self.site.pages[f"/{host}/{number}"] = wait
        return asked

    def work(self) -> "subprocess.Popen[str]":
        command = [sys.executable, str(COMMAND), "worker", "--once", "--hosts", "2", "--stalled-after", "1"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.db) as connection:
            return connection.execute(sql.encode()).fetchall()

    def asked(self) -> Counter[tuple[str, str]]:
        """How often which page of which host was asked for."""
        return Counter((host.partition(".")[0], path) for _, host, path, _ in self.site.requests)

    def shortest_rest(self) -> float:
        """The shortest time between two requests to one host."""
        times = defaultdict[str, list[float]](list)
        for at, host, _, _ in self.site.requests:
            times[host].append(at)
        return min(after - before for each in times.values() for before, after in pairwise(each))


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture
def fleet(
    site: Site, postgres_server: "Server", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> Iterator[Fleet]:
    fleet = Fleet(site, postgres_server.database_of(str(tmp_path / "own"), filled=True))
    settings = {
        "PYTHONPATH": str(COMMAND.parents[2]),
        "ARCHIVE_DB": fleet.db,
        "ARCHIVE_HOST_DELAY": str(DELAY),
        "ARCHIVE_RETRIES": "0",
        "ARCHIVE_ALLOW_PRIVATE": ",".join(f"{host}.example" for host in HOSTS),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("socket.getaddrinfo", worker_run.on_loopback)
    with Archive(fleet.db, Settings(workers=1)) as archive:
        for host in HOSTS:
            for number in range(PAGES):
                fleet.put(host, number)
                address = fleet.url(host, number)
                found = archive.add(fleet.body(host, number), url=address, captured_at="2026-01-01T00:00:00Z")
                assert (found.outcome, found.url) == ("added", address)
    yield fleet
    fleet.release.set()
    postgres_server.drop_below(tmp_path)


def test_three_workers_of_which_one_is_killed_make_one_night(fleet: Fleet, run: Run) -> None:
    """Every page is visited once, no host is asked faster than its delay, and there is one report of all.

    It takes the seconds in which a worker that is silent counts as dead.
    """
    fleet.put("quay", 1, story(11) + "\n\nTwo tugs went out to her after midnight, and both came back unhurt.")
    feed = f"<rss><channel><item><link>{fleet.url('keel', 9)}</link></item></channel></rss>".encode()
    fleet.site.pages["/feed"] = lambda handler: handler.answer(feed, Content_Type="application/rss+xml")
    fleet.put("keel", 9)
    fleet.site.pages["/tide/2"] = lambda handler: handler.answer(b"", status=301, Location=fleet.url("keel", 7))
    fleet.site.pages["/keel/7"] = lambda handler: handler.answer(fleet.body("tide", 2))
    assert run("follow", fleet.site.url("/feed", "quay.example"))[0] == 0
    fleet.site.requests.clear()
    stuck = fleet.hold("tide", 1)
    code, out, err = run("recrawl", "--budget", "50", "--enqueue")
    assert (code, err) == (0, "")
    assert "3 hosts, 12 visits and 1 new page" in out
    first = fleet.work()
    assert stuck.wait(60)
    in_hand = set(fleet.asked())
    others = [fleet.work(), fleet.work()]
    first.send_signal(signal.SIGKILL)
    first.communicate()
    told = [ended(other) for other in others]
    assert [(code, err) for code, _, err in told] == [(0, ""), (0, "")]
    checks = fleet.rows("select url, count(*), min(outcome) from checks group by url")
    assert {number for _, number, _ in checks} == {1}
    assert len(checks) == PAGES * len(HOSTS)
    assert fleet.shortest_rest() >= DELAY
    asked = fleet.asked()
    once = {(host, f"/{host}/{number}") for host in HOSTS for number in range(PAGES)}
    assert asked["quay", "/quay/1"] == 2  # it seems changed, and is loaded once more
    loaded_again = {("quay", "/quay/1"), ("tide", "/tide/2")}  # this one leads to a host that another may be asking
    assert {pair for pair in once if asked[pair] != 1} <= loaded_again | in_hand
    assert {asked[pair] for pair in once - loaded_again} <= {1, 2}  # what the killed worker had is asked for once more
    ((run, report),) = fleet.rows("select id, report from runs where command = 'recrawl'")
    night = json.loads(report)
    assert (night["run_id"], night["visited"], night["ended"]) == (run, 12, "done")
    assert (night["same"], night["moved"], night["changed"]) == (10, 1, {"edit": 1})
    assert (night["news"]["outcomes"], night["news"]["pages"], night["news"]["listings"]) == ({"added": 1}, 1, 1)
    assert sum("12 visits in" in out for _, out, _ in told) == 1


def test_a_stopped_worker_leaves_the_rest_to_others(fleet: Fleet, run: Run) -> None:
    """The first SIGTERM ends a worker well; while its night is open no other begins, and the next worker ends it."""
    stuck = fleet.hold("tide", 1)
    assert run("recrawl", "--for", "1h", "--enqueue")[0] == 0
    worker = fleet.work()
    assert stuck.wait(60)
    for arguments in (("--enqueue",), ()):
        code, _, err = run("recrawl", "--budget", "5", *arguments)
        assert (code, err.count("\n")) == (75, 1)
        assert "`archive worker` helps it along" in err
    worker.send_signal(signal.SIGTERM)
    code, _, err = ended(worker)
    assert (code, "finishing what is in hand" in err) == (143, True)
    code, out, err = run("worker", "--once", "--stalled-after", "1", "--quiet")
    assert (code, err) == (0, "")
    assert out.startswith("12 visits in")
    assert fleet.rows("select count(distinct url), count(*) from checks") == [(12, 12)]
    assert fleet.shortest_rest() >= DELAY


@pytest.mark.sqlite
def test_a_file_has_no_workers(run: Run) -> None:
    """A night of a file of SQLite is not shared: one clear line says what to do."""
    Archive("news.db").close()
    for arguments in (("worker",), ("recrawl", "--budget", "5", "--enqueue")):
        code, out, err = run(*arguments, "--db", "news.db")
        assert (code, out) == (2, "")
        assert (
            err == "archive: news.db: workers share an archive on PostgreSQL; `archive db copy` takes this one there\n"
        )


def test_workers_need_an_extra(run: Run, fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without procrastinate one clear line says what to install."""
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    monkeypatch.delitem(sys.modules, "archive.engines.queue", raising=False)
    monkeypatch.delattr("archive.engines.queue", raising=False)
    told = "archive: workers need more: pip install 'news-archive[cluster]'\n"
    assert run("worker", "--db", fleet.db) == (2, "", told)
