"""Edits: which revisions are some, in which words, and whether their sites say so."""

import pytest

from archive.errors import UsageError
from archive.model import ChangedWords
from archive.store.file.database import Database
from archive.store.read.edits import EditFilter, count_site_edits, find_edits
from archive.store.write.ledger import Ledger
from tests.build import FERRY, article, page

OTHER = "https://eastmoor.example/ferry"
LATE = FERRY.replace("noon", "one").replace("half of its", "a third of its")


@pytest.fixture
def edited(database: Database, ledger: Ledger) -> Database:
    """One site edits in silence, then its headline with a newer time; another corrects with a notice."""
    run = ledger.start_run("recrawl", "2026-11-23T09:00:00Z")
    first = "2026-11-20T08:00:00Z"
    steps = [
        (article(modified_at=first), "2026-11-21T10:00:00Z"),
        (article(body=LATE, modified_at=first), "2026-11-22T10:00:00Z"),
        (article(body=LATE, title="Ferry leaves late", modified_at="2026-11-23T08:00:00Z"), "2026-11-23T10:00:00Z"),
        (article(OTHER, FERRY + "\n\nThe pier is new."), "2026-11-21T10:00:00Z"),
        (article(OTHER, LATE + "\n\nCorrection: an earlier version named noon."), "2026-11-24T10:00:00Z"),
    ]
    for said, at in steps:
        ledger.record([page(said, at=at)], run if at > "2026-11-23" else None)
    return database


def test_edits_come_with_their_words_and_their_disclosure(edited: Database) -> None:
    """The newest first; of each what went and what came, and how the site told it, if it did."""
    found = list(find_edits(edited, EditFilter()))
    told = [(edit.site, edit.number, edit.kind, edit.disclosed) for edit in found]
    assert told == [
        ("eastmoor.example", 2, "correction", "notice"),
        ("harbourtimes.example", 3, "headline", "time"),
        ("harbourtimes.example", 2, "edit", None),
    ]
    assert found[2].words == (ChangedWords("body", "noon", "one"), ChangedWords("body", "half", "a third"))
    assert [words.field for words in found[1].words] == ["title"] * len(found[1].words)
    assert found[0].words[-1] == ChangedWords("body", "The pier is new.", "Correction: an earlier version named noon.")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (EditFilter(site="www.harbourtimes.example"), [3, 2]),
        (EditFilter(kinds=("headline", "correction")), [2, 3]),
        (EditFilter(since="2026-11-23"), [2, 3]),
        (EditFilter(until="2026-11-22"), [2]),
        (EditFilter(disclosed=False), [2]),
        (EditFilter(disclosed=True), [2, 3]),
        (EditFilter(run=1), [2, 3]),
        (EditFilter(site="nowhere.example"), []),
    ],
)
def test_edits_are_asked_for_by_site_kind_time_and_disclosure(
    edited: Database, asked: EditFilter, expected: list[int]
) -> None:
    """Each condition leaves out what does not meet it."""
    assert [edit.number for edit in find_edits(edited, asked)] == expected


def test_what_is_no_kind_and_no_date_is_told() -> None:
    """A word that means nothing is refused."""
    for wrong in ({"kinds": ("first",)}, {"since": "yesterday"}):
        with pytest.raises(UsageError):
            EditFilter(**wrong)


def test_sites_are_counted_by_what_they_edit_in_silence(edited: Database) -> None:
    """Articles, those edited, edits by how they are told, and the share that is not."""
    counted = [
        (one.site, one.articles, one.edited, one.edits, one.notice, one.time, one.silent, one.silent_share)
        for one in count_site_edits(edited, EditFilter())
    ]
    assert counted == [
        ("harbourtimes.example", 1, 1, 2, 0, 1, 1, 0.5),
        ("eastmoor.example", 1, 1, 1, 1, 0, 0, 0.0),
    ]


def test_many_edits_are_given_in_chunks(database: Database, ledger: Ledger) -> None:
    """However many there are, each comes once."""
    for number in range(131):
        at = f"2026-11-21T{10 + number // 60:02}:{number % 60:02}:00Z"
        ledger.record([page(article(body=f"{FERRY}\n\nSailing {number} was called off by the harbour."), at=at)])
    assert [edit.number for edit in find_edits(database, EditFilter())] == list(range(131, 1, -1))
