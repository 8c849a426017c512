"""The ledger: what a batch leaves in the database."""

from dataclasses import replace

import pytest
import zstandard

from archive.errors import DatabaseBusy, DatabaseFull
from archive.fingerprint import text_digest
from archive.model import Confidence, Credit, Outcome, Role
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import FERRY, ORCHARD, URL, article, one, page, refusal, rows, sound

EDITED = FERRY.replace("at noon on Friday", "shortly after noon on Friday, with a brass band on deck")


def outcomes(ledger: Ledger, *pages: object) -> list[str]:
    return [result.outcome.value for result in ledger.record(pages)]  # type: ignore[arg-type]


def test_a_new_page_fills_every_table(database: Database, ledger: Ledger) -> None:
    """Article, first revision, blocks, credit, author, tags, URL, capture and payload are there, and told of."""
    intake = page()
    (result,) = ledger.record([intake])
    assert (result.outcome, result.article_id, result.site, result.stripped) == (
        Outcome.ADDED,
        1,
        "harbourtimes.example",
        2,
    )
    assert rows(database, "SELECT url, title, body, status, first_seen_at, revision_id FROM articles") == [
        (URL, "Last ferry leaves the harbour", FERRY, "live", "2026-11-21T10:00:00Z", 1)
    ]
    assert rows(database, "SELECT number, change, extractor FROM revisions") == [(1, "first", "archive 0.1.0")]
    assert rows(database, "SELECT position, kept, label, rule FROM blocks WHERE NOT kept") == [
        (0, 0, "navigation", "links"),
        (4, 0, "related", "after the body"),
    ]
    kept = rows(database, "SELECT text FROM blocks WHERE kept ORDER BY position")
    assert "\n\n".join(text for (text,) in kept) == FERRY
    assert rows(database, "SELECT organization, kind, role, credited_as, evidence FROM article_credits") == [
        ("Associated Press", "agency", "agency", "AP", "(AP)")
    ]
    assert rows(database, "SELECT name FROM authors") == [("Nora Lindqvist",)]
    assert rows(database, "SELECT name FROM tags") == [("ferries",), ("harbour",)]
    assert rows(database, "SELECT url, article_id, relation FROM article_urls") == [(URL, 1, "canonical")]
    (stored,) = rows(database, "SELECT zstd, size FROM payloads")
    assert zstandard.decompress(stored[0]) == zstandard.decompress(intake.payload_zstd)
    sound(database)


def test_the_same_page_again_is_unchanged(database: Database, ledger: Ledger) -> None:
    """The second time adds no row anywhere."""
    assert outcomes(ledger, page()) == ["added"]
    assert outcomes(ledger, page()) == ["unchanged"]
    for table in ("articles", "revisions", "captures", "payloads"):
        assert one(database, f"SELECT count(*) FROM {table}") == 1


def test_the_same_text_in_other_bytes_is_unchanged(database: Database, ledger: Ledger) -> None:
    """Ads and counters make other bytes, kept as a capture, but no revision."""
    ledger.record([page()])
    assert outcomes(ledger, page(payload=b"other ads", at="2026-11-22T10:00:00Z")) == ["unchanged"]
    assert one(database, "SELECT count(*) FROM revisions") == 1
    assert one(database, "SELECT count(*) FROM captures WHERE article_id = 1") == 2
    assert one(database, "SELECT last_seen_at FROM articles") == "2026-11-22T10:00:00Z"


def test_a_changed_text_is_a_revision_and_the_old_one_stays(database: Database, ledger: Ledger) -> None:
    """The article says the new text, the revisions both, and the credits and authors are the new page's."""
    ledger.record([page()])
    credit = Credit("Reuters", Role.AGENCY, "Reuters", "(Reuters)", "dateline", Confidence.CERTAIN)
    new = article(body=EDITED, credits=(credit,), authors=("Ole Hamre",), tags=("ferries",), published_at=None)
    (result,) = ledger.record([page(new, at="2026-11-22T10:00:00Z")])
    assert (result.outcome, result.article_id) == (Outcome.REVISED, 1)
    assert rows(database, "SELECT number, change, body FROM revisions") == [(1, "first", FERRY), (2, "edit", EDITED)]
    assert rows(database, "SELECT body, revision_id, last_changed_at, first_seen_at FROM articles") == [
        (EDITED, 2, "2026-11-22T10:00:00Z", "2026-11-21T10:00:00Z")
    ]
    assert rows(database, "SELECT organization FROM article_credits") == [("Reuters",)]
    assert rows(database, "SELECT name FROM authors JOIN article_authors ON author_id = id") == [("Ole Hamre",)]
    assert one(database, "SELECT count(*) FROM article_tags") == 1
    assert one(database, "SELECT published_at FROM articles") == "2026-11-20T08:00:00Z"
    sound(database)


def test_an_older_capture_does_not_hide_the_newer_text(database: Database, ledger: Ledger) -> None:
    """A page saved before is a revision of its own; the article goes on saying what was seen last."""
    ledger.record([page(body=EDITED, at="2026-11-22T10:00:00Z")])
    assert outcomes(ledger, page(at="2026-11-01T10:00:00Z")) == ["revised"]
    assert outcomes(ledger, page(at="2026-11-01T10:00:00Z")) == ["unchanged"]
    assert rows(database, "SELECT body, first_seen_at, last_seen_at FROM articles") == [
        (EDITED, "2026-11-01T10:00:00Z", "2026-11-22T10:00:00Z")
    ]
    assert one(database, "SELECT count(*) FROM revisions") == 2


def test_two_states_of_a_page_ingested_twice_are_two_revisions(database: Database, ledger: Ledger) -> None:
    """Running the same command again finds both unchanged, though one is not the newest."""
    pages = page(origin="a/ferry.html"), page(body=EDITED, origin="b/ferry.html")
    assert outcomes(ledger, *pages) == ["added", "revised"]
    assert outcomes(ledger, *pages) == ["unchanged", "unchanged"]


def test_a_site_that_takes_an_edit_back_says_so(database: Database, ledger: Ledger) -> None:
    """The old bytes fetched again later are a third revision."""
    for at, body in (("20", FERRY), ("21", EDITED), ("22", FERRY)):
        ledger.record([page(body=body, origin=URL, url=URL, at=f"2026-11-{at}T10:00:00Z")])
    assert rows(database, "SELECT number, body = :b FROM revisions".replace(":b", f"'{FERRY}'")) == [
        (1, 1),
        (2, 0),
        (3, 1),
    ]


def test_another_url_with_the_same_text_is_a_duplicate(database: Database, ledger: Ledger) -> None:
    """On the same site both URLs lead to the one article."""
    ledger.record([page()])
    (result,) = ledger.record([page(url=None, result=article(f"{URL}?print=1"))])
    assert (result.outcome, result.article_id, result.detail) == (Outcome.DUPLICATE, 1, URL)
    assert rows(database, "SELECT url, relation FROM article_urls ORDER BY url") == [
        (URL, "canonical"),
        (f"{URL}?print=1", "duplicate"),
    ]
    assert one(database, "SELECT count(*) FROM articles") == 1


def test_a_text_without_url_repeats_an_article_of_any_site(database: Database, ledger: Ledger) -> None:
    """A dump of a known article is its duplicate."""
    assert outcomes(ledger, page(), page(article("file:sha256-00ff"))) == ["added", "duplicate"]
    assert one(database, "SELECT count(*) FROM articles") == 1


def test_the_same_text_on_another_site_is_an_article_of_the_same_story(database: Database, ledger: Ledger) -> None:
    """Each site's copy counts; the story knows how many there are."""
    copies = [page(result=article(f"https://{site}.example/a")) for site in ("harbourtimes", "eastmoor", "valley")]
    assert outcomes(ledger, *copies[:2]) == ["added", "duplicate"]
    assert outcomes(ledger, copies[2]) == ["duplicate"]
    assert rows(database, "SELECT id, story_id FROM articles") == [(1, 1), (2, 1), (3, 1)]
    assert rows(database, "SELECT first_article_id, copies FROM stories") == [(1, 3)]
    assert outcomes(ledger, *copies) == ["unchanged"] * 3
    sound(database)


def test_a_stub_that_stands_on_many_pages_makes_no_duplicates(database: Database, ledger: Ledger) -> None:
    """A short text under different headlines is different articles."""
    stub = "Subscribe to read on."
    pages = [page(result=article(f"{URL}/{number}", body=stub, title=f"Story {number}")) for number in range(3)]
    assert outcomes(ledger, *pages) == ["added"] * 3


def test_a_duplicate_url_seen_late_takes_nothing_back(database: Database, ledger: Ledger) -> None:
    """The article was edited; its print view still shows the old text, later the new one."""
    old = article(f"{URL}?print=1")
    ledger.record([page(), page(old)])
    ledger.record([page(body=EDITED, at="2026-11-22T10:00:00Z")])
    assert outcomes(ledger, page(old, payload=b"print again", at="2026-11-23T10:00:00Z")) == ["duplicate"]
    assert one(database, "SELECT body FROM articles") == EDITED
    later = EDITED.replace("a brass band", "a choir")
    print_view = page(replace(old, body=later, digest=text_digest(later)), at="2026-11-24T10:00:00Z")
    assert outcomes(ledger, print_view) == ["revised"]
    assert rows(database, "SELECT url, body FROM articles") == [(URL, later)]


def test_a_duplicate_url_that_says_something_else_becomes_an_article(database: Database, ledger: Ledger) -> None:
    """Sites use an address again; the first article keeps its text."""
    other = f"{URL}?print=1"
    ledger.record([page(), page(article(other))])
    assert outcomes(ledger, page(article(other, body=ORCHARD), at="2026-11-22T10:00:00Z")) == ["added"]
    assert rows(database, "SELECT url, body FROM articles ORDER BY id") == [(URL, FERRY), (other, ORCHARD)]
    assert rows(database, "SELECT article_id, relation FROM article_urls ORDER BY url") == [
        (1, "canonical"),
        (2, "canonical"),
    ]


def test_the_address_asked_for_leads_to_the_article(database: Database, ledger: Ledger) -> None:
    """A redirect or a tracker in the URL is no reason not to find it."""
    asked = "https://harbourtimes.example/short/7"
    ledger.record([page(origin=f"{asked}?utm_source=x", url=f"{asked}#top")])
    assert rows(database, "SELECT url, relation FROM article_urls ORDER BY relation") == [
        (URL, "canonical"),
        (asked, "requested"),
    ]


def test_a_refused_page_is_kept_with_its_reason_and_may_be_accepted_later(database: Database, ledger: Ledger) -> None:
    """Its bytes are there to be extracted again; then its capture leads to the article."""
    (result,) = ledger.record([refusal()])
    assert (result.outcome, result.detail) == (Outcome.REFUSED, "a list of headlines")
    assert rows(database, "SELECT refused, detail, article_id FROM captures") == [
        ("index page", "a list of headlines", None)
    ]
    ledger.record([refusal()])
    assert one(database, "SELECT count(*) FROM captures") == 1
    ledger.record([page(payload=b"<html>index", origin="pages/index.html")])
    assert rows(database, "SELECT refused, detail, article_id FROM captures") == [(None, None, 1)]


def test_a_page_that_is_refused_now_keeps_its_article(database: Database, ledger: Ledger) -> None:
    """Nothing is taken back because an address now shows a list."""
    ledger.record([page(payload=b"<html>index", origin="pages/index.html")])
    assert outcomes(ledger, refusal()) == ["refused"]
    assert rows(database, "SELECT refused, article_id FROM captures") == [(None, 1)]


def test_pages_of_one_batch_are_decided_one_after_the_other(database: Database, ledger: Ledger) -> None:
    """The same URL twice, its edit, a copy of the edit: as if each had come alone."""
    batch = [page(), page(payload=b"again"), page(body=EDITED), page(result=article(f"{URL}/2", body=EDITED))]
    assert outcomes(ledger, *batch) == ["added", "unchanged", "revised", "duplicate"]
    assert rows(database, "SELECT body, revision_id FROM articles") == [(EDITED, 2)]
    assert one(database, "SELECT count(*) FROM credits") == 1
    sound(database)


def test_organisations_authors_and_tags_are_one_row_each(database: Database, ledger: Ledger) -> None:
    """However many articles name them, in one batch or in two."""
    pages = [page(result=article(f"{URL}/{n}", body=f"{FERRY} {n}", tags=("a", "a", "b"))) for n in range(4)]
    ledger.record(pages[:2])
    ledger.record(pages[2:])
    for table, count in (("organizations", 1), ("authors", 1), ("tags", 2), ("credits", 4), ("article_tags", 8)):
        assert one(database, f"SELECT count(*) FROM {table}") == count


def test_text_that_no_database_takes_is_mended(database: Database, ledger: Ledger) -> None:
    """Half a surrogate pair and NUL, in the page or in the name of a file, stop no batch."""
    broken = article(title="Ferry \ud83d gone", body="Left\0 at noon.", tags=("\udcff",))
    assert outcomes(ledger, page(result=broken, payload=b"x", origin="pages/\udce9.html")) == ["added"]
    assert rows(database, "SELECT title, body FROM articles") == [("Ferry \\ud83d gone", "Left at noon.")]
    assert one(database, "SELECT origin FROM captures") == "pages/\\udce9.html"


def test_a_run_has_its_counts(database: Database, ledger: Ledger) -> None:
    """What was asked, when, and what came of it."""
    run_id = ledger.start_run("ingest pages/", "2026-11-22T10:00:00Z")
    ledger.record([page()], run_id)
    ledger.finish_run(run_id, {Outcome.ADDED: 1, Outcome.FAILED: 2}, "2026-11-22T10:00:09Z")
    assert rows(database, "SELECT command, finished_at, added, failed, refused FROM runs") == [
        ("ingest pages/", "2026-11-22T10:00:09Z", 1, 2, 0)
    ]
    assert one(database, "SELECT run_id FROM captures") == run_id


@pytest.mark.sqlite
def test_a_full_disk_is_told_and_what_was_stored_stays(database: Database, ledger: Ledger) -> None:
    """The batch that does not fit is undone; the one before is whole; with room again the same batch goes in."""
    ledger.record([page()])
    pages = [page(result=article(f"{URL}/{n}", body=f"{FERRY}\n\n{n}" * 20)) for n in range(100)]
    with database.writer() as connection:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {used + 5}")
    with pytest.raises(DatabaseFull) as told:
        ledger.record(pages)
    assert "the disk is full" in str(told.value)
    assert one(database, "SELECT count(*) FROM articles") == 1
    with database.writer() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert set(outcomes(ledger, *pages)) == {"added"}
    sound(database)


@pytest.mark.sqlite
def test_a_second_writer_waits_then_says_who_is_in_the_way(database: Database, ledger: Ledger) -> None:
    """While another holds the write lock longer than the timeout, the ledger gives up with one clear line."""
    with Database(database.path) as other, other.writer(), pytest.raises(DatabaseBusy) as told:
        ledger.record([page()])
    assert "another program holds the database" in str(told.value)
    assert outcomes(ledger, page()) == ["added"]
