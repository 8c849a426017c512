"""Site memory on a small set of test sites: what `python -m bench memory` measures at full size."""

from collections import Counter
from pathlib import Path

from archive.store.file.database import Database
from archive.store.read.catalog import Catalog
from bench.site_memory.measure import Tally, archived, shares
from bench.site_memory.sites import CREDIT, Kind, sites


def test_chrome_goes_and_the_body_stays(tmp_path: Path) -> None:
    """Nothing is known after one page; half is gone after two, most after twelve; hardly a word is lost."""
    tallies = {after: Tally() for after in (1, 2, 12)}
    with Database(tmp_path / "archive.db") as database:
        for pages in sites(3, 12):
            for after, tally in archived(pages, database, (1, 2, 12)):
                tallies[after] += tally
    chrome = [shares(tally)[0] for tally in tallies.values()]
    assert chrome[0] < 0.3 < 0.45 < chrome[1] < 0.8 < chrome[2]
    assert all(shares(tally)[1] < 0.02 for tally in tallies.values())
    assert shares(tallies[12])[2:4] == [1.0, 1.0]


def test_credit_lines_are_never_furniture(tmp_path: Path) -> None:
    """A line that credits an agency on all pages of a site stays a credit, or part of the text."""
    site = list(sites(2, 8))[1]
    with Database(tmp_path / "archive.db") as database:
        list(archived(site, database, ()))
        blocks = [block for page in site for block in Catalog(database).article(page.url).article.blocks]
    found = Counter(block.rule.partition(":")[0] for block in blocks if block.text == CREDIT)
    assert (found.total(), found["site memory"]) == (8, 0)


def test_the_same_sites_every_time() -> None:
    """The sites depend on the seed alone; all kinds of blocks are in them."""
    first, again, other = (list(sites(3, 12, seed=seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert {piece.kind for site in list(sites(4, 12)) for page in site for piece in page.pieces} == set(Kind)
