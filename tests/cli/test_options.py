"""What several commands take: the database must be there."""

from pathlib import Path

import pytest

from tests.commands import COUNT, Run


@pytest.mark.sqlite("names the file")
@pytest.mark.parametrize(
    "command", [["query", COUNT], ["search", "timber"], ["show", "1"], ["explain", "1"], ["stats"], ["export"]]
)
def test_reading_makes_no_database(run: Run, tmp_path: Path, command: list[str]) -> None:
    """A question to an archive that is not there says so, and makes none."""
    code, out, err = run(*command)
    assert (code, out) == (1, "")
    assert err == "archive: archive.db: there is no archive yet; `archive ingest` makes one, --db names another\n"
    assert list(tmp_path.iterdir()) == []
