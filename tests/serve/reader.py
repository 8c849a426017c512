"""An archive for the reader's tests: copies, revisions, a hostile page."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.extraction.likeness import sketch_of
from archive.model import Article, Intake
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import FERRY, ORCHARD, article, bare_article, page
from tests.stories import story

HOSTILE = (
    "<script>alert(1)</script> \u202egnp.exe</title><img src=x onerror=alert(2)> The harbour office of Norwick said "
    "on Tuesday that the coaster would sail again on Friday, if the wind allows it and her master agrees."
)
OWN = (
    "The council of Eastmouth voted on Monday to keep the old crane on the quay as a monument to its dockers.\n\n"
    "It had lifted timber and slate for ninety years, and its last driver, Ole Brandt, cut the ribbon himself."
)
CJK = "渔民协会周一表示，今年港口的鲱鱼捕捞量比去年增加了三分之一，价格因此下降。"


LONG = f"{FERRY}\n\n{story(1)}\n\n{story(2)}\n\n{story(3)}"


def articles() -> Sequence[tuple[Article, str]]:
    """Give the articles, with when each was captured: a story on three sites, one in two texts, one that attacks."""
    copy: dict[str, Any] = {"credits": (), "source": "Valley Post", "site_name": "Valley Post", "reporting": "own"}
    crane, attack = "https://eastmouth.example/crane", "<script>alert(3)</script> \u202edaolnwod"
    more = OWN + "\n\nThe vote was nine to two."
    return (
        (article("https://www.harbourtimes.example/ferry", LONG), "2026-11-20T10:00:00Z"),
        (
            article(
                "https://valleypost.example/boat",
                LONG,
                title="No boat today",
                published_at="2026-11-20T11:30:00Z",
                **copy,
            ),
            "2026-11-21T10:00:00Z",
        ),
        (article("https://coast.example/ferry", LONG + " The new pier is long.", **copy), "2026-11-21T16:00:00Z"),
        (_said(crane, OWN, title="Crane stays", flags=("paywalled",)), "2026-11-21T11:00:00Z"),
        (_said(crane, more, title="Crane may stay", flags=("paywalled",)), "2026-11-22T11:00:00Z"),
        (_said("https://evil.example/x", HOSTILE, title=attack), "2026-11-22T12:00:00Z"),
        (_said("https://orchard.example/frost", ORCHARD, title="Frost", language="de"), "2026-11-22T13:00:00Z"),
        (_said("https://gang.example/yu", CJK, title="鲱鱼丰收", language="zh"), "2026-11-22T14:00:00Z"),
    )


def fill(path: Path, more: Sequence[Intake] = ()) -> Path:
    """Make the archive."""
    with Database(path) as database:
        ledger = Ledger(database)
        run = ledger.start_run("ingest pages/", "2026-11-20T09:00:00Z")
        for said, at in articles():
            ledger.record([replace(page(said, at=at, url=said.url), sketch=sketch_of(said.body))], run)
        ledger.record(more, run)
    return path


def _said(url: str, body: str, **fields: Any) -> Article:
    known: dict[str, Any] = {
        "source": "Eastmouth Echo",
        "site_name": "Eastmouth Echo",
        "published_at": "2026-10-02",
        "language": "en",
    }
    return bare_article(body, url=url, **known | {"authors": ("Ole Brandt",), "byline": "By Ole Brandt"} | fields)
