"""Every flag is told to the people who read the table."""

from pathlib import Path

from archive.model import Flag


def test_page_of_flags_names_each() -> None:
    """In the words of the code."""
    told = (Path(__file__).parents[2] / "docs" / "flags.md").read_text(encoding="utf-8")
    assert [f"| `{flag}` | {flag.meaning} |" for flag in Flag] == told.split("|---|---|\n")[1].splitlines()
