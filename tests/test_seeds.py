"""The pages in seeds/ and the page that the project began with: what each of them must give."""

import json
import os
from pathlib import Path

import pytest

from archive import Archive, extract
from archive.model import Article, Outcome, PageResult
from tests.expectations import difference, given

CHECKOUT = Path(__file__).parents[1]
SEEDS = CHECKOUT / "seeds"
TRUTH = json.loads((Path(__file__).parent / "seeds.json").read_text("utf-8"))
TEASERS = ("Colin Grabow", "Image: Kristen Radtke", "Marc Joffe", "Jeffrey A. Singer")  # who wrote the teasers under it
SHARED = Path(os.environ.get("ARCHIVE_SHARED") or CHECKOUT.parent / "shared")
FIRST = SHARED / "seeds" / "white-house-north-korea.txt"


@pytest.mark.parametrize("name", TRUTH)
def test_seed(name: str) -> None:
    """A sample page gives what seeds/README.md and seeds.json say of it."""
    expected = TRUTH[name]
    actual = given(extract((SEEDS / name).read_bytes()), expected)
    assert expected == actual, difference(expected, actual)


def test_every_seed_is_known() -> None:
    """Each file in seeds/ is described, in seeds.json and in its README."""
    pages = {path.name for path in SEEDS.iterdir()} - {"README.md", "urls.txt"}
    readme = (SEEDS / "README.md").read_text("utf-8")
    assert set(TRUTH) == pages
    assert set() == {name for name in pages | {"urls.txt"} if f"`{name}`" not in readme}


def test_two_sites_print_one_text() -> None:
    """The agency's story is the same clean text on both sites that print it, under two headlines."""
    one, other = (extract((SEEDS / f"{site}-cod.html").read_bytes()) for site in ("harbourtimes", "northfieldgazette"))
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert one.digest == other.digest
    assert one.site != other.site


def test_ingest(tmp_path: Path) -> None:
    """The folder goes into an archive: a story printed twice is a duplicate, what is no article is refused."""
    results: list[PageResult] = []
    with Archive(tmp_path / "archive.db") as archive:
        archive.ingest(SEEDS, each=results.append)
    refused = {name: Outcome.REFUSED for name, expected in TRUTH.items() if "rejected" in expected}
    expected = dict.fromkeys(TRUTH, Outcome.ADDED) | refused | {"northfieldgazette-cod.html": Outcome.DUPLICATE}
    assert expected == {Path(result.origin).name: result.outcome for result in results}


@pytest.mark.skipif(not FIRST.exists(), reason="the page is its publisher's and lies outside the checkout")
def test_first_page() -> None:
    """The page dump the project began with gives the table in the README beside it."""
    lines = [" ".join(line.split()) for line in FIRST.read_text("utf-8").splitlines() if line.strip()]
    body = lines[5:17]
    expected = {
        "title": lines[4],
        "section": "Politics",
        "site_name": "Prime Webinar Group",
        "body": body,
        "credits": [
            {
                "organization": "Associated Press",
                "role": "contributor",
                "evidence": "The Associated Press contributed to this report.",
            },
            {
                "organization": "Fox News",
                "role": "origin",
                "credited_as": "FOX NEWS",
                "evidence": "This post appeared first on FOX NEWS",
            },
        ],
        "source": "Fox News",
        "stripped": [{"text": line} for line in lines[:4] + lines[17:20]]
        + [{"text": line} for line in lines[20:] if line.startswith(TEASERS)],
        "authors": [],
        "byline": None,
        "published_at": None,
        "modified_at": None,
    }
    assert body[0].startswith("White House National Security Council spokesman John Kirby told reporters")
    assert body[-1].endswith("Reuters reported.")
    actual = given(extract(FIRST.read_bytes(), media_type="text/plain"), expected)
    assert expected == actual, difference(expected, actual)
