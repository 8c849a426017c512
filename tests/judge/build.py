"""An article of an invented town, and what is held of it."""

from dataclasses import replace
from typing import Any

from archive.fingerprint import text_digest
from archive.judge.change import Holding
from archive.model import Article

TEXT = (
    "The council voted on Tuesday to keep the colour of the old tram stops, after a debate of five hours.\n\n"
    "Mayor Ruth Adeyemi said 12 stops would be painted in spring and the rest when money was found.\n\n"
    "Shopkeepers along the line had asked for a quick decision, because the work closes half of the street.\n\n"
    "The paint will come from a works in the next valley that has supplied the trams since 1921."
)
OTHER = (
    "Volunteers counted more herons on the lower river this autumn than in any year since the count began.\n\n"
    "Biologist Piet Okker put it down to cleaner water and to the winters, which have been mild for a decade."
)


def article(body: str = TEXT, **fields: Any) -> Article:
    """An article of the tram town; `fields` differ."""
    made = Article(
        url="https://tramtown.example/stops",
        site="tramtown.example",
        site_name=None,
        title="Tram stops keep their colour",
        standfirst="A long night in the council",
        body=body,
        byline="By Jo Halloran",
        source=None,
        reporting="own",
        section=None,
        language="en",
        published_at=None,
        modified_at=None,
        authors=(),
        tags=(),
        flags=(),
        credits=(),
        blocks=(),
        word_count=len(body.split()),
        digest=text_digest(body),
        extractor="archive 0.1.0",
    )
    return replace(made, **fields)


def holding(held: Article | None = None, **fields: Any) -> Holding:
    """What is held of it; `fields` differ."""
    held = held or article()
    made = Holding(
        article_id=1,
        url=held.url,
        site=held.site,
        title=held.title,
        standfirst=held.standfirst,
        body=held.body,
        byline=held.byline,
        digest=held.digest,
        number=1,
        seen_at="2026-11-21T10:00:00Z",
        payload_digest="00",
        earlier=frozenset((held.digest,)),
        authors=held.authors,
    )
    return replace(made, **fields)
