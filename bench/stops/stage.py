"""The archives and pages on which runs are stopped, small so that thousands are made, and a site on loopback."""

import http.server
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config

from archive import Archive
from archive.model import SavedPage
from archive.settings import Settings
from archive.store.file import sqlite
from archive.store.file.sqlite_file import SqliteFile
from archive.store.steps import FOLDER

PAGES = 40
"""Pages that an archive holds before a run, and that a run brings in."""
OLDEST = "0002"
"""The schema from which archives are upgraded."""
SETTINGS = Settings(workers=1, host_delay=0.0, allow_private=("127.0.0.1",), retries=0)
_TOWNS = ("Norwick", "Tarrow", "Sandvig", "Helm Bay", "Old Quay")


@dataclass(frozen=True, slots=True)
class Stage:
    """`base`: an archive of `held` pages; `outdated`: as another extractor read it; `old`: of an older schema.

    `pages`: a folder of as many new ones; `address`: of a site with a feed and all pages, those held with another text.
    """

    folder: Path
    base: Path
    outdated: Path
    old: Path
    pages: Path
    address: str
    held: int

    def copy(self, of: Path, name: str = "a.db") -> Path:
        """Give a fresh copy of an archive in a folder of its own."""
        place = self.folder / "run"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        shutil.copy(of, place / name)
        return place / name


def build_stage(folder: Path, held: int = PAGES) -> Stage:
    """Make the archives and serve the site, in a process that ends with this one."""
    address = _serve(held)
    base, outdated, old, pages = (folder / name for name in ("base.db", "outdated.db", "old.db", "pages"))
    first = folder / "held"
    for place, numbers in ((first, range(held)), (pages, range(held, 2 * held))):
        place.mkdir()
        for number in numbers:
            (place / f"{number:03}.html").write_text(page(address, number), "utf-8")
    if not (child := os.fork()):  # what starts processes here would be every run's
        with Archive(base, SETTINGS) as archive:
            archive.ingest(*saved_pages(first, address))
            archive.follow(f"{address}/feed.xml")
        os._exit(0)
    os.waitpid(child, 0)
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute("UPDATE visits SET due_at = '2026-01-01T00:00:00Z'")
    for copy in (outdated, old):
        shutil.copy(base, copy)
    with closing(sqlite3.connect(outdated)) as connection, connection:
        connection.execute(
            "UPDATE revisions SET extractor = 'archive 0.0.1', body = 'x' || body, digest = 'x' || digest"
        )
    _downgrade(old)
    return Stage(folder, base, outdated, old, pages, address, held)


def saved_pages(folder: Path, address: str) -> list[SavedPage]:
    """Give the pages of a folder with their addresses on the site."""
    return [SavedPage(str(file), f"{address}/boats/{int(file.stem)}") for file in sorted(folder.iterdir())]


def page(address: str, number: int, *, edited: bool = False) -> str:
    """Give an invented page; edited it says something else."""
    town, day = _TOWNS[number % 5], "Friday" if edited else "Tuesday"
    told = "".join(
        f"<p>On {day} the pilot of boat {number * 7 + line} told {town} that {number * 31 % 97 + line} ships lay in "
        f"the roads with {number + 3 * line} tonnes of slate, more than at any time since spring number {number}.</p>"
        for line in range(4)
    )
    title = f"Boat {number} waits off {town}"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>"
        f"<link rel=canonical href='{address}/boats/{number}'></head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>{title}</h1><p class=byline>By Ada Larkin, Reuters</p>{told}</article></body></html>"
    )


def _downgrade(path: Path) -> None:
    engine = sqlite.make_engine(SqliteFile(path, 5.0).upgrading, "BEGIN IMMEDIATE")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        command.downgrade(config, OLDEST)
    engine.dispose()


class _Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    held: int

    def do_GET(self) -> None:
        """Answer with a page, or the feed of all."""
        address, kind = f"http://{self.headers['Host']}", "text/html; charset=utf-8"
        if self.path == "/feed.xml":
            links = (f"<item><link>{address}/boats/{number}</link></item>" for number in range(2 * self.held))
            body, kind = f"<rss><channel>{''.join(links)}</channel></rss>", "application/rss+xml"
        elif self.path.startswith("/boats/"):
            number = int(self.path.rsplit("/", 1)[1])
            body = page(address, number, edited=number < self.held)
        elif self.path == "/":
            body = "<link rel=alternate type=application/rss+xml href=/feed.xml>"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that was killed."""


def _serve(held: int) -> str:
    """Serve the site in a process of its own, so that this one has no threads when it forks; give its address."""
    reading, writing = os.pipe()
    if not os.fork():
        os.close(reading)
        _Site.held = held
        server = _Server(("127.0.0.1", 0), _Site)
        os.write(writing, str(server.server_address[1]).encode())
        os.close(writing)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        server.serve_forever()
        os._exit(0)
    os.close(writing)
    port = os.read(reading, 10).decode()
    os.close(reading)
    return f"http://127.0.0.1:{port}"


def _end_with(parent: int) -> None:
    """End this process when that one is gone."""
    while os.getppid() == parent:
        threading.Event().wait(0.5)
    os._exit(0)
