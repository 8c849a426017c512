"""The examples of docs/bulk.md, as they stand there, over shards that three pages made."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from archive.captures.bulk_files import find_bulk_files
from archive.flows.bulk import BulkJob
from archive.judge.wanted import Wanted
from archive.model import Unreadable
from archive.render.shards import make_shard_folder
from tests.stories import page, story
from tests.warcs import response_record

PAGE = Path(__file__).parents[1] / "docs" / "bulk.md"
EXAMPLES = {
    program: dedent(text)
    for program, text in re.findall(r"^With (\w+):\n\n((?:    .*\n|\n)+)", PAGE.read_text("utf-8"), re.M)
}


@pytest.mark.parametrize("program", ["DuckDB", "pandas"])
def test_example(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs from the docs alone, and counts the credits."""
    for library in (program.lower(), "pyarrow"):
        pytest.importorskip(library, reason=f"{library} is not installed")
    monkeypatch.chdir(tmp_path)
    bodies = [page(number, f"NORWICK (Reuters) - {story(number)}") for number in range(3)]
    records = [response_record(number, body) for number, body in enumerate(bodies)]
    Path("a.warc.gz").write_bytes(b"".join(records))
    make_shard_folder("shards")
    files = tuple(one for one in find_bulk_files(["a.warc.gz"]) if not isinstance(one, Unreadable))
    read, extract, write = BulkJob(files, "shards", Wanted(), 20, 5_000_000).steps()
    list(write(extract(read(None, 0, 1), 0, 1), 0, 1))
    exec(compile(EXAMPLES[program], str(PAGE), "exec"), {})
    printed = capsys.readouterr().out
    assert re.search(r"Reuters\D+3\b", printed)
