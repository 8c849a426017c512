"""`archive search`: hits for people and for programs."""

from pathlib import Path

import pytest

from tests.commands import Run, records


def test_search(run: Run, archived: Path) -> None:
    """Number, title, site, time and the place where the word stands."""
    code, out, _ = run("search", "coaster", "Marta", "--db", archived, "-n", "1", "--language", "en")
    assert code == 0
    assert "harbour.example" in out
    assert "[coaster] [Marta]" in out
    assert out.endswith("\n1 article\n")


def test_search_for_programs(run: Run, archived: Path) -> None:
    """The hits as rows."""
    found = records(run("search", "breakwater", "--db", archived, "--format", "jsonl")[1])
    assert {one["site"] for one in found} == {"harbour.example"}
    assert len(found) == 3


@pytest.mark.parametrize("words", ['"', "AND", "*", "--", "(", "NEAR(a b"])
def test_search_takes_any_words(run: Run, archived: Path, words: str) -> None:
    """What a person types is never an error of the index's own language."""
    code, _, err = run("search", "--db", archived, "--", words)
    assert code in (0, 1)
    assert "fts5" not in err


def test_search_bad_date(run: Run, archived: Path) -> None:
    """A date that is none is a usage error that says how to write it."""
    code, _, err = run("search", "coaster", "--since", "yesterday", "--db", archived)
    assert (code, err) == (2, "archive: --since: 'yesterday' is no date; write 2026, 2026-11 or 2026-11-22\n")
