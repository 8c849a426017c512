"""Nights on a world: the archive visits its server as it would visit the web, and a judge keeps count.

The hosts' time runs `SPEED` times as fast as ours, so that delays, pauses and retries are the product's own, and thirty
nights take minutes: 2 s between two requests to a host are 50 ms on the server's log.
"""

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.forkserver import _forkserver
from pathlib import Path
from random import Random
from typing import Any

from archive.captures.web.hosts import Pace
from archive.captures.web.session import open_web
from archive.flows.ingest import ingest_targets
from archive.flows.recrawl import recrawl_articles
from archive.flows.work import Work
from archive.judge.visit import Visited
from archive.model import Fetched, Listing, ListingKind, PageResult, Request
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.catalog import Catalog
from archive.store.write.follows import Follows
from bench.world.listings import listing_path
from bench.world.script import BEGIN, World
from bench.world.server import Server, resolve_locally, serve_world
from bench.world.stage import EDITED, Entry, Order
from bench.world.texts import Text
from bench.world.truth import Judge, Tally

SPEED = 40.0
DELAY = 2.0  # seconds in the world, the default of the settings
Words = tuple[Counter[str], Counter[str]]
"""Of a revision the words of its clean text, and of all its page."""
PATIENCE = 5.0  # seconds of ours until a request is given up


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a world; `budget`: visits a night."""

    hosts: int = 50
    articles: int = 2_000
    nights: int = 30
    budget: int = 700
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """The database at the end, against what visits saw.

    `revisions` beside `texts`, as many as visits saw; of all `words` of these those that are nowhere in the archive
    (`lost`), and those that stand among the stripped blocks of their revision (`stripped`); `more`: words that
    revisions have beside them. `current_wrong`, `addresses_wrong`: articles whose text or address is not the one seen
    last;
    `vanished`: revisions that were there after some night and are not any more; `strangers`: articles that the world
    does not have.
    """

    revisions: int
    texts: int
    words: int
    lost: int
    stripped: int
    more: int
    current_wrong: int
    addresses_wrong: int
    vanished: int
    strangers: int


@dataclass(frozen=True, slots=True)
class Wire:
    """A night on which every article due was visited, against the same URLs asked for without conditions.

    `by_habit`: what hosts say to conditional requests, with bytes so and bytes whole, and visits.
    """

    visited: int
    edited: int
    conditional: int
    whole: int
    by_habit: dict[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was measured. `added`: articles archived at first, of those that were out by then (`early`).

    `late`: articles that came out on some night; seconds and bytes.
    """

    size: Size
    added: int
    early: int
    late: int
    tally: Tally
    kept: Kept
    wire: Wire
    wall: float
    cpu: float
    nights: Sequence[float]
    peak: int
    worker_peak: int


class Play:
    """A world, its server, and an archive of it."""

    def __init__(self, size: Size, server: Server, database: Database) -> None:
        self.size = size
        self.world = World(size.hosts, size.articles, size.nights, size.seed)
        self.server = server
        self.database = database
        self.judge = Judge(self.world, DELAY)
        self.settings = Settings(
            fetch_timeout=PATIENCE, host_delay=DELAY, allow_private=self.world.hosts, contact="https://desk.example/"
        )
        chance = Random(size.seed)
        self.pace = Pace(
            clock=lambda: time.monotonic() * SPEED,
            sleep=lambda seconds: asyncio.sleep(seconds / SPEED),
            chance=chance.random,
        )
        self.order = Order(0, time.monotonic(), SPEED, PATIENCE)

    def now(self) -> str:
        """The world's time."""
        passed = timedelta(days=self.order.night, seconds=(time.monotonic() - self.order.begun) * SPEED)
        return (BEGIN + passed).strftime("%Y-%m-%dT%H:%M:%SZ")

    def begin(self, night: int) -> None:
        """It is night."""
        self.order = Order(night, time.monotonic(), SPEED, PATIENCE)
        self.server.begin(self.order)

    def url(self, address: tuple[str, str]) -> str:
        """An address on the web."""
        return f"http://{address[0]}:{self.server.port}{address[1]}"

    def archived(self) -> int:
        """Archive all articles, on night 0; how many were added. The pace is ours here, so the delay is."""
        self.begin(0)
        settings = Settings(fetch_timeout=PATIENCE, host_delay=DELAY / SPEED, allow_private=self.world.hosts, retries=0)
        urls = [self.url(story.addresses[0]) for story in self.world.stories if not story.since]
        results = ingest_targets(urls, self.database, Work(settings, self.now))
        return sum(result.outcome.value == "added" for result in results)

    def follow(self) -> None:
        """Follow the listings of all hosts."""
        for host, listed in self.world.listings.items():
            path = listing_path(listed)
            kind = ListingKind.SITEMAP if path.endswith("xml") else ListingKind.FEED
            Follows(self.database).add(Listing(self.url((host, path)), kind), self.now())

    def visited(self, budget: int | None) -> list[Visited | PageResult]:
        """What a night tells of pages, new and visited, by the flow of `archive recrawl`."""
        with open_web(settings=self.settings, now=self.now, pace=self.pace) as web:
            work = Work(self.settings, self.now)
            return list(recrawl_articles(self.database, work, budget=budget, web=web))

    def fetched(self, urls: Iterable[str]) -> list[Fetched]:
        """The same pages whole, as one who has no archive of them would ask."""
        with open_web(settings=self.settings, now=self.now, pace=self.pace) as web:
            return list(web.fetch_requests(map(Request, urls)))


def play_world(size: Size, folder: Path, say: Callable[[str], object] = lambda line: None) -> Outcome:
    """Archive a world, visit it night after night, and tell what was right; a line a night is said."""
    wall: list[float] = []
    rows: set[int] = set()
    begun = time.monotonic()
    with (
        serve_world(size.hosts, size.articles, size.nights, size.seed) as server,
        Database(folder / "archive.db") as database,
        resolve_locally({*World(size.hosts, size.hosts, 1, size.seed).hosts}),
    ):
        play = Play(size, server, database)
        added = play.archived()
        play.follow()
        say(f"{added:,} articles archived in {time.monotonic() - begun:.1f} s")
        for night in range(1, size.nights + 1):
            start = time.monotonic()
            play.begin(night)
            visits = play.visited(size.budget)
            wall.append(time.monotonic() - start)
            play.judge.night(night, visits, server.log(), SPEED)
            rows |= _row_ids(database, "revisions")
            tally = play.judge.tally
            say(f"night {night}: {len(visits)} visits in {wall[-1]:.1f} s; {tally.found} edits seen so far, "
                f"{tally.missed} missed, {tally.false} false, {len(tally.wrong)} told wrongly")  # fmt: skip
        wire = _wire(play)
        kept = _kept(play, rows)
        took = time.monotonic() - begun
        _forkserver._stop()  # type: ignore[attr-defined]  # what it and its workers used counts once it is waited for
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    peaks = own.ru_maxrss * 1024, children.ru_maxrss * 1024
    late = sum(story.since > 0 for story in play.world.stories)
    return Outcome(size, added, size.articles - late, late, play.judge.tally, kept, wire, took, cpu, wall, *peaks)


def _wire(play: Play) -> Wire:
    """One night more, on which `EDITED` of the articles changed: all that are due, then the same again whole."""
    night = play.world.edit_some(EDITED)
    edited = sum(story.born[-1] == night for story in play.world.stories)
    play.begin(night)
    visits = play.visited(None)
    asked = play.server.log()
    play.judge.night(night, visits, asked, SPEED)
    play.begin(night)
    play.fetched(visit.url for visit in visits if isinstance(visit, Visited))
    whole = play.server.log()
    habits = play.world.habits
    by_habit = {
        habit.value: (_bytes(asked, habits, habit), _bytes(whole, habits, habit), _pages(whole, habits, habit))
        for habit in dict.fromkeys(habits.values())
    }
    return Wire(len(visits), edited, _bytes(asked), _bytes(whole), by_habit)


def _bytes(log: Iterable[Entry], habits: Any = None, habit: Any = None) -> int:
    return sum(entry.sent + entry.received for entry in log if habit is None or habits[entry.host] is habit)


def _pages(log: Iterable[Entry], habits: Any, habit: Any) -> int:
    return sum(entry.article is not None and habits[entry.host] is habit for entry in log)


def _row_ids(database: Database, table: str) -> set[int]:
    with database.reader() as connection:
        return {row[0] for row in connection.exec_driver_sql(f"select id from {table}")}


def _kept(play: Play, rows: set[int]) -> Kept:
    """Read the whole archive and hold it against the script."""
    catalog, sums = Catalog(play.database), Counter[str]()
    for story, known in zip(play.world.stories, play.judge.known, strict=True):
        if not known.chain:
            continue
        saved = catalog.article(play.url(story.addresses[0]))
        stored = _stored(play.database, saved.id)
        sums["revisions"] += len(stored)
        sums["texts"] += len(known.chain)
        sums["addresses_wrong"] += saved.article.url != play.url(known.address)
        for text in (story.versions[version] for version in known.chain):
            true = _words(text)
            clean, page = _holding(true, stored)
            sums["words"] += true.total()
            sums["lost"] += (true - page).total()
            sums["stripped"] += ((true - clean) & page).total()
            sums["more"] += (clean - true).total()
        now = Counter(f"{saved.article.title} {saved.article.standfirst or ''} {saved.article.body}".split())
        nearest = min(story.versions, key=lambda text: ((told := _words(text)) - now).total() + (now - told).total())
        sums["current_wrong"] += _words(nearest) != _words(story.versions[known.chain[-1]])
    figures = "revisions", "texts", "words", "lost", "stripped", "more", "current_wrong", "addresses_wrong"
    vanished = len(rows - _row_ids(play.database, "revisions"))
    strangers = len(_row_ids(play.database, "articles")) - sum(bool(known.chain) for known in play.judge.known)
    return Kept(**{name: sums[name] for name in figures}, vanished=vanished, strangers=strangers)


def _holding(true: Counter[str], stored: Iterable[Words]) -> Words:
    """The revision whose page has most of a text; of several the one whose clean text is nearest to it.

    Not the nearest alone: where furniture was kept beside a text, that is the next version, which has a typo less.
    """
    return min(stored, key=lambda one: ((true - one[1]).total(), (true - one[0]).total() + (one[0] - true).total()))


def _stored(database: Database, number: int) -> list[Words]:
    """Of each revision of an article the words of its clean text, and all that stand on its page."""
    texts = "select id, title, standfirst, body from revisions where article_id = ?"
    page = "select text from blocks where revision_id = ?"
    found: list[Words] = []
    with database.reader() as connection:
        for revision, *text in connection.exec_driver_sql(texts, (number,)).all():
            blocks = " ".join(row[0] for row in connection.exec_driver_sql(page, (revision,)))
            clean = Counter(" ".join(filter(None, text)).split())
            found.append((clean, clean | Counter(blocks.split())))
    return found


def _words(text: Text) -> Counter[str]:
    return Counter(" ".join((text.title, text.standfirst or "", *text.paragraphs)).split())
