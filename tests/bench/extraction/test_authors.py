"""Author labels are taken apart into persons and organisations, ours and a peer's alike."""

from archive.model import Confidence, Credit, Role
from bench.extraction import authors, report
from bench.extraction.extractors import OURS, Extraction
from bench.extraction.results import Result, Results

URL = "https://www.harbourtimes.example/a"
LABELLED = ["Ada Larkin", "SDA", "Harbour Times", "Le Figaro et AFP", "Eastmoor Medical School"]


def test_persons_are_who_is_no_organisation() -> None:
    """Agencies by their short names, houses by their words, two in one label, and the page's own site."""
    assert authors.persons(LABELLED, URL, "Harbour Times") == ["Ada Larkin"]
    assert authors.persons(["Ada Larkin"], "https://adalarkin.example/", None) == []


def test_organisations_have_one_name() -> None:
    """However they are printed; all names of the page's own house are one."""
    assert authors.houses(LABELLED, URL, "Harbour Times") == {
        "keystone sda",
        "(the house)",
        "le figaro",
        "agence france presse",
        "eastmoor medical school",
    }
    assert authors.houses(["harbourtimes.example", "Our Editors"], URL, None) == {"(the house)"}


def test_every_credit_is_listed_to_be_judged() -> None:
    """A line each, with its evidence on one line, and a table of how many there are."""
    credit = Credit("Reuters", Role.AGENCY, "Reuters", "By\tReuters", "byline: by", Confidence.CERTAIN, 3)
    results = Results([
        Result("aed", "p1", URL, OURS, 0.01, Extraction(evidence=(credit,))),
        Result("aed", "p2", None, OURS, 0.01, Extraction()),
    ])  # fmt: skip
    assert report.credit_lines(results).splitlines()[1:] == [
        "\t".join(("aed", "p1", URL, "Reuters", "agency", "Reuters", "byline: by", "certain", "By Reuters"))
    ]
    assert "| aed | 2 | 1 | 1 | 0 |" in report.credited(results)
