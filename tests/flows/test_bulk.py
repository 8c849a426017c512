"""Shards and what comes of them, against an ingest of the same files."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.captures.bulk_files import find_bulk_files
from archive.errors import UsageError
from archive.flows import bulk
from archive.flows.bulk import BulkJob
from archive.flows.ingest import ingest_targets
from archive.flows.load import load_shards
from archive.flows.work import Work
from archive.judge.wanted import Wanted
from archive.model import Outcome, PageResult, Receipt, Unreadable
from archive.places import read_text_at, write_text_at
from archive.render.shards import make_shard_folder, shard_name
from archive.settings import Settings
from archive.store.database import open_database
from tests.archived_rows import archived_rows
from tests.warcs import write_warcs

pytest.importorskip("pyarrow", reason="pyarrow is not installed")
NOW = "2026-11-22T09:30:00Z"
SETTINGS = Settings(workers=1, page_timeout=20, max_bytes=5_000_000)
WORK = Work(SETTINGS, lambda: NOW, clock=lambda: 0.0)
"""With a clock that stands, so that batches are as long in each run."""


def job_of(*places: Path | str, folder: Path | str, wanted: Wanted = Wanted()) -> BulkJob:  # noqa: B008  # frozen
    make_shard_folder(str(folder))
    found = tuple(one for one in find_bulk_files(map(str, places)) if not isinstance(one, Unreadable))
    return BulkJob(found, str(folder), wanted, SETTINGS.page_timeout, SETTINGS.max_bytes)


def run(job: BulkJob, rank: int = 0, tasks: int = 1) -> list[Receipt]:
    """One task, without an engine."""
    data: Any = None
    for step in job.steps():
        data = step(data, rank, tasks)
    return list(data)


def load(database: Path, *folders: Path | str) -> list[PageResult]:
    with closing(open_database(str(database))) as opened:
        return list(load_shards(map(str, folders), opened, WORK))


@pytest.fixture(scope="module")
def warcs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warcs(tmp_path_factory.mktemp("bulk") / "warcs", [range(6), range(3, 9)])


@pytest.fixture(scope="module")
def shards(warcs: Path) -> Path:
    folder = warcs.parent / "shards"
    job = job_of(warcs, folder=folder)
    for rank in (1, 0):
        run(job, rank, 2)
    return folder


@pytest.mark.sqlite("both archives are read as files")
def test_a_load_is_what_an_ingest_makes(warcs: Path, shards: Path, tmp_path: Path) -> None:
    """Row by row in every table: pages, refusals, revisions, copies, the same bytes again, headers and places; and a
    second load changes nothing."""
    with closing(open_database(str(tmp_path / "ingested.db"))) as opened:
        expected = list(ingest_targets([warcs], opened, WORK))
    assert {result.outcome for result in expected} > {Outcome.ADDED, Outcome.REVISED, Outcome.REFUSED, Outcome.FAILED}
    found = load(tmp_path / "loaded.db", shards)
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    loaded = archived_rows(tmp_path / "loaded.db")
    assert loaded == archived_rows(tmp_path / "ingested.db")
    again = load(tmp_path / "loaded.db", shards)
    assert {result.outcome for result in again} == {Outcome.UNCHANGED, Outcome.REFUSED, Outcome.FAILED}
    rows = archived_rows(tmp_path / "loaded.db")
    assert {name for name in rows if rows[name] != loaded[name]} == {"runs"}


def test_what_is_done_is_not_done_again(warcs: Path, shards: Path, tmp_path: Path) -> None:
    """A file with its receipt is left; one that changed, or whose receipt is gone or cut off, is begun anew."""
    job = job_of(warcs, folder=shards)
    assert (job.pending().files, run(job)) == ((), [])
    (file, size), other = job.files
    assert replace(job, files=((file, size + 1), other)).pending().files == ((file, size + 1),)
    (tmp_path / "_receipts").mkdir()
    write_text_at(f"{tmp_path}/_receipts/{shard_name(file)}.receipt.json", '{"file": ')
    assert replace(job, folder=str(tmp_path)).pending().files == job.files
    with pytest.raises(UsageError, match="chosen in another way"):
        replace(job, wanted=Wanted(hosts=("port.example",))).pending()


def test_a_task_that_ends_leaves_no_shard(warcs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unfinished has no name by which it could be read."""

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk, "write_receipt", fail)
    with pytest.raises(KeyboardInterrupt):
        run(job_of(warcs, folder=tmp_path))
    assert [path.suffix for path in tmp_path.rglob("*.*")] == [".parquet"]
    assert [result.detail for result in load(tmp_path / "a.db", tmp_path)] == [
        "holds no shards with receipts; `archive bulk` makes them"
    ]


@pytest.mark.parametrize(
    ("wanted", "urls", "why"),
    [
        (Wanted(hosts=("port.example",)), {"https://port.example/bateaux"}, "pages of other hosts"),
        (Wanted(languages=("fr",)), {"https://port.example/bateaux"}, "pages in other languages"),
        (Wanted(since="2026-03-05"), {"https://harbour.example/ships/904"}, "pages captured before"),
        (Wanted(until="2025"), set(), "pages captured later"),
    ],
)
def test_what_is_not_wanted_is_not_extracted(
    warcs: Path, tmp_path: Path, wanted: Wanted, urls: set[str], why: str
) -> None:
    """It is counted in the receipt, by the reason."""
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    (receipt,) = run(job_of(warcs / "0.warc.gz", folder=tmp_path, wanted=wanted))
    rows = duckdb.sql(f"select capture.url from '{tmp_path}/*.parquet' where outcome = 'article'").fetchall()
    assert {url for (url,) in rows} == urls
    assert receipt.passed_over[why] >= 8


def test_shards_elsewhere(warcs: Path, tmp_path: Path) -> None:
    """Files and shards at URLs of file systems: the same rows, but for the name of the file."""
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    memory = fsspec.filesystem("memory")
    memory.put(str(warcs / "0.warc.gz"), "/crawl/0.warc.gz")
    job = job_of("memory://crawl/*.warc.gz", "memory://nowhere", folder="memory://shards")
    (receipt,) = run(job)
    (own,) = run(job_of(warcs / "0.warc.gz", folder=tmp_path))
    assert (receipt.file, receipt.counts) == ("memory:///crawl/0.warc.gz", own.counts)
    assert len(load(tmp_path / "a.db", "memory://shards")) == receipt.rows
    assert job.pending().files == ()


def test_a_file_that_is_not_read_whole_has_no_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that fails in the middle: what came before does not count, and why is told."""
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    memory = fsspec.filesystem("memory")
    warcs = write_warcs(tmp_path / "warcs", [range(400)])
    memory.put(str(warcs / "0.warc.gz"), "/broken/0.warc.gz")
    whole = type(memory.store["/broken/0.warc.gz"]).read

    def read(self: Any, size: int = -1) -> bytes:
        if self.tell() > 140_000:
            raise ConnectionError("the line is down")
        return bytes(whole(self, size))

    monkeypatch.setattr(type(memory.store["/broken/0.warc.gz"]), "read", read, raising=False)
    out = tmp_path / "out"
    assert run(job_of("memory://broken/0.warc.gz", folder=out)) == []
    (left,) = out.rglob("*.*")
    assert json.loads(left.read_text()) == {
        "file": "memory:///broken/0.warc.gz",
        "failure": "ConnectionError: the line is down",
    }


def change_receipt(change: Callable[[dict[str, Any]], None], shards: Path, folder: Path) -> None:
    """Copies of the shards, with one receipt changed."""
    shutil.copytree(shards, folder, dirs_exist_ok=True)
    name = min(folder.glob("_receipts/0*.receipt.json"))
    told = json.loads(read_text_at(str(name)))
    change(told)
    name.write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"digest": "0"}, "not the shard that its receipt is for: extract its file again"),
        ({"shard": "../secret.parquet"}, "no receipt of a shard: its shard is elsewhere"),
        ({"shard": "gone.parquet"}, "No such file or directory"),
    ],
)
def test_a_damaged_shard_costs_only_itself(shards: Path, tmp_path: Path, change: dict[str, str], message: str) -> None:
    """One line names it, and the others are loaded."""
    change_receipt(lambda told: told.update(change), shards, tmp_path)
    found = load(tmp_path / "a.db", tmp_path)
    assert message in {result.detail for result in found if result.outcome is Outcome.FAILED}
    assert sum(result.outcome is Outcome.ADDED for result in found) > 5


@pytest.mark.sqlite("both archives are read as files")
def test_what_another_extractor_read_is_read_again(shards: Path, tmp_path: Path) -> None:
    """So an archive never holds two readings of one night."""
    change_receipt(lambda told: told.update(extractor="archive 0.0.1"), shards, tmp_path)
    load(tmp_path / "again.db", tmp_path)
    load(tmp_path / "loaded.db", shards)
    assert archived_rows(tmp_path / "again.db") == archived_rows(tmp_path / "loaded.db")
