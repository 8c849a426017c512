"""`archive config`: what counts, and from where."""

from pathlib import Path

import pytest

from tests.commands import Run, records


def test_each_setting_tells_where_it_is_from(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flag, variable, file, default: the strongest counts and is named; a password is not shown."""
    (tmp_path / "archive.toml").write_text('db = "a.db"\nhost_delay = 5\nsmtp = "smtps://ada:secret@mail.example"\n')
    monkeypatch.setenv("ARCHIVE_RETRIES", "7")
    code, out, err = run("config", "--db", "b.db", "--format", "jsonl")
    told = {one["setting"]: (one["value"], one["from"]) for one in records(out)}
    assert (code, err, "secret" in out) == (0, "", False)
    assert told["db"] == ("b.db", "--db")
    assert told["retries"] == (7, "ARCHIVE_RETRIES")
    assert told["host_delay"] == (5, "archive.toml")
    assert told["smtp"] == ("smtps://ada:***@mail.example", "archive.toml")
    assert told["tdm_file"] == ("off", "default") and told["contact"] == (None, "default")


def test_a_wrong_setting_is_told(run: Run, tmp_path: Path) -> None:
    """One line that names the file; a secret is not in it."""
    (tmp_path / "archive.toml").write_text('smtp = "secret"\n')
    code, _, err = run("config")
    assert (code, err.count("\n"), "secret" in err) == (2, 1, False)
