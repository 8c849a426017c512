"""A large invented archive for the reader's measure: sites, agencies, copies and revisions in fixed proportions."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, islice
from pathlib import Path
from typing import Final

from archive.fingerprint import payload_digest, text_digest
from archive.model import Article, Block, Capture, Confidence, Credit, Intake, Label, Role
from archive.payloads import pack_payload
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from archive.urls import site_of

WORDS: Final = 30_000
SITES: Final = 300
AUTHORS: Final = 3_000
BATCH: Final = 200
COPIED: Final = 10
"""One article in so many prints an agency's text that another site printed before."""
REVISED: Final = 20
"""One in so many comes a second time, with another paragraph."""
AGENCIES: Final = ("Reuters", "Associated Press", "AFP", "EFE", "dpa", "ANSA", "PA Media", "Xinhua News Agency")
SYLLABLES: Final = "ba ce di fo gu la me ni po ru sa te vi xo zu bra cle dri flo gru".split()


class World:
    """Makes the intakes; the same seed makes the same."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._words = [self._word(number) for number in range(WORDS)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))  # Zipf's law
        self._printed: list[str] = []

    def intakes(self) -> Iterator[Intake]:
        """Give pages without end."""
        number = 0
        while True:
            number += 1
            article = self._article(number)
            yield make_intake(article, _time(number, 9))
            if number % REVISED == 0:
                body = f"{article.body}\n\n{self._text(30)}"
                yield make_intake(_with_body(article, body), _time(number, 15))

    def sample(self, dice: random.Random, count: int) -> list[str]:
        """Give words as they are frequent, by other dice."""
        return dice.choices(self._words, cum_weights=self._weights, k=count)

    def _article(self, number: int) -> Article:
        dice = self._dice
        agency = dice.choice(AGENCIES) if number % 3 == 0 else None
        if number % COPIED == 0 and self._printed:
            body, agency = dice.choice(self._printed[-500:]), agency or AGENCIES[0]
        else:
            body = "\n\n".join(self._text(dice.randint(30, 70)) for _ in range(dice.randint(4, 12)))
        if agency:
            self._printed.append(body)
        host = f"paper{min(dice.randrange(SITES), dice.randrange(SITES))}.example"
        return make_article(number, host, self._text(9).removesuffix("."), body, agency, dice.randrange(AUTHORS))

    def _text(self, count: int) -> str:
        return " ".join(self.sample(self._dice, count)).capitalize() + "."

    def _word(self, number: int) -> str:
        parts: list[str] = []
        while number or not parts:
            number, rest = divmod(number, len(SYLLABLES))
            parts.append(SYLLABLES[rest])
        return "".join(parts)


def build_archive(path: Path, articles: int) -> None:
    """Fill a new archive with so many articles, and some revisions."""
    with Database(path) as database:
        ledger = Ledger(database)
        run = ledger.start_run("bench serve", "2026-01-01T00:00:00Z")
        pages = islice(World().intakes(), articles + articles // REVISED)
        while batch := list(islice(pages, BATCH)):
            ledger.record(batch, run)


def make_article(number: int, host: str, title: str, body: str, agency: str | None, author: int) -> Article:
    """Make an article with its page around it."""
    signed = agency is None or number % 2 == 0
    url = f"https://{host}/news/{number}"
    texts = body.split("\n\n")
    blocks = [
        Block(0, "Home News Sport Weather", Label.NAVIGATION, "links"),
        Block(1, title, Label.HEADLINE, "headline"),
    ]
    blocks += [Block(place, text, Label.BODY, "prose") for place, text in enumerate(texts, 2)]
    blocks += [
        Block(len(blocks) + more, f"Read next {number + more}: {title}", Label.RELATED, "after") for more in range(6)
    ]
    credit = Credit(agency or "", Role.AGENCY, agency or "", f"({agency})", "dateline", Confidence.CERTAIN, position=2)
    name = f"Paper {host.removeprefix('paper').partition('.')[0]}"
    return Article(
        url=url, site=site_of(url), site_name=name, title=title, standfirst=texts[0][:80], body=body,
        byline=f"By Author {author}" if signed else None, source=agency or name,
        reporting="syndicated" if agency else "own", section="News", language=("en", "en", "de", "es")[number % 4],
        published_at=_time(number, 8), modified_at=None,
        authors=(f"Author {author}",) if signed else (), tags=(), flags=("paywalled",) if number % 25 == 0 else (),
        credits=(credit,) if agency else (), blocks=tuple(blocks), word_count=len(body.split()),
        digest=text_digest(body), extractor="bench",
    )  # fmt: skip


def _time(number: int, hour: int) -> str:
    return f"{2023 + number // 300 % 3}-{1 + number % 12:02}-{1 + number % 28:02}T{hour:02}:{number % 60:02}:00Z"


def _with_body(article: Article, body: str) -> Article:
    return replace(article, body=body, digest=text_digest(body), word_count=len(body.split()))


def make_intake(article: Article, at: str) -> Intake:
    """Make the page of an article, seen at that time."""
    payload = f"<h1>{article.title}</h1><p>{article.body}".encode()
    capture = Capture(article.url, b"", at, url=article.url, media_type="text/html")
    return Intake(capture, payload_digest(payload), len(payload), pack_payload(payload), article)
