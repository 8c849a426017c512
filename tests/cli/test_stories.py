"""`archive stories`: the texts that most sites printed."""

from pathlib import Path

from tests.commands import Run, records


def test_stories(run: Run, wire: Path) -> None:
    """One row a story, in any format."""
    code, out, _ = run("stories", "--db", wire, "--format", "jsonl")
    (story,) = records(out)
    assert (code, story["copies"], story["sites"], story["url"]) == (0, 2, 2, "https://harbour.example/ships/0")
    assert run("stories", "--db", wire, "--min-copies", "3", "--format", "csv")[1].count("\n") == 1
