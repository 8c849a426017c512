"""`python -m bench serve --ranking`: how many of the best matches are found where not all are ranked."""

import argparse
import random
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import Final

from archive.model import Intake
from archive.store.file.database import Database
from archive.store.read import matches
from archive.store.read.filters import Filter
from archive.store.search_words import parse_search
from archive.store.write.ledger import Ledger
from bench.serve.corpus import make_article, make_intake
from bench.sets import read_sets
from bench.tables import heading, markdown

SETS: Final = ("aed", "fundus", "scrapinghub", "trafilatura-eval", "wcxb-article-dev")
TENTH: Final = {"FEW": 100, "NEWEST": 50, "HEADLINED": 100}
"""The bounds for an archive in which a search finds a tenth of what it finds in a large one."""
ALL: Final = {"FEW": 1_000_000}
MOST: Final = 5_000
SHORTEST: Final = 400
SEARCHES: Final = 150
BEST: Final = 100
"""One match in so many is among the best; two at least."""


def compare_ranking(arguments: argparse.Namespace) -> int:
    """Archive the labelled texts, search for words of their headlines, and print which of the best are found again."""
    texts = _read_texts(arguments.data)
    with tempfile.TemporaryDirectory() as folder, Database(Path(folder) / "texts.db") as database:
        ledger = Ledger(database)
        ledger.record([_intake(number, title, body) for number, (title, body) in enumerate(texts, 1)])
        rows = [_compared(database, texts, count) for count in (1, 2)]
    print(heading(arguments.command_line))
    print(f"{len(texts):,} labelled texts, {SEARCHES} searches for words of their headlines that more than 100 have\n")
    print(markdown(("words", "matches, median", "of the best, found", "of the newest alone"), rows))
    return 0


def _read_texts(data: Path) -> Sequence[tuple[str, str]]:
    """Give headline and body of the labelled pages, in an order by chance."""
    told = [page.truth for page in read_sets(data, SETS)]
    texts = [(one["title"], one["body"]) for one in told if one.get("title") and len(one.get("body") or "") > SHORTEST]
    texts = list(dict.fromkeys(texts))
    random.Random(1).shuffle(texts)
    return texts


def _intake(number: int, title: str, body: str) -> Intake:
    return make_intake(
        make_article(number, f"paper{number}.example", title, body, None, number), "2026-01-01T00:00:00Z"
    )


def _compared(database: Database, texts: Sequence[tuple[str, str]], count: int) -> Sequence[str]:
    """Search for so many words at a time."""
    dice = random.Random(count)
    words = sorted({word for title, _ in texts for word in re.findall("[a-z]{4,}", title.lower())})
    sizes: list[int] = []
    shares: list[tuple[float, float]] = []
    while len(sizes) < SEARCHES:
        typed = " ".join(dice.sample(words, count))
        ranked = _ranked(database, typed, **ALL)
        if len(ranked) <= TENTH["FEW"]:
            continue
        best = set(ranked[: max(2, len(ranked) // BEST)])
        found = [set(_ranked(database, typed, **bounds)[: len(best)]) for bounds in (TENTH, TENTH | {"HEADLINED": 0})]
        sizes.append(len(ranked))
        shares.append((len(best & found[0]) / len(best), len(best & found[1]) / len(best)))
    likely, newest = (mean(share[place] for share in shares) for place in (0, 1))
    return [str(count), f"{median(sizes):,.0f}", f"{likely:.0%}", f"{newest:.0%}"]


def _ranked(database: Database, typed: str, **bounds: int) -> list[int]:
    """Give the numbers of all matches, the best first, as they are ranked within bounds."""
    for name, bound in bounds.items():
        setattr(matches, name, bound)
    with database.asked() as asked:
        return list(matches.find_matches(asked, parse_search(typed), Filter(), MOST).ranks)
