"""The archive from Python: what the README promises of `from archive import Archive, extract`."""

import gc
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args

import pytest

import archive as package
from archive import (
    Archive,
    ArchiveClosed,
    ArchiveError,
    Article,
    Confidence,
    ExportForm,
    Filter,
    Listing,
    ListingKind,
    NotFound,
    Outcome,
    PageResult,
    QueryError,
    Reason,
    Rejected,
    Settings,
    StoreError,
    UnreadableFile,
    UsageError,
    extract,
)
from archive.render.export_files import FORMS
from tests.stories import page, story, write_pages

SETTINGS = Settings(workers=1)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of three articles, and their pages."""
    folder = tmp_path_factory.mktemp("ingested")
    with Archive(folder / "news.db", SETTINGS) as opened:
        opened.ingest(write_pages(folder / "pages", range(3)))
    return folder


@pytest.fixture
def archive(ingested: Path, tmp_path: Path) -> Iterator[Archive]:
    """An archive of three articles, of this test alone."""
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    with Archive(tmp_path / "news.db", SETTINGS) as opened:
        yield opened


def test_ingest(tmp_path: Path) -> None:
    """Files, folders and lists of them; the report counts, `each` is told of every page once it is stored."""
    write_pages(tmp_path / "pages", range(3))
    (tmp_path / "list.txt").write_text(f"{tmp_path}/nowhere.html\n", "utf-8")
    told: list[PageResult] = []
    with Archive(tmp_path / "news.db", SETTINGS) as opened:
        report = opened.ingest(
            str(tmp_path / "pages" / "00001.html"),
            tmp_path / "pages",
            lists=[str(tmp_path / "list.txt")],
            each=told.append,
        )
    assert report.counts == {Outcome.ADDED: 3, Outcome.UNCHANGED: 1, Outcome.FAILED: 1}
    assert report.pages == len(told) == 5
    assert [result.article_id for result in told] == [1, 2, 1, 3, None]


def test_ingest_stops(tmp_path: Path) -> None:
    """With `stop` set nothing more is read."""
    stop = threading.Event()
    stop.set()
    with Archive(tmp_path / "news.db", SETTINGS) as opened:
        assert opened.ingest(write_pages(tmp_path / "pages", range(3)), stop=stop).pages == 0


def test_ingest_list_is_missing(tmp_path: Path) -> None:
    """A list that cannot be read is an error that names it."""
    with Archive(tmp_path / "news.db", SETTINGS) as opened, pytest.raises(UnreadableFile, match=r"nowhere\.txt"):
        opened.ingest(lists=["nowhere.txt"])


def test_expected(archive: Archive, tmp_path: Path) -> None:
    """The pages to come are counted without reading them; of standard input, or in a WARC file, nobody knows."""
    assert archive.expected(tmp_path / "pages", "https://harbour.example/1") == 4
    assert archive.expected(tmp_path / "pages", "-") is None
    (tmp_path / "night.warc.gz").touch()
    assert archive.expected(tmp_path / "pages", tmp_path / "night.warc.gz") is None


def test_article(archive: Archive) -> None:
    """An article by its number and by its URL, with its blocks."""
    article = archive.article(2)
    assert (article.title, article.site) == ("Coaster 1 is in", "harbour.example")
    assert article.body == story(1)
    assert archive.article("https://harbour.example/ships/1?utm_source=x") == article
    assert archive.explain(2) == article.blocks
    assert archive.payload(2).decode() == page(1)
    assert archive.saved(2).urls == ("https://harbour.example/ships/1",)


def test_article_is_what_extract_gives(archive: Archive) -> None:
    """Nothing is lost on the way into the database and out again."""
    assert extract(page(1).encode()) == archive.article(2)


def test_no_such_article(archive: Archive) -> None:
    """An article that is not there is an error that names what was asked for."""
    with pytest.raises(NotFound, match=r"^99: "):
        archive.article(99)


def test_query(archive: Archive) -> None:
    """Columns and rows; values are given by name."""
    answer = archive.query("select id, title from articles where id > :least order by id", {"least": 1})
    assert answer.columns == ("id", "title")
    assert answer.rows == list(answer) == [(2, "Coaster 1 is in"), (3, "Coaster 2 is in")]
    assert (len(answer), answer.rows[0][0]) == (2, 2)
    assert repr(answer) == "<QueryResult 2 × (id, title)>"


def test_stream_query(archive: Archive) -> None:
    """A long answer is read once, row by row, so that memory is bounded."""
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n"
    answer = archive.stream_query(endless)
    assert answer.columns == ("x",)
    assert [next(answer.rows), next(answer.rows)] == [(1,), (2,)]


def test_query_deadline(archive: Archive, tmp_path: Path) -> None:
    """The setting query_timeout ends a question that would not end."""
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
    with (
        Archive(settings=replace(archive.settings, query_timeout=0.1)) as hasty,
        pytest.raises(QueryError, match=r"0\.1"),
    ):
        list(hasty.query(endless).rows)


def test_search(archive: Archive) -> None:
    """Hits, best first, of the articles that the filter lets through."""
    (hit,) = archive.search('"Marta 2"', marks=("<", ">"))
    assert (hit.article_id, hit.url) == (3, "https://harbour.example/ships/2")
    assert "<Marta" in hit.snippet
    assert archive.search("Marta", Filter(site="elsewhere.example")) == []


def test_export(archive: Archive, tmp_path: Path) -> None:
    """A file appears when it is complete; one that was there before is replaced."""
    (tmp_path / "out.jsonl").write_text("old", "utf-8")
    assert archive.export(tmp_path / "out.jsonl") == 3
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 3
    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.export(tmp_path / "pages")
    assert not list(tmp_path.glob(".*"))


def test_export_forms(archive: Archive, tmp_path: Path) -> None:
    """The forms that a type checker knows are those there are; another is refused before anything is written."""
    assert get_args(ExportForm) == tuple(FORMS)
    with pytest.raises(UsageError, match="'yaml'; there are jsonl, csv, tsv, parquet, markdown"):
        archive.export(tmp_path / "out", cast("Any", "yaml"))
    assert not (tmp_path / "out").exists()


def test_unknown_words(archive: Archive) -> None:
    """A confidence or a kind of listing is one of those there are; its plain text will do."""
    assert archive.organizations(cast("Any", "certain")) == archive.organizations(Confidence.CERTAIN)
    with pytest.raises(UsageError, match="'certian'; there are certain, likely"):
        archive.organizations(cast("Any", "certian"))
    assert Listing("https://harbour.example", cast("Any", "site")).kind is ListingKind.SITE
    with pytest.raises(ValueError, match="'sight' is not a valid ListingKind"):
        Listing("https://harbour.example", cast("Any", "sight"))


def test_results_are_one_line(archive: Archive) -> None:
    """In a notebook a result is a line, and not its whole page."""
    stored = archive.saved(2)
    told = "<Article Coaster 1 is in · harbour.example · Harbour Times · 2026-11-22 · "
    assert repr(stored.article).startswith(told[:43])
    assert repr(stored) == f"<StoredArticle 2 · live · revision 1 · {stored.article!r}>"
    report = archive.ingest()
    assert repr(report).startswith("<IngestReport 0 pages in 0.")
    for value in (stored, stored.article, *stored.article.blocks, archive.history(2)[0], report, archive):
        assert len(repr(value)) < 400
        assert repr(value).isprintable()


def test_ingest_leaves_its_host_alone(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How garbage is collected is the host's own affair."""
    called: list[str] = []
    for name in ("freeze", "unfreeze", "disable", "enable", "set_threshold"):
        monkeypatch.setattr(gc, name, lambda *_, name=name: called.append(name))
    archive.ingest(tmp_path / "pages")
    assert called == []


@pytest.mark.parametrize(
    "use",
    [
        lambda archive: archive.ingest("pages"),
        lambda archive: archive.recrawl(budget=1),
        lambda archive: archive.reextract(),
        lambda archive: archive.followed(),
        lambda archive: archive.article(1),
        lambda archive: list(archive.articles()),
        lambda archive: archive.query("select 1"),
        lambda archive: archive.search("Marta"),
        lambda archive: archive.stats(),
        lambda archive: archive.export("out.jsonl"),
    ],
)
def test_closed_archive_says_so(archive: Archive, use: Callable[[Archive], object], tmp_path: Path) -> None:
    """After `close` nothing opens the database again: one line says what happened."""
    archive.close()
    archive.close()
    with pytest.raises(ArchiveClosed, match=r"news\.db: the archive is closed; open it again to use it$"):
        use(archive)
    assert not list(tmp_path.glob("*.db-wal"))


def test_stats(archive: Archive) -> None:
    """Figures."""
    assert (archive.stats().articles, archive.stats().sites) == (3, 1)


def test_archive_must_be_there(tmp_path: Path) -> None:
    """Without `create` a missing database is an error, and stays missing."""
    with pytest.raises(StoreError, match=r"news\.db: there is no archive yet"):
        Archive(tmp_path / "news.db", SETTINGS, create=False)
    assert list(tmp_path.iterdir()) == []


def test_settings_name_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path the settings say where the archive is; a path goes before them."""
    monkeypatch.setenv("ARCHIVE_DB", str(tmp_path / "environment.db"))
    monkeypatch.chdir(tmp_path)
    with Archive() as one, Archive("other.db") as other:
        assert (one.settings.db, other.settings.db) == (str(tmp_path / "environment.db"), "other.db")


def test_extract() -> None:
    """Bytes in; an article or the reason why there is none out."""
    article = extract(page(1).encode(), "https://harbour.example/ships/1")
    assert isinstance(article, Article)
    assert article.title == "Coaster 1 is in"
    assert extract(b"") == Rejected(Reason.EMPTY, "nothing in it")


def test_extract_text() -> None:
    """A page that is text already gives what its bytes give, whatever it says of its charset."""
    french = page(1).replace("<head>", '<head><meta charset="iso-8859-1">').replace("Coaster", "Pêcheur \ud800 中")
    assert extract(page(1)) == extract(page(1).encode())
    article = extract(french)
    assert isinstance(article, Article)
    assert article.title == "Pêcheur ? 中 1 is in"
    assert extract("") == Rejected(Reason.EMPTY, "nothing in it")


@pytest.mark.parametrize("body", [Path("page.html"), None, 7, ["page.html"]])
def test_extract_takes_pages_only(body: Any) -> None:
    """What is no page is one line that says what is taken."""
    with pytest.raises(UsageError, match=r"^extract\(\) takes a page as bytes or str, .*, not \w+$"):
        extract(body)


def test_one_clock(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sets another clock in `archive.app` sets it for the card beside an export, too."""
    monkeypatch.setattr("archive.app.now", lambda: "2031-05-06T07:08:09Z")
    archive.export(tmp_path / "out.jsonl")
    assert "2031-05-06T07:08:09Z" in "".join(file.read_text("utf-8") for file in tmp_path.glob("out*card*"))


def test_public_names() -> None:
    """Every name that is announced is there, and no other."""
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = package.Nothing


@pytest.mark.parametrize(
    "order",
    [
        "from archive import extract",
        "import archive.extraction.page\nfrom archive import extract",
        "from archive import Archive, extract",
        "import archive.flows.ingest\nfrom archive import extract",
    ],
)
def test_extract_is_always_the_function(order: str) -> None:
    """Whatever was imported before, `archive.extract` is the function and not the package of that name."""
    code = (
        f"{order}\nimport archive, pickle\nassert pickle.loads(pickle.dumps(extract)) is archive.extract\nextract(b'')"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
    assert pickle.loads(pickle.dumps(extract)) is extract
