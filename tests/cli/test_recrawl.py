"""`archive recrawl` as cron runs it: a process of its own, against a real site; killed, stopped, doubled, limited."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.flows.news import ask_listings
from archive.model import Listing, ListingKind
from tests.commands import Run
from tests.loopback import Handler, Site
from tests.smtp_server import MailServer
from tests.stories import page, story

PAGES = 8
ENVIRONMENT = os.environ | {
    "HOME": os.devnull,
    "ARCHIVE_HOST_DELAY": "0",
    "ARCHIVE_RETRIES": "0",
    "ARCHIVE_ALLOW_PRIVATE": "localhost",
}
STUCK = 4
"""The page at which a test that wants to meet the run amid its work lets it wait."""


class Night:
    """A folder with an archive of a site, in which re-crawls are run."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder = folder
        self.site = site
        self.release = threading.Event()
        self.feed = ""

    def put(self, number: int, text: str | None = None) -> None:
        """Article `number` at the site's own address."""
        body = page(number, text).replace("https://harbour.example", self.site.url("")).encode()
        self.site.pages[f"/ships/{number}"] = lambda handler: handler.answer(body)

    def open(self) -> None:
        """The site as it was when it was archived."""
        self.site.pages.clear()
        for number in range(PAGES):
            self.put(number)
        self.site.requests.clear()

    def block(self, path: str) -> None:
        """From now on that page keeps who asks for it waiting, until it is released."""
        answer = self.site.pages[path]

        def wait(handler: Handler) -> None:
            self.release.wait(60)
            answer(handler)

        self.site.pages[path] = wait

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """A re-crawl under way."""
        command = [sys.executable, "-m", "archive", "recrawl", "--db", "news.db", "--workers", "1", *arguments]
        return subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A re-crawl to its end: exit code, stdout, stderr."""
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "news.db")) as connection:
            return connection.execute(sql).fetchall()

    def report(self) -> dict[str, Any]:
        """What `--report night.json` left, which is what `runs` holds."""
        text = (self.folder / "night.json").read_text("utf-8")
        ((stored,),) = self.rows("select report from runs where command = 'recrawl' order by id desc limit 1")
        assert json.loads(stored) == json.loads(text)
        return dict(json.loads(text))


def lines(process: "subprocess.Popen[str]", count: int) -> list[str]:
    """The next lines of a process's output, as they come."""
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(count)]


def rest(process: "subprocess.Popen[str]") -> tuple[list[str], str]:
    """The other lines, and what stands on stderr; communicate() would lose what readline() has buffered."""
    assert process.stdout is not None and process.stderr is not None
    return process.stdout.readlines(), process.stderr.read()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """A site, and an archive of eight articles of it, all seen in January."""
    site, folder = Site(), tmp_path_factory.mktemp("town")
    town = Night(folder, site)
    town.open()
    command = [sys.executable, "-m", "archive", "ingest", "--db", "news.db", "--workers", "1"]
    urls = [site.url(f"/ships/{number}") for number in range(PAGES)]
    subprocess.run([*command, *urls], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    with closing(sqlite3.connect(folder / "news.db")) as connection, connection:
        connection.execute("update articles set first_seen_at = '2026-01-01T00:00:00Z', last_seen_at = first_seen_at")
    yield town
    site.close()


@pytest.fixture
def night(town: Night, tmp_path: Path) -> Iterator[Night]:
    """A copy of that archive, and the site as it was."""
    shutil.copy(town.folder / "news.db", tmp_path)
    night = Night(tmp_path, town.site)
    night.open()
    yield night
    night.release.set()


def follow(night: Night, *paths: str, **headers: Any) -> None:
    """A feed of these pages is followed, as `archive follow` would note it."""
    items = "".join(f"<item><link>{night.site.url(path)}</link></item>" for path in paths)
    feed = f"<rss><channel>{items}</channel></rss>".encode()

    def answer(handler: Handler) -> None:
        known = "ETag" in headers and handler.headers["If-None-Match"] == headers["ETag"]
        handler.answer(b"" if known else feed, status=304 if known else 200, **headers)

    night.feed = trusted_feed(night.site)
    night.site.pages[night.feed] = answer
    command = [sys.executable, "-m", "archive", "follow", "--db", "news.db", night.site.url(night.feed)]
    subprocess.run(command, cwd=night.folder, env=ENVIRONMENT, check=True, capture_output=True)
    night.site.requests.clear()


def trusted_feed(site: Site) -> str:
    """A path whose feed is asked for conditionally tonight, and should midnight come, tomorrow."""
    nights = [(datetime.now(UTC) + timedelta(days=days)).isoformat() for days in (0, 1)]
    listings = (Listing(site.url(f"/feed{number}"), ListingKind.FEED, '"1"') for number in range(100))
    trusted = next(one for one in listings if all(ask_listings(one, at).etag for at in nights))
    return trusted.url.removeprefix(site.url(""))


def test_a_report_has_all_that_became_of_a_night(night: Night) -> None:
    """Visited, same, changed by kind, gone, suspect, failed by cause and host, new, bytes, time: in JSON, and told."""
    site = night.site
    night.put(1, story(1).replace("two days late", "two days laet"))
    site.pages["/ships/2"] = lambda handler: handler.answer(b"", status=410)
    night.put(3, story(3)[:80])
    site.pages["/ships/4"] = lambda handler: handler.answer(b"", status=500)
    site.pages["/ships/5"] = lambda handler: handler.answer(b"", status=403)
    site.pages["/ships/6"] = lambda handler: handler.answer(b"", status=301, Location="/fleet/6")
    site.pages["/fleet/6"] = lambda handler: handler.answer(
        page(6).replace("https://harbour.example/ships", site.url("/fleet")).encode()
    )
    night.put(20)
    follow(night, "/ships/20", "/ships/21", "/ships/1")
    code, out, err = night.run("--budget", "100", "--report", "night.json")
    report = night.report()
    size = len(page(20).replace("https://harbour.example", site.url("")))
    assert (code, err, report.pop("run_id")) == (0, "", 2)
    assert report.pop("bytes") > 5 * size
    assert {len(report.pop(name)) for name in ("started_at", "finished_at")} == {20}
    assert report.pop("seconds") < 60
    news = report.pop("news")
    assert news.pop("bytes") > size
    assert news == {
        "listings": 1,
        "pages": 2,
        "outcomes": {"added": 1},
        "failed": {"404": 1},
        "failed_hosts": {"localhost": 1},
    }
    assert report == {
        "ended": "done",
        "damaged": 0,
        "visited": 8,
        "same": 2,
        "moved": 1,
        "gone": 1,
        "changed": {"typo": 1},
        "suspect": {"no article": 1},
        "blocked": {"403": 1},
        "failed": {"500": 1},
        "failed_hosts": {"localhost": 2},
    }
    told = dict(text.split(maxsplit=1) for text in out.splitlines() if text.startswith("  "))
    assert {name: words.split()[0] for name, words in told.items() if name != "at"} == {
        "feeds": "1", "new": "1", "unread": "1", "same": "2", "changed": "1", "moved": "1", "gone": "1",
        "suspect": "1", "blocked": "1", "failed": "1",
    }  # fmt: skip
    assert night.rows("select added, revised, unchanged, refused, failed from runs where id = 2") == [(1, 1, 3, 1, 4)]


def test_sigterm_drains(night: Night) -> None:
    """What came is stored and told, what is on its way is dropped, and the report says that it was stopped."""
    night.block(f"/ships/{STUCK}")
    with night.start("--budget", "100", "--report", "night.json") as process:
        told = lines(process, STUCK)
        process.send_signal(signal.SIGTERM)
        out, err = rest(process)
    assert (process.returncode, err) == (143, "\narchive: finishing what is in hand; once more stops at once\n")
    assert [text.split()[0] for text in told] == ["same"] * STUCK
    assert out[0].endswith("; stopped by a signal\n")
    assert (night.report()["ended"], night.report()["visited"]) == ("stopped", STUCK)
    assert night.rows("select count(*), count(distinct url) from checks") == [(STUCK, STUCK)]


def test_a_killed_run_is_gone_on_with(night: Night) -> None:
    """kill -9, then the same command: it is told, each article is visited once in the night, and none is left out."""
    night.block(f"/ships/{STUCK}")
    with night.start("--budget", "100") as process:
        told = lines(process, STUCK)
        process.kill()
        rest(process)
    assert process.returncode == -signal.SIGKILL
    night.release.set()
    code, out, err = night.run("--budget", "100", "--report", "night.json")
    assert (code, err.count("\n"), f"cut off (process {process.pid} since " in err) == (0, 1, True)
    visited = [text.split()[1] for text in [*told, *out.splitlines()] if text.startswith("same ") and "http" in text]
    assert sorted(visited) == sorted(night.site.url(f"/ships/{number}") for number in range(PAGES))
    assert night.rows("select count(*), count(distinct url), count(distinct run_id) from checks") == [(PAGES, PAGES, 1)]
    assert (night.report()["visited"], night.report()["ended"]) == (PAGES, "done")
    assert night.run("--budget", "1")[2] == ""


def test_new_articles_survive_a_kill(night: Night) -> None:
    """Killed among the new articles of a feed: the rest comes with the next run, and the counts are of both."""
    for number in range(20, 24):
        night.put(number)
    follow(night, *(f"/ships/{number}" for number in range(20, 24)), ETag='"1"')
    night.block("/ships/22")
    with night.start("--budget", "100") as process:
        told = lines(process, 2)
        process.kill()
        rest(process)
    assert [text.split()[0] for text in told] == ["added"] * 2
    night.release.set()
    assert night.run("--budget", "100", "--report", "night.json")[0] == 0
    report = night.report()
    assert (report["news"]["outcomes"], report["visited"]) == ({"added": 4}, PAGES)
    assert night.rows("select count(*), count(distinct url) from articles") == [(PAGES + 4, PAGES + 4)]
    assert night.rows("select count(*) from captures where url like '%/ships/2_'") == [(4,)]


def test_sigterm_among_new_articles(night: Night) -> None:
    """What a feed listed and was not reached is found in it again: the night says that it was stopped."""
    for number in range(20, 24):
        night.put(number)
    follow(night, *(f"/ships/{number}" for number in range(20, 24)), ETag='"1"')
    night.block("/ships/22")
    with night.start("--budget", "100", "--report", "night.json") as process:
        lines(process, 2)
        process.send_signal(signal.SIGTERM)
        rest(process)
    report = night.report()
    assert (process.returncode, report["ended"], report["visited"]) == (143, "stopped", 0)
    assert report["news"]["outcomes"] == {"added": 2}
    night.release.set()
    assert night.run("--budget", "100", "--report", "night.json")[0] == 0
    assert night.report()["news"]["outcomes"] == {"added": 2}


def test_two_runs_never_overlap(night: Night) -> None:
    """While one is at work the other leaves at once: exit code 75, one line that says who works."""
    night.block("/ships/0")
    with night.start("--budget", "100") as process:
        lines(process, 0)
        while not night.site.asked():  # the server's log says that it is at work
            assert process.poll() is None
        code, out, err = night.run("--budget", "100")
        assert (code, out, err.count("\n")) == (75, "", 1)
        assert f"a re-crawl is under way (process {process.pid} since " in err
        night.release.set()
        rest(process)
    assert process.returncode == 0


def test_budget_is_kept(night: Night) -> None:
    """No page more than `--budget`, new articles included, which take no more than half of it."""
    for number in range(20, 24):
        night.put(number)
    follow(night, *(f"/ships/{number}" for number in range(20, 24)), ETag='"1"')
    assert night.run("--budget", "4", "--report", "night.json")[0] == 0
    report = night.report()
    assert (report["ended"], report["visited"], report["news"]["pages"]) == ("budget", 2, 2)
    assert len(night.site.asked()) == 1 + 4
    assert night.run("--budget", "100", "--report", "night.json")[0] == 0
    assert night.report()["news"]["outcomes"] == {"added": 2}


def test_time_is_kept(night: Night) -> None:
    """`--for 2s` ends after two seconds, however long a page takes; what came is stored."""
    night.block("/ships/2")
    code, out, _ = night.run("--for", "2s", "--report", "night.json")
    assert code == 0
    assert "; the time is over\n" in out
    assert (night.report()["ended"], night.report()["visited"]) == ("time", 2)
    assert 2 <= night.report()["seconds"] < 30


def test_one_host_has_its_share(night: Night) -> None:
    """`--per-host N` visits no more of one host."""
    assert night.run("--budget", "100", "--per-host", "3", "--report", "night.json")[0] == 0
    assert (night.report()["ended"], night.report()["visited"]) == ("done", 3)


def test_a_feed_is_asked_conditionally_and_known_articles_are_left_alone(night: Night) -> None:
    """What a feed lists is fetched once; a feed that did not change costs no bytes; one that fails is told."""
    night.put(20)
    follow(night, "/ships/20", "/ships/1", ETag='"1"')
    assert night.run("--budget", "2")[0] == 0
    assert night.site.asked().count("/ships/20") == 1
    night.site.requests.clear()
    assert night.run("--budget", "2", "--report", "night.json")[0] == 0
    assert night.site.requests[1][3]["If-None-Match"] == '"1"'
    assert (night.report()["news"]["listings"], night.report()["news"]["bytes"]) == (1, 0)
    night.site.pages[night.feed] = lambda handler: handler.answer(b"", status=500)
    assert night.run("--budget", "2", "--report", "night.json")[0] == 0
    news = night.report()["news"]
    assert (news["failed"], news["failed_hosts"]) == ({"500": 1}, {"localhost": 1})


def test_nothing_comes(night: Night) -> None:
    """A night in which all fails ends with exit code 1, for cron to tell."""
    for number in range(PAGES):
        night.site.pages[f"/ships/{number}"] = lambda handler: handler.answer(b"", status=500)
    code, out, _ = night.run("--budget", "3", "--quiet")
    assert (code, "failed" in out) == (1, True)


def test_the_past_can_be_replayed(night: Night) -> None:
    """`--simulate` visits nothing: it tells what each way to choose would have found, once there are visits."""
    code, out, err = night.run("--simulate")
    assert (code, out, "no visits to learn from yet" in err) == (1, "", True)
    assert night.run("--budget", "100", "--quiet")[0] == 0
    night.site.requests.clear()
    code, out, err = night.run("--simulate")
    assert (code, err, night.site.requests) == (0, "", [])
    assert [name for name in ("ours", "oldest first", "newest first", "oracle") if name not in out] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say what the night may cost"),
        (("--for", "soon"), "a length of time is written"),
        (("--budget", "0"), "0 is not in the range"),
        (("--budget", "1", "--per-host", "0"), "per_host must be a whole number from 1"),
        (("--budget", "2", "--report", "nowhere/night.json"), "there is no folder for the report"),
    ],
)
def test_misuse_is_told_before_anything_is_done(run: Run, arguments: tuple[str, ...], told: str) -> None:
    """What is not understood is exit code 2."""
    code, out, err = run("recrawl", *arguments)
    assert (code, out, told in err) == (2, "", True)


@pytest.mark.parametrize("refuses", [False, True])
def test_a_night_is_mailed(night: Night, refuses: bool) -> None:
    """The report and the edits of this night, with their words, are sent; a server that refuses costs only the mail."""
    night.put(1, story(1).replace("two days late", "three days late"))
    with MailServer(refuses=refuses) as server:
        (night.folder / "archive.toml").write_text(f'smtp = "{server.url}"\n', "utf-8")
        code, out, err = night.run("--budget", "100", "--mail-to", "desk@harbour.example", "--report", "night.json")
    assert night.report()["changed"] == {"edit": 1} and "8 visits" in out
    if refuses:
        assert (code, err.count("\n"), server.mails) == (1, 1, [])
        assert err.startswith(f"archive: {server.url}: the mail was not sent: ")
        return
    (mail,) = server.mails
    told = mail.get_content().replace("\r", "")
    assert (code, err, mail["To"]) == (0, "", "desk@harbour.example")
    assert mail["Subject"].endswith(": 1 edit (1 silent)")
    assert "changed        1  edit 1\n" in told and "    - two\n    + three\n" in told
