"""What the database leaves out of a night's plan: only what would not be chosen."""

from random import Random

import pytest
from sqlalchemy import update

from archive.flows import recrawl
from archive.judge.schedule import Learnt, learn_rates
from archive.judge.visit_choice import ALL_DUE, VisitChoice
from archive.store.file.database import Database
from archive.store.read import due_visits
from archive.store.read.agenda import Agenda
from archive.store.tables import Articles, Visits
from archive.store.write.ledger import Ledger
from archive.store.write.runs import Run, RunWriter
from archive.times import hours, later
from tests.build import article, page

AT = "2026-12-01T02:00:00Z"
SITES = ("harbour.example", "harbour.example", "harbour.example", "quay.example", "mill.example")


def test_the_night_is_that_of_all_that_is_due(
    database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in parts and above the floors alone, the same visits are chosen in the same order as of all that is due.

    Among them pages that were missing, times that a wrong clock told, articles without a date, hosts beyond their cap,
    two hosts of one site, and articles that changed by the word of sites that are right often, never, or not known.
    """
    random = Random(8)
    named = [(random.choice(("www", "www", "sport")), random.choice(SITES)) for _ in range(160)]
    urls = [f"https://{host}.{site}/{number}" for number, (host, site) in enumerate(named)]
    ledger.record([page(article(url, f"{url} is the way to the pier.", site="")) for url in urls])
    run = RunWriter(database).begin(AT).id
    with database.writer() as connection:
        for number in range(1, len(urls) + 1):
            seen, ago = later(AT, -random.expovariate(1 / 900)), random.expovariate(1 / 2_000)
            known: dict[str, str | None] = {"first_seen_at": later(seen, -ago), "last_seen_at": seen}
            known["published_at"] = random.choice((None, later(seen, -2 * ago), later(seen, -2 * ago)[:10]))
            visit: dict[str, object] = {
                "changes": random.choice((0.0, 0.0, 1.5)),
                "expected": random.random(),
                "due_at": seen,
            }
            visit["last_visit_at"] = random.choice((None, seen, later(AT, 400) if number % 40 == 0 else later(seen, 1)))
            visit["missing_since"] = seen if number % 50 == 0 else None
            pinged = random.choice((later(AT, -10), later(AT, -60), seen, later(seen, -5)))
            visit["pinged_at"] = pinged if number % 4 == 0 else None
            connection.execute(update(Articles).where(Articles.id == number).values(known))
            connection.execute(update(Visits).where(Visits.article_id == number).values(visit))
    sites: dict[str | None, float] = {"harbour.example": 2.0, "mill.example": 0.4, None: 1.0}
    learnt = Learnt(learn_rates(()), sites, truths={"harbour.example": 0.8, "mill.example": 0.0})

    def plan(*, floors: bool) -> tuple[int, list[str]]:
        choice, read = VisitChoice(learnt, hours(AT), most=40, per_host=7), 0
        known = choice.floors if floors else lambda: ALL_DUE
        for one in due_visits.due_visits(database, AT, run, learnt, known):
            choice.add(one)
            read += 1
        return read, [one.url for one in choice.visits()]

    monkeypatch.setattr(due_visits, "SPANS", (16, 32))
    (every, expected), (few, found) = plan(floors=False), plan(floors=True)
    assert expected == found
    assert len(urls) == every > few
    for sampled in (1, 3, 64):  # of a guess that is right, or too high for so few
        monkeypatch.setattr(recrawl, "SAMPLED", sampled)
        chosen = recrawl.choose_due(Agenda(database), learnt, AT, Run(run), most=40, per_host=7)
        assert [one.url for one in chosen] == expected
