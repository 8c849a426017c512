"""Targets of every kind: what stands for what, and how many pages there are."""

from pathlib import Path

from archive.captures.targets import count_expected, read_captures
from archive.model import Capture, Listing, ListingKind
from archive.settings import Settings

NOW = "2026-11-22T09:30:00Z"


def test_a_dash_stands_for_a_list_on_standard_input(tmp_path: Path) -> None:
    """Its targets come in its place."""
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(f"<p>{name}")
    stdin = [f"{tmp_path}/b\n".encode(), b"# no target\n"]
    targets: list[str | Path] = [tmp_path / "a", "-", tmp_path / "c"]
    found = read_captures(targets, settings=Settings(), now=lambda: NOW, stdin=stdin)
    assert [page.payload for page in found if isinstance(page, Capture)] == [b"<p>a", b"<p>b", b"<p>c"]


def test_pages_are_counted_where_files_tell_it(tmp_path: Path) -> None:
    """A URL is one, a folder its files; of standard input and of listings nobody knows."""
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<p>")
    assert count_expected([tmp_path, "https://harbour.example/ferry"]) == 3
    assert count_expected([tmp_path, "-"]) is None
    assert count_expected([Listing("https://harbour.example/", ListingKind.SITE)]) is None
