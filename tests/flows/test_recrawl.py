"""Nights on a local site: what is seen becomes a revision once, and nothing else takes a text away."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.flows.ingest import ingest_targets
from archive.flows.recrawl import learn_changes, recrawl_articles
from archive.flows.work import Work
from archive.judge.pings import ping_truth
from archive.judge.visit import Findings, Visited
from archive.model import Listing, ListingKind
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.follows import Follows
from tests.loopback import Answer, Handler, Site
from tests.stories import story

SETTINGS = Settings(workers=1, page_timeout=20, host_delay=0, retries=0, allow_private=("localhost",))
BEGIN = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
WALL = "Subscribe now to continue reading"


class World:
    """A site, an archive of it, and the night it is."""

    def __init__(self, site: Site, database: Database) -> None:
        self.site = site
        self.database = database
        self.night = 0

    def now(self) -> str:
        return (BEGIN + timedelta(days=self.night)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def put(self, number: int, text: str | None = None, *, headline: str | None = None, **headers: Any) -> None:
        """Article `number`, among furniture that is new at every load."""
        loads = iter(range(1_000_000))

        def answer(handler: Handler) -> None:
            handler.answer(page(number, text or story(number), headline, next(loads)).encode(), **headers)

        self.site.pages[f"/ships/{number}"] = answer

    def answer(self, path: str, answer: Answer) -> None:
        self.site.pages[path] = answer

    def ingest(self, numbers: range) -> None:
        urls = [self.site.url(f"/ships/{number}") for number in numbers]
        found = list(ingest_targets(urls, self.database, Work(SETTINGS, self.now)))
        assert {result.outcome.value for result in found} == {"added"}

    def visit(self, budget: int = 100) -> tuple[dict[str, tuple[str, str | None]], Findings]:
        """The next night: what was found by path, and the report."""
        self.night += 1
        visits = recrawl_articles(self.database, Work(SETTINGS, self.now), budget=budget)
        found: list[Visited] = []
        while True:
            try:
                visited = next(visits)
                assert isinstance(visited, Visited)  # nothing is followed
                found.append(visited)
            except StopIteration as end:
                paths = {visited.url.removeprefix(self.site.url("")): visited for visited in found}
                assert len(found) == len(paths)
                return {path: (visited.found.value, visited.reason) for path, visited in paths.items()}, end.value

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self.database.reader() as connection:
            asked = sql if connection.dialect.name == "sqlite" else sql.replace("%", "%%").replace("?", "%s")
            return [tuple(row) for row in connection.exec_driver_sql(asked, values)]

    def article(self, number: int) -> tuple[object, ...]:
        """Status, number of revisions, and whether the text of the story is there."""
        (row,) = self.rows(
            "select status, (select count(*) from revisions r where r.article_id = a.id), body from articles a "
            "where id = (select article_id from article_urls where url = ?)",
            self.site.url(f"/ships/{number}"),
        )
        return row[0], row[1], story(number).split("\n\n")[0] in str(row[2])


def page(number: int, text: str, headline: str | None, load: int) -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    title = headline or f"Coaster {number} is in"
    return (
        f"<!doctype html><html lang=en><head><title>{title} | Harbour Times</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/ships>Ships</a></nav><div class=ad>Sponsored: {load} ropes for sale</div>"
        f"<article><h1>{title}</h1>{paragraphs}</article><div class=share>{17 + load} shares</div>"
        f"<aside class=related><h3>Read also</h3><ul><li><a href=/x{load}>Ship {load} is late</a></li></ul></aside>"
        f"<footer>© 2026 Harbour Times. Printed at 02:{load % 60:02}. All rights reserved.</footer></body></html>"
    )


@pytest.fixture
def world(site: Site, tmp_path: Path) -> Iterator[World]:
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"", status=404)
    with Database(tmp_path / "archive.db") as database:
        world = World(site, database)
        for number in range(10):
            world.put(number)
        world.ingest(range(10))
        yield world


def test_furniture_is_no_change(world: World) -> None:
    """Ads, counters, dates and related boxes differ at every load: the same, with neither capture nor payload."""
    found, report = world.visit()
    assert set(found.values()) == {("same", None)}
    assert (report.visited, report.same) == (10, 10)
    assert world.rows("select count(*) from captures") == [(10,)]
    assert world.rows("select count(*) from checks") == [(10,)]


def test_a_long_night_is_planned_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is chosen some at a time: each article is visited once for all that, and no more than the budget."""
    monkeypatch.setattr("archive.flows.recrawl.PLANNED", 3)
    found, report = world.visit(8)
    assert (len(found), report.visited, report.ended) == (8, 8, "budget")
    found, report = world.visit()
    assert (len(found), report.same, report.ended) == (10, 10, "done")


def test_what_is_another_at_every_load_is_no_change(world: World) -> None:
    """A promotion amid the text that extraction keeps, new at each load, is no change; an edit beside it is one."""
    loads = iter(range(1_000_000))

    def promoted(number: int, text: str) -> Answer:
        def answer(handler: Handler) -> None:
            load = next(loads)
            buyers = "captains" if number == 1 else "lighthouse keepers"  # the same line on two pages were the site's
            offer = f"In the harbour shop {load} {buyers} chose {load * 7} fathoms of rope, and none of them was sorry."
            handler.answer(page(number, f"{offer}\n\n{text}", None, load).encode())

        return answer

    for number in (1, 2):
        world.answer(f"/ships/{number}", promoted(number, story(number)))
    found, _ = world.visit()
    assert (found["/ships/1"], world.site.asked().count("/ships/1")) == (("same", None), 3)
    text = story(2) + "\n\nTwo tugs were sent out to her after midnight, and both came back unhurt."
    world.answer("/ships/2", promoted(2, text))
    found, report = world.visit()
    assert (found["/ships/1"], found["/ships/2"]) == (("same", None), ("changed", "edit"))
    assert report.bytes == sum(number for (number,) in world.rows("select bytes from checks where run_id = 3"))
    assert world.rows("select count(*) from revisions") == [(11,)]


def test_every_edit_is_one_revision(world: World) -> None:
    """An edit seen on two nights is one revision, with its kind; the text before stays among the revisions."""
    world.put(1, story(1).replace("two days late", "two days laet"))
    world.put(2, story(2) + "\n\n" + "Two tugs were sent out to her after midnight, and both came back unhurt.")
    world.put(3, headline="Coaster 3 is late")
    world.put(4, "\n\n".join(story(number) for number in (640, 641)))
    found, report = world.visit()
    assert {path: result for path, result in found.items() if result[0] != "same"} == {
        "/ships/1": ("changed", "typo"),
        "/ships/2": ("changed", "edit"),
        "/ships/3": ("changed", "headline"),
        "/ships/4": ("changed", "rewrite"),
    }
    assert report.changed == {"edit": 1, "headline": 1, "rewrite": 1, "typo": 1}
    assert set(world.visit()[0].values()) == {("same", None)}
    assert world.rows("select count(*), count(distinct article_id) from revisions") == [(14, 10)]


def test_nothing_that_hides_a_text_becomes_a_revision(world: World) -> None:
    """Paywall, robot check, consent page, front page, fragment: suspect, with payload; then the text is as it was."""
    world.answer("/", lambda handler: handler.answer(page(0, story(900), "Harbour Times", 0).encode()))
    world.put(0, story(0).split("\n\n")[0] + "\n\n" + WALL)
    world.put(1, "We are checking your browser: verify you are human by completing the action below, then go on. " * 2)
    world.put(2, "We value your privacy. We and our 812 partners use cookies. Accept all to continue to the site. " * 2)
    world.answer("/ships/3", lambda handler: handler.answer(b"", status=302, Location="/"))
    world.put(4, story(4)[:100])
    found, report = world.visit()
    assert {path for path, result in found.items() if result[0] == "suspect"} == {f"/ships/{n}" for n in range(5)}
    assert found["/ships/3"] == ("suspect", "front page")
    assert {world.article(number) for number in range(5)} == {("suspect", 1, True)}
    assert sum(report.suspect.values()) == 5
    assert world.rows("select count(*) from checks where outcome = 'suspect' and capture_id is not null") == [(5,)]
    for number in range(5):
        world.put(number)
    world.visit()
    assert {world.article(number) for number in range(5)} == {("live", 1, True)}


def test_one_text_on_many_pages_is_the_sites(world: World) -> None:
    """A notice that four articles show is nobody's text, whichever was seen first."""
    notice = story(777).replace("harbour", "works")
    for number in range(4):
        world.put(number, notice)
    found, _ = world.visit()
    assert [found[f"/ships/{number}"] for number in range(4)] == [("suspect", "repeated")] * 4
    assert {world.article(number) for number in range(4)} == {("suspect", 1, True)}


def test_gone_needs_two_nights_or_a_410(world: World) -> None:
    """410 is gone at once, 404 when it is seen again a day later; a page that comes back was never gone."""
    world.answer("/ships/0", lambda handler: handler.answer(b"", status=410))
    for number in (1, 2):
        world.answer(f"/ships/{number}", lambda handler: handler.answer(b"", status=404))
    found, _ = world.visit()
    assert [found[f"/ships/{number}"] for number in range(3)] == [("gone", "410"), ("failed", "404"), ("failed", "404")]
    world.put(2)
    found, _ = world.visit()
    assert (found["/ships/1"], found["/ships/2"]) == (("gone", "404"), ("same", None))
    assert [world.article(number) for number in range(3)] == [("gone", 1, True), ("gone", 1, True), ("live", 1, True)]


def test_trouble_is_never_the_same(world: World) -> None:
    """A 503 and a refusal leave the text unseen: they are told apart, and the article is visited again later."""
    world.answer("/ships/0", lambda handler: handler.answer(b"", status=503))
    world.answer("/ships/1", lambda handler: handler.answer(b"", status=403))
    found, report = world.visit()
    assert (found["/ships/0"], found["/ships/1"]) == (("failed", "503"), ("blocked", "403"))
    assert (report.failed, report.failed_hosts, report.blocked) == ({"503": 1}, {"localhost": 1}, {"403": 1})
    assert [world.article(number)[0] for number in range(2)] == ["live", "blocked"]
    assert world.rows("select failures from visits where failures > 0") == [(1,), (1,)]


def test_a_host_that_rests_tells_nothing_of_its_pages(world: World) -> None:
    """Nights of 503 with Retry-After are no failures of the articles: these are due when the site said, each time."""
    for number in range(10):
        world.answer(f"/ships/{number}", lambda handler: handler.answer(b"", status=503, Retry_After="43200"))
    for _ in range(2):
        assert world.visit()[1].failed == {"503": 10}
    assert len(world.site.asked()) == 10 + 2
    assert world.rows("select distinct failures, due_at from visits") == [(0, "2026-03-05T22:00:00Z")]


def test_a_move_keeps_both_urls(world: World) -> None:
    """A permanent redirect gives the article its new URL; the old one leads to it still, and the new one is visited."""
    world.answer("/ships/0", lambda handler: handler.answer(b"", status=301, Location="/fleet/0"))
    world.answer("/fleet/0", lambda handler: handler.answer(page(0, story(0), None, 5).encode()))
    found, report = world.visit()
    assert (found["/ships/0"], report.moved) == (("moved", None), 1)
    assert world.article(0) == ("moved", 1, True)
    assert world.rows("select relation from article_urls where article_id = 1 order by relation") == [
        ("canonical",),
        ("moved",),
    ]
    found, _ = world.visit()
    assert found["/fleet/0"] == ("same", None)


def test_furniture_that_was_taken_for_text_is_no_news(site: Site, tmp_path: Path) -> None:
    """An offer that one page has amid its text, and the others of the site in a box: when it is gone, nothing was taken
    out of the article."""

    def put(number: int, text: str, box: str) -> None:
        printed = page(number, text, None, number).replace("<footer>", f"<div class=promo>{box}</div><footer>").encode()
        site.pages[f"/ships/{number}"] = lambda handler: handler.answer(printed)

    with Database(tmp_path / "archive.db") as database:
        world = World(site, database)
        for number in range(4):
            offer = f"The paper with the tide tables in it costs {number + 3} crowns a month."
            put(number, story(number) if number else f"{story(number)}\n\n{offer}", offer if number else "")
        world.ingest(range(4))
        assert world.rows("select id from articles where body like '%tide tables%'") == [(1,)]
        put(0, story(0), "")
        found, _ = world.visit()
        assert (set(found.values()), world.rows("select count(*) from revisions")) == ({("same", None)}, [(4,)])


def test_a_page_that_is_alone_to_come_has_a_witness(world: World) -> None:
    """A line that is new on all pages is the site's, though one page alone is due; what one page adds is an edit."""
    line = "Win two tickets for the summer concert in the old dry dock: take part until Friday noon."
    for number in range(10):
        opening, rest = story(number).split("\n\n", 1)
        world.put(number, f"{opening}\n\n{line}\n\n{rest}")
    found, _ = world.visit(budget=1)
    assert (list(found.values()), world.rows("select count(*) from revisions")) == ([("same", None)], [(10,)])
    (path,) = found
    world.put(int(path[-1]), f"{story(int(path[-1]))}\n\nThe harbour master said on Friday that both tugs are safe.")
    every, _ = world.visit()
    assert (every.pop(path), set(every.values())) == (("changed", "edit"), {("same", None)})


def test_a_redirect_to_another_text(site: Site, tmp_path: Path) -> None:
    """An article that moved and was written anew has one revision more, under its new URL; one that leads to another
    story of its author has none, be that one of the same day if the archive has it."""

    def put(path: str, number: int, headline: str, published_at: str, text: str) -> None:
        said = (
            f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", '
            f'"author": {{"name": "Ana Kestrel"}}, "datePublished": "{published_at}"}}</script></head>'
        )
        printed = page(number, text, headline, number).replace("</head>", said).encode()
        site.pages[path] = lambda handler: handler.answer(printed)

    def moved(handler: Handler) -> None:
        handler.answer(b"", status=301, Location=handler.path.replace("ships", "fleet"))

    apples, plums, pears = (
        f"{fruit} are dear this year, and those from Norwick dearer, for the frost came in {month}. " * 6
        for fruit, month in (("Apples", "May"), ("Plums", "April"), ("Pears", "March"))
    )
    with Database(tmp_path / "archive.db") as database:
        world = World(site, database)
        for number in (1, 2, 3):
            put(f"/ships/{number}", number, f"Coaster {number} is in", "2026-03-01", story(number))
        put("/fleet/3", 3, "Pears for the poor", "2026-03-01", pears)
        world.ingest(range(1, 4))
        list(ingest_targets([site.url("/fleet/3")], database, Work(SETTINGS, world.now)))
        put("/fleet/1", 1, "What the frost did to apples", "2026-03-01T08:30:12Z", apples)
        put("/fleet/2", 2, "Plums, and more plums this year", "2026-03-02T17:00:00Z", plums)
        site.pages |= dict.fromkeys(("/ships/1", "/ships/2", "/ships/3"), moved)
        found, _ = world.visit()
        other = ("suspect", "another page")
        assert found == {
            "/ships/1": ("changed", "rewrite"), "/ships/2": other, "/ships/3": other, "/fleet/3": ("same", None)
        }  # fmt: skip
        rows = world.rows("select url, (select count(*) from revisions where article_id = a.id) from articles a")
        told = dict(rows)
        assert told == {site.url("/fleet/1"): 2} | {
            site.url(f"/{path}"): 1 for path in ("ships/2", "ships/3", "fleet/3")
        }


def test_conditional_requests_and_lies(site: Site, tmp_path: Path) -> None:
    """304 is a check without a body; a server whose ETag stays while its text changes is caught at it."""
    texts = [story(1)]

    def answer(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"one"':
            handler.answer(b"", status=304, ETag='"one"')
        else:
            handler.answer(page(1, texts[-1], None, len(site.requests)).encode(), ETag='"one"')

    with Database(tmp_path / "archive.db") as database:
        world = World(site, database)
        site.pages["/ships/1"] = answer
        world.ingest(range(1, 2))
        found, report = world.visit()
        assert (found["/ships/1"], report.bytes) == (("same", "not modified"), 0)
        assert world.rows("select status from checks") == [(304,)]
        texts.append(story(1) + "\n\n" + "Two tugs were sent out to her after midnight, and both came back unhurt.")
        nights = [world.visit()[0]["/ships/1"] for _ in range(6)]
        assert nights == [("same", "not modified")] * 3 + [("changed", "edit")] + [("same", None)] * 2
        assert world.rows("select lied from visits") == [(1,)]


def test_a_run_that_was_cut_off_is_gone_on_with(world: World) -> None:
    """What a killed run did counts: the next one does the rest, under the same number, and none twice."""
    world.night = 1
    visits = recrawl_articles(world.database, Work(SETTINGS, world.now), budget=4)
    next(visits)
    visits.close()
    done = len(world.rows("select url from checks"))
    assert 1 <= done <= 4
    rest = list(recrawl_articles(world.database, Work(SETTINGS, world.now), budget=6))
    assert len(rest) == 6 - done
    assert world.rows("select count(*), count(distinct url) from checks") == [(6, 6)]
    assert world.rows("select count(*) from runs where command = 'recrawl'") == [(1,)]


def test_a_better_extractor_is_no_change(world: World) -> None:
    """After an upgrade what is held is read again beside the page that came: no revision, the new text."""
    old = "Printed in the old way. ", "archive 0.0.1, trafilatura 1.0"
    with world.database.writer() as connection:
        for table in ("articles", "revisions"):
            connection.exec_driver_sql(f"update {table} set body = '{old[0]}' || body, digest = 'old' || digest")
        connection.exec_driver_sql(f"update revisions set extractor = '{old[1]}'")
    world.put(1, story(1) + "\n\n" + "Two tugs were sent out to her after midnight, and both came back unhurt.")
    found, _ = world.visit()
    assert (found.pop("/ships/1"), set(found.values())) == (("changed", "edit"), {("same", None)})
    assert world.rows("select count(*) from revisions") == [(11,)]
    assert world.rows("select count(*) from revisions where extractor = ? or body like 'Printed%'", old[1]) == [(0,)]
    assert world.rows("select count(*) from articles where body like 'Printed%'") == [(0,)]


def test_a_night_goes_where_a_sitemap_says_that_something_changed(world: World) -> None:
    """To the article that its sitemap calls changed since; not for a time that is past, to come, or none."""
    changed = dict.fromkeys(range(10), "2026-03-01T10:00:00Z")
    follow_sitemap(world, lambda number: changed[number])
    world.visit(4)
    changed |= {5: "2027-01-01", 6: "0001-01-01T00:00:00Z", 7: "2026-03-04T12:00:00+02:00", 8: "now"}
    world.put(7, story(7) + "\n\nTwo tugs were sent out to her after midnight, and both came back unhurt.")
    found, _ = world.visit(1 + 1)
    assert found["/ships/7"] == ("changed", "edit")
    counts = "select count(pinged_at), sum(pings), sum(pings_true) from visits"
    assert world.rows(counts) == [(0, 1, 1)]
    assert world.visit(2)[1].visited == 2
    assert world.rows(counts) == [(0, 1, 1)]


def test_a_sitemap_that_calls_all_changed_is_believed_ever_less(world: World) -> None:
    """Each night anew: its word is settled by each visit, and soon says nothing."""
    follow_sitemap(world, lambda number: world.now())
    truths = []
    for _ in range(4):
        world.visit(5)
        (record,) = Agenda(world.database).pings()
        assert record.true == 0 < record.expected
        truths.append(ping_truth(record.answered, 0, record.expected))
    assert record.answered == 20
    assert truths == sorted(truths, reverse=True) and truths[-1] < 0.02
    assert learn_changes(Agenda(world.database)).truths == {"localhost": truths[-1]}


def follow_sitemap(world: World, modified: Callable[[int], str]) -> None:
    """Let the nights read a sitemap of all ten articles, with these times of change."""

    def answer(handler: Handler) -> None:
        entries = (
            f"<url><loc>{world.site.url(f'/ships/{number}')}</loc><lastmod>{modified(number)}</lastmod></url>"
            for number in range(10)
        )
        handler.answer(f"<urlset>{''.join(entries)}</urlset>".encode(), Content_Type="application/xml")

    world.answer("/sitemap.xml", answer)
    Follows(world.database).add(Listing(world.site.url("/sitemap.xml"), ListingKind.SITEMAP), world.now())
